#include "tools/clientele_feed/publish.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "tools/clientele_feed/clock.h"
#include "tools/clientele_feed/message.h"
#include "tools/clientele_feed/pace.h"
#include "tools/common/progress_bar.h"
#include "tools/common/publisher.h"
#include "tools/common/replay_server.h"
#include "tools/common/stop_signal.h"

enum { CHECK_MS = 50, INPUT_WAIT_MS = 200 };

typedef struct publication {
    const feed_options *options;
    event_lines *lines;
    feed_summary *summary;
    publisher out;
    replay_server replay; /* when options->replay */
    bool catching_up;     /* what the followed file held at the start is kept, not published */
    message batch;
    pace pace;
    int64_t checked_ms;
    progress_bar bar;
} publication;

static bool wait_subscriber(publication *self) {
    if (!self->options->quiet) {
        (void)fprintf(stderr, "clientele-feed: waiting for a subscriber at %s\n",
                      self->options->endpoint);
    }
    if (publisher_wait_subscriber(&self->out, self->options->wait_ms)) {
        return true;
    }
    if (!stop_wanted()) {
        (void)fprintf(stderr, "clientele-feed: no subscriber at %s within %.1f s\n",
                      self->options->endpoint, (double)self->options->wait_ms / 1000);
        self->summary->unreached = true;
    }
    return false;
}

/* Nobody there any more: what is sent now would be lost. */
static bool check_subscriber(publication *self) {
    int64_t now = clock_now_ms();
    if (self->options->wait_ms == 0 || now - self->checked_ms < CHECK_MS) {
        return true;
    }
    self->checked_ms = now;
    return publisher_has_subscriber(&self->out) || wait_subscriber(self);
}

static bool send_body(publication *self, const char *topic, size_t topic_length, const char *body,
                      size_t length, uint64_t events) {
    if (!check_subscriber(self) || !publisher_send(&self->out, topic, topic_length, body, length)) {
        if (self->out.problem[0] != '\0') {
            (void)fprintf(stderr, "clientele-feed: %s\n", self->out.problem);
            self->summary->unreached = true;
        }
        return false;
    }
    self->summary->sent += events;
    self->summary->messages++;
    return true;
}

static bool send_batch(publication *self) {
    if (self->batch.count == 0) {
        return true;
    }
    size_t from = 0;
    size_t length = 0;
    uint32_t events = self->batch.count;
    message_seal(&self->batch, &from, &length);
    bool sent =
        send_body(self, TOPIC_BATCH, strlen(TOPIC_BATCH), self->batch.bytes + from, length, events);
    message_clear(&self->batch);
    return sent;
}

static bool send_line(publication *self, const event_line *line) {
    if (line->shape.type_length == 0) {
        return send_body(self, TOPIC_UNKNOWN, strlen(TOPIC_UNKNOWN), line->bytes, line->length, 1);
    }
    return send_body(self, line->bytes + line->shape.type_from, line->shape.type_length,
                     line->bytes, line->length, 1);
}

/* What was missed can be asked for before it is told. */
static bool keep_line(publication *self, const event_line *line) {
    const char *topic = TOPIC_UNKNOWN;
    size_t length = strlen(TOPIC_UNKNOWN);
    if (line->shape.type_length > 0) {
        topic = line->bytes + line->shape.type_from;
        length = line->shape.type_length;
    }
    if (replay_server_keep(&self->replay, topic, length, line->bytes, line->length)) {
        return true;
    }
    (void)fprintf(stderr, "clientele-feed: %s\n", self->replay.problem);
    self->summary->unreached = true;
    return false;
}

static bool take_line(publication *self, const event_line *line) {
    if (self->options->replay != NULL) {
        if (!keep_line(self, line)) {
            return false;
        }
        if (self->catching_up) {
            return true;
        }
        (void)replay_server_beat(&self->replay, &self->out);
    }
    int64_t wait;
    while ((wait = pace_wait(&self->pace, clock_now_ns())) > 0 && !stop_wanted()) {
        publisher_pause(&self->out, (wait + 999999) / 1000000);
    }
    pace_spend(&self->pace, clock_now_ns());
    if (self->options->batch == 1) {
        return send_line(self, line);
    }
    if (!message_may_add(&self->batch, line, self->options->batch) && !send_batch(self)) {
        return false;
    }
    if (!line->shape.sound) {
        return send_batch(self) && send_line(self, line);
    }
    message_add(&self->batch, line);
    return self->batch.count < self->options->batch || send_batch(self);
}

