#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/pace.h"

#define MILLISECOND INT64_C(1000000)

static void events_are_evenly_spaced(void **state) {
    (void)state;
    pace p;
    int64_t now = 77 * MILLISECOND;
    int64_t began = now;
    pace_init(&p, 300, now);
    for (int i = 0; i < 3000; i++) {
        int64_t wait = pace_wait(&p, now);
        assert_in_range(wait, 0, 3333334);
        now += wait;
        pace_spend(&p, now);
    }
    assert_in_range(now - began, 9990 * MILLISECOND, 10000 * MILLISECOND);
}

static void lost_time_is_not_made_up(void **state) {
    (void)state;
    pace p;
    pace_init(&p, 100, 0);
    int64_t now = 10000 * MILLISECOND;
    int burst = 0;
    while (pace_wait(&p, now) == 0) {
        pace_spend(&p, now);
        burst++;
    }
    assert_in_range(burst, 1, 7);
}

static void without_a_rate_nothing_waits(void **state) {
    (void)state;
    pace p;
    pace_init(&p, 0, 5);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(pace_wait(&p, 5), 0);
        pace_spend(&p, 5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_evenly_spaced),
        cmocka_unit_test(lost_time_is_not_made_up),
        cmocka_unit_test(without_a_rate_nothing_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
