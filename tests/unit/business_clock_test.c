/* business_clock_test.c - the day moves with the system clock: forward, and not far at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/zone.h"
#include "daemon/business_clock.h"
#include "daemon/log.h"

#define HOUR INT64_C(3600000000000)

static day date(const char *iso) {
    day d = DAY_NONE;
    assert_true(day_parse(iso, strlen(iso), &d));
    return d;
}

static int64_t instant(const char *rfc3339) {
    int64_t nanoseconds = 0;
    assert_true(instant_parse(rfc3339, strlen(rfc3339), &nanoseconds));
    return nanoseconds;
}

static int in_paris(void **state) {
    (void)state;
    log_start(2, LEVEL_ERROR);
    return zone_set("Europe/Paris") ? 0 : -1;
}

static void test_local_midnight(void **state) {
    (void)state;
    business_clock clock = {0};
    day to = DAY_NONE;
    day today = date("2026-07-01");
    assert_false(business_clock_moves(&clock, today, instant("2026-07-01T21:59:59Z"), &to));
    assert_true(business_clock_moves(&clock, today, instant("2026-07-01T22:00:00Z"), &to));
    assert_int_equal(to, date("2026-07-02"));
    assert_true(business_clock_moves(&clock, today, instant("2026-07-09T12:00:00Z"), &to));
    assert_int_equal(to, date("2026-07-09"));
}

static void test_never_back(void **state) {
    (void)state;
    business_clock clock = {0};
    day to = DAY_NONE;
    assert_false(
        business_clock_moves(&clock, date("2026-07-02"), instant("2026-07-01T12:00:00Z"), &to));
    assert_true(clock.told_backwards);
    assert_int_equal(to, DAY_NONE);
    assert_true(
        business_clock_moves(&clock, date("2026-07-02"), instant("2026-07-03T12:00:00Z"), &to));
    assert_false(clock.told_backwards);
}

static void test_no_great_jump(void **state) {
    (void)state;
    business_clock clock = {0};
    day to = DAY_NONE;
    day today = date("2026-07-01");
    assert_true(business_clock_moves(&clock, today, instant("2027-07-02T12:00:00Z"), &to));
    to = DAY_NONE;
    int64_t far = instant("2027-07-03T12:00:00Z");
    assert_false(business_clock_moves(&clock, today, far, &to));
    assert_int_equal(to, DAY_NONE);
    int64_t told = clock.told_when;
    assert_false(business_clock_moves(&clock, today, far + HOUR / 2, &to));
    assert_true(clock.told_when == told);
    assert_false(business_clock_moves(&clock, today, far + HOUR, &to));
    assert_true(clock.told_when == far + HOUR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_local_midnight),
        cmocka_unit_test(test_never_back),
        cmocka_unit_test(test_no_great_jump),
    };
    return cmocka_run_group_tests(tests, in_paris, NULL);
}
