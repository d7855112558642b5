#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store_private.h"

static const char *const table_names[TABLE_COUNT] = {
    [TABLE_META] = "meta",
    [TABLE_DOCUMENTS] = "documents",
    [TABLE_BILLING] = "billing",
    [TABLE_PENDING] = "pending",
    [TABLE_ACCOUNTS] = "accounts",
    [TABLE_SELLERS] = "sellers",
    [TABLE_NAMES] = "names",
    [TABLE_INDEX] = "index",
    [TABLE_JOURNAL] = "journal",
    [TABLE_SOURCES] = "sources",
    [TABLE_QUARANTINE] = "quarantine",
    [TABLE_TRANSITIONS] = "transitions",
};

static const char schema_key[] = "schema";

store_status store_status_of(int code) {
    switch (code) {
    case MDB_SUCCESS: return STORE_OK;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return STORE_FULL;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH: return STORE_DAMAGED;
    default: return STORE_FAILED;
    }
}

static void complain(char error[static STORE_ERROR_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void complain(char error[static STORE_ERROR_SIZE], const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(error, STORE_ERROR_SIZE, format, arguments) < 0) {
        error[0] = '\0';
    }
    va_end(arguments);
}

static bool path_of(char out[static PATH_MAX], const char *dir, const char *name,
                    char error[static STORE_ERROR_SIZE]) {
    int length = snprintf(out, PATH_MAX, "%s/%s", dir, name);
    if (length < 0 || length >= PATH_MAX) {
        complain(error, "%.200s: the path is too long; choose a shorter state_dir", dir);
        return false;
    }
    return true;
}

/* A lock that goes with the process, however it ends. -1: `error` says who holds it. */
static int take_lock(const char *dir, char error[static STORE_ERROR_SIZE]) {
    char path[PATH_MAX];
    if (!path_of(path, dir, "lock", error)) {
        return -1;
    }
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        if (errno == ENOENT) {
            complain(error,
                     "%.300s: no such folder; create it (mkdir -p) and give it to the daemon's "
                     "user, or set "
                     "state_dir",
                     dir);
        } else {
            complain(error, "%.300s: cannot be written: %s; give it to the daemon's user", path,
                     strerror(errno));
        }
        return -1;
    }
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        char pid[24];
        int length = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
        if (length > 0 && ftruncate(file, 0) == 0 &&
            pwrite(file, pid, (size_t)length, 0) == length) {
            return file;
        }
        complain(error, "%.300s: cannot be written: %s", path, strerror(errno));
    } else {
        char pid[24] = "";
        ssize_t length = pread(file, pid, sizeof pid - 1, 0);
        pid[length > 0 ? strcspn(pid, "\n") : 0] = '\0';
        complain(error,
                 "%.300s: another clienteled (process %s) uses this store; stop it first, or give "
                 "this one "
                 "another state_dir",
                 dir, pid[0] == '\0' ? "unknown" : pid);
    }
    (void)close(file);
    return -1;
}

static int open_environment(const char *path, uint64_t map_bytes, unsigned flags, MDB_env **ret) {
    MDB_env *environment;
    int code = mdb_env_create(&environment);
    if (code != 0) {
        return code;
    }
    code = mdb_env_set_mapsize(environment, map_bytes);
    code = code ? code : mdb_env_set_maxdbs(environment, TABLE_COUNT);
    code = code ? code : mdb_env_open(environment, path, flags | MDB_NOTLS | MDB_NORDAHEAD, 0600);
    if (code != 0) {
        mdb_env_close(environment);
        return code;
    }
    *ret = environment;
    return 0;
}

static int open_tables(MDB_env *environment, unsigned flags, MDB_dbi tables[static TABLE_COUNT]) {
    MDB_txn *t;
    int code = mdb_txn_begin(environment, NULL, flags & MDB_RDONLY, &t);
    if (code != 0) {
        return code;
    }
    for (int i = 0; i < TABLE_COUNT && code == 0; i++) {
        code = mdb_dbi_open(t, table_names[i], flags & MDB_RDONLY ? 0 : MDB_CREATE, &tables[i]);
    }
    if (code != 0) {
        mdb_txn_abort(t);
        return code;
    }
    return mdb_txn_commit(t);
}

static bool sync_folder(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return false;
    }
    bool synced = fsync(folder) == 0;
    return close(folder) == 0 && synced;
}

static bool remove_leftovers(const char *path) {
    char file[PATH_MAX];
    const char *const files[] = {"data.mdb", "lock.mdb"};
    for (size_t i = 0; i < 2; i++) {
        int length = snprintf(file, sizeof file, "%s/%s", path, files[i]);
        if (length < 0 || length >= (int)sizeof file || (unlink(file) != 0 && errno != ENOENT)) {
            return false;
        }
    }
    return rmdir(path) == 0 || errno == ENOENT;
}

/* Makes an empty store beside its place and moves it there, so that a crash leaves all of it or nothing. */
static bool create_store(const char *dir, const char *path, uint64_t map_bytes,
                         char error[static STORE_ERROR_SIZE]) {
    char fresh[PATH_MAX];
    MDB_env *environment;
    MDB_dbi tables[TABLE_COUNT];
    if (!path_of(fresh, dir, "store.new", error)) {
        return false;
    }
    if (!remove_leftovers(fresh) || mkdir(fresh, 0700) != 0) {
        complain(error, "%.300s: cannot be made: %s", fresh, strerror(errno));
        return false;
    }
    int code = open_environment(fresh, map_bytes, 0, &environment);
    if (code == 0) {
        code = open_tables(environment, 0, tables);
        mdb_env_close(environment);
    }
    if (code != 0) {
        complain(error, "%.300s: cannot create the store: %s", fresh, mdb_strerror(code));
        return false;
    }
    if (!sync_folder(fresh) || rename(fresh, path) != 0 || !sync_folder(dir)) {
        complain(error, "%.300s: cannot be put in place: %s", path, strerror(errno));
        return false;
    }
    return true;
}

