/* due_days_test.c - the heap gives the earliest day first, and every entry exactly once. */
#include "tests/unit/support/unit.h"

#include "portfolio/due_days.h"

enum { CLIENTS = 500 };

static void test_sorted_whatever_the_order(void **state) {
    (void)state;
    uint64_t seed = 2;
    for (int spread = 1; spread <= 10000; spread *= 10) {
        due_days due = {0};
        day days[CLIENTS];
        bool seen[CLIENTS] = {false};
        for (uint32_t i = 0; i < CLIENTS; i++) {
            days[i] = (day)random_between(&seed, -spread, spread);
            assert_true(due_days_put(&due, days[i], i));
        }
        day before = DAY_MIN;
        for (uint32_t i = 0; i < CLIENTS; i++) {
            day first = due_days_first(&due);
            due_day taken = due_days_take(&due);
            assert_int_equal(taken.day, first);
            assert_true(taken.day >= before);
            assert_int_equal(taken.day, days[taken.client]);
            assert_false(seen[taken.client]);
            seen[taken.client] = true;
            before = taken.day;
        }
        assert_int_equal(due_days_first(&due), DAY_NONE);
        due_days_finish(&due);
    }
}

/* Puts and takes mixed: what comes out first is always the least of what is in. */
static void test_puts_between_takes(void **state) {
    (void)state;
    uint64_t seed = 3;
    due_days due = {0};
    int32_t waiting[64] = {0};
    int in = 0;
    for (int step = 0; step < 20000; step++) {
        if (in == 0 || random_between(&seed, 0, 99) < (step < 10000 ? 60 : 40)) {
            day d = (day)random_between(&seed, 0, 63);
            assert_true(due_days_put(&due, d, (uint32_t)step));
            waiting[d]++;
            in++;
            continue;
        }
        day least = 0;
        while (waiting[least] == 0)
            least++;
        assert_int_equal(due_days_first(&due), least);
        assert_int_equal(due_days_take(&due).day, least);
        waiting[least]--;
        in--;
        assert_int_equal(due.count, in);
    }
    due_days_finish(&due);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorted_whatever_the_order),
        cmocka_unit_test(test_puts_between_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
