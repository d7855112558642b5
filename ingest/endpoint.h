/* endpoint.h - opens ZeroMQ sockets with the limits every socket of the daemon has.
 *
 * Every socket: no lingering, a bounded frame, finite queues, TCP keepalive, a bounded handshake and bounded
 * reconnection. ZMQ_HEARTBEAT_IVL stays off: in libzmq 4.3.4 it can abort the process. */
#ifndef INGEST_ENDPOINT_H
#define INGEST_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#define ENDPOINT_ERROR_SIZE 512
#define ENDPOINT_ADDRESS_SIZE 256

typedef struct endpoint {
    const char *key;     /* the configuration key, for complaints: "endpoints.query" */
    const char *address; /* "tcp://127.0.0.1:5570" */
    bool bind;           /* else connect */
    bool owner_only;     /* ipc: only this user may open the socket file */
    int receive_limit;   /* messages queued per peer */
    int send_limit;
    int64_t frame_bytes_max; /* a peer that sends a longer frame is cut off */
} endpoint;

/* A socket of that type (ROUTER, SUB), bound or connected. Routers tell of peers that are gone or slow instead of
 * dropping silently (EHOSTUNREACH, EAGAIN). NULL: `error` names key, address and what to do. The caller closes it. */
void *endpoint_open(void *context, int socket_type, const endpoint *e,
                    char error[static ENDPOINT_ERROR_SIZE]);

/* The address a socket was bound to, with the port that `*` or 0 became; "" when it has none. */
void endpoint_bound(void *socket, char out[static ENDPOINT_ADDRESS_SIZE]);

/* Whether only this machine can reach the address: ipc, inproc, loopback. */
bool endpoint_is_local(const char *address);

#endif