static void explain_open_failure(int code, const char *path, char error[static STORE_ERROR_SIZE]) {
    if (store_status_of(code) == STORE_DAMAGED) {
        complain(error,
                 "%.300s: not a readable store (%s); move it away and restore a backup, or let the "
                 "sources "
                 "send their events again",
                 path, mdb_strerror(code));
    } else {
        complain(error, "%.300s: cannot be opened: %s", path, mdb_strerror(code));
    }
}

static bool check_schema(store *self, bool read_only, char error[static STORE_ERROR_SIZE]) {
    transaction *t = transaction_begin(self, read_only);
    text key = text_of(schema_key);
    text value;
    record_writer w = {0};
    switch (transaction_get(t, TABLE_META, key, &value)) {
    case LOOKUP_FOUND: {
        record_reader r = record_reader_of(value);
        uint64_t schema = read_unsigned(&r);
        if (!read_complete(&r) || schema == 0) {
            transaction_fail(t, STORE_DAMAGED, "the store's schema number cannot be read");
        } else if (schema > STORE_SCHEMA) {
            transaction_fail(
                t, STORE_FAILED,
                "the store has schema %llu, this program knows %d; use the newer clienteled",
                (unsigned long long)schema, STORE_SCHEMA);
        }
        break;
    }
    case LOOKUP_ABSENT:
        if (!read_only) {
            write_unsigned(&w, STORE_SCHEMA);
            transaction_put(t, TABLE_META, key, record_written(&w));
        }
        break;
    case LOOKUP_FAILED: break;
    }
    bool done = transaction_commit(t, error) == STORE_OK;
    record_writer_finish(&w);
    return done;
}

static bool open_in_place(store *self, const char *dir, uint64_t map_bytes, bool read_only,
                          char error[static STORE_ERROR_SIZE]) {
    char path[PATH_MAX];
    struct stat about;
    if (!path_of(path, dir, "store", error)) {
        return false;
    }
    if (stat(path, &about) != 0) {
        if (errno != ENOENT) {
            complain(error, "%.300s: %s", path, strerror(errno));
            return false;
        }
        if (read_only) {
            complain(error, "%.300s: no store here; give the state_dir of a daemon that has run",
                     path);
            return false;
        }
        if (!create_store(dir, path, map_bytes, error)) {
            return false;
        }
    }
    unsigned flags = read_only ? MDB_RDONLY : 0;
    int code = open_environment(path, map_bytes, flags, &self->environment);
    code = code ? code : open_tables(self->environment, flags, self->tables);
    if (code != 0) {
        explain_open_failure(code, path, error);
        return false;
    }
    int dead;
    (void)mdb_reader_check(self->environment, &dead); /* readers that were killed keep no pages */
    return check_schema(self, read_only, error);
}

store *store_open(const char *dir, uint64_t map_bytes, bool read_only,
                  char error[static STORE_ERROR_SIZE]) {
    store *self = calloc(1, sizeof *self);
    if (self == NULL) {
        complain(error, "no memory");
        return NULL;
    }
    self->lock_file = -1;
    if (!read_only) {
        self->lock_file = take_lock(dir, error);
    }
    if ((!read_only && self->lock_file < 0) ||
        !open_in_place(self, dir, map_bytes, read_only, error)) {
        store_close(self);
        return NULL;
    }
    return self;
}

void store_close(store *self) {
    if (self == NULL) {
        return;
    }
    if (self->environment != NULL) {
        mdb_env_close(self->environment);
    }
    if (self->lock_file >= 0) {
        (void)close(self->lock_file);
    }
    free(self);
}

store_usage store_usage_now(store *self) {
    store_usage usage = {0};
    MDB_envinfo info;
    MDB_stat stat_of_pages;
    struct stat file;
    mdb_filehandle_t handle;
    if (mdb_env_info(self->environment, &info) != 0 ||
        mdb_env_stat(self->environment, &stat_of_pages) != 0) {
        return usage;
    }
    usage.map_bytes = info.me_mapsize;
    uint64_t reached = (info.me_last_pgno + 1) * stat_of_pages.ms_psize;
    uint64_t freed = 0;
    MDB_txn *t;
    if (mdb_txn_begin(self->environment, NULL, MDB_RDONLY, &t) == 0) {
        MDB_cursor *cursor;
        if (mdb_cursor_open(t, 0, &cursor) ==
            0) { /* table 0 lists the freed pages, a count first */
            MDB_val key;
            MDB_val pages;
            while (mdb_cursor_get(cursor, &key, &pages, MDB_NEXT) == 0) {
                size_t count;
                memcpy(&count, pages.mv_data, sizeof count);
                freed += count * stat_of_pages.ms_psize;
            }
            mdb_cursor_close(cursor);
        }
        mdb_txn_abort(t);
    }
    usage.used_bytes = reached - freed;
    usage.free_bytes = usage.map_bytes - usage.used_bytes;
    if (mdb_env_get_fd(self->environment, &handle) == 0 && fstat(handle, &file) == 0) {
        usage.file_bytes = (uint64_t)file.st_size;
    }
    return usage;
}
