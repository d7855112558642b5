/* sequence_gap_test.c - arrivals in any order against a plain set of numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "portfolio/sequence_gap.h"

enum { NUMBERS = 3000, ROUNDS = 300 };

/* A small generator of its own, so that a round's number is all it takes to repeat it. */
static uint32_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

static bool is_missing(const sequence_gap *g, uint64_t number) {
    for (uint32_t i = 0; i < g->count; i++) {
        if (g->missing[i].from <= number && number <= g->missing[i].to) {
            return true;
        }
    }
    return false;
}

static void check_shape(const sequence_gap *g) {
    uint64_t sum = 0;
    assert_true(g->count <= SEQUENCE_RANGES_MAX);
    for (uint32_t i = 0; i < g->count; i++) {
        assert_true(g->missing[i].from <= g->missing[i].to);
        assert_true(g->missing[i].from >= g->first && g->missing[i].to <= g->last);
        assert_true(i == 0 || g->missing[i - 1].to + 1 < g->missing[i].from);
        sum += g->missing[i].to - g->missing[i].from + 1;
    }
    assert_int_equal(sum, g->missing_count);
}

/* Exact while the ranges fit; with more, nothing that is missing may be taken for in. */
static void check_set(const sequence_gap *g, const bool *in, uint64_t known, bool exact) {
    check_shape(g);
    assert_int_equal(g->last, known);
    for (uint64_t n = g->first; n <= known; n++) {
        if (!in[n] || exact) {
            assert_int_equal(is_missing(g, n), !in[n]);
        }
    }
}

static void round_of(uint64_t seed) {
    uint64_t state = seed;
    static bool in[NUMBERS + 1];
    memset(in, 0, sizeof in);
    sequence_gap g = {0};
    uint64_t known = 0;
    uint64_t spread = 2 + next_random(&state) % NUMBERS;
    bool exact = true;
    for (int step = 0; step < 400; step++) {
        uint64_t base = (uint64_t)step * NUMBERS / 400;
        uint64_t n = 1 + (base + next_random(&state) % spread) % NUMBERS;
        if (next_random(&state) % 20 == 0) {
            assert_true(sequence_gap_announce(&g, n));
            if (known == 0) {
                in[n] = true; /* where its numbers begin */
                assert_true(sequence_gap_add(&g, n));
            }
        } else {
            in[n] = true;
            assert_true(sequence_gap_add(&g, n));
        }
        known = n > known ? n : known;
        exact = exact && g.count < SEQUENCE_RANGES_MAX;
        if (step % 16 == 0) {
            check_set(&g, in, known, exact);
        }
    }
    check_set(&g, in, known, exact);
    /* Asking for what is wanted, again and again, fills everything. */
    uint64_t length;
    uint64_t from;
    int asked = 0;
    while (from = sequence_gap_wanted(&g, 100, &length), length > 0) {
        assert_true(length <= 100);
        for (uint64_t n = from; n < from + length; n++) {
            assert_true(sequence_gap_add(&g, n));
        }
        assert_true(++asked <= NUMBERS);
    }
    assert_int_equal(g.missing_count, 0);
    assert_int_equal(sequence_gap_complete_to(&g), known);
    assert_int_equal(from, known + 1);
    sequence_gap_finish(&g);
}

static void test_random_arrivals(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        round_of(seed);
    }
}

static void test_jump_and_heal(void **state) {
    (void)state;
    sequence_gap g = {0};
    uint64_t length;
    assert_int_equal(sequence_gap_wanted(&g, 10, &length), 0);
    assert_int_equal(length, 0);
    assert_true(sequence_gap_add(&g, 10));
    assert_true(sequence_gap_add(&g, 14));
    assert_true(sequence_gap_add(&g, 10));
    assert_int_equal(g.missing_count, 3);
    assert_int_equal(sequence_gap_complete_to(&g), 10);
    assert_int_equal(sequence_gap_wanted(&g, 2, &length), 11);
    assert_int_equal(length, 2);
    assert_true(sequence_gap_add(&g, 12)); /* splits */
    assert_int_equal(g.count, 2);
    assert_int_equal(sequence_gap_wanted(&g, 10, &length), 11);
    assert_int_equal(length, 3); /* over the island */
    assert_true(sequence_gap_add(&g, 11));
    assert_true(sequence_gap_add(&g, 13));
    assert_int_equal(g.missing_count, 0);
    assert_int_equal(g.healed, 3);
    assert_true(sequence_gap_add(&g, 5)); /* before the first one seen */
    assert_int_equal(g.first, 5);
    assert_int_equal(g.missing_count, 4);
    sequence_gap_finish(&g);
}

static void test_announced(void **state) {
    (void)state;
    sequence_gap g = {0};
    assert_true(sequence_gap_announce(&g, 100)); /* where its numbers begin is not known */
    assert_int_equal(g.missing_count, 0);
    assert_true(sequence_gap_announce(&g, 110));
    assert_int_equal(g.missing_count, 10);
    assert_true(sequence_gap_add(&g, 105));
    sequence_gap_take_back(&g, 103);
    assert_int_equal(g.last, 105);
    assert_int_equal(g.missing_count, 4);
    sequence_gap_take_back(&g, 3); /* there is nothing announced only */
    assert_int_equal(g.last, 105);
    assert_true(sequence_gap_add(&g, 1));
    assert_int_equal(g.missing_count, 103);
    check_shape(&g);
    sequence_gap_finish(&g);
}

static void test_trimmed_and_given_up(void **state) {
    (void)state;
    sequence_gap g = {0};
    assert_true(sequence_gap_add(&g, 1));
    assert_true(sequence_gap_add(&g, 11));
    assert_true(sequence_gap_trim(&g, 5));
    assert_int_equal(g.unhealable, 3);
    assert_int_equal(g.missing_count, 6);
    assert_true(sequence_gap_trim(&g, 20)); /* more is gone than was known to be */
    assert_int_equal(g.unhealable, 3 + 6 + 8);
    assert_int_equal(g.missing_count, 0);
    assert_int_equal(g.last, 19);
    assert_true(sequence_gap_add(&g, 30));
    assert_true(sequence_gap_give_up(&g, 23, 25)); /* out of the middle */
    assert_int_equal(g.missing_count, 7);
    assert_int_equal(g.count, 2);
    check_shape(&g);
    sequence_gap_finish(&g);
}

static void test_extremes(void **state) {
    (void)state;
    sequence_gap g = {0};
    assert_true(sequence_gap_add(&g, 0));
    assert_true(sequence_gap_add(&g, INT64_MAX));
    assert_int_equal(g.missing_count, (uint64_t)INT64_MAX - 1);
    assert_int_equal(sequence_gap_complete_to(&g), 0);
    assert_true(sequence_gap_give_up(&g, 0, UINT64_MAX));
    assert_int_equal(g.missing_count, 0);
    check_shape(&g);
    sequence_gap_finish(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_arrivals), cmocka_unit_test(test_jump_and_heal),
        cmocka_unit_test(test_announced),       cmocka_unit_test(test_trimmed_and_given_up),
        cmocka_unit_test(test_extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
