#include "daemon/owner_loop.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <zmq.h>

#include "daemon/business_clock.h"
#include "daemon/clocks.h"
#include "daemon/log.h"
#include "daemon/source_state.h"

enum {
    REQUESTS_A_TURN = 64,
    TICK_MILLISECONDS = 1000, /* the date is looked at this often at least */
    TIDY_AFTER_MILLISECONDS = 200,
    TIDY_ACCOUNTS = 512,
    DIRTY_MANY = 20000,        /* accounts behind: tidy in every idle moment */
    PROBE_MILLISECONDS = 1100, /* between tries of a store that was full */
    TELL_FULL_MILLISECONDS = 60000,
};

typedef enum polled { FROM_INTAKE, FROM_QUERIES, FROM_ADMIN, FROM_SIGNALS, POLLED } polled;

typedef struct owner {
    service *s;
    business_clock clock;
    event_batch *nothing;   /* an empty batch: tries a store that was full */
    int64_t last_batch;     /* when, in elapsed milliseconds */
    int64_t next_probe;     /* 0: the store takes what comes */
    int64_t next_full_line; /* in the log */
    int64_t next_tick;
    bool untidy;
    bool intake_paused;
    intake_counts told; /* already in the log */
    bool running;
    int exit_code;
} owner;

static void give_up(owner *o, const char *what, const char *why) {
    log_write(LEVEL_ERROR, what, log_string("why", why));
    o->s->abandon = true;
    o->running = false;
    o->exit_code = 1;
}

/* Whether the owner can go on after what the bookkeeper answered. */
static void look_at(owner *o, store_status status, const char *while_doing) {
    switch (status) {
    case STORE_OK: return;
    case STORE_FULL:
        o->next_probe = clocks_elapsed() + PROBE_MILLISECONDS;
        if (clocks_elapsed() >= o->next_full_line) {
            log_write(LEVEL_WARNING, "store_full", log_string("while", while_doing),
                      log_string("why", o->s->keeper->error));
            o->next_full_line = clocks_elapsed() + TELL_FULL_MILLISECONDS;
        }
        return;
    case STORE_DAMAGED: give_up(o, "store_damaged", o->s->keeper->error); return;
    case STORE_FAILED: give_up(o, "store_failed", o->s->keeper->error); return;
    }
}

static void commit(owner *o, event_batch *batch) {
    bookkeeper *keeper = o->s->keeper;
    store_status status = bookkeeper_commit(keeper, batch, clocks_now());
    look_at(o, status, "committing events");
    if (status == STORE_OK) {
        intake_give_back(o->s->intake, batch, NULL);
        o->last_batch = clocks_elapsed();
        o->untidy = true;
    } else if (status == STORE_FULL) {
        char why[STORE_ERROR_SIZE];
        (void)snprintf(why, sizeof why,
                       "%.400s; nothing of this message was taken, send it again in a few seconds",
                       keeper->error);
        intake_give_back(o->s->intake, batch, why);
        o->intake_paused = true;
    }
}

static void take_batch(owner *o) {
    event_batch *batch = NULL;
    switch (intake_receive(o->s->intake, &batch)) {
    case INTAKE_NOTHING: return;
    case INTAKE_BATCH: commit(o, batch); return;
    case INTAKE_ENDED:
        o->running = false;
        if (intake_failure(o->s->intake)[0] != '\0') {
            log_write(LEVEL_ERROR, "ingest_failed",
                      log_string("why", intake_failure(o->s->intake)));
            o->exit_code = 1;
        }
        return;
    }
}

static void serve(owner *o, query_socket *socket) {
    service *s = o->s;
    rpc_context context = {.keeper = s->keeper,
                           .now = clocks_now(),
                           .started = s->started,
                           .batches_waiting = intake_counts_now(s->intake).batches_out};
    query_socket_serve(socket, &context, REQUESTS_A_TURN);
    look_at(o, context.status, "answering a request");
    if (s->keeper->portfolio == NULL) {
        give_up(o, "store_failed", s->keeper->error);
    }
    /* An administrator's request may have moved the day, or found the store full. */
    o->untidy = o->untidy || socket->role == ROLE_ADMIN;
    if (s->keeper->busy && o->next_probe == 0) {
        o->next_probe = clocks_elapsed() + PROBE_MILLISECONDS;
    }
}

static void read_signals(owner *o) {
    struct signalfd_siginfo info;
    while (read(o->s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            log_write(
                LEVEL_WARNING, "no_reload",
                log_string("why",
                           "this version reads its configuration at the start alone; restart it"));
            continue;
        }
        log_write(LEVEL_INFO, "stopping", log_number("signal", info.ssi_signo));
        intake_drain(o->s->intake);
    }
}

/* Tries a store that was full; when it takes something, so do the sockets. */
static void probe(owner *o) {
    store_status status = bookkeeper_commit(o->s->keeper, o->nothing, clocks_now());
    o->next_probe = 0;
    look_at(o, status, "trying again");
    if (status == STORE_OK) {
        log_write(LEVEL_INFO, "store_takes_events",
                  log_number("commit", (int64_t)o->s->keeper->commit));
        o->next_full_line = 0;
        if (o->intake_paused) {
            intake_resume(o->s->intake);
            o->intake_paused = false;
        }
    }
}

