#include "tools/common/publisher.h"

#include <errno.h>
#include <stdio.h>
#include <zmq.h>

#include "tools/common/stop_signal.h"
#include "tools/common/terminal.h"

enum { QUEUE_MESSAGES = 10000, SETTLE_MS = 200, STOP_CHECK_MS = 200, STOPPED_LINGER_MS = 1000 };

static bool fail(publisher *self, const char *what, const char *endpoint) {
    (void)snprintf(self->problem, sizeof self->problem, "%s %s: %s", what, endpoint,
                   zmq_strerror(zmq_errno()));
    return false;
}

static bool set_option(publisher *self, int option, int value) {
    return zmq_setsockopt(self->socket, option, &value, sizeof value) == 0;
}

static bool set_options(publisher *self, bool lossy) {
    int64_t subscription_max = 1024;
    return set_option(self, ZMQ_SNDHWM, QUEUE_MESSAGES) &&
           set_option(self, ZMQ_SNDTIMEO, STOP_CHECK_MS) && set_option(self, ZMQ_LINGER, -1) &&
           set_option(self, ZMQ_TCP_KEEPALIVE, 1) &&
           zmq_setsockopt(self->socket, ZMQ_MAXMSGSIZE, &subscription_max,
                          sizeof subscription_max) == 0 &&
           (lossy || set_option(self, ZMQ_XPUB_NODROP, 1));
}

static void close_now(publisher *self) {
    if (self->socket != NULL) {
        (void)set_option(self, ZMQ_LINGER, 0);
        (void)zmq_close(self->socket);
    }
    if (self->context != NULL) {
        (void)zmq_ctx_term(self->context);
    }
    self->socket = NULL;
    self->context = NULL;
}

bool publisher_init(publisher *self, publisher_way way, const char *endpoint, bool lossy) {
    *self = (publisher){0};
    self->context = zmq_ctx_new();
    if (self->context != NULL) {
        self->socket = zmq_socket(self->context, ZMQ_XPUB);
    }
    bool good = self->socket != NULL && set_options(self, lossy);
    if (!good) {
        (void)fail(self, "cannot make a publishing socket for", endpoint);
    } else if (way == PUBLISHER_BIND) {
        good = zmq_bind(self->socket, endpoint) == 0 || fail(self, "cannot listen on", endpoint);
    } else {
        good =
            zmq_connect(self->socket, endpoint) == 0 || fail(self, "cannot connect to", endpoint);
    }
    if (!good) {
        close_now(self);
    }
    return good;
}

/* Takes the subscriptions that have come: a byte 1 (subscribed) or 0 (no longer), then the topic.
 */
static void take_subscriptions(publisher *self) {
    char message[1024];
    int length;
    while ((length = zmq_recv(self->socket, message, sizeof message, ZMQ_DONTWAIT)) >= 0) {
        if (length > 0 && message[0] == 1) {
            self->subscriptions++;
        } else if (length > 0 && message[0] == 0 && self->subscriptions > 0) {
            self->subscriptions--;
        }
    }
}

static bool poll_subscriptions(publisher *self, int64_t milliseconds) {
    zmq_pollitem_t item = {.socket = self->socket, .events = ZMQ_POLLIN};
    int ready = zmq_poll(&item, 1, (long)milliseconds);
    if (ready > 0) {
        take_subscriptions(self);
    }
    return ready > 0;
}

bool publisher_wait_subscriber(publisher *self, int64_t milliseconds) {
    int64_t until = monotonic_ms() + milliseconds;
    take_subscriptions(self);
    while (self->subscriptions == 0) {
        int64_t left = milliseconds < 0 ? STOP_CHECK_MS : until - monotonic_ms();
        if (left <= 0 || stop_wanted()) {
            return false;
        }
        (void)poll_subscriptions(self, left < STOP_CHECK_MS ? left : STOP_CHECK_MS);
    }
    while (!stop_wanted() && poll_subscriptions(self, SETTLE_MS)) {}
    return !stop_wanted();
}

static bool send_part(publisher *self, const char *bytes, size_t length, int flags) {
    while (zmq_send(self->socket, bytes, length, flags) < 0) {
        if (zmq_errno() != EAGAIN && zmq_errno() != EINTR) {
            return fail(self, "cannot publish", "a message");
        }
        if (stop_wanted()) {
            return false;
        }
        take_subscriptions(self);
    }
    return true;
}

bool publisher_has_subscriber(publisher *self) {
    take_subscriptions(self);
    return self->subscriptions > 0;
}

bool publisher_send(publisher *self, const char *topic, size_t topic_length, const char *body,
                    size_t body_length) {
    return send_part(self, topic, topic_length, ZMQ_SNDMORE) &&
           send_part(self, body, body_length, 0);
}

void publisher_pause(publisher *self, int64_t milliseconds) {
    int64_t until = monotonic_ms() + milliseconds;
    while (!stop_wanted()) {
        int64_t left = until - monotonic_ms();
        if (left <= 0) {
            return;
        }
        (void)poll_subscriptions(self, left < STOP_CHECK_MS ? left : STOP_CHECK_MS);
    }
}

void publisher_finish(publisher *self) {
    if (self->socket == NULL) {
        return;
    }
    if (stop_wanted()) {
        (void)set_option(self, ZMQ_LINGER, STOPPED_LINGER_MS);
    }
    (void)zmq_close(self->socket);
    self->socket = NULL;
    /* A signal ends the wait for a subscriber that reads no more. */
    while (zmq_ctx_term(self->context) != 0 && zmq_errno() == EINTR && !stop_wanted()) {}
    self->context = NULL;
}
