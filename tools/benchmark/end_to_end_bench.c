/* End to end: JSON over ZeroMQ into a real clienteled, durable, with queries meanwhile.
 *
 * Prints events per second, query latency, bytes written per event and memory per client; beside them what the parts
 * give in the same run (the disk's own sync, an idle query), since machines differ. Started by tools/bench. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#include "portfolio/calendar.h"
#include "tools/common/rpc_call.h"

enum { MESSAGE_ROOM = 1 << 20, LATENCIES_MAX = 1 << 20 };

typedef struct options {
    const char *bin;
    uint64_t events;
    uint32_t clients, batch, window, days;
    bool live, skewed, json;
} options;

typedef struct bench {
    options options;
    char dir[64];
    char query[64], ingest[64], feed[64];
    pid_t daemon;
    void *context;
    char **messages;
    uint32_t *lengths;
    uint32_t message_count;
    uint64_t random;
    atomic_bool done;
    int64_t *latencies;
    uint32_t latency_count;
} bench;

typedef struct figures {
    double seconds, events_per_second, sync_ms, p50_us, p99_us, p999_us, idle_p50_us;
    double written_per_event, memory_per_client;
} figures;

static void fail(const char *what) {
    (void)fprintf(stderr, "bench: %s: %s\n", what, errno != 0 ? zmq_strerror(errno) : "failed");
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* splitmix64: seeded, the same events in every run. */
static uint64_t next_random(bench *b) {
    uint64_t z = (b->random += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint32_t pick_client(bench *b) {
    uint64_t r = next_random(b) % b->options.clients;
    if (b->options.skewed) { /* the smaller of three: few clients get most events */
        for (int i = 0; i < 2; i++) {
            uint64_t other = next_random(b) % b->options.clients;
            r = other < r ? other : r;
        }
    }
    return (uint32_t)r;
}

/* Orders and the invoices that bill them, in turn, over the days up to 2026-06-30. */
static int write_event(bench *b, uint64_t i, char *out, size_t room) {
    static const char *const categories[] = {"Binders", "Paper",  "Chairs",
                                             "Phones",  "Tables", "Storage"};
    char date[DAY_TEXT_SIZE];
    uint64_t order = i / 2;
    b->random = order * 77 + 1;
    uint32_t client = pick_client(b);
    uint64_t cents = 500 + next_random(b) % 500000;
    uint64_t other = 300 + next_random(b) % 90000;
    const char *first = categories[next_random(b) % 6];
    const char *second = categories[next_random(b) % 6];
    day_format((day)(20634 - b->options.days +
                     (int64_t)(order * b->options.days / (b->options.events / 2 + 1))),
               date);
    bool invoice = i % 2;
    return snprintf(
        out, room,
        "{\"specversion\":\"1.0\",\"type\":\"%s\",\"source\":\"%s\",\"id\":\"ev-%" PRIu64
        "\",\"time\":\"%sT%02u:14:00+01:00\",\"sequence\":\"%012" PRIu64
        "\",\"data\":{\"id\":\"%s-%09" PRIu64
        "\",\"client\":\"C-%07u\",\"date\":\"%s\",\"currency\":\"EUR\",%s%09" PRIu64
        "%s\"lines\":[{\"sku\":\"OFF-BI-1000%04u\",\"category\":\"%s\",\"quantity\":\"4\","
        "\"amount\":\"%" PRIu64 ".%02u\",\"cost\":\"%" PRIu64
        ".%02u\"},{\"sku\":\"FUR-CH-1000%04u\",\"category\":\"%s\",\"quantity\":"
        "\"1.5\",\"amount\":\"%" PRIu64 ".%02u\",\"cost\":\"%" PRIu64 ".50\"}]}}",
        invoice ? "invoice.issued" : "order.placed", invoice ? "/billing" : "/orders", i, date,
        invoice ? 16U : 9U, order + 1, invoice ? "F" : "CMD", order, client, date,
        invoice ? "\"order\":\"CMD-" : "\"quote\":\"Q-", order, "\",", (unsigned)(cents % 9999),
        first, cents / 100, (unsigned)(cents % 100), cents / 160, (unsigned)(cents % 90),
        (unsigned)(other % 9999), second, other / 100, (unsigned)(other % 100), other / 170);
}

/* All messages are made before the clock starts. */
static void make_messages(bench *b) {
    char *room = malloc(MESSAGE_ROOM);
    uint32_t count = (uint32_t)((b->options.events + b->options.batch - 1) / b->options.batch);
    b->messages = calloc(count, sizeof *b->messages);
    b->lengths = calloc(count, sizeof *b->lengths);
    if (room == NULL || b->messages == NULL || b->lengths == NULL) {
        fail("memory");
    }
    for (uint64_t i = 0; i < b->options.events; b->message_count++) {
        size_t used = 0;
        room[used++] = '[';
        for (uint32_t n = 0; n < b->options.batch && i < b->options.events; n++, i++) {
            if (n > 0) {
                room[used++] = ',';
            }
            used += (size_t)write_event(b, i, room + used, MESSAGE_ROOM - used);
        }
        room[used++] = ']';
        bool single = b->options.batch == 1;
        b->lengths[b->message_count] = (uint32_t)(single ? used - 2 : used);
        b->messages[b->message_count] = malloc(used);
        if (b->messages[b->message_count] == NULL) {
            fail("memory");
        }
        memcpy(b->messages[b->message_count], room + single, b->lengths[b->message_count]);
    }
    free(room);
}

static void start_daemon(bench *b) {
    char path[128];
    int port = 10000 + (int)(getpid() * 4 % 20000); /* below the ephemeral ports */
    (void)snprintf(b->dir, sizeof b->dir, "./bench-state-XXXXXX");
    if (mkdtemp(b->dir) == NULL) {
        fail("a state folder here");
    }
    (void)snprintf(b->query, sizeof b->query, "tcp://127.0.0.1:%d", port);
    (void)snprintf(b->ingest, sizeof b->ingest, "tcp://127.0.0.1:%d", port + 1);
    (void)snprintf(b->feed, sizeof b->feed, "tcp://127.0.0.1:%d", port + 3);
    (void)snprintf(path, sizeof path, "%s/clienteled.yaml", b->dir);
    FILE *config = fopen(path, "w");
    if (config == NULL ||
        fprintf(config,
                "state_dir: %s\nclock: event\nendpoints: {query: \"%s\", ingest: \"%s\", publish: "
                "\"tcp://127.0.0.1:%d\"}\nfeeds: [{name: bench, connect: \"%s\"}]\n",
                b->dir, b->query, b->ingest, port + 2, b->feed) < 0 ||
        fclose(config) != 0) {
        fail(path);
    }
    b->daemon = fork();
    if (b->daemon == 0) {
        char program[512];
        (void)snprintf(program, sizeof program, "%s/clienteled", b->options.bin);
        execl(program, program, "-c", path, "--log-level", "warning", (char *)NULL);
        _exit(127);
    }
    if (b->daemon < 0) {
        fail("fork");
    }
}

static json_t *ask(bench *b, void *socket, const char *method, json_t *params) {
    (void)b;
    json_t *request = json_pack("{s:s, s:i, s:s, s:o}", "jsonrpc", "2.0", "id", 1, "method", method,
                                "params", params);
    char *text = request == NULL ? NULL : json_dumps(request, JSON_COMPACT);
    json_decref(request);
    if (text == NULL || zmq_send(socket, text, strlen(text), 0) < 0) {
        fail("query");
    }
    free(text);
    static _Thread_local char answer[1 << 20];
    int length = zmq_recv(socket, answer, sizeof answer, 0);
    if (length < 0) {
        return NULL;
    }
    json_t *reply = json_loadb(answer, (size_t)length, 0, NULL);
    json_t *result = json_incref(json_object_get(reply, "result"));
    json_decref(reply);
    return result;
}

static void *connect_to(bench *b, int type, const char *endpoint, int timeout_ms) {
    int linger = 0;
    void *socket = zmq_socket(b->context, type);
    if (socket == NULL || zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger) != 0 ||
        zmq_setsockopt(socket, ZMQ_RCVTIMEO, &timeout_ms, sizeof timeout_ms) != 0 ||
        zmq_connect(socket, endpoint) != 0) {
        fail(endpoint);
    }
    return socket;
}

static int64_t documents_in(bench *b, void *socket) {
    json_t *health = ask(b, socket, "system.health", json_object());
    int64_t documents = json_integer_value(json_object_get(health, "documents"));
    json_decref(health);
    return documents;
}

static int compare_latency(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double percentile_us(bench *b, double share) {
    return b->latency_count == 0
               ? 0
               : (double)b->latencies[(uint32_t)(share * (b->latency_count - 1))] / 1000;
}

static void time_query(bench *b, void *socket, uint64_t *random) {
    char client[16];
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407U;
    (void)snprintf(client, sizeof client, "C-%07u",
                   (uint32_t)((*random >> 33) % b->options.clients));
    int64_t began = now_ns();
    json_decref(ask(b, socket, "client.get", json_pack("{s:s}", "client", client)));
    if (b->latency_count < LATENCIES_MAX) {
        b->latencies[b->latency_count++] = now_ns() - began;
    }
}

static void *query_thread(void *argument) {
    bench *b = argument;
    void *socket = connect_to(b, ZMQ_REQ, b->query, 60000);
    uint64_t random = 7;
    while (!atomic_load(&b->done)) {
        time_query(b, socket, &random);
        struct timespec pause = {.tv_nsec = 1000000}; /* a thousand queries a second at most */
        (void)nanosleep(&pause, NULL);
    }
    (void)zmq_close(socket);
    return NULL;
}

static void send_acknowledged(bench *b) {
    void *socket = connect_to(b, ZMQ_DEALER, b->ingest, 60000);
    char answer[4096];
    uint32_t sent = 0;
    for (uint32_t answered = 0; answered < b->message_count; answered++) {
        for (; sent < b->message_count && sent - answered < b->options.window; sent++) {
            if (zmq_send(socket, b->messages[sent], b->lengths[sent], 0) < 0) {
                fail("send");
            }
        }
        int length = zmq_recv(socket, answer, sizeof answer - 1, 0);
        if (length < 0 || strncmp(answer, "{\"accepted\":", 12) != 0) {
            fail("acknowledgement");
        }
    }
    (void)zmq_close(socket);
}

static void send_live(bench *b, void *queries) {
    int all = 1;
    int linger = -1;
    char subscription[64];
    void *socket = zmq_socket(b->context, ZMQ_XPUB);
    if (socket == NULL || zmq_setsockopt(socket, ZMQ_XPUB_NODROP, &all, sizeof all) != 0 ||
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger) != 0 ||
        zmq_bind(socket, b->feed) != 0 ||
        zmq_recv(socket, subscription, sizeof subscription, 0) < 0) {
        fail("live feed");
    }
    for (uint32_t i = 0; i < b->message_count; i++) {
        if (zmq_send(socket, "bench", 5, ZMQ_SNDMORE) < 0 ||
            zmq_send(socket, b->messages[i], b->lengths[i], 0) < 0) {
            fail("publish");
        }
    }
    while (documents_in(b, queries) < (int64_t)b->options.events) {
        struct timespec pause = {.tv_nsec = 5000000};
        (void)nanosleep(&pause, NULL);
    }
    (void)zmq_close(socket);
}

static double read_field(pid_t process, const char *file, const char *field) {
    char path[64];
    char line[256];
    double value = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/%s", (int)process, file);
    FILE *in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (strncmp(line, field, strlen(field)) == 0) {
            value = strtod(line + strlen(field), NULL);
        }
    }
    if (in != NULL) {
        (void)fclose(in);
    }
    return value;
}

