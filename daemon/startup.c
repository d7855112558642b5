#include "daemon/startup.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "conf/zone.h"
#include "daemon/clocks.h"
#include "daemon/log.h"

_Static_assert(STARTUP_ERROR_SIZE >= STORE_ERROR_SIZE, "the store's sentences fit");
_Static_assert(STARTUP_ERROR_SIZE >= ENDPOINT_ERROR_SIZE, "the sockets' sentences fit");

#define COMPLAIN(error, ...) ((void)snprintf((error), STARTUP_ERROR_SIZE, __VA_ARGS__))

/* ---- time zone ---- */

static bool start_zone(service *self, char error[static STARTUP_ERROR_SIZE]) {
    if (!zone_set(self->config->timezone)) {
        COMPLAIN(error,
                 "timezone: no time zone %s on this machine; install tzdata or correct the name",
                 self->config->timezone);
        return false;
    }
    return true;
}

/* ---- state folder ---- */

static bool start_folder(service *self, char error[static STARTUP_ERROR_SIZE]) {
    const char *path = self->config->state_dir;
    struct stat found;
    if (stat(path, &found) != 0) {
        if (errno == ENOENT) {
            COMPLAIN(error, "state_dir: %s does not exist; make it with: mkdir -p %s", path, path);
        } else {
            COMPLAIN(error, "state_dir: %s: %s", path, strerror(errno));
        }
        return false;
    }
    if (!S_ISDIR(found.st_mode)) {
        COMPLAIN(error, "state_dir: %s is not a folder; name another, or move the file away", path);
        return false;
    }
    if (access(path, R_OK | W_OK | X_OK) != 0) {
        COMPLAIN(error, "state_dir: %s: %s; make user %u its owner: chown %u %s", path,
                 strerror(errno), geteuid(), geteuid(), path);
        return false;
    }
    return true;
}

/* ---- signals ---- */

static bool start_signals(service *self, char error[static STARTUP_ERROR_SIZE]) {
    sigset_t told;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    bool set = sigemptyset(&told) == 0 && sigaddset(&told, SIGTERM) == 0 &&
               sigaddset(&told, SIGINT) == 0 && sigaddset(&told, SIGHUP) == 0 &&
               sigaction(SIGPIPE, &ignore, NULL) == 0 && sigprocmask(SIG_BLOCK, &told, NULL) == 0;
    self->signals = set ? signalfd(-1, &told, SFD_CLOEXEC | SFD_NONBLOCK) : -1;
    if (self->signals < 0) {
        COMPLAIN(error, "cannot wait for signals: %s", strerror(errno));
        return false;
    }
    return true;
}

static void stop_signals(service *self) {
    if (self->signals >= 0) {
        (void)close(self->signals); /* nothing was written to it */
        self->signals = -1;
    }
}

/* ---- store and figures ---- */

static bool start_keeper(service *self, char error[static STARTUP_ERROR_SIZE]) {
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed) {
        COMPLAIN(error, "no random numbers from the system: %s", strerror(errno));
        return false;
    }
    day today = zone_local_day(clocks_now());
    if (self->config->clock == CLOCK_WALL && (today < DAY_MIN || today > DAY_MAX)) {
        COMPLAIN(error, "the system clock is not between 1900 and 2199; set it");
        return false;
    }
    self->keeper = bookkeeper_open(self->config, today, seed, error);
    if (self->keeper == NULL) {
        return false;
    }
    if (self->config->clock == CLOCK_WALL && bookkeeper_advance(self->keeper, today) != STORE_OK) {
        COMPLAIN(error, "state_dir: %s: cannot write today's date: %s", self->config->state_dir,
                 self->keeper->error);
        self->abandon = true;
        return false;
    }
    return true;
}

static void stop_keeper(service *self) {
    if (self->abandon) {
        bookkeeper_abandon(self->keeper);
    } else {
        bookkeeper_close(self->keeper);
    }
    self->keeper = NULL;
}

/* ---- sockets ---- */

static bool start_context(service *self, char error[static STARTUP_ERROR_SIZE]) {
    self->context = zmq_ctx_new();
    if (self->context == NULL) {
        COMPLAIN(error, "cannot start ZeroMQ: %s", zmq_strerror(errno));
        return false;
    }
    return true;
}

static void stop_context(service *self) {
    while (self->context != NULL && zmq_ctx_term(self->context) != 0 && errno == EINTR) {}
    self->context = NULL;
}

static void tell_opened(const char *key, void *socket, const char *configured) {
    char bound[ENDPOINT_ADDRESS_SIZE];
    endpoint_bound(socket, bound);
    log_write(LEVEL_INFO, "listening", log_string("key", key), log_string("address", bound));
    if (!endpoint_is_local(configured)) {
        log_write(LEVEL_WARNING, "open_to_the_network", log_string("key", key),
                  log_string("address", bound),
                  log_string("why",
                             "this version neither encrypts connections nor asks who connects; use "
                             "127.0.0.1, or a network that only trusted machines reach"));
    }
}

