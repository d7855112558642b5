/* day_counts_test.c - a multiset of days against plain counters. */
#include "tests/unit/support/unit.h"

#include "portfolio/day_counts.h"

enum { DAYS = 40 };

static void expect_same(const day_counts *counts, const int32_t plain[DAYS]) {
    uint32_t at = 0;
    day first = DAY_NONE;
    for (day d = 0; d < DAYS; d++) {
        if (plain[d] == 0)
            continue;
        first = first == DAY_NONE ? d : first;
        assert_true(at < counts->count);
        assert_int_equal(counts->items[at].day, d);
        assert_int_equal(counts->items[at].count, plain[d]);
        at++;
    }
    assert_int_equal(counts->count, at);
    assert_int_equal(day_counts_first(counts), first);
}

static void test_random_changes(void **state) {
    (void)state;
    uint64_t seed = 1;
    day_counts counts = {0};
    int32_t plain[DAYS] = {0};
    expect_same(&counts, plain);
    for (int step = 0; step < 20000; step++) {
        day d = (day)random_between(&seed, 0, DAYS - 1);
        int32_t times = (int32_t)random_between(&seed, -3, 3);
        assert_true(day_counts_add(&counts, d, times));
        plain[d] += times;
        expect_same(&counts, plain);
    }
    for (day d = 0; d < DAYS; d++) {
        assert_true(day_counts_add(&counts, d, -plain[d]));
        plain[d] = 0;
        expect_same(&counts, plain);
    }
    day_counts_finish(&counts);
    expect_same(&counts, plain);
}

static void test_the_ends_of_time(void **state) {
    (void)state;
    day_counts counts = {0};
    assert_true(day_counts_add(&counts, DAY_MAX, 1));
    assert_true(day_counts_add(&counts, -1, 2));
    assert_true(day_counts_add(&counts, DAY_MIN, 1));
    assert_int_equal(day_counts_first(&counts), DAY_MIN);
    assert_true(day_counts_add(&counts, DAY_MIN, -1));
    assert_int_equal(day_counts_first(&counts), -1);
    assert_int_equal(counts.count, 2);
    day_counts_finish(&counts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_changes),
        cmocka_unit_test(test_the_ends_of_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
