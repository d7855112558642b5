#include "tools/clientele_feed/submit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <zmq.h>

#include "portfolio/limits.h"
#include "tools/clientele_feed/clock.h"
#include "tools/clientele_feed/pace.h"
#include "tools/clientele_feed/reply.h"
#include "tools/clientele_feed/window.h"
#include "tools/common/progress_bar.h"
#include "tools/common/stop_signal.h"

enum {
    REJECTED_SHOWN = 10,
    BUSY_FIRST_MS = 20,
    BUSY_LONGEST_MS = 5000,
    STOP_PATIENCE_MS = 5000, /* for answers still due after SIGINT or SIGTERM */
    TICK_MS = 200,
};

typedef struct submission {
    const feed_options *options;
    event_lines *lines;
    feed_summary *summary;
    void *context;
    void *socket;
    window window;
    slot *open;      /* being filled; NULL: none */
    bool open_ready; /* full, or nothing more to put in for now */
    event_line held; /* read, but not in a message yet */
    bool holding;
    bool input_ended;
    bool input_waits; /* nothing to read at this moment */
    bool send_blocked;
    bool given_up;
    pace pace;
    int64_t busy_ms; /* the last delay; 0: not busy */
    int64_t busy_until;
    int64_t heard_ms; /* last answer, or the first sending after a silence */
    int64_t stopped_ms;
    uint32_t attempts;
    progress_bar bar;
    uint64_t answered; /* events */
} submission;

/* ---- the connection ---- */

