import GRDB

/// The database's form and its history.
///
/// A released migration is never edited; a change is a new one, and `version` grows by one with it.
enum Schema {
    /// `user_version` of a database of this version.
    static let version = 7
    /// `application_id` in the file's header: "Vrdg".
    static let applicationID = 0x5672_6467

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: first)
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: second)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: third)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { database in
            try database.execute(sql: fourth)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { database in
            try database.execute(sql: fifth)
            try database.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6") { database in
            try database.execute(sql: sixth)
            try database.execute(sql: "PRAGMA user_version = 6")
        }
        migrator.registerMigration("7") { database in
            try database.execute(sql: seventh)
            try database.execute(sql: "PRAGMA user_version = 7")
        }
        return migrator
    }

    /// Throws unless the file is empty and may be, or is vardag's and of a version that this one can read.
    static func check(_ database: Database, path: String, mayBeEmpty: Bool) throws {
        let id = try Int.fetchOne(database, sql: "PRAGMA application_id")
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if mayBeEmpty, id == 0, found == 0, objects == 0 { return }
        guard id == applicationID else { throw StoreError.foreign(path: path) }
        guard found <= version else { throw StoreError.newerSchema(path: path, found: found, known: version) }
    }

    /// `message` is only ever appended to, in the order of its rowid, and pruned from its start, so its ids have no
    /// gaps; a second index on it would cost a factor of several in the hot path. What repeats (home, topic) is a
    /// number there. `received` is the difference to `at`, NULL where there is none.
    private static let first = """
        CREATE TABLE home (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lastMessageAt INTEGER) STRICT;
        CREATE TABLE topic (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE message (
          id INTEGER PRIMARY KEY, home INTEGER NOT NULL, at INTEGER NOT NULL, received INTEGER,
          topic INTEGER NOT NULL, packet INTEGER NOT NULL, digest INTEGER NOT NULL, flags INTEGER NOT NULL,
          payload BLOB, readings BLOB) STRICT;
        CREATE TABLE state (
          home INTEGER PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL, clock INTEGER NOT NULL,
          bytes BLOB NOT NULL) STRICT;
        CREATE TABLE dayLog (
          home INTEGER NOT NULL, day INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (home, day)) STRICT;
        CREATE TABLE learnedDevice (
          home INTEGER NOT NULL, address TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (home, address)) STRICT;
        CREATE TABLE deviceNumber (
          home INTEGER NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
          PRIMARY KEY (home, name), UNIQUE (home, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoint (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE feature (
          home INTEGER NOT NULL, date INTEGER NOT NULL, feature TEXT NOT NULL, resident TEXT, value REAL,
          unit TEXT NOT NULL, coverage REAL NOT NULL, context TEXT NOT NULL, definitionVersion INTEGER NOT NULL,
          revision INTEGER NOT NULL, PRIMARY KEY (home, date, feature)) STRICT, WITHOUT ROWID;
        CREATE TABLE alert (
          id TEXT PRIMARY KEY, home INTEGER NOT NULL, onset INTEGER NOT NULL, raisedAt INTEGER,
          priority TEXT NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
        CREATE INDEX alertByOnset ON alert (onset, id);
        CREATE INDEX alertOfHome ON alert (home, onset, id);
        CREATE INDEX alertOpen ON alert (home, onset, id) WHERE open;
        CREATE TABLE outgoing (
          cursor INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, subject TEXT NOT NULL,
          key TEXT NOT NULL UNIQUE, urgent INTEGER NOT NULL, createdAt INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
        CREATE INDEX outgoingOfKind ON outgoing (kind);
        CREATE TABLE delivery (destination TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine (
          number INTEGER PRIMARY KEY, topic TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
          firstAt INTEGER NOT NULL, lastAt INTEGER NOT NULL, sample BLOB NOT NULL, UNIQUE (topic, reason)) STRICT;
        CREATE TABLE tally (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO tally VALUES ('features', 0);
        CREATE TRIGGER featureCounted AFTER INSERT ON feature
          BEGIN UPDATE tally SET value = value + 1 WHERE name = 'features'; END;
        """

    /// What was usual when a feature's value was made, and why it is withheld, if it is. In `inbox` commands leave what
    /// staff entered for the gateway to journal.
    private static let second = """
        ALTER TABLE feature ADD COLUMN expected REAL;
        ALTER TABLE feature ADD COLUMN usualLow REAL;
        ALTER TABLE feature ADD COLUMN usualHigh REAL;
        ALTER TABLE feature ADD COLUMN withheld TEXT;
        CREATE TABLE inbox (
          number INTEGER PRIMARY KEY AUTOINCREMENT, enteredAt INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
        """

    /// The normal score of a feature's value.
    private static let third = "ALTER TABLE feature ADD COLUMN u REAL;"

    /// Who may ask, who is asking, and who saw or did what. `areas` is a JSON list, NULL for all homes. Of codes and
    /// tokens only digests are kept; `seenAt` is NULL for a program's token, which does not end by rest. A row of
    /// `access` is never changed: its hash covers its number, its body and the hash before it.
    private static let fourth = """
        CREATE TABLE account (
          number INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
          areas TEXT, createdAt INTEGER NOT NULL, disabledAt INTEGER, password TEXT, code BLOB,
          codeUntil INTEGER) STRICT;
        CREATE TABLE session (
          token BLOB PRIMARY KEY, account INTEGER NOT NULL, startedAt INTEGER NOT NULL, seenAt INTEGER,
          until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE access (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TRIGGER accessStays BEFORE DELETE ON access
          BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
        CREATE TRIGGER accessIsFinal BEFORE UPDATE ON access
          BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
        """

    /// What the feed of alerts is asked by; who is called about an alert and who was; what could not be delivered.
    ///
    /// `alert.latestAt` of older rows is when they were raised. `session.use` is NULL for everything, `feed` for the
    /// feeds alone. A row of `callChain` is an alert that somebody is being called about: `run` is the length of its
    /// history when that began, `dueAt` NULL when nobody is left to call. `callWaiting` holds what is told later.
    private static let fifth = """
        ALTER TABLE alert ADD COLUMN latestAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE alert ADD COLUMN assignee TEXT;
        ALTER TABLE alert ADD COLUMN snoozedUntil INTEGER;
        UPDATE alert SET latestAt = coalesce(raisedAt, onset);
        CREATE INDEX alertOfFeed ON alert (state, priority, home, latestAt, assignee, snoozedUntil) WHERE open;
        ALTER TABLE account ADD COLUMN team TEXT;
        ALTER TABLE session ADD COLUMN use TEXT;
        CREATE TABLE callChain (
          alert TEXT PRIMARY KEY, chain TEXT NOT NULL, run INTEGER NOT NULL, round INTEGER NOT NULL,
          step INTEGER NOT NULL, dueAt INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE callWaiting (
          recipient TEXT NOT NULL, alert TEXT NOT NULL, chain TEXT NOT NULL, run INTEGER NOT NULL,
          dueAt INTEGER NOT NULL, PRIMARY KEY (recipient, alert)) STRICT, WITHOUT ROWID;
        CREATE TABLE called (
          alert TEXT NOT NULL, number INTEGER NOT NULL, run INTEGER NOT NULL, recipient TEXT NOT NULL,
          kind TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (alert, number)) STRICT, WITHOUT ROWID;
        CREATE INDEX calledByRecipient ON called (recipient, at);
        ALTER TABLE delivery ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE delivery ADD COLUMN failedAt INTEGER;
        ALTER TABLE delivery ADD COLUMN failure TEXT;
        CREATE TABLE deadLetter (
          destination TEXT NOT NULL, cursor INTEGER NOT NULL, kind INTEGER NOT NULL, subject TEXT NOT NULL,
          key TEXT NOT NULL, urgent INTEGER NOT NULL, createdAt INTEGER NOT NULL, body TEXT NOT NULL,
          attempts INTEGER NOT NULL, failedAt INTEGER NOT NULL, failure TEXT NOT NULL,
          PRIMARY KEY (destination, cursor)) STRICT, WITHOUT ROWID;
        """

    /// What the list of open alerts is searched by: the resident, and the title in each language. Homes that cannot be
    /// seen are found by their alert's body, as `save` writes it.
    private static let sixth = """
        ALTER TABLE alert ADD COLUMN title TEXT NOT NULL DEFAULT '';
        UPDATE alert SET title = json_extract(body, '$.resident') || char(10) || json_extract(body, '$.title.sv')
          || char(10) || json_extract(body, '$.title.en') WHERE open AND json_valid(body);
        CREATE INDEX alertOfTitle ON alert (title) WHERE open;
        CREATE INDEX IF NOT EXISTS alertOfUnseenHome ON alert (home)
          WHERE open AND instr(body, '"rule":"home_unreachable"') > 0;
        """

    /// The second factor of a login: what its codes are made of, NULL without one, and the step of the last code used.
    private static let seventh = """
        ALTER TABLE account ADD COLUMN seed BLOB;
        ALTER TABLE account ADD COLUMN lastStep INTEGER;
        """
}