static void tidy(owner *o) {
    uint32_t left = 0;
    store_status status = bookkeeper_tidy(o->s->keeper, TIDY_ACCOUNTS, &left);
    look_at(o, status, "writing accounts");
    o->untidy = left > 0 || status != STORE_OK;
}

/* When accounts may be tidied, in elapsed milliseconds; not while the store is full. */
static bool tidy_due(const owner *o, int64_t *ret_at) {
    if (!o->untidy || o->next_probe != 0) {
        return false;
    }
    bool many = o->s->keeper->portfolio->dirty_count >= DIRTY_MANY;
    *ret_at = many ? 0 : o->last_batch + TIDY_AFTER_MILLISECONDS;
    return true;
}

static long wait_milliseconds(const owner *o) {
    int64_t until = o->next_tick;
    int64_t at;
    if (tidy_due(o, &at) && at < until) {
        until = at;
    }
    if (o->next_probe != 0 && o->next_probe < until) {
        until = o->next_probe;
    }
    int64_t left = until - clocks_elapsed();
    return left > 0 ? (long)left : 0;
}

static void tell_growth(uint64_t *told, uint64_t now, const char *what) {
    if (now > *told) {
        log_write(LEVEL_WARNING, what, log_number("count", (int64_t)(now - *told)),
                  log_number("total", (int64_t)now));
        *told = now;
    }
}

static void tell_counts(owner *o) {
    intake_counts now = intake_counts_now(o->s->intake);
    tell_growth(&o->told.malformed_messages, now.malformed_messages, "malformed_messages");
    tell_growth(&o->told.busy_replies, now.busy_replies, "busy_replies");
    tell_growth(&o->told.dropped_replies, now.dropped_replies, "dropped_replies");
    tell_growth(&o->told.lost_events, now.lost_events, "lost_feed_events");
    tell_growth(&o->told.broken_answers, now.broken_answers, "broken_replay_answers");
}

static void tick(owner *o) {
    o->next_tick = clocks_elapsed() + TICK_MILLISECONDS;
    day today;
    if (o->s->config->clock == CLOCK_WALL && o->next_probe == 0 &&
        business_clock_moves(&o->clock, o->s->keeper->portfolio->windows.today, clocks_now(),
                             &today)) {
        store_status status = bookkeeper_advance(o->s->keeper, today);
        look_at(o, status, "moving to a new day");
        if (status == STORE_OK) {
            char date[DAY_TEXT_SIZE];
            day_format(today, date);
            log_write(LEVEL_INFO, "new_day", log_string("date", date));
            o->untidy = true;
        }
    }
    tell_counts(o);
    source_state_tell(o->s->config, &o->s->keeper->sources, clocks_now());
}

/* One turn: what is waiting, a bounded part of each; then what time brings; then, with nothing waiting, tidying. */
static void turn(owner *o, zmq_pollitem_t items[static POLLED]) {
    int ready = zmq_poll(items, POLLED, wait_milliseconds(o));
    if (ready < 0 && errno != EINTR) {
        give_up(o, "poll_failed", zmq_strerror(errno));
    }
    if (ready > 0 && items[FROM_SIGNALS].revents != 0) {
        read_signals(o);
    }
    /* Questions before the batch: one that came during the last batch does not wait for the next. */
    if (ready > 0 && items[FROM_QUERIES].revents != 0) {
        serve(o, &o->s->queries);
    }
    if (o->running && ready > 0 && items[FROM_ADMIN].revents != 0) {
        serve(o, &o->s->admin);
    }
    if (o->running && ready > 0 && items[FROM_INTAKE].revents != 0) {
        take_batch(o);
    }
    int64_t now = clocks_elapsed();
    if (o->running && now >= o->next_tick) {
        tick(o);
    }
    if (o->running && o->next_probe != 0 && now >= o->next_probe) {
        probe(o);
    }
    int64_t at;
    if (o->running && ready == 0 && tidy_due(o, &at) && now >= at) {
        tidy(o);
    }
}

int owner_loop_run(service *s) {
    owner o = {.s = s, .running = true, .untidy = true, .nothing = event_batch_create()};
    if (o.nothing == NULL) {
        give_up(&o, "no_memory", "for an empty batch");
    }
    zmq_pollitem_t items[POLLED] = {
        [FROM_INTAKE] = {.socket = intake_socket(s->intake), .events = ZMQ_POLLIN},
        [FROM_QUERIES] = {.socket = s->queries.socket, .events = ZMQ_POLLIN},
        [FROM_ADMIN] = {.socket = s->admin.socket, .events = ZMQ_POLLIN},
        [FROM_SIGNALS] = {.fd = s->signals, .events = ZMQ_POLLIN},
    };
    while (o.running) {
        turn(&o, items);
    }
    tell_counts(&o);
    event_batch_destroy(o.nothing);
    return o.exit_code;
}
