/* temporary_store.h - a store in a folder of its own, which goes when the test ends. */
#ifndef TESTS_UNIT_SUPPORT_TEMPORARY_STORE_H
#define TESTS_UNIT_SUPPORT_TEMPORARY_STORE_H

#include <lmdb.h>
#include <unistd.h>

#include "store/record.h"
#include "store/store.h"
#include "tests/unit/support/unit.h"

#define TEMPORARY_MAP_BYTES (UINT64_C(64) << 20)

typedef struct temporary_store {
    char dir[64];
    store *store;
    transaction *t; /* the open write transaction */
    record_writer scratch;
    char error[STORE_ERROR_SIZE];
} temporary_store;

static inline void temporary_folder(char dir[static 64]) {
    (void)snprintf(dir, 64, "/tmp/clientele-test-XXXXXX");
    if (mkdtemp(dir) == NULL)
        fail_msg("cannot make a folder like %s", dir);
}

static inline void temporary_path(char out[static 128], const char *dir, const char *name) {
    (void)snprintf(out, 128, "%s/%s", dir, name);
}

static inline void remove_temporary_folder(const char *dir) {
    static const char *const files[] = {
        "store/data.mdb",     "store/lock.mdb", "store", "store.new/data.mdb",
        "store.new/lock.mdb", "store.new",      "lock",  "."};
    char path[128];
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        temporary_path(path, dir, files[i]);
        if (unlink(path) != 0)
            (void)rmdir(i + 1 == sizeof files / sizeof files[0] ? dir : path);
    }
    if (access(dir, F_OK) == 0)
        fail_msg("%s is not empty after the test", dir);
}

/* Opens the store and begins a transaction. */
static inline void temporary_store_open(temporary_store *self) {
    self->store = store_open(self->dir, TEMPORARY_MAP_BYTES, false, self->error);
    if (self->store == NULL)
        fail_msg("%s", self->error);
    self->t = transaction_begin(self->store, false);
}

static inline void expect_ok(temporary_store *self) {
    if (transaction_status(self->t) != STORE_OK)
        fail_msg("%s", transaction_error(self->t));
}

/* Commits and begins the next transaction. */
static inline void temporary_store_commit(temporary_store *self) {
    if (transaction_commit(self->t, self->error) != STORE_OK)
        fail_msg("%s", self->error);
    self->t = transaction_begin(self->store, false);
}

/* Commits, closes and opens again, so that what is read comes from the file. */
static inline void temporary_store_reopen(temporary_store *self) {
    temporary_store_commit(self);
    transaction_abort(self->t);
    store_close(self->store);
    temporary_store_open(self);
}

/* Drops what the transaction has done, or has failed at, and begins the next. */
static inline void temporary_store_drop(temporary_store *self) {
    transaction_abort(self->t);
    self->t = transaction_begin(self->store, false);
}

/* The transaction has failed because something stored cannot be read; begins the next. */
static inline void expect_damaged(temporary_store *self) {
    assert_int_equal(transaction_status(self->t), STORE_DAMAGED);
    assert_string_not_equal(transaction_error(self->t), "");
    temporary_store_drop(self);
}

static inline int temporary_store_begin(void **state) {
    temporary_store *self = calloc(1, sizeof *self);
    if (self == NULL)
        return -1;
    temporary_folder(self->dir);
    temporary_store_open(self);
    *state = self;
    return 0;
}

static inline int temporary_store_finish(void **state) {
    temporary_store *self = *state;
    if (self->t != NULL)
        transaction_abort(self->t);
    store_close(self->store);
    record_writer_finish(&self->scratch);
    remove_temporary_folder(self->dir);
    free(self);
    return 0;
}

#define STORE_TEST(test) \
    cmocka_unit_test_setup_teardown(test, temporary_store_begin, temporary_store_finish)

/* Changes bytes of the file under a closed store: the value of the key in the named table becomes `value`, seal and all.
 * A NULL value flips one bit at `at` instead. */
static inline void damage_value(const char *dir, const char *table_name, text key,
                                const text *value, size_t at) {
    MDB_env *environment;
    MDB_txn *t;
    MDB_dbi dbi;
    char path[128];
    temporary_path(path, dir, "store");
    assert_int_equal(mdb_env_create(&environment), 0);
    assert_int_equal(mdb_env_set_maxdbs(environment, 32), 0);
    assert_int_equal(mdb_env_set_mapsize(environment, TEMPORARY_MAP_BYTES), 0);
    assert_int_equal(mdb_env_open(environment, path, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(environment, NULL, 0, &t), 0);
    assert_int_equal(mdb_dbi_open(t, table_name, 0, &dbi), 0);
    MDB_val k = {key.length, (void *)key.bytes};
    MDB_val v;
    assert_int_equal(mdb_get(t, dbi, &k, &v), 0);
    char *copy = malloc(v.mv_size + 1);
    assert_non_null(copy);
    memcpy(copy, v.mv_data, v.mv_size);
    MDB_val changed = {v.mv_size, copy};
    if (value != NULL)
        changed = (MDB_val){value->length, (void *)value->bytes};
    else
        copy[at / 8] = (char)(copy[at / 8] ^ 1 << at % 8);
    assert_int_equal(mdb_put(t, dbi, &k, &changed, 0), 0);
    free(copy);
    assert_int_equal(mdb_txn_commit(t), 0);
    mdb_env_close(environment);
}

#endif
