/* The whole path in one process, driven by lines: decode, portfolio, store, queries. A line in, a line out.
 *
 *   config PATH         opens the store of that configuration         ok | error TEXT
 *   event JSON          gathers one message                            accepted | duplicate | rejected REASON TEXT | busy
 *   commit              commits what is gathered                       ok
 *   day YYYY-MM-DD      moves today on                                 ok
 *   restart             closes as a crash would, opens again           ok
 *   tidy                writes every account that is behind            ok
 *   wipe                begins with an empty store                     ok
 *   query REQUEST       one JSON-RPC request, admin methods too        the answer
 *   check               recomputes all from the documents              ok | what differs
 *   quit
 *
 * Events are committed together when a `commit` or another command comes, or when no more input waits. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/zone.h"
#include "daemon/bookkeeper.h"
#include "daemon/rpc.h"
#include "tools/clientele_check/compare.h"

enum { LINE_BYTES = 32 << 20, SEED = 42 };

typedef struct harness {
    config config;
    bool configured;
    bookkeeper *keeper;
    event_decoder *decoder;
    event_batch *batch;
    int64_t now;
} harness;

static void say(const char *line) {
    (void)puts(line);
}

static bool open_books(harness *h) {
    char error[STORE_ERROR_SIZE];
    h->keeper = bookkeeper_open(&h->config, DAY_MIN, SEED, error);
    if (h->keeper == NULL) {
        (void)printf("error %s\n", error);
    }
    return h->keeper != NULL;
}

static void say_outcome(const batch_item *item) {
    switch (item->outcome) {
    case OUTCOME_ACCEPTED: say("accepted"); break;
    case OUTCOME_DUPLICATE: say("duplicate"); break;
    case OUTCOME_REJECTED:
        (void)printf("rejected %s %.*s\n", reason_name(item->reason), (int)item->explanation.length,
                     item->explanation.bytes);
        break;
    case OUTCOME_PENDING: say("busy"); break;
    }
}

static void commit(harness *h) {
    if (event_batch_message_count(h->batch) == 0) {
        return;
    }
    store_status status = bookkeeper_commit(h->keeper, h->batch, ++h->now);
    for (size_t i = 0; i < event_batch_item_count(h->batch); i++) {
        if (status == STORE_OK) {
            say_outcome(event_batch_item(h->batch, i));
        } else {
            (void)printf("busy %s\n", h->keeper->error);
        }
    }
    event_batch_clear(h->batch);
}

static void take_event(harness *h, const char *bytes, size_t length) {
    if (!event_batch_open_message(h->batch, NULL, (text){NULL, 0}, false) ||
        !event_decode_message(h->decoder, bytes, length, (text){NULL, 0}, h->batch, NULL)) {
        say("busy no memory");
        exit(1);
    }
    if (event_batch_full(h->batch)) {
        commit(h);
    }
}

static void configure(harness *h, const char *path) {
    complaint wrong;
    if (!config_load(path, &h->config, &wrong)) {
        (void)printf("error %s\n", wrong.text);
        return;
    }
    if (!zone_set(h->config.timezone)) {
        say("error time zone");
        return;
    }
    h->decoder = event_decoder_create(&h->config.decode);
    h->batch = event_batch_create();
    h->configured = h->decoder != NULL && h->batch != NULL;
    if (h->configured && open_books(h)) {
        say("ok");
    }
}

static void move_day(harness *h, const char *bytes, size_t length) {
    day d;
    if (!day_parse(bytes, length, &d)) {
        say("error not a date");
        return;
    }
    say(bookkeeper_advance(h->keeper, d) == STORE_OK ? "ok" : h->keeper->error);
}

static void restart(harness *h) {
    bookkeeper_abandon(h->keeper);
    if (open_books(h)) {
        say("ok");
    }
}

static void wipe(harness *h) {
    char path[1024];
    static const char *const files[] = {"store/data.mdb", "store/lock.mdb"};
    bookkeeper_abandon(h->keeper);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", h->config.state_dir, files[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof path, "%s/store", h->config.state_dir);
    (void)rmdir(path);
    if (open_books(h)) {
        say("ok");
    }
}

static void tidy(harness *h) {
    uint32_t left = 1;
    while (left > 0) {
        if (bookkeeper_tidy(h->keeper, 64, &left) != STORE_OK) {
            say(h->keeper->error);
            return;
        }
    }
    say("ok");
}

static void query(harness *h, const char *bytes, size_t length) {
    size_t answer_length;
    rpc_context context = {.keeper = h->keeper, .role = ROLE_ADMIN, .now = ++h->now};
    char *answer = rpc_answer(&context, bytes, length, &answer_length);
    say(answer == NULL ? "error no memory" : answer);
    free(answer);
}

static void tell_first(void *context, const char *sentence) {
    char *first = context;
    if (first[0] == '\0') {
        (void)snprintf(first, 512, "%s", sentence);
    }
}

static void check(harness *h) {
    char error[STORE_ERROR_SIZE] = "";
    char first[512] = "";
    check_report report = {.difference = tell_first, .context = first};
    bool done = check_store(h->keeper->store, &h->config, &report, error);
    if (done && !portfolio_verify(h->keeper->portfolio)) {
        (void)snprintf(first, sizeof first,
                       "the live portfolio's sums are not the sums of their parts");
    }
    say(!done ? error : first[0] == '\0' ? "ok" : first);
}

/* Whether the line begins with the word; *rest is what follows it. */
static bool begins(const char *line, size_t length, const char *word, const char **rest,
                   size_t *rest_length) {
    size_t n = strlen(word);
    if (length < n || memcmp(line, word, n) != 0 || (length > n && line[n] != ' ')) {
        return false;
    }
    *rest = line + (length > n ? n + 1 : n);
    *rest_length = length - (size_t)(*rest - line);
    return true;
}

