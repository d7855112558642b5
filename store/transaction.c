#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/store_private.h"

enum { SEAL_BYTES = 4 };

struct walk {
    transaction *owner;
    table table;
    MDB_cursor *cursor;
};

void transaction_fail(transaction *self, store_status status, const char *format, ...) {
    if (self->status != STORE_OK) {
        return;
    }
    self->status = status;
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(self->error, sizeof self->error, format, arguments) < 0) {
        self->error[0] = '\0';
    }
    va_end(arguments);
}

/* LMDB tells a write that the full disk cut short as an I/O error. */
static bool disk_is_full(const store *self) {
    enum { LITTLE = 1 << 20 };
    mdb_filehandle_t file;
    struct statvfs about;
    return mdb_env_get_fd(self->environment, &file) == MDB_SUCCESS && fstatvfs(file, &about) == 0 &&
           (uint64_t)about.f_bavail * about.f_frsize < LITTLE;
}

/* Whether the code is success; otherwise the transaction fails with what it means. */
static bool succeeded(transaction *self, int code, const char *doing) {
    if (code == MDB_SUCCESS) {
        return true;
    }
    store_status status =
        code == EIO && disk_is_full(self->owner) ? STORE_FULL : store_status_of(code);
    transaction_fail(self, status, "%s: %s%s", doing, mdb_strerror(code),
                     status == STORE_FULL ? "; make room on the disk or raise store.map_size" : "");
    return false;
}

transaction *transaction_begin(store *self, bool read_only) {
    transaction *t = read_only ? &self->read : &self->write;
    *t = (transaction){.owner = self, .read_only = read_only};
    (void)succeeded(t,
                    mdb_txn_begin(self->environment, NULL, read_only ? MDB_RDONLY : 0, &t->handle),
                    "beginning a transaction");
    return t;
}

store_status transaction_status(const transaction *self) {
    return self->status;
}

const char *transaction_error(const transaction *self) {
    return self->error;
}

void transaction_abort(transaction *self) {
    if (self->handle != NULL) {
        mdb_txn_abort(self->handle);
        self->handle = NULL;
    }
}

store_status transaction_commit(transaction *self, char error[static STORE_ERROR_SIZE]) {
    if (self->status == STORE_OK) {
        MDB_txn *handle = self->handle;
        self->handle = NULL; /* freed by the commit whatever it answers */
        (void)succeeded(self, mdb_txn_commit(handle), "committing");
    }
    transaction_abort(self);
    memcpy(error, self->error, STORE_ERROR_SIZE);
    return self->status;
}

static MDB_val val_of(text bytes) {
    return (MDB_val){.mv_size = bytes.length, .mv_data = (void *)bytes.bytes};
}

/* Over table, key and value: a value found under another key is damage too. */
static uint32_t seal_of(table t, const MDB_val *key, const void *value, size_t length) {
    uint64_t seed = XXH3_64bits_withSeed(key->mv_data, key->mv_size, (XXH64_hash_t)t);
    return (uint32_t)XXH3_64bits_withSeed(value, length, seed);
}

/* Takes the seal off a value after testing it. Empty values have none. */
static bool unseal(transaction *self, table t, const MDB_val *key, const MDB_val *value,
                   text *ret) {
    if (value->mv_size == 0) {
        *ret = (text){NULL, 0};
        return true;
    }
    uint32_t seal;
    if (value->mv_size > SEAL_BYTES && value->mv_size <= UINT32_MAX) {
        size_t length = value->mv_size - SEAL_BYTES;
        memcpy(&seal, (const char *)value->mv_data + length, SEAL_BYTES);
        if (seal == seal_of(t, key, value->mv_data, length)) {
            *ret = (text){value->mv_data, (uint32_t)length};
            return true;
        }
    }
    transaction_fail(
        self, STORE_DAMAGED,
        "a stored value (table %d, key of %zu bytes) fails its checksum; run clientele-check, then "
        "restore a backup or rebuild from the sources",
        (int)t, key->mv_size);
    return false;
}

lookup transaction_get(transaction *self, table t, text key, text *ret_value) {
    if (self->status != STORE_OK) {
        return LOOKUP_FAILED;
    }
    MDB_val k = val_of(key);
    MDB_val value;
    int code = mdb_get(self->handle, self->owner->tables[t], &k, &value);
    if (code == MDB_NOTFOUND) {
        return LOOKUP_ABSENT;
    }
    bool found =
        succeeded(self, code, "reading the store") && unseal(self, t, &k, &value, ret_value);
    return found ? LOOKUP_FOUND : LOOKUP_FAILED;
}

