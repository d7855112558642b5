#include "ingest/endpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

enum {
    HANDSHAKE_MILLISECONDS = 3000, /* half-open connections go */
    RECONNECT_MILLISECONDS = 100,
    RECONNECT_MILLISECONDS_MAX = 5000,
    KEEPALIVE_IDLE_SECONDS = 60,
    KEEPALIVE_INTERVAL_SECONDS = 10,
    KEEPALIVE_TRIES = 3,
    CONNECTIONS_WAITING = 1024,
};

static bool set(void *socket, int option, int value) {
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool limit(void *socket, int socket_type, const endpoint *e) {
    if (socket_type == ZMQ_ROUTER && !set(socket, ZMQ_ROUTER_MANDATORY, 1)) {
        return false;
    }
    /* Only for literal IPv6 addresses: otherwise "localhost" would try ::1 alone. */
    if (strchr(e->address, '[') != NULL && !set(socket, ZMQ_IPV6, 1)) {
        return false;
    }
    int64_t bytes = e->frame_bytes_max;
    return zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes, sizeof bytes) == 0 &&
           set(socket, ZMQ_LINGER, 0) && set(socket, ZMQ_RCVHWM, e->receive_limit) &&
           set(socket, ZMQ_SNDHWM, e->send_limit) &&
           set(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MILLISECONDS) &&
           set(socket, ZMQ_RECONNECT_IVL, RECONNECT_MILLISECONDS) &&
           set(socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MILLISECONDS_MAX) &&
           set(socket, ZMQ_BACKLOG, CONNECTIONS_WAITING) && set(socket, ZMQ_TCP_KEEPALIVE, 1) &&
           set(socket, ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_SECONDS) &&
           set(socket, ZMQ_TCP_KEEPALIVE_INTVL, KEEPALIVE_INTERVAL_SECONDS) &&
           set(socket, ZMQ_TCP_KEEPALIVE_CNT, KEEPALIVE_TRIES);
}

static const char *advice(int problem, bool bind) {
    switch (problem) {
    case EADDRINUSE:
        return "it is in use by another program (or another clienteled); stop that one or "
               "configure another";
    case EADDRNOTAVAIL:
    case ENODEV: return "this machine has no such address; use one of its own, 127.0.0.1 or *";
    case EACCES:
    case EPERM:
        return "permission denied; use a port above 1023, or a folder this user may write to";
    case ENOENT: return "its folder does not exist; make it or configure another";
    case ENAMETOOLONG: return "the path is too long for a socket (107 bytes); use a shorter one";
    case EPROTONOSUPPORT:
    case ENOCOMPATPROTO:
        return "the transport is not supported; write tcp://HOST:PORT or ipc://PATH";
    case EINVAL:
        return bind ? "not an address to bind; write tcp://ADDRESS:PORT or ipc://PATH"
                    : "not an address to connect to; write tcp://HOST:PORT or ipc://PATH";
    default: return zmq_strerror(problem);
    }
}

static void complain(char error[static ENDPOINT_ERROR_SIZE], const endpoint *e, int problem) {
    /* A cut sentence is still the right one. */
    (void)snprintf(error, ENDPOINT_ERROR_SIZE, "%s: cannot %s %s: %s", e->key,
                   e->bind ? "bind" : "connect to", e->address, advice(problem, e->bind));
}

static bool attach(void *socket, const endpoint *e) {
    if (!e->bind) {
        return zmq_connect(socket, e->address) == 0;
    }
    mode_t before = e->owner_only ? umask(077) : 0;
    bool bound = zmq_bind(socket, e->address) == 0;
    int problem = errno;
    if (e->owner_only) {
        (void)umask(before);
    }
    errno = problem;
    return bound;
}

void *endpoint_open(void *context, int socket_type, const endpoint *e,
                    char error[static ENDPOINT_ERROR_SIZE]) {
    void *socket = zmq_socket(context, socket_type);
    if (socket == NULL) {
        complain(error, e, errno);
        return NULL;
    }
    if (!limit(socket, socket_type, e) || !attach(socket, e)) {
        complain(error, e, errno);
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}

void endpoint_bound(void *socket, char out[static ENDPOINT_ADDRESS_SIZE]) {
    size_t size = ENDPOINT_ADDRESS_SIZE;
    if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, out, &size) != 0) {
        out[0] = '\0';
    }
}

bool endpoint_is_local(const char *address) {
    static const char *const prefixes[] = {"ipc://",          "inproc://",   "tcp://127.",
                                           "tcp://localhost", "tcp://[::1]", "tcp://lo:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(address, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}
