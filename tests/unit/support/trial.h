/* trial.h - a ranking under test beside what it should hold, sorted plainly. */
#ifndef TESTS_UNIT_SUPPORT_TRIAL_H
#define TESTS_UNIT_SUPPORT_TRIAL_H

#include <inttypes.h>

#include "portfolio/standing.h"
#include "tests/unit/support/unit.h"

enum { CLIENTS_MAX = 10000 };

/* The ranking under test, and what it should hold. */
typedef struct trial {
    directory clients;
    ranking ranking;
    uint64_t seed;
    uint32_t client_count;
    bool in[CLIENTS_MAX];
    int64_t figures[CLIENTS_MAX];
    ranked sorted[CLIENTS_MAX]; /* by trial_sort */
    int64_t sums[CLIENTS_MAX + 1];
    uint32_t count, positive;
} trial;

/* Ids whose order is not that of the numbers; some are the beginning of others. */
static inline trial *trial_create(uint32_t client_count, uint64_t seed) {
    trial *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->seed = seed;
    directory_init(&t->clients, seed);
    while (t->client_count < client_count) {
        char id[16];
        uint64_t range = client_count < 50 ? 99 : 9999999;
        (void)snprintf(id, sizeof id, "%s%" PRIu64, random_next(&t->seed) % 2 ? "C-" : "c",
                       random_next(&t->seed) % range);
        if (directory_find(&t->clients, text_of(id)) == NUMBER_NONE) {
            assert_int_equal(directory_number(&t->clients, text_of(id)), t->client_count);
            t->client_count++;
        }
    }
    ranking_init(&t->ranking, &t->clients);
    return t;
}

static inline void trial_destroy(trial *t) {
    ranking_finish(&t->ranking);
    directory_finish(&t->clients);
    free(t);
}

static const directory *trial_clients; /* NULL: equal figures by client number */

static inline int trial_compare(const void *one, const void *other) {
    const ranked *a = one;
    const ranked *b = other;
    if (a->figure != b->figure) {
        return a->figure > b->figure ? -1 : 1;
    }
    if (trial_clients == NULL) {
        return (a->client > b->client) - (a->client < b->client);
    }
    return text_compare(directory_name(trial_clients, a->client),
                        directory_name(trial_clients, b->client));
}

static inline void trial_sort(trial *t) {
    t->count = 0;
    t->positive = 0;
    for (uint32_t i = 0; i < t->client_count; i++) {
        if (t->in[i]) {
            t->sorted[t->count++] = (ranked){t->figures[i], i};
            t->positive += t->figures[i] > 0;
        }
    }
    trial_clients = t->ranking.clients;
    qsort(t->sorted, t->count, sizeof t->sorted[0], trial_compare);
    for (uint32_t i = 0; i < t->count; i++) {
        t->sums[i + 1] = t->sums[i] + t->sorted[i].figure;
    }
}

/* A client's classes by the contract's words, one client after the other. */
typedef struct classes {
    abc_class abc;
    bool large;
} classes;

/* By client number; trial_sort comes first. */
static inline void trial_classify(const trial *t, const standing_rules *rules,
                                  classes out[CLIENTS_MAX]) {
    memset(out, 0, t->client_count * sizeof *out);
    int64_t total = t->sums[t->count];
    bool made = total <= 0; /* 80 % by those before */
    for (uint32_t i = 0; i < t->count; i++) {
        classes *c = &out[t->sorted[i].client];
        wide before = (wide)t->sums[i] * 1000000;
        c->abc = ABC_C;
        if (total > 0 && t->sorted[i].figure > 0 && before < (wide)total * rules->b_millionths) {
            c->abc = before < (wide)total * rules->a_millionths ? ABC_A : ABC_B;
        }
        c->large = !made;
        made = made || (wide)t->sums[i + 1] * 100 >= (wide)total * 80;
    }
}

static inline void trial_put(trial *t, uint32_t client, int64_t figure) {
    assert_true(ranking_put(&t->ranking, client, figure));
    t->in[client] = true;
    t->figures[client] = figure;
}

static inline void trial_take(trial *t, uint32_t client) {
    ranking_remove(&t->ranking, client, t->figures[client]);
    t->in[client] = false;
}

/* A client comes, goes, or gets another figure. */
static inline void trial_step(trial *t, int64_t low, int64_t high, int64_t leaving) {
    uint32_t client = (uint32_t)random_between(&t->seed, 0, t->client_count - 1);
    if (t->in[client]) {
        trial_take(t, client);
        if (random_between(&t->seed, 0, 99) < leaving) {
            return;
        }
    }
    trial_put(t, client, random_between(&t->seed, low, high));
}

#endif
