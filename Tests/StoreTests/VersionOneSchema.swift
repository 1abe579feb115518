/// The form of version 1, frozen: a copy on purpose, so that an edit of the released migration fails a test.
enum VersionOneSchema {
    static let sql = """
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
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        PRAGMA application_id = 1450337383;
        PRAGMA user_version = 1;
        """
}