static bool start_queries(service *self, char error[static STARTUP_ERROR_SIZE]) {
    const char *address = self->config->query_endpoint;
    if (!query_socket_init(&self->queries, self->context, ROLE_QUERY, "endpoints.query", address,
                           error)) {
        return false;
    }
    tell_opened("endpoints.query", self->queries.socket, address);
    return true;
}

static void stop_queries(service *self) {
    query_socket_finish(&self->queries);
}

/* "ipc://STATE_DIR/admin.sock"; false: too long. */
static bool admin_address(const service *self, char out[static ENDPOINT_ADDRESS_SIZE]) {
    int length =
        snprintf(out, ENDPOINT_ADDRESS_SIZE, "ipc://%s/admin.sock", self->config->state_dir);
    return length > 0 && length < ENDPOINT_ADDRESS_SIZE;
}

/* A socket file left by a daemon that was killed is replaced: the store's lock tells that it is not in use. */
static bool start_admin(service *self, char error[static STARTUP_ERROR_SIZE]) {
    char address[ENDPOINT_ADDRESS_SIZE];
    if (!admin_address(self, address)) {
        COMPLAIN(error,
                 "state_dir: the path is too long for a socket in it (107 bytes with /admin.sock)");
        return false;
    }
    return query_socket_init(&self->admin, self->context, ROLE_ADMIN, "state_dir", address, error);
}

static void stop_admin(service *self) {
    char address[ENDPOINT_ADDRESS_SIZE];
    if (self->admin.socket != NULL && admin_address(self, address)) {
        query_socket_finish(&self->admin);
        (void)unlink(address + strlen("ipc://")); /* ZeroMQ may have done so */
    }
}

/* ---- ingest ---- */

static bool start_intake(service *self, char error[static STARTUP_ERROR_SIZE]) {
    const config *c = self->config;
    self->feeds = calloc(c->feed_count + 1, sizeof *self->feeds);
    if (self->feeds == NULL) {
        COMPLAIN(error, "no memory for the feeds");
        return false;
    }
    for (size_t i = 0; i < c->feed_count; i++) {
        const feed_config *f = &c->feeds[i];
        self->feeds[i] = (feed_settings){f->name,        f->endpoint,   f->bind,  f->topics,
                                         f->topic_count, f->name_space, f->replay};
    }
    size_t standing_count;
    batch_standing *last_known = bookkeeper_standings(self->keeper, &standing_count);
    if (last_known == NULL) {
        COMPLAIN(error, "no memory for the sources");
        return false;
    }
    const intake_settings settings = {.context = self->context,
                                      .address = c->ingest_endpoint,
                                      .feeds = self->feeds,
                                      .feed_count = c->feed_count,
                                      .rules = &c->decode,
                                      .standings = last_known,
                                      .standing_count = standing_count};
    self->intake = intake_create(&settings, error);
    free(last_known);
    if (self->intake == NULL) {
        return false;
    }
    for (size_t i = 0; i < c->feed_count; i++) {
        log_write(LEVEL_INFO, "feed", log_string("name", c->feeds[i].name),
                  log_string(c->feeds[i].bind ? "bind" : "connect", c->feeds[i].endpoint));
        if (c->feeds[i].bind) {
            tell_opened(c->feeds[i].name, intake_feed_socket(self->intake, i),
                        c->feeds[i].endpoint);
        }
    }
    tell_opened("endpoints.ingest", intake_submit_socket(self->intake), c->ingest_endpoint);
    return intake_start(self->intake, error);
}

static void stop_intake(service *self) {
    intake_destroy(self->intake);
    self->intake = NULL;
    free(self->feeds);
    self->feeds = NULL;
}

/* ---- the order ---- */

typedef struct startup_step {
    bool (*start)(service *self, char error[static STARTUP_ERROR_SIZE]);
    void (*stop)(
        service *self); /* also after a start that failed half way; NULL: nothing to stop */
} startup_step;

static const startup_step steps[] = {
    {start_zone, NULL},
    {start_folder, NULL},
    {start_keeper,
     stop_keeper}, /* takes the store's lock: before anything in the folder is touched */
    {start_signals, stop_signals}, /* before any thread: threads inherit what is blocked */
    {start_context, stop_context},
    {start_queries, stop_queries},
    {start_admin, stop_admin},
    {start_intake, stop_intake},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void stop_from(service *self, int last) {
    for (int i = last; i >= 0; i--) {
        if (steps[i].stop != NULL) {
            steps[i].stop(self);
        }
    }
}

bool startup_run(service *self, const config *c, char error[static STARTUP_ERROR_SIZE]) {
    *self = (service){.config = c, .started = clocks_now(), .signals = -1};
    for (int i = 0; i < STEPS; i++) {
        if (!steps[i].start(self, error)) {
            stop_from(self, i);
            return false;
        }
    }
    return true;
}

void startup_undo(service *self) {
    stop_from(self, STEPS - 1);
}