/* The median of the disk's own sync of 4 KiB appended, in milliseconds. */
static double measure_sync(bench *b) {
    char path[128];
    char block[4096] = {0};
    int64_t times[101];
    (void)snprintf(path, sizeof path, "%s/sync", b->dir);
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 101; i++) {
        int64_t began = now_ns();
        if (file < 0 || write(file, block, sizeof block) != sizeof block || fdatasync(file) != 0) {
            fail(path);
        }
        times[i] = now_ns() - began;
    }
    (void)close(file);
    (void)unlink(path);
    qsort(times, 101, sizeof *times, compare_latency);
    return (double)times[50] / 1e6;
}

static void run(bench *b, figures *f) {
    pthread_t queries;
    uint64_t random = 3;
    make_messages(b);
    start_daemon(b);
    f->sync_ms = measure_sync(b);
    void *socket = connect_to(b, ZMQ_REQ, b->query, 60000);
    json_decref(ask(b, socket, "system.version", json_object()));
    for (int i = 0; i < 2000; i++) {
        time_query(b, socket, &random);
    }
    qsort(b->latencies, b->latency_count, sizeof *b->latencies, compare_latency);
    f->idle_p50_us = percentile_us(b, 0.5);
    b->latency_count = 0;
    if (pthread_create(&queries, NULL, query_thread, b) != 0) {
        fail("thread");
    }
    int64_t began = now_ns();
    if (b->options.live) {
        send_live(b, socket);
    } else {
        send_acknowledged(b);
    }
    f->seconds = (double)(now_ns() - began) / 1e9;
    atomic_store(&b->done, true);
    (void)pthread_join(queries, NULL);
    qsort(b->latencies, b->latency_count, sizeof *b->latencies, compare_latency);
    f->events_per_second = (double)b->options.events / f->seconds;
    f->p50_us = percentile_us(b, 0.5);
    f->p99_us = percentile_us(b, 0.99);
    f->p999_us = percentile_us(b, 0.999);
    f->written_per_event = read_field(b->daemon, "io", "write_bytes:") / (double)b->options.events;
    json_t *health = ask(b, socket, "system.health", json_object());
    double clients = (double)json_integer_value(json_object_get(health, "clients"));
    json_decref(health);
    f->memory_per_client =
        (read_field(b->daemon, "status", "RssAnon:") * 1024) / (clients > 0 ? clients : 1);
    (void)zmq_close(socket);
    if (kill(b->daemon, SIGTERM) != 0 || waitpid(b->daemon, NULL, 0) < 0) {
        fail("stopping the daemon");
    }
}

