/* rpc_call.h - asks clienteled: one JSON-RPC 2.0 request, one answer, within a time.
 *
 * The connection is made by the first call and kept for the next ones; after a call that got no
 * proper answer it is dropped and the next call connects anew, so that no late answer can be
 * taken for another's.
 *
 * Unit    time limits in milliseconds, per call, connecting included.
 * Owner   one thread. A caller has a ZeroMQ context of its own.
 * Errors  each call says which of four things happened, with a sentence for a person. */
#ifndef TOOLS_COMMON_RPC_CALL_H
#define TOOLS_COMMON_RPC_CALL_H

#include <jansson.h>
#include <stddef.h>

typedef enum rpc_status {
    RPC_DONE,        /* result is the answer, an object */
    RPC_REFUSED,     /* a JSON-RPC error: code and message are the daemon's */
    RPC_UNREACHABLE, /* no connection, or no answer in time */
    RPC_MALFORMED    /* an answer that is not JSON-RPC 2.0: something else listens there */
} rpc_status;

enum { RPC_MESSAGE_SIZE = 1024, RPC_ANSWER_BYTES_MAX = 256 << 20 };

typedef struct rpc_answer {
    rpc_status status;
    json_t *result;                 /* RPC_DONE only */
    json_int_t code;                /* RPC_REFUSED only */
    char message[RPC_MESSAGE_SIZE]; /* why not, for every other status; any bytes may be in it */
} rpc_answer;

typedef struct rpc_caller rpc_caller;

/* Does not connect yet. `endpoint` is copied. NULL: no memory or no file handles left. */
rpc_caller *rpc_caller_create(const char *endpoint, int timeout_ms);
void rpc_caller_destroy(rpc_caller *self); /* accepts NULL */

/* Calls `method` with `params` (an object, borrowed; NULL: none) and fills *ret_answer, to be given
 * to rpc_answer_finish whatever its status. Returns the status. */
rpc_status rpc_call(rpc_caller *self, const char *method, json_t *params, rpc_answer *ret_answer);

void rpc_answer_finish(rpc_answer *answer);

#endif