static void obey(harness *h, char *line, size_t length) {
    const char *rest;
    size_t n;
    if (h->configured && begins(line, length, "event", &rest, &n)) {
        take_event(h, rest, n);
        return;
    }
    if (begins(line, length, "config", &rest, &n)) {
        configure(h, rest);
        return;
    }
    if (!h->configured || h->keeper == NULL) {
        say("error give a working config first");
        return;
    }
    commit(h);
    if (begins(line, length, "commit", &rest, &n)) {
        say("ok");
    } else if (begins(line, length, "day", &rest, &n)) {
        move_day(h, rest, n);
    } else if (begins(line, length, "restart", &rest, &n)) {
        restart(h);
    } else if (begins(line, length, "tidy", &rest, &n)) {
        tidy(h);
    } else if (begins(line, length, "wipe", &rest, &n)) {
        wipe(h);
    } else if (begins(line, length, "query", &rest, &n)) {
        query(h, rest, n);
    } else if (begins(line, length, "check", &rest, &n)) {
        check(h);
    } else {
        say("error no such command");
    }
}

static void finish(harness *h) {
    bookkeeper_abandon(h->keeper);
    event_decoder_destroy(h->decoder);
    event_batch_destroy(h->batch);
    config_finish(&h->config);
}

static bool more_waits(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

int main(void) {
    harness h = {0};
    size_t used = 0;
    char *buffer = malloc(LINE_BYTES);
    bool running = buffer != NULL;
    while (running) {
        if (h.batch != NULL && !more_waits()) {
            commit(&h);
        }
        (void)fflush(stdout);
        ssize_t got = read(STDIN_FILENO, buffer + used, LINE_BYTES - used);
        if (got <= 0) {
            break;
        }
        used += (size_t)got;
        char *line = buffer;
        for (char *end; running && (end = memchr(line, '\n', used)) != NULL;) {
            size_t length = (size_t)(end - line);
            *end = '\0';
            running = strcmp(line, "quit") != 0;
            if (running) {
                obey(&h, line, length);
            }
            used -= length + 1;
            line = end + 1;
        }
        memmove(buffer, line, used);
    }
    finish(&h);
    (void)fflush(stdout);
    free(buffer);
    return 0;
}
