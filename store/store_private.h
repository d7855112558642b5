/* store_private.h - what environment.c and transaction.c share; nobody else includes it. */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include <lmdb.h>

#include "store/record.h"
#include "store/store.h"

struct transaction {
    store *owner;
    MDB_txn *handle;
    bool read_only;
    store_status status;
    char error[STORE_ERROR_SIZE];
};

struct store {
    MDB_env *environment;
    MDB_dbi tables[TABLE_COUNT];
    int lock_file; /* -1: read only */
    transaction write, read;
};

/* What an LMDB return code means for us. */
store_status store_status_of(int code);

#endif
