// The least that a durable consumer can do with SQLite: one row of topic and payload a message, 1,000 a transaction,
// write-ahead log, synchronous FULL. Shared by both C baselines.
#ifndef RAW_STORE_H
#define RAW_STORE_H

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 1000 };

struct raw_store {
    sqlite3 *database;
    sqlite3_stmt *insert, *begin, *commit;
    int open, in_batch;
};

static inline void raw_store_check(struct raw_store *store, int code, int expected) {
    if (code == expected) return;
    fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(store->database));
    exit(1);
}

static inline sqlite3_stmt *raw_store_prepare(struct raw_store *store, const char *sql) {
    sqlite3_stmt *statement = NULL;
    raw_store_check(store, sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL),
        SQLITE_OK);
    return statement;
}

static inline void raw_store_open(struct raw_store *store, const char *path) {
    *store = (struct raw_store){0};
    raw_store_check(store, sqlite3_open(path, &store->database), SQLITE_OK);
    raw_store_check(store, sqlite3_exec(store->database,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, received INTEGER, mid INTEGER, topic TEXT,"
        " payload BLOB)", NULL, NULL, NULL), SQLITE_OK);
    store->insert = raw_store_prepare(store, "INSERT INTO message (received, mid, topic, payload) VALUES (?, ?, ?, ?)");
    store->begin = raw_store_prepare(store, "BEGIN IMMEDIATE");
    store->commit = raw_store_prepare(store, "COMMIT");
}

static inline void raw_store_step(struct raw_store *store, sqlite3_stmt *statement) {
    raw_store_check(store, sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
}

static inline void raw_store_add(struct raw_store *store, int64_t received_ms, int mid, const char *topic,
    int topic_length, const void *payload, int payload_length) {
    if (!store->open) {
        raw_store_step(store, store->begin);
        store->open = 1;
    }
    sqlite3_bind_int64(store->insert, 1, received_ms);
    sqlite3_bind_int(store->insert, 2, mid);
    sqlite3_bind_text(store->insert, 3, topic, topic_length, SQLITE_STATIC);
    sqlite3_bind_blob(store->insert, 4, payload, payload_length, SQLITE_STATIC);
    raw_store_step(store, store->insert);
    store->in_batch++;
}

static inline void raw_store_commit(struct raw_store *store) {
    if (!store->open) return;
    raw_store_step(store, store->commit);
    store->open = 0;
    store->in_batch = 0;
}

static inline void raw_store_close(struct raw_store *store) {
    raw_store_commit(store);
    sqlite3_finalize(store->insert);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_close(store->database);
}

#endif
