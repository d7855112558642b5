#include "tools/clientele_sim/service.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/clientele_sim/run.h"
#include "tools/common/publisher.h"
#include "tools/common/stop_signal.h"
#include "tools/common/terminal.h"

typedef struct service {
    const sim_options *options;
    service_board *board;
    service_row *row;
    instant first;
    publisher out;
    bool failed;
} service;

/* Waits until the event's simulated instant has come on the wall clock. */
static void keep_pace(service *self, instant when) {
    uint64_t speed = self->options->speed;
    if (speed == 0) {
        return;
    }
    double days = (double)(when - self->first) / (double)SECONDS_A_DAY;
    double after_ms = days * 1e9 / (double)speed;
    int64_t wait = atomic_load(&self->board->started_ms) + (int64_t)after_ms - monotonic_ms();
    if (wait > 0) {
        publisher_pause(&self->out, wait);
    }
}

static void publish(void *context, sim_type type, instant when, const char *bytes, size_t length) {
    service *self = context;
    keep_pace(self, when);
    if (self->failed || stop_wanted()) {
        return;
    }
    const char *topic = sim_type_name(type);
    if (publisher_send(&self->out, topic, strlen(topic), bytes, length)) {
        atomic_fetch_add(&self->row->sent, 1);
        atomic_store(&self->row->now, when);
    } else if (!stop_wanted()) {
        self->failed = true;
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
    if (options->wait_ms != 0) {
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
    publisher_finish(&self.out);
    if (self.failed) {
        (void)fprintf(stderr, "clientele-sim: %s: %s\n", sim_source_name(source), self.out.problem);
    }
    return self.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
