/* rpc.h - JSON-RPC 2.0: one frame in, one frame out; methods are the rows of method.def. */
#ifndef DAEMON_RPC_H
#define DAEMON_RPC_H

#include <jansson.h>

#include "daemon/bookkeeper.h"

typedef enum role { ROLE_QUERY, ROLE_ADMIN } role;

/* What the answers are made from. */
typedef struct rpc_context {
    bookkeeper *keeper;
    role role;   /* which socket the request came by: admin methods answer on the admin socket only,
                                query methods on both */
    int64_t now; /* nanoseconds since 1970 UTC */
    int64_t started; /* when the daemon started */
    uint64_t batches_waiting;
    store_status
        status; /* told back: how the last write that a request asked for failed; else as it was */
} rpc_context;

/* Answers one frame (a request or a batch array of up to 100). The answer is malloc'd, for free(); NULL: no memory. */
char *rpc_answer(rpc_context *context, const char *bytes, size_t length, size_t *ret_length);

#endif