static void print_figures(const bench *b, const figures *f) {
    if (b->options.json) {
        (void)printf("{\"mode\":\"%s\",\"skewed\":%s,\"events\":%" PRIu64
                     ",\"days\":%u,\"clients\":%u,\"batch\":%u,\"window\":%u,\"events_per_second\":"
                     "%.0f,\"sync_"
                     "ms\":%.3f,"
                     "\"query_idle_p50_us\":%.0f,\"query_p50_us\":%.0f,\"query_p99_us\":%.0f,"
                     "\"query_p999_us\":%.0f,"
                     "\"written_per_event\":%.0f,\"memory_per_client\":%.0f}\n",
                     b->options.live ? "live" : "acknowledged",
                     b->options.skewed ? "true" : "false", b->options.events, b->options.days,
                     b->options.clients, b->options.batch, b->options.window, f->events_per_second,
                     f->sync_ms, f->idle_p50_us, f->p50_us, f->p99_us, f->p999_us,
                     f->written_per_event, f->memory_per_client);
        return;
    }
    (void)printf(
        "%-12s %8" PRIu64 " events %4u days %7u clients %4u a message  %8.0f events/s  query p50 "
        "%5.0f p99 %6.0f p99.9 "
        "%6.0f us (idle p50 %4.0f)  %5.0f B written/event  %5.0f B/client  (sync %.2f ms)\n",
        b->options.live ? "live" : "acknowledged", b->options.events, b->options.days,
        b->options.clients, b->options.batch, f->events_per_second, f->p50_us, f->p99_us,
        f->p999_us, f->idle_p50_us, f->written_per_event, f->memory_per_client, f->sync_ms);
}

