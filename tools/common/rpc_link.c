#include "tools/common/rpc_link.h"

#include "tools/common/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool rpc_link_init(rpc_link *link, const char *endpoint) {
    *link = (rpc_link){.context = zmq_ctx_new(), .endpoint = strdup(endpoint)};
    if (link->context == NULL || link->endpoint == NULL) {
        rpc_link_finish(link);
        return false;
    }
    return true;
}

static void hang_up(rpc_link *link) {
    if (link->socket != NULL) {
        /* Stopping the monitor sends a last event: without a reader it would wait forever. */
        (void)zmq_socket_monitor(link->socket, NULL, 0);
    }
    if (link->monitor != NULL) {
        (void)zmq_close(link->monitor);
        link->monitor = NULL;
    }
    if (link->socket != NULL) {
        (void)zmq_close(link->socket);
        link->socket = NULL;
    }
}

void rpc_link_finish(rpc_link *link) {
    hang_up(link);
    if (link->context != NULL) {
        while (zmq_ctx_term(link->context) != 0 && errno == EINTR) {}
    }
    free(link->endpoint);
    *link = (rpc_link){0};
}

static bool set_options(const rpc_link *link, int64_t largest_answer) {
    int linger = 0;
    int wide = strchr(link->endpoint, '[') != NULL; /* tcp://[::1]:5570 */
    return zmq_setsockopt(link->socket, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
           zmq_setsockopt(link->socket, ZMQ_IPV6, &wide, sizeof wide) == 0 &&
           zmq_setsockopt(link->socket, ZMQ_MAXMSGSIZE, &largest_answer, sizeof largest_answer) ==
               0;
}

static bool watch(rpc_link *link) {
    char address[40];
    int linger = 0;
    (void)snprintf(address, sizeof address, "inproc://link-%u", ++link->connections);
    if (zmq_socket_monitor(link->socket, address, ZMQ_EVENT_ALL) != 0) {
        return false;
    }
    link->monitor = zmq_socket(link->context, ZMQ_PAIR);
    return link->monitor != NULL &&
           zmq_setsockopt(link->monitor, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
           zmq_connect(link->monitor, address) == 0;
}

static const char *dial(rpc_link *link, int64_t largest_answer) {
    link->accepted = false;
    link->ready = false;
    link->lost = false;
    link->socket = zmq_socket(link->context, ZMQ_DEALER);
    if (link->socket == NULL || !set_options(link, largest_answer) || !watch(link)) {
        return "this machine has no socket to spare";
    }
    if (zmq_connect(link->socket, link->endpoint) == 0) {
        return NULL;
    }
    return errno == ENAMETOOLONG
               ? "the path is too long for a socket"
               : "that is not an endpoint (tcp://HOST:PORT or ipc:///PATH is meant)";
}

/* Takes one message from the monitor without waiting; false: there is none. */
static bool read_link_event(rpc_link *link) {
    unsigned char event[6]; /* u16 event, u32 value, in the machine's byte order */
    uint16_t kind = 0;
    if (zmq_recv(link->monitor, event, sizeof event, ZMQ_DONTWAIT) < (int)sizeof kind) {
        return false;
    }
    char address[8]; /* the second frame, cut: not used */
    (void)zmq_recv(link->monitor, address, sizeof address, ZMQ_DONTWAIT);
    memcpy(&kind, event, sizeof kind);
    switch (kind) {
    case ZMQ_EVENT_CONNECTED: link->accepted = true; break;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: link->ready = true; break;
    case ZMQ_EVENT_CONNECT_RETRIED: /* an attempt failed */
    case ZMQ_EVENT_DISCONNECTED:
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: link->lost = true; break;
    default: break;
    }
    return true;
}

static const char *why_lost(const rpc_link *link) {
    if (link->ready) {
        return "it closed the connection without an answer";
    }
    return link->accepted ? "what listens there does not speak ZeroMQ, or wants a key"
                          : "nothing listens there, or there is no such host";
}

static const char *why_late(const rpc_link *link) {
    if (link->ready) {
        return "connected, but no answer";
    }
    return link->accepted ? "connected, but no greeting (stopped, or not clienteled)"
                          : "no connection";
}

/* Takes the whole answer without waiting; only its last frame is kept. false: there is none. */
static bool receive(rpc_link *link, zmq_msg_t *ret_answer) {
    int more = 1;
    size_t more_size = sizeof more;
    while (more != 0) {
        if (zmq_msg_recv(ret_answer, link->socket, ZMQ_DONTWAIT) < 0 ||
            zmq_getsockopt(link->socket, ZMQ_RCVMORE, &more, &more_size) != 0) {
            return false;
        }
    }
    return true;
}

static const char *wait_answer(rpc_link *link, int64_t deadline, zmq_msg_t *ret_answer) {
    for (;;) {
        if (receive(link, ret_answer)) {
            return NULL;
        }
        if (link->lost) {
            return why_lost(link);
        }
        int64_t left = deadline - monotonic_ms();
        if (left <= 0) {
            link->late = true;
            return why_late(link);
        }
        zmq_pollitem_t items[] = {{link->socket, 0, ZMQ_POLLIN, 0},
                                  {link->monitor, 0, ZMQ_POLLIN, 0}};
        if (zmq_poll(items, 2, (long)left) < 0 && errno != EINTR) {
            return "waiting for the answer failed";
        }
        while (read_link_event(link)) {}
    }
}

const char *rpc_link_exchange(rpc_link *link, const char *frame, size_t length, int timeout_ms,
                              int64_t largest_answer, zmq_msg_t *ret_answer) {
    int64_t deadline = monotonic_ms() + timeout_ms;
    link->late = false;
    while (link->socket != NULL && read_link_event(link)) {}
    if (link->socket != NULL && link->lost) {
        hang_up(link); /* the other side went away since the last call */
    }
    const char *trouble = link->socket == NULL ? dial(link, largest_answer) : NULL;
    if (trouble == NULL && (zmq_send(link->socket, "", 0, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 ||
                            zmq_send(link->socket, frame, length, ZMQ_DONTWAIT) < 0)) {
        trouble = "the request cannot be sent";
    }
    if (trouble == NULL) {
        trouble = wait_answer(link, deadline, ret_answer);
    }
    if (trouble != NULL) {
        hang_up(link);
    }
    return trouble;
}
