/* ranking_bench.c - what a ranking costs as it grows: update, rank, top 100, curve, borders.
 *
 * usage: ranking_bench [--clients N]... [--json] [--data FOLDER]
 *
 * For each N (10,000, 100,000 and 1,000,000 unless given) the same seeded figures. Times are of
 * calls in this process: the median of rounds of about 2 ms. --json adds some answers; --data
 * writes clients-N.tsv (id, figure), so that tools/bench-ranking can ask others the same. */
#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "portfolio/crossing.h"
#include "tools/common/number_argument.h"

enum {
    SIZES_MAX = 8,
    ROUNDS = 101,
    LOADS = 3,
    WARM = 100,
    POINTS = 100,
    TOP = 100,
    ASKED = 5,
    ID_ROOM = 16
};

#define ROUND_NS INT64_C(2000000)

/* As large as what the ranking keeps of a client. */
typedef struct step {
    uint32_t next;
    char rest[28];
} step;

typedef struct bench {
    uint32_t count;
    uint64_t random;
    directory names;
    ranking ranking;
    int64_t *figures; /* by client */
    step *steps;      /* one circle through all, in random order */
    uint32_t at;
    crossings crossings;
    uint64_t updates, crossed;
    uint64_t unread; /* results go here, so that no call can be left out */
} bench;

typedef struct operation {
    const char *name, *label;
    void (*run)(bench *b);
} operation;

static void fail(const char *what) {
    (void)fprintf(stderr, "ranking_bench: %s\n", what);
    exit(EXIT_FAILURE);
}

static void *must(void *memory) {
    if (memory == NULL) {
        fail("no memory");
    }
    return memory;
}

