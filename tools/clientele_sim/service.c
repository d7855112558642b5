#include "tools/clientele_sim/service.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/clientele_sim/run.h"
#include "tools/common/publisher.h"
#include "tools/common/replay_server.h"
#include "tools/common/stop_signal.h"
#include "tools/common/terminal.h"

typedef struct service {
    const sim_options *options;
    service_board *board;
    service_row *row;
    instant first;
    publisher out;
    const char *replay_endpoint; /* NULL: none */
    replay_server replay;
    bool failed;
} service;

/* Milliseconds until the next heartbeat; -1: there is none. */
static int64_t beat(service *self) {
    return self->replay_endpoint == NULL ? -1 : replay_server_beat(&self->replay, &self->out);
}

/* Waits until the event's simulated instant has come on the wall clock. */
static void keep_pace(service *self, instant when) {
    uint64_t speed = self->options->speed;
    if (speed == 0) {
        return;
    }
    double days = (double)(when - self->first) / (double)SECONDS_A_DAY;
    double after_ms = days * 1e9 / (double)speed;
    int64_t wait = atomic_load(&self->board->started_ms) + (int64_t)after_ms - monotonic_ms();
    int64_t until = monotonic_ms() + wait;
    while (wait > 0 && !stop_wanted()) {
        int64_t due = beat(self);
        publisher_pause(&self->out, due >= 0 && due < wait ? due : wait);
        wait = until - monotonic_ms();
    }
}

static void publish(void *context, sim_type type, instant when, const char *bytes, size_t length) {
    service *self = context;
    keep_pace(self, when);
    if (self->failed || stop_wanted()) {
        return;
    }
    const char *topic = sim_type_name(type);
    if (self->replay_endpoint != NULL) {
        if (!replay_server_keep(&self->replay, topic, strlen(topic), bytes, length)) {
            (void)fprintf(stderr, "clientele-sim: %s\n", self->replay.problem);
            self->failed = true;
            return;
        }
        (void)beat(self);
    }
    if (publisher_send(&self->out, topic, strlen(topic), bytes, length)) {
        atomic_fetch_add(&self->row->sent, 1);
        atomic_store(&self->row->now, when);
    } else if (!stop_wanted()) {
        self->failed = true;
    }
}

/* false: said why on standard error. */
static bool open_replay(service *self) {
    const sim_options *options = self->options;
    if (self->replay_endpoint == NULL) {
        return true;
    }
    if (replay_server_init(&self->replay, self->replay_endpoint, options->keep,
                           options->heartbeat_ms) &&
        replay_server_start(&self->replay)) {
        return true;
    }
    (void)fprintf(stderr, "clientele-sim: %s\n", self->replay.problem);
    return false;
}

/* What was told can be asked for until the program is stopped. */
static void serve_on(service *self) {
    while (self->replay_endpoint != NULL && !stop_wanted() && !self->failed) {
        int64_t due = beat(self);
        publisher_pause(&self->out, due >= 0 ? due : 200);
    }
}

/* The parent never writes: the pipe is readable when its end is closed. */
static void await_start(int start) {
    struct pollfd closed = {.fd = start, .events = POLLIN};
    while (!stop_wanted() && poll(&closed, 1, 200) <= 0) {}
}

int service_run(const sim_options *options, sim_source source, service_board *board, int start) {
    service self = {
        .options = options,
        .board = board,
        .row = &board->rows[source],
        .first = office_midnight(options->business.start),
    };
    if (!publisher_init(&self.out, PUBLISHER_BIND, options->endpoints[source], options->lossy)) {
        (void)fprintf(stderr, "clientele-sim: %s: %s\n", sim_source_name(source), self.out.problem);
        return EXIT_FAILURE;
    }
    self.replay_endpoint = options->replays[source];
    if (!open_replay(&self)) {
        publisher_finish(&self.out);
        return EXIT_FAILURE;
    }
    if (options->wait_ms > 0 || (options->wait_ms < 0 && self.replay_endpoint == NULL)) {
        (void)publisher_wait_subscriber(&self.out, options->wait_ms);
    }
    atomic_store(&self.row->ready, true);
    await_start(start);
    bool wanted[SIM_SOURCES] = {false};
    wanted[source] = true;
    run company;
    run_init(&company, options, wanted, publish, &self);
    while (!stop_wanted() && !self.failed && run_step(&company)) {
        atomic_store(&self.row->now, company.now);
    }
    run_finish(&company);
    serve_on(&self);
    publisher_finish(&self.out);
    if (self.replay_endpoint != NULL) {
        replay_server_finish(&self.replay);
    }
    if (self.failed) {
        (void)fprintf(stderr, "clientele-sim: %s: %s\n", sim_source_name(source), self.out.problem);
    }
    return self.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