static void put(transaction *self, table t, text key, text value, unsigned flags) {
    if (self->status != STORE_OK) {
        return;
    }
    MDB_val k = val_of(key);
    MDB_val place = {.mv_size = value.length == 0 ? 0 : value.length + SEAL_BYTES};
    int code = mdb_put(self->handle, self->owner->tables[t], &k, &place, flags | MDB_RESERVE);
    if (!succeeded(self, code, "writing the store") || value.length == 0) {
        return;
    }
    uint32_t seal = seal_of(t, &k, value.bytes, value.length);
    memcpy(place.mv_data, value.bytes, value.length);
    memcpy((char *)place.mv_data + value.length, &seal, SEAL_BYTES);
}

void transaction_put(transaction *self, table t, text key, text value) {
    put(self, t, key, value, 0);
}

void transaction_append(transaction *self, table t, text key, text value) {
    put(self, t, key, value, MDB_APPEND);
}

void transaction_delete(transaction *self, table t, text key) {
    if (self->status != STORE_OK) {
        return;
    }
    MDB_val k = val_of(key);
    int code = mdb_del(self->handle, self->owner->tables[t], &k, NULL);
    (void)(code == MDB_NOTFOUND || succeeded(self, code, "deleting from the store"));
}

void transaction_clear(transaction *self, table t) {
    if (self->status == STORE_OK) {
        (void)succeeded(self, mdb_drop(self->handle, self->owner->tables[t], 0),
                        "emptying a table");
    }
}

uint64_t transaction_entries(transaction *self, table t) {
    MDB_stat about;
    if (self->status != STORE_OK ||
        !succeeded(self, mdb_stat(self->handle, self->owner->tables[t], &about),
                   "counting a table")) {
        return 0;
    }
    return about.ms_entries;
}

walk *walk_open(transaction *self, table t) {
    walk *w = self->status == STORE_OK ? malloc(sizeof *w) : NULL;
    if (w == NULL) {
        transaction_fail(self, STORE_FAILED, "no memory");
        return NULL;
    }
    *w = (walk){.owner = self, .table = t};
    int code = mdb_cursor_open(self->handle, self->owner->tables[t], &w->cursor);
    if (!succeeded(self, code, "reading the store")) {
        free(w);
        return NULL;
    }
    return w;
}

void walk_close(walk *self) {
    if (self != NULL) {
        mdb_cursor_close(self->cursor);
        free(self);
    }
}

static lookup step(walk *self, MDB_cursor_op op, MDB_val *key, text *ret_key, text *ret_value) {
    transaction *t = self->owner;
    if (t->status != STORE_OK) {
        return LOOKUP_FAILED;
    }
    MDB_val value;
    int code = mdb_cursor_get(self->cursor, key, &value, op);
    if (code == MDB_NOTFOUND) {
        return LOOKUP_ABSENT;
    }
    if (!succeeded(t, code, "reading the store") ||
        !unseal(t, self->table, key, &value, ret_value)) {
        return LOOKUP_FAILED;
    }
    *ret_key = (text){key->mv_data, (uint32_t)key->mv_size};
    return LOOKUP_FOUND;
}

lookup walk_from(walk *self, text key, text *ret_key, text *ret_value) {
    MDB_val k = val_of(key);
    return step(self, key.length == 0 ? MDB_FIRST : MDB_SET_RANGE, &k, ret_key, ret_value);
}

lookup walk_before(walk *self, text key, text *ret_key, text *ret_value) {
    MDB_val k = val_of(key);
    MDB_val value;
    if (self->owner->status != STORE_OK) {
        return LOOKUP_FAILED;
    }
    int code = mdb_cursor_get(self->cursor, &k, &value, MDB_SET_RANGE);
    if (code != MDB_NOTFOUND && !succeeded(self->owner, code, "reading the store")) {
        return LOOKUP_FAILED;
    }
    return step(self, code == MDB_NOTFOUND ? MDB_LAST : MDB_PREV, &k, ret_key, ret_value);
}

lookup walk_next(walk *self, text *ret_key, text *ret_value) {
    MDB_val k;
    return step(self, MDB_NEXT, &k, ret_key, ret_value);
}

void walk_delete(walk *self) {
    if (self->owner->status == STORE_OK) {
        (void)succeeded(self->owner, mdb_cursor_del(self->cursor, 0), "deleting from the store");
    }
}