static int64_t now_ns(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* splitmix64: the same numbers on each machine. */
static uint64_t draw(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t some_client(bench *b) {
    return (uint32_t)(draw(&b->random) % b->count);
}

/* One of a hundred: what they touch stays in the processor's cache. */
static uint32_t warm_client(bench *b) {
    return (uint32_t)(draw(&b->random) % WARM) * (b->count / WARM);
}

/* Cents: 100.00 to 300,000.00, a fifth of the clients make about four fifths; some have none, or
 * more credited than billed. */
static int64_t some_figure(bench *b) {
    uint64_t kind = draw(&b->random) % 100;
    int64_t figure =
        INT64_C(3000000000000) / (int64_t)(draw(&b->random) % UINT64_C(300000000) + 100000);
    return kind == 0 ? -figure : kind <= 2 ? 0 : figure;
}

/* ---- what is measured ---- */

static void read_once(bench *b) {
    b->at = b->steps[b->at].next;
}

static move update_one(bench *b, uint32_t client, int64_t figure) {
    move m = {client, true, true, b->figures[client], figure};
    ranking_remove(&b->ranking, client, m.figure_before);
    if (!ranking_put(&b->ranking, client, m.figure_now)) {
        fail("no memory");
    }
    b->figures[client] = figure;
    return m;
}

static void update(bench *b) {
    (void)update_one(b, some_client(b), some_figure(b));
}

/* A cent more or less. */
static void update_warm(bench *b) {
    uint32_t client = warm_client(b);
    (void)update_one(b, client, b->figures[client] ^ 1);
}

static void update_crossing(bench *b) {
    const standing_rules rules = STANDING_DEFAULTS;
    borders before = standing_borders(&b->ranking, &rules);
    move m = update_one(b, some_client(b), some_figure(b));
    borders now = standing_borders(&b->ranking, &rules);
    b->crossings.count = 0;
    if (!crossings_add(&b->crossings, &b->ranking, &before, &now, &m, 1)) {
        fail("no memory");
    }
    b->updates++;
    b->crossed += b->crossings.count;
}

static void find(bench *b, uint32_t client) {
    int64_t figure = b->figures[client];
    ranking_place place = ranking_find(&b->ranking, client, figure);
    b->unread += place.place;
    b->unread += (uint64_t)standing_share(&b->ranking, place.sum_before + figure);
}

static void rank(bench *b) {
    find(b, some_client(b));
}
static void rank_warm(bench *b) {
    find(b, warm_client(b));
}

static void top(bench *b) {
    ranked clients[TOP];
    b->unread += ranking_copy(&b->ranking, 1, TOP, clients);
    b->unread += clients[TOP - 1].client;
}

static void curve(bench *b) {
    curve_point points[POINTS];
    b->unread += standing_curve(&b->ranking, POINTS, points);
    b->unread += (uint64_t)points[0].sum;
}

static void all_borders(bench *b) {
    const standing_rules rules = STANDING_DEFAULTS;
    b->unread += standing_borders(&b->ranking, &rules).b.place;
    b->unread += standing_pmg_borders(&b->ranking, &rules).m.place;
}

static const operation operations[] = {
    {"rank", "rank and cumulative share of a client", rank},
    {"rank_warm", "the same, of 100 clients in turn", rank_warm},
    {"top", "top 100", top},
    {"curve", "Pareto curve of 100 points", curve},
    {"borders", "all borders (Pareto, ABC, PMG)", all_borders},
    {"update", "rank update (remove, put)", update},
    {"update_warm", "the same, of 100 clients by a cent", update_warm},
    {"crossing", "rank update with who crossed a border", update_crossing},
    {"read", "for scale: one random memory read", read_once},
};
enum { OPERATIONS = sizeof operations / sizeof *operations };

typedef struct result {
    uint32_t count;
    double load_ms, crossed;
    double ns[OPERATIONS];
    json_t *answers;
} result;

/* ---- measuring ---- */

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static double run_calls(bench *b, const operation *o, uint32_t calls) {
    int64_t begin = now_ns();
    for (uint32_t i = 0; i < calls; i++) {
        o->run(b);
    }
    return (double)(now_ns() - begin);
}

static double measure(bench *b, const operation *o) {
    uint32_t calls = 1;
    while (run_calls(b, o, calls) < (double)ROUND_NS) {
        calls *= 2;
    }
    double rounds[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        rounds[i] = run_calls(b, o, calls) / calls;
    }
    return median(rounds, ROUNDS);
}

static double load(bench *b) {
    ranking_init(&b->ranking, &b->names);
    int64_t begin = now_ns();
    for (uint32_t i = 0; i < b->count; i++) {
        if (!ranking_put(&b->ranking, i, b->figures[i])) {
            fail("no memory");
        }
    }
    return (double)(now_ns() - begin) / 1e6;
}

static void make_clients(bench *b, const char *folder) {
    FILE *file = NULL;
    if (folder != NULL) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/clients-%" PRIu32 ".tsv", folder, b->count);
        file = fopen(path, "w");
        if (file == NULL) {
            perror(path);
            exit(EXIT_FAILURE);
        }
    }
    for (uint32_t i = 0; i < b->count; i++) {
        char id[ID_ROOM];
        (void)snprintf(id, sizeof id, "C-%07" PRIu32, i);
        if (directory_number(&b->names, text_of(id)) != i) {
            fail("no memory");
        }
        b->figures[i] = some_figure(b);
        b->steps[i].next = i;
        if (file != NULL) {
            (void)fprintf(file, "%s\t%" PRId64 "\n", id, b->figures[i]);
        }
    }
    if (file != NULL && (ferror(file) | fclose(file)) != 0) {
        fail("writing the clients failed: is there room in the folder given with --data?");
    }
    for (uint32_t i = b->count - 1; i > 0; i--) { /* Sattolo: a single circle */
        uint32_t other = (uint32_t)(draw(&b->random) % i);
        uint32_t next = b->steps[i].next;
        b->steps[i].next = b->steps[other].next;
        b->steps[other].next = next;
    }
}

/* [place, sum of places 1 .. place] for some clients, the curve and the borders. */
static json_t *answers(bench *b) {
    const standing_rules rules = STANDING_DEFAULTS;
    json_t *asked = must(json_object());
    for (uint32_t i = 0; i < ASKED; i++) {
        uint32_t client = some_client(b);
        ranking_place p = ranking_find(&b->ranking, client, b->figures[client]);
        text id = directory_name(&b->names, client);
        json_t *place = json_pack("[I, I]", (json_int_t)p.place,
                                  (json_int_t)(p.sum_before + b->figures[client]));
        if (json_object_setn_new(asked, id.bytes, id.length, place) != 0) {
            fail("no memory");
        }
    }
    curve_point points[POINTS];
    uint32_t count = standing_curve(&b->ranking, POINTS, points);
    json_t *line = must(json_array());
    for (uint32_t i = 0; i < count; i++) {
        (void)json_array_append_new(
            line, json_pack("[I, I]", (json_int_t)points[i].place, (json_int_t)points[i].sum));
    }
    borders ends = standing_borders(&b->ranking, &rules);
    json_t *places = json_pack("[I, I]", (json_int_t)ends.a.place, (json_int_t)ends.b.place);
    return must(json_pack("{s:o, s:o, s:o}", "rank", asked, "curve", line, "borders", places));
}

static result run_size(uint32_t count, const char *folder) {
    bench b = {.count = count, .random = 20260331};
    b.figures = must(calloc(count, sizeof *b.figures));
    b.steps = must(calloc(count, sizeof *b.steps));
    directory_init(&b.names, 1);
    make_clients(&b, folder);
    result r = {.count = count};
    double loads[LOADS];
    for (size_t i = 0; i < LOADS; i++) {
        if (i > 0) {
            ranking_finish(&b.ranking);
        }
        loads[i] = load(&b);
    }
    r.load_ms = median(loads, LOADS);
    r.answers = answers(&b);
    for (size_t i = 0; i < OPERATIONS; i++) {
        r.ns[i] = measure(&b, &operations[i]);
    }
    r.crossed = (double)b.crossed / (double)b.updates;
    /* What was measured was right: also a use of every result. */
    if (!ranking_verify(&b.ranking) || b.unread == 0) {
        fail("the ranking is not what a plain sort gives");
    }
    crossings_finish(&b.crossings);
    ranking_finish(&b.ranking);
    directory_finish(&b.names);
    free(b.steps);
    free(b.figures);
    return r;
}

/* ---- showing ---- */

static void print_table(const result *results, size_t count) {
    printf("%-40s", "clients");
    for (size_t i = 0; i < count; i++) {
        printf(" %14" PRIu32, results[i].count);
    }
    printf("\n%-40s", "load, ms in all");
    for (size_t i = 0; i < count; i++) {
        printf(" %8.1f x%-4.1f", results[i].load_ms, results[i].load_ms / results[0].load_ms);
    }
    for (size_t o = 0; o < OPERATIONS; o++) {
        printf("\n%-37s us", operations[o].label);
        for (size_t i = 0; i < count; i++) {
            printf(" %8.3f x%-4.1f", results[i].ns[o] / 1e3, results[i].ns[o] / results[0].ns[o]);
        }
    }
    printf("\n%-40s", "for scale: log n");
    for (size_t i = 0; i < count; i++) {
        printf(" %8s x%-4.2f", "", log(results[i].count) / log(results[0].count));
    }
    printf("\n%-40s", "clients that cross a border, an update");
    for (size_t i = 0; i < count; i++) {
        printf(" %8.2f      ", results[i].crossed);
    }
    printf("\nx: cost against the first column. Calls in this process; medians.\n");
}

static void print_json(const result *results, size_t count) {
    json_t *sizes = must(json_array());
    for (size_t i = 0; i < count; i++) {
        json_t *times = must(json_object());
        for (size_t o = 0; o < OPERATIONS; o++) {
            (void)json_object_set_new(times, operations[o].name, json_real(results[i].ns[o] / 1e3));
        }
        (void)json_object_set_new(times, "load", json_real(results[i].load_ms * 1e3));
        json_t *size = json_pack("{s:I, s:o, s:f, s:O}", "clients", (json_int_t)results[i].count,
                                 "microseconds", times, "crossed", results[i].crossed, "answers",
                                 results[i].answers);
        if (json_array_append_new(sizes, size) != 0) {
            fail("no memory");
        }
    }
    (void)json_dumpf(sizes, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
    (void)putchar('\n');
    json_decref(sizes);
}

int main(int argc, char **argv) {
    const struct option long_options[] = {{"clients", required_argument, NULL, 'c'},
                                          {"data", required_argument, NULL, 'd'},
                                          {"json", no_argument, NULL, 'j'},
                                          {NULL, 0, NULL, 0}};
    uint32_t sizes[SIZES_MAX] = {10000, 100000, 1000000};
    size_t given = 0;
    const char *folder = NULL;
    bool json = false;
    int c;
    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        uint64_t value;
        if (c == 'c' && given < SIZES_MAX && whole_argument(optarg, 1000, 10000000, &value)) {
            sizes[given++] = (uint32_t)value;
        } else if (c == 'd') {
            folder = optarg;
        } else if (c == 'j') {
            json = true;
        } else {
            fail("usage: ranking_bench [--clients N]... [--json] [--data FOLDER], N from 1000");
        }
    }
    size_t count = given > 0 ? given : 3;
    result results[SIZES_MAX];
    for (size_t i = 0; i < count; i++) {
        results[i] = run_size(sizes[i], folder);
    }
    (json ? print_json : print_table)(results, count);
    for (size_t i = 0; i < count; i++) {
        json_decref(results[i].answers);
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
