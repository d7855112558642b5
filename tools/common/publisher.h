/* publisher.h - one publishing socket: messages [topic][body] to whoever subscribed.
 *
 * Loss    none by default: when a subscriber's queue is full, publisher_send waits for it. A lossy
 *         publisher drops what does not fit, as ordinary PUB sockets do.
 * Stop    waits end early when stop_wanted() (tools/common/stop_signal.h).
 * Errors  a sentence in `problem`, which the caller prints. */
#ifndef TOOLS_COMMON_PUBLISHER_H
#define TOOLS_COMMON_PUBLISHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct publisher {
    void *context;
    void *socket;
    uint32_t subscriptions; /* open ones */
    char problem[256];
} publisher;

typedef enum publisher_way { PUBLISHER_BIND, PUBLISHER_CONNECT } publisher_way;

/* Makes a context and a socket of its own: call after any fork. false: problem says why; nothing is
 * left open. */
bool publisher_init(publisher *self, publisher_way way, const char *endpoint, bool lossy);

/* Waits for the first subscription, then until no other has come for a fifth of a second, so that a
 * subscriber with several topics misses nothing. milliseconds < 0: forever.
 * false: none came, or stopped. */
bool publisher_wait_subscriber(publisher *self, int64_t milliseconds);

/* Whether a subscription is open at this moment. */
bool publisher_has_subscriber(publisher *self);

/* Sends one message. false: stopped or failed, and not sent; `problem` is empty when stopped. */
bool publisher_send(publisher *self, const char *topic, size_t topic_length, const char *body,
                    size_t body_length);

/* Waits that long, or until stopped, and keeps up with subscriptions meanwhile. */
void publisher_pause(publisher *self, int64_t milliseconds);

/* Waits until everything has left, a second at most when stopped. */
void publisher_finish(publisher *self);

#endif