static bool set_option(void *socket, int option, int value) {
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool connect_socket(submission *self) {
    self->socket = zmq_socket(self->context, ZMQ_DEALER);
    int64_t reply_max = MESSAGE_BYTES_MAX;
    bool good = self->socket != NULL && set_option(self->socket, ZMQ_LINGER, 0) &&
                set_option(self->socket, ZMQ_TCP_KEEPALIVE, 1) &&
                set_option(self->socket, ZMQ_SNDHWM, (int)self->options->window + 1) &&
                zmq_setsockopt(self->socket, ZMQ_MAXMSGSIZE, &reply_max, sizeof reply_max) == 0 &&
                zmq_connect(self->socket, self->options->endpoint) == 0;
    if (!good) {
        (void)fprintf(stderr, "clientele-feed: cannot connect to %s: %s\n", self->options->endpoint,
                      zmq_strerror(zmq_errno()));
    }
    return good;
}

static void give_up(submission *self) {
    self->given_up = true;
    self->summary->unreached = true;
}

/* A new socket is a new peer to the daemon: answers to the old one never come here. */
static void reconnect(submission *self) {
    const feed_options *options = self->options;
    if (self->attempts == options->retries) {
        (void)fprintf(
            stderr,
            "clientele-feed: no answer from %s in %.1f s, %" PRIu32
            " reconnections in a row; is the daemon running and is this its ingest endpoint?\n",
            options->endpoint, (double)options->timeout_ms / 1000, self->attempts);
        give_up(self);
        return;
    }
    self->attempts++;
    self->summary->reconnected++;
    (void)zmq_close(self->socket);
    window_all_again(&self->window);
    self->send_blocked = false;
    self->heard_ms = clock_now_ms();
    if (!connect_socket(self)) {
        give_up(self);
    }
}

/* ---- sending ---- */

/* false: not now. */
static bool send_slot(submission *self, slot *sent) {
    const char *bytes = sent->content.bytes + sent->from;
    if (zmq_send(self->socket, bytes, sent->length, ZMQ_DONTWAIT) < 0) {
        self->send_blocked = zmq_errno() == EAGAIN;
        if (zmq_errno() != EAGAIN && zmq_errno() != EINTR) {
            (void)fprintf(stderr, "clientele-feed: cannot send to %s: %s\n",
                          self->options->endpoint, zmq_strerror(zmq_errno()));
            give_up(self);
        }
        return false;
    }
    if (window_oldest(&self->window) == NULL) {
        self->heard_ms = clock_now_ms();
    }
    window_sent(&self->window, sent);
    self->summary->messages++;
    return true;
}

/* Brings the next line to hand. false: there is none now. */
static bool hold_line(submission *self) {
    if (self->holding) {
        return true;
    }
    if (self->input_ended) {
        return false;
    }
    switch (event_lines_next(self->lines, &self->held)) {
    case LINE_READY: self->holding = true; return true;
    case LINE_WAIT: self->input_waits = true; return false;
    case LINE_END: break;
    case LINE_ERROR:
        (void)fprintf(stderr, "clientele-feed: %s\n", self->lines->reader->problem);
        self->summary->input_damaged = true;
        break;
    }
    self->input_ended = true;
    return false;
}

/* Fills the open message as far as input, pace and size allow. */
static void fill_open(submission *self) {
    while (!self->open_ready) {
        if (!hold_line(self)) {
            self->open_ready = self->open->content.count > 0;
            return;
        }
        message *content = &self->open->content;
        if (!message_may_add(content, &self->held, self->options->batch)) {
            self->open_ready = true;
            return;
        }
        int64_t now = self->options->rate > 0 ? clock_now_ns() : 0;
        if (pace_wait(&self->pace, now) > 0) {
            return;
        }
        pace_spend(&self->pace, now);
        message_add(content, &self->held);
        self->holding = false;
        self->summary->sent++;
        self->open_ready = content->count == self->options->batch;
    }
}

static bool send_open(submission *self) {
    if (self->open == NULL) {
        self->open = window_open(&self->window);
        self->open_ready = false;
        if (self->open == NULL) {
            return false;
        }
    }
    if (!self->open_ready) {
        fill_open(self);
        if (!self->open_ready) {
            return false;
        }
        message_seal(&self->open->content, &self->open->from, &self->open->length);
    }
    if (!send_slot(self, self->open)) {
        return false;
    }
    self->open = NULL;
    return true;
}

static void send_what_can_be(submission *self) {
    self->input_waits = false;
    self->send_blocked = false;
    if (self->busy_ms > 0 && clock_now_ms() < self->busy_until) {
        return;
    }
    slot *again;
    while (!self->given_up && (again = window_next_again(&self->window)) != NULL) {
        if (!send_slot(self, again)) {
            return;
        }
    }
    while (!self->given_up && !stop_wanted() && send_open(self)) {}
}

/* ---- answers ---- */

static void show_rejected(submission *self, const reply *answer, const message *content) {
    for (size_t i = 0; i < answer->rejected; i++) {
        if (self->summary->rejected++ >= REJECTED_SHOWN) {
            continue;
        }
        rejection told = reply_rejection(answer, i);
        uint64_t line = content->lines[told.index < content->count ? told.index : 0];
        (void)fprintf(stderr, "clientele-feed: %s:%" PRIu64 ": rejected: %s (event %s)\n",
                      self->lines->reader->name, line, told.reason,
                      told.id[0] == '\0' ? "without an id" : told.id);
    }
}

static void be_patient(submission *self) {
    self->summary->busy++;
    window_postponed(&self->window);
    int64_t now = clock_now_ms();
    if (now < self->busy_until) {
        return; /* an answer to what was sent before the delay began */
    }
    self->busy_ms = self->busy_ms == 0 ? BUSY_FIRST_MS : self->busy_ms * 2;
    if (self->busy_ms > BUSY_LONGEST_MS) {
        self->busy_ms = BUSY_LONGEST_MS;
    }
    self->busy_until = now + self->busy_ms;
}

static void take_answer(submission *self, const char *bytes, size_t length) {
    slot *oldest = window_oldest(&self->window);
    reply answer;
    reply_read(&answer, bytes, length);
    self->heard_ms = clock_now_ms();
    self->attempts = 0;
    if (oldest == NULL || answer.kind == REPLY_STRANGE) {
        int shown = length > 200 ? 200 : (int)length;
        (void)fprintf(stderr,
                      "clientele-feed: %s does not answer as an ingest endpoint does: %.*s\n",
                      self->options->endpoint, shown, bytes);
        give_up(self);
    } else if (answer.kind == REPLY_BUSY) {
        be_patient(self);
    } else {
        self->busy_ms = 0;
        self->summary->accepted += answer.accepted;
        self->summary->duplicate += answer.duplicate;
        show_rejected(self, &answer, &oldest->content);
        self->answered += oldest->content.count;
        window_answered(&self->window);
    }
    reply_finish(&answer);
}

/* Takes every answer that has come; of one with several frames the last is the answer. */
static void take_answers(submission *self) {
    zmq_msg_t frame;
    while (!self->given_up) {
        (void)zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, self->socket, ZMQ_DONTWAIT) < 0) {
            (void)zmq_msg_close(&frame);
            return;
        }
        if (!zmq_msg_more(&frame)) {
            take_answer(self, zmq_msg_data(&frame), zmq_msg_size(&frame));
        }
        (void)zmq_msg_close(&frame);
    }
}

