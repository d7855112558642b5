#include "tools/clientele_sim/services.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/clientele_sim/service.h"
#include "tools/common/stop_signal.h"
#include "tools/common/terminal.h"

enum { TICK_MS = 200, STATUS_MS = 1000 };

typedef struct services {
    const sim_options *options;
    service_board *board;
    pid_t processes[SIM_SOURCES]; /* 0: ended */
    int start;                    /* the parent's end of the pipe; -1: closed, they run */
    bool failed;
    bool told_to_stop;
    bool told_waiting;
    bool on_terminal;
    int64_t shown_ms;
    uint64_t shown_sent;
} services;

static bool complain(const char *what) {
    (void)fprintf(stderr, "clientele-sim: cannot %s: %s\n", what, strerror(errno));
    return false;
}

static bool start_service(services *self, sim_source source, int start_read) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        return complain("start a process");
    }
    if (child == 0) {
        (void)close(self->start);
        /* A service does not outlive the program that started it. */
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) {
            _exit(EXIT_FAILURE);
        }
        _exit(service_run(self->options, source, self->board, start_read));
    }
    self->processes[source] = child;
    return true;
}

static bool start_all(services *self) {
    int ends[2];
    if (pipe(ends) != 0) {
        return complain("make a pipe");
    }
    self->start = ends[1];
    bool good = true;
    for (sim_source source = 0; source < SIM_SOURCES && good; source++) {
        good = start_service(self, source, ends[0]);
    }
    (void)close(ends[0]);
    return good;
}

static void stop_all(services *self) {
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        if (self->processes[source] > 0) {
            (void)kill(self->processes[source], SIGTERM);
        }
    }
    self->told_to_stop = true;
}

/* Notices services that have ended. false: none is left. */
static bool collect(services *self) {
    bool any = false;
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        int status = 0;
        if (self->processes[source] == 0) {
            continue;
        }
        if (waitpid(self->processes[source], &status, WNOHANG) == 0) {
            any = true;
            continue;
        }
        self->processes[source] = 0;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) {
            self->failed = true;
            if (WIFSIGNALED(status)) {
                (void)fprintf(stderr, "clientele-sim: the %s service was killed by signal %d\n",
                              sim_source_name(source), WTERMSIG(status));
            }
        }
    }
    return any;
}

static void show_waiting(services *self) {
    if (self->options->quiet || self->told_waiting) {
        return;
    }
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        if (!atomic_load(&self->board->rows[source].ready)) {
            (void)fprintf(stderr, "clientele-sim: waiting for a subscriber of %s at %s\n",
                          sim_source_name(source), self->options->endpoints[source]);
        }
    }
    self->told_waiting = true;
}

static void show_status(services *self, bool last) {
    uint64_t sent[SIM_SOURCES];
    uint64_t sum = 0;
    instant now = office_midnight(self->options->business.start);
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        sent[source] = atomic_load(&self->board->rows[source].sent);
        instant there = atomic_load(&self->board->rows[source].now);
        sum += sent[source];
        now = there > now ? there : now;
    }
    char date[DAY_TEXT_SIZE];
    day_format(office_day(now), date);
    int64_t ms = monotonic_ms();
    int64_t started = atomic_load(&self->board->started_ms);
    int64_t since = last || self->shown_ms == 0 ? started : self->shown_ms;
    uint64_t before = last ? 0 : self->shown_sent;
    uint64_t speed = ms > since ? (sum - before) * 1000 / (uint64_t)(ms - since) : 0;
    (void)fprintf(stderr,
                  "%s%s  orders %" PRIu64 "  billing %" PRIu64 "  crm %" PRIu64 "  %" PRIu64
                  " events/s%s",
                  self->on_terminal ? "\r" : "", date, sent[SIM_ORDERS], sent[SIM_BILLING],
                  sent[SIM_CRM], speed, self->on_terminal ? "\x1b[K" : "");
    if (last) {
        (void)fputc('\n', stderr);
    }
    (void)fflush(stderr);
    self->shown_ms = ms;
    self->shown_sent = sum;
}

static bool all_ready(const services *self) {
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        if (!atomic_load(&self->board->rows[source].ready)) {
            return false;
        }
    }
    return true;
}

static void begin(services *self) {
    atomic_store(&self->board->started_ms, monotonic_ms());
    (void)close(self->start);
    self->start = -1;
}

static void watch(services *self) {
    int64_t began = monotonic_ms();
    while (collect(self)) {
        if ((stop_wanted() || self->failed) && !self->told_to_stop) {
            stop_all(self);
        }
        if (self->start >= 0 && all_ready(self)) {
            begin(self);
        } else if (self->start >= 0 && monotonic_ms() - began > STATUS_MS) {
            show_waiting(self);
        }
        if (self->start < 0 && self->on_terminal && !self->options->quiet &&
            monotonic_ms() - self->shown_ms >= STATUS_MS) {
            show_status(self, false);
        }
        (void)poll(NULL, 0, self->start >= 0 ? TICK_MS / 10 : TICK_MS);
    }
}

int services_run(const sim_options *options) {
    services self = {.options = options, .start = -1, .on_terminal = terminal_is(stderr)};
    self.board =
        mmap(NULL, sizeof *self.board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (self.board == MAP_FAILED) {
        (void)complain("share memory");
        return EXIT_FAILURE;
    }
    self.failed = !start_all(&self);
    watch(&self);
    bool began = self.start < 0;
    if (!began) {
        (void)close(self.start);
    }
    if (began && !options->quiet && !self.failed) {
        show_status(&self, true);
    }
    (void)munmap(self.board, sizeof *self.board);
    return self.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
