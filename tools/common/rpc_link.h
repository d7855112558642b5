/* rpc_link.h - the ZeroMQ side of rpc_call: one frame out, one frame back, within a time.
 *
 * A connection monitor tells at once what a plain socket would leave to the time limit: that
 * nobody listens, or that the other side went away. */
#ifndef TOOLS_COMMON_RPC_LINK_H
#define TOOLS_COMMON_RPC_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

typedef struct rpc_link {
    void *context;
    char *endpoint;
    void *socket;  /* NULL: not connected */
    void *monitor; /* tells what becomes of the connection */
    bool accepted; /* something accepted the connection */
    bool ready;    /* and speaks ZeroMQ */
    bool lost;     /* refused, or closed by the other side */
    bool late;     /* the last exchange failed because its time was over */
    unsigned connections;
} rpc_link;

/* `endpoint` is copied. false: no memory or no file handles; nothing to finish. */
bool rpc_link_init(rpc_link *link, const char *endpoint);
void rpc_link_finish(rpc_link *link);

/* Sends the frame (connecting first where needed) and waits for the answer, whose last frame is
 * moved into *ret_answer, an initialised message. NULL: done; otherwise why not, a static sentence
 * without full stop, and the connection is dropped. */
const char *rpc_link_exchange(rpc_link *link, const char *frame, size_t length, int timeout_ms,
                              int64_t largest_answer, zmq_msg_t *ret_answer);

#endif