/* ---- the loop ---- */

static int64_t wait_time(const submission *self) {
    int64_t wait = TICK_MS;
    if (self->busy_ms > 0) {
        int64_t left = self->busy_until - clock_now_ms();
        wait = left < 0 ? 0 : left < wait ? left : wait;
    } else if (self->options->rate > 0 && self->holding && !self->open_ready) {
        int64_t left = (pace_wait(&self->pace, clock_now_ns()) + 999999) / 1000000;
        wait = left < wait ? left : wait;
    }
    return wait;
}

static void wait_for_something(submission *self) {
    zmq_pollitem_t items[2] = {{.socket = self->socket, .events = ZMQ_POLLIN},
                               {.fd = self->lines->reader->file, .events = ZMQ_POLLIN}};
    if (self->send_blocked) {
        items[0].events |= ZMQ_POLLOUT;
    }
    /* Interrupted or failed: the loop looks again. */
    (void)zmq_poll(items, self->input_waits ? 2 : 1, (long)wait_time(self));
}

static bool finished(submission *self) {
    bool nothing_in_flight = window_events(&self->window) == 0;
    if (self->given_up) {
        return true;
    }
    if (stop_wanted()) {
        int64_t now = clock_now_ms();
        self->stopped_ms = self->stopped_ms == 0 ? now : self->stopped_ms;
        self->summary->interrupted = true;
        return nothing_in_flight || stop_signal_count() > 1 ||
               now - self->stopped_ms > STOP_PATIENCE_MS;
    }
    bool nothing_open = self->open == NULL || self->open->content.count == 0;
    return self->input_ended && nothing_in_flight && nothing_open && !self->holding;
}

static void show_progress(submission *self) {
    if (self->options->quiet) {
        return;
    }
    const char *note = self->busy_ms > 0    ? "the daemon is busy"
                       : self->attempts > 0 ? "reconnecting"
                                            : NULL;
    self->bar.total = event_lines_expected(self->lines, self->summary->sent);
    progress_bar_update(&self->bar, self->answered, note);
}

static void run(submission *self) {
    for (;;) {
        send_what_can_be(self);
        if (finished(self)) {
            return;
        }
        wait_for_something(self);
        take_answers(self);
        show_progress(self);
        bool waiting = window_oldest(&self->window) != NULL;
        if (waiting && clock_now_ms() - self->heard_ms > self->options->timeout_ms) {
            reconnect(self);
        }
    }
}

/* What was put in a message that never left was not sent. */
static void count_unsent(submission *self) {
    self->summary->unacknowledged = window_events(&self->window);
    if (self->open != NULL) {
        self->summary->sent -= self->open->content.count;
    }
    if (self->summary->rejected > REJECTED_SHOWN) {
        (void)fprintf(stderr, "clientele-feed: %" PRIu64 " more were rejected\n",
                      self->summary->rejected - REJECTED_SHOWN);
    }
}

void submit_events(const feed_options *options, event_lines *lines, feed_summary *ret_summary) {
    submission self = {.options = options, .lines = lines, .summary = ret_summary};
    self.context = zmq_ctx_new();
    if (self.context == NULL || !connect_socket(&self)) {
        give_up(&self);
    }
    window_init(&self.window, options->window);
    pace_init(&self.pace, options->rate, clock_now_ns());
    if (!options->quiet) {
        progress_bar_init(&self.bar, stderr, "clientele-feed", 0, "events");
    }
    if (!self.given_up) {
        run(&self);
    }
    count_unsent(&self);
    if (!options->quiet) {
        progress_bar_finish(&self.bar);
    }
    window_finish(&self.window);
    if (self.socket != NULL) {
        (void)zmq_close(self.socket);
    }
    if (self.context != NULL) {
        (void)zmq_ctx_term(self.context);
    }
}
