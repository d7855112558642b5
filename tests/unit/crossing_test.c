/* crossing_test.c - what is told is the difference of two full classifications, at every change. */
#include "tests/unit/support/trial.h"

#include "portfolio/crossing.h"

enum { MOVES_MAX = 20 };

/* Moves between 1 and `most` clients at once: a commit; returns how many, by ascending number. */
static uint32_t move_some(trial *t, uint32_t most, int64_t low, int64_t high, int64_t leaving,
                          move moves[MOVES_MAX]) {
    uint32_t left = (uint32_t)random_between(&t->seed, 1, most);
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->client_count && count < left; i++) {
        /* left - count of those that remain, each as likely as the others */
        if (random_between(&t->seed, 1, t->client_count - i) > left - count) {
            continue;
        }
        move m = {.client = i, .was_ranked = t->in[i], .figure_before = t->figures[i]};
        if (t->in[i]) {
            trial_take(t, i);
        }
        if (!m.was_ranked || random_between(&t->seed, 0, 99) >= leaving) {
            trial_put(t, i, random_between(&t->seed, low, high));
        }
        m.is_ranked = t->in[i];
        m.figure_now = t->figures[i];
        moves[count++] = m;
    }
    return count;
}

/* Each crossing is the client's difference, and there are as many as clients that differ. */
static void check_crossings(const trial *t, const crossings *told, const classes *before,
                            const classes *now) {
    static bool seen[CLIENTS_MAX];
    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < told->count; i++) {
        const crossing *c = &told->items[i];
        assert_false(seen[c->client]);
        seen[c->client] = true;
        assert_int_equal(c->abc_before, before[c->client].abc);
        assert_int_equal(c->abc_now, now[c->client].abc);
        assert_int_equal(c->large_before, before[c->client].large);
        assert_int_equal(c->large_now, now[c->client].large);
    }
    for (uint32_t i = 0; i < t->client_count; i++) {
        bool differs = before[i].abc != now[i].abc || before[i].large != now[i].large;
        assert_int_equal(seen[i], differs);
    }
}

/* Returns how often the total went to 0 or below, or came back. */
static uint32_t live(trial *t, const standing_rules *rules, uint32_t steps, uint32_t most,
                     int64_t low, int64_t high) {
    static classes both[2][CLIENTS_MAX];
    uint32_t crossed_zero = 0;
    crossings told = {0};
    trial_sort(t);
    trial_classify(t, rules, both[0]);
    borders before = standing_borders(&t->ranking, rules);
    for (uint32_t i = 0; i < steps; i++) {
        bool had = t->sums[t->count] > 0;
        move moves[MOVES_MAX];
        uint32_t count = move_some(t, most, low, high, i / 20 % 2 ? 60 : 10, moves);
        borders now = standing_borders(&t->ranking, rules);
        told.count = 0;
        assert_true(crossings_add(&told, &t->ranking, &before, &now, moves, count));
        trial_sort(t);
        trial_classify(t, rules, both[(i + 1) % 2]);
        check_crossings(t, &told, both[i % 2], both[(i + 1) % 2]);
        crossed_zero += had != (t->sums[t->count] > 0);
        before = now;
    }
    crossings_finish(&told);
    return crossed_zero;
}

static void test_every_event(void **state) {
    (void)state;
    static const standing_rules rules[] = {
        {.a_millionths = 800000, .b_millionths = 950000},
        {.a_millionths = 200000, .b_millionths = 900000},
        {.a_millionths = 0, .b_millionths = 1000000},
        {.a_millionths = 600000, .b_millionths = 600000},
    };
    uint32_t crossed_zero = 0;
    for (uint64_t seed = 1; seed <= 160; seed++) {
        trial *t = trial_create((uint32_t)(1 + seed % 40), seed);
        int64_t spread = (int64_t)(seed % 11) * (int64_t)(seed % 11);
        int64_t middle = (int64_t)(seed % 5) - 1;
        crossed_zero += live(t, &rules[seed % 4], 200, 1, middle - spread, middle + spread);
        trial_destroy(t);
    }
    assert_true(crossed_zero > 100);
}

static void test_many_at_once(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        trial *t = trial_create((uint32_t)(MOVES_MAX + seed), seed);
        (void)live(t, &STANDING_DEFAULTS, 200, MOVES_MAX, -10, 5 * (int64_t)seed);
        trial_destroy(t);
    }
}

/* Several buckets and long walks: one figure outweighs all others, comes and goes. */
static void test_long_walks(void **state) {
    (void)state;
    trial *t = trial_create(1200, 8);
    for (uint32_t i = 0; i < t->client_count; i++) {
        trial_put(t, i, random_between(&t->seed, -20, 1000));
    }
    for (int round = 0; round < 6; round++) {
        (void)live(t, &STANDING_DEFAULTS, 15, 1, -20, 1000);
        (void)live(t, &STANDING_DEFAULTS, 2, 1, 1000000, 2000000);
        (void)live(t, &STANDING_DEFAULTS, 15, 3, -20, 1000);
        (void)live(t, &STANDING_DEFAULTS, 2, 1, -2000000, -1000000);
    }
    trial_destroy(t);
}

/* A change that moves no border tells nothing, whatever the number of clients. */
static void test_nothing_to_tell(void **state) {
    (void)state;
    trial *t = trial_create(3, 5);
    trial_put(t, 0, 100);
    trial_put(t, 1, 5);
    borders before = standing_borders(&t->ranking, &STANDING_DEFAULTS);
    trial_take(t, 0);
    trial_put(t, 0, 101);
    borders now = standing_borders(&t->ranking, &STANDING_DEFAULTS);
    move m = {0, true, true, 100, 101};
    crossings told = {0};
    assert_true(crossings_add(&told, &t->ranking, &before, &now, &m, 1));
    assert_true(crossings_add(&told, &t->ranking, &now, &now, NULL, 0));
    assert_int_equal(told.count, 0);
    crossings_finish(&told);
    trial_destroy(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_event),
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_long_walks),
        cmocka_unit_test(test_nothing_to_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
