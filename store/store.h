/* store.h - the durable home: one LMDB environment in the state directory, its tables and transactions.
 *
 * Truth    documents, quarantine, sources, meta: written with every commit.
 * Derived  accounts, sellers, document index: written in slices; the journal holds the postings since, and
 *          recovery (recovery.h) folds them in. Everything derived can be rebuilt from the documents.
 * Values   are sealed with a checksum; a value that fails it is an error, never read as data.
 * Owner    one thread, one write transaction at a time. One process per environment (a lock sees to it). */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "portfolio/text.h"

enum { STORE_SCHEMA = 1 };

typedef enum table {
    TABLE_META,        /* name -> value */
    TABLE_DOCUMENTS,   /* kind, id -> document */
    TABLE_BILLING,     /* order id -> ordered, billed */
    TABLE_PENDING,     /* day, kind, id -> nothing: documents dated after today */
    TABLE_ACCOUNTS,    /* client number -> account */
    TABLE_SELLERS,     /* rep number -> own sales */
    TABLE_NAMES,       /* list, number -> name */
    TABLE_INDEX,       /* client number, day, kind, id -> nothing: a client's documents */
    TABLE_JOURNAL,     /* commit -> postings not yet in all accounts */
    TABLE_SOURCES,     /* source, epoch -> counts */
    TABLE_QUARANTINE,  /* number -> refused event */
    TABLE_TRANSITIONS, /* number -> a client's change of phase or class */
    TABLE_COUNT
} table;

#define STORE_ERROR_SIZE 512

typedef enum store_status {
    STORE_OK,
    STORE_FULL, /* disk or map full: the transaction is lost, the store unharmed; try again later */
    STORE_DAMAGED, /* a value fails its checksum or cannot be read as what it should be */
    STORE_FAILED,  /* anything else: memory, I/O; the store must be opened again */
} store_status;

typedef struct store store;

/* Opens the environment in dir/store (dir must exist), creating it when it is not there. NULL: `error` says why
 * and what to do: missing folder, permissions, in use by another process, newer schema, damaged. */
store *store_open(const char *dir, uint64_t map_bytes, bool read_only,
                  char error[static STORE_ERROR_SIZE]);
void store_close(store *self);

typedef struct store_usage {
    uint64_t map_bytes;  /* the largest it can grow to */
    uint64_t used_bytes; /* pages in use */
    uint64_t
        free_bytes; /* pages freed and not yet used again, and the file's unused part of the map */
    uint64_t file_bytes;
} store_usage;
store_usage store_usage_now(store *self);

/* A transaction: its first error sticks, later calls do nothing. */
typedef struct transaction transaction;
transaction *transaction_begin(store *self,
                               bool read_only); /* never NULL; check transaction_status */
store_status transaction_status(const transaction *self);
/* The sentence of the first error; "" when there is none. */
const char *transaction_error(const transaction *self);
void transaction_fail(transaction *self, store_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Durable when STORE_OK. The transaction is gone whatever the answer; `error` gets the sentence. */
store_status transaction_commit(transaction *self, char error[static STORE_ERROR_SIZE]);
void transaction_abort(transaction *self);

typedef enum lookup { LOOKUP_FOUND, LOOKUP_ABSENT, LOOKUP_FAILED } lookup;

/* Values come without their checksum, which has been tested; they live until the next put or the end. */
lookup transaction_get(transaction *self, table t, text key, text *ret_value);
/* The value gets its checksum. */
void transaction_put(transaction *self, table t, text key, text value);
/* As put, for keys in ascending order beyond the last: packs pages full. */
void transaction_append(transaction *self, table t, text key, text value);
/* Absent keys are no error. */
void transaction_delete(transaction *self, table t, text key);
void transaction_clear(transaction *self, table t);
uint64_t transaction_entries(transaction *self, table t);

/* Walks a table in key order. Start with `walk_from` (the first key >= key) or `walk_before` (the last key < key);
 * then walk_next. A put or delete in the same transaction ends a walk's validity, but for walk_delete. */
typedef struct walk walk;
walk *walk_open(transaction *self, table t); /* NULL: failed, the transaction's error is set */
void walk_close(walk *self);
lookup walk_from(walk *self, text key, text *ret_key, text *ret_value);
lookup walk_before(walk *self, text key, text *ret_key, text *ret_value);
lookup walk_next(walk *self, text *ret_key, text *ret_value);
/* Deletes the entry the walk stands on; walk_next then gives the one after it. */
void walk_delete(walk *self);

#endif
