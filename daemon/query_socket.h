/* query_socket.h - JSON-RPC over a ROUTER: one frame in, one frame out, with or without REQ's empty delimiter.
 *
 * Bounds   requests over 1 MiB are refused in words, those over 32 MiB cut the connection. An answer that its peer
 *          is too slow for, or gone, is dropped and counted. */
#ifndef DAEMON_QUERY_SOCKET_H
#define DAEMON_QUERY_SOCKET_H

#include "daemon/rpc.h"
#include "ingest/endpoint.h"

/* rpc_answer, or a test's own. */
typedef char *(*request_answer)(rpc_context *context, const char *bytes, size_t length,
                                size_t *ret_length);

typedef struct query_socket {
    void *socket; /* NULL: not open */
    role role;
    request_answer answer;
    uint64_t dropped_answers;
} query_socket;

/* `key` names it in complaints. A socket for ROLE_ADMIN can be opened by this user alone.
 * false: `error` says why. */
bool query_socket_init(query_socket *self, void *context, role as, const char *key,
                       const char *address, char error[static ENDPOINT_ERROR_SIZE]);
/* Answers on their way get a moment to leave. */
void query_socket_finish(query_socket *self);

/* Answers up to `most` waiting requests, without waiting for more. */
void query_socket_serve(query_socket *self, rpc_context *context, uint32_t most);

#endif
