/* startup.h - what the daemon consists of, and the order in which it starts; it stops in the reverse order.
 *
 * Threads
 *     owner    the main thread: bookkeeper, query and admin sockets, signals (owner_loop.h)
 *     ingest   feeds, acknowledged socket, decoding (ingest/intake.h); exchanges batches with the owner
 *     ZeroMQ's own input and output thread */
#ifndef DAEMON_STARTUP_H
#define DAEMON_STARTUP_H

#include "daemon/bookkeeper.h"
#include "daemon/query_socket.h"
#include "ingest/intake.h"

#define STARTUP_ERROR_SIZE 768

typedef struct service {
    const config *config;
    int64_t started; /* nanoseconds since 1970 */
    bookkeeper *keeper;
    bool abandon;  /* the store is not to be trusted with another write */
    int signals;   /* a signalfd of SIGTERM, SIGINT, SIGHUP; -1: none */
    void *context; /* ZeroMQ's */
    query_socket queries;
    query_socket admin;
    feed_settings *feeds;
    intake *intake;
} service;

/* Starts everything, in order. false: what had started is stopped again, `error` says what to do. */
bool startup_run(service *self, const config *c, char error[static STARTUP_ERROR_SIZE]);
/* Stops everything, in reverse order: answers leave, then the store is brought up to date and closed. */
void startup_undo(service *self);

#endif