/* The file has been read up to its end, or there is no whole line of it yet. */
static bool caught_up(publication *self) {
    self->catching_up = false;
    if (self->options->replay == NULL || self->replay.started) {
        return true;
    }
    if (!replay_server_start(&self->replay)) {
        (void)fprintf(stderr, "clientele-feed: %s\n", self->replay.problem);
        self->summary->unreached = true;
        return false;
    }
    return true;
}

/* Waits a little, and sends the heartbeat when it is due. */
static void pass_time(publication *self) {
    int64_t wait = INPUT_WAIT_MS;
    if (self->options->replay != NULL) {
        int64_t due = replay_server_beat(&self->replay, &self->out);
        wait = due >= 0 && due < wait ? due : wait;
    }
    publisher_pause(&self->out, wait);
}

/* What was told can be asked for until the program is stopped. */
static void serve_on(publication *self) {
    if (!self->options->quiet && !stop_wanted()) {
        (void)fprintf(stderr,
                      "\nclientele-feed: all is published; replays are served until Ctrl-C\n");
    }
    while (!stop_wanted()) {
        pass_time(self);
    }
}

static void wait_for_input(publication *self) {
    if (self->options->replay != NULL || self->lines->reader->regular) {
        pass_time(self);
        return;
    }
    struct pollfd input = {.fd = self->lines->reader->file, .events = POLLIN};
    (void)poll(&input, 1, INPUT_WAIT_MS);
    (void)publisher_has_subscriber(&self->out);
}

static void show_progress(publication *self) {
    if (!self->options->quiet) {
        self->bar.total = event_lines_expected(self->lines, self->summary->sent);
        progress_bar_update(&self->bar, self->summary->sent, NULL);
    }
}

static void run(publication *self) {
    while (!stop_wanted()) {
        event_line line;
        line_result result = event_lines_next(self->lines, &line);
        if (result == LINE_READY) {
            if (!take_line(self, &line)) {
                return;
            }
            show_progress(self);
            continue;
        }
        if (!send_batch(self)) {
            return;
        }
        if (!caught_up(self)) {
            return;
        }
        if (result == LINE_WAIT) {
            wait_for_input(self);
            continue;
        }
        if (result == LINE_ERROR) {
            (void)fprintf(stderr, "clientele-feed: %s\n", self->lines->reader->problem);
            self->summary->input_damaged = true;
        } else if (self->options->replay != NULL) {
            serve_on(self);
        }
        return;
    }
}

static bool start_replay(publication *self) {
    const feed_options *options = self->options;
    if (options->replay == NULL) {
        return true;
    }
    /* A followed file is read whole before anybody is answered: a log that is still growing would seem short. */
    self->catching_up = options->follow && self->lines->reader->regular;
    bool good =
        replay_server_init(&self->replay, options->replay, options->keep, options->heartbeat_ms);
    if (good && !self->catching_up && !replay_server_start(&self->replay)) {
        good = false;
        replay_server_finish(&self->replay);
    }
    if (!good) {
        (void)fprintf(stderr, "clientele-feed: %s\n", self->replay.problem);
    }
    return good;
}

void publish_events(const feed_options *options, event_lines *lines, feed_summary *ret_summary) {
    publication self = {.options = options, .lines = lines, .summary = ret_summary};
    publisher_way way = options->way == FEED_LISTEN ? PUBLISHER_BIND : PUBLISHER_CONNECT;
    if (!publisher_init(&self.out, way, options->endpoint, options->lossy)) {
        (void)fprintf(stderr, "clientele-feed: %s\n", self.out.problem);
        ret_summary->unreached = true;
        return;
    }
    if (!start_replay(&self)) {
        ret_summary->unreached = true;
        publisher_finish(&self.out);
        return;
    }
    if (options->wait_ms == 0 || wait_subscriber(&self)) {
        pace_init(&self.pace, options->rate, clock_now_ns());
        if (!options->quiet) {
            progress_bar_init(&self.bar, stderr, "clientele-feed", 0, "events");
        }
        run(&self);
        if (!options->quiet) {
            progress_bar_finish(&self.bar);
        }
    }
    ret_summary->interrupted = stop_wanted();
    message_finish(&self.batch);
    publisher_finish(&self.out);
    if (options->replay != NULL) {
        replay_server_finish(&self.replay);
    }
}