static void parse(int argc, char **argv, options *o) {
    static const struct option long_options[] = {
        {"bin", 1, NULL, 'b'},   {"events", 1, NULL, 'e'}, {"clients", 1, NULL, 'c'},
        {"batch", 1, NULL, 'n'}, {"window", 1, NULL, 'w'}, {"days", 1, NULL, 'd'},
        {"live", 0, NULL, 'l'},  {"skewed", 0, NULL, 's'}, {"json", 0, NULL, 'j'},
        {NULL, 0, NULL, 0}};
    for (int c; (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        uint64_t number = optarg == NULL ? 0 : strtoull(optarg, NULL, 10);
        o->bin = c == 'b' ? optarg : o->bin;
        o->events = c == 'e' ? number : o->events;
        o->clients = c == 'c' ? (uint32_t)number : o->clients;
        o->batch = c == 'n' ? (uint32_t)number : o->batch;
        o->window = c == 'w' ? (uint32_t)number : o->window;
        o->days = c == 'd' ? (uint32_t)number : o->days;
        o->live |= c == 'l';
        o->skewed |= c == 's';
        o->json |= c == 'j';
        if (c == '?') {
            exit(2);
        }
    }
    if (o->events == 0 || o->clients == 0 || o->batch == 0 || o->batch > 1000 || o->window == 0) {
        (void)fputs("bench: events, clients, batch (at most 1000) and window are at least 1\n",
                    stderr);
        exit(2);
    }
}

int main(int argc, char **argv) {
    bench b = {.options = {.bin = "build/release/bin",
                           .events = 500000,
                           .clients = 100000,
                           .batch = 100,
                           .window = 32,
                           .days = 60}};
    figures f = {0};
    parse(argc, argv, &b.options);
    b.context = zmq_ctx_new();
    b.latencies = calloc(LATENCIES_MAX, sizeof *b.latencies);
    if (b.context == NULL || b.latencies == NULL) {
        fail("memory");
    }
    run(&b, &f);
    print_figures(&b, &f);
    for (uint32_t i = 0; i < b.message_count; i++) {
        free(b.messages[i]);
    }
    free(b.messages);
    free(b.lengths);
    free(b.latencies);
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", b.dir);
    int removed = system(command);
    (void)zmq_ctx_term(b.context);
    return removed == 0 ? 0 : 1;
}
