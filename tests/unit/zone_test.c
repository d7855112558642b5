/* zone_test.c - local dates around midnight, clock changes and 1970. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/zone.h"

static void expect_day(const char *zone, const char *instant, const char *expected) {
    int64_t nanoseconds = 0;
    assert_true(instant_parse(instant, strlen(instant), &nanoseconds));
    assert_true(zone_set(zone));
    char out[DAY_TEXT_SIZE];
    day_format(zone_local_day(nanoseconds), out);
    assert_string_equal(out, expected);
}

static void test_midnight_is_local(void **state) {
    (void)state;
    expect_day("UTC", "2026-03-02T00:00:00Z", "2026-03-02");
    expect_day("Europe/Paris", "2026-01-31T22:59:59.999999999Z", "2026-01-31");
    expect_day("Europe/Paris", "2026-01-31T23:00:00Z", "2026-02-01");
    expect_day("America/New_York", "2026-01-01T04:59:59Z", "2025-12-31");
    expect_day("Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02");
    expect_day("Asia/Kathmandu", "2026-01-01T18:15:00Z", "2026-01-02");
}

static void test_summer_time(void **state) {
    (void)state;
    expect_day("Europe/Paris", "2026-03-28T22:59:59Z", "2026-03-28");
    expect_day("Europe/Paris", "2026-03-28T23:00:00Z", "2026-03-29"); /* the clocks change */
    expect_day("Europe/Paris", "2026-03-29T21:59:59Z", "2026-03-29"); /* a day of 23 hours */
    expect_day("Europe/Paris", "2026-03-29T22:00:00Z", "2026-03-30");
    expect_day("Europe/Paris", "2026-10-25T22:59:59Z", "2026-10-25"); /* a day of 25 hours */
    expect_day("Europe/Paris", "2026-10-25T23:00:00Z", "2026-10-26");
    expect_day("Europe/Paris", "2150-07-01T22:00:00Z", "2150-07-02"); /* beyond the tables */
    expect_day("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"); /* no 30 December there */
}

static void test_before_1970(void **state) {
    (void)state;
    expect_day("UTC", "1969-12-31T23:59:59.999999999Z", "1969-12-31");
    expect_day("UTC", "1970-01-01T00:00:00Z", "1970-01-01");
    expect_day("UTC", "1969-12-30T23:59:59.000000001Z", "1969-12-30");
    expect_day("UTC", "1900-01-01T00:00:00Z", "1900-01-01");
    expect_day("Europe/Paris", "1969-12-31T23:00:00Z", "1970-01-01");
    expect_day("Europe/Paris", "1969-12-31T22:59:59.5Z", "1969-12-31");
}

static void test_every_half_hour_is_in_order(void **state) {
    (void)state;
    assert_true(zone_set("Europe/Paris"));
    const int64_t half_hour = INT64_C(1800) * 1000000000;
    const int64_t half_hours = 48 * INT64_C(400);
    day before = zone_local_day(-half_hours * half_hour);
    for (int64_t i = -half_hours; i < half_hours; i++) {
        day d = zone_local_day(i * half_hour);
        assert_true(d == before || d == before + 1);
        before = d;
    }
}

static void test_beyond_our_days(void **state) {
    (void)state;
    assert_true(zone_set("UTC"));
    assert_int_equal(zone_local_day(INT64_MIN), DAY_NONE);
    assert_int_equal(zone_local_day(INT64_MAX), DAY_NONE);
}

static void test_unknown_zones(void **state) {
    (void)state;
    static const char *const unknown[] = {"",
                                          "Europe",
                                          "Europe/Pariss",
                                          "europe/paris ",
                                          "/usr/share/zoneinfo/Europe/Paris",
                                          "../zoneinfo/Europe/Paris",
                                          "Europe/../Europe/Paris",
                                          ":Europe/Paris",
                                          "CET-1CEST,M3.5.0,M10.5.0/3",
                                          "zone.tab",
                                          "localtime",
                                          "posixrules",
                                          "right/Europe/Paris"};
    assert_true(zone_set("Asia/Tokyo"));
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_false(zone_known(unknown[i]));
        assert_false(zone_set(unknown[i]));
        assert_string_equal(getenv("TZ"), ":Asia/Tokyo");
    }
}

static void test_another_database(void **state) {
    (void)state;
    assert_int_equal(setenv("TZDIR", "/nonexistent", 1), 0);
    assert_false(zone_known("Europe/Paris"));
    assert_int_equal(setenv("TZDIR", "/usr/share/zoneinfo/Europe", 1), 0);
    assert_true(zone_known("Paris"));
    assert_int_equal(unsetenv("TZDIR"), 0);
    assert_true(zone_known("Europe/Paris"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_midnight_is_local),
        cmocka_unit_test(test_summer_time),
        cmocka_unit_test(test_before_1970),
        cmocka_unit_test(test_every_half_hour_is_in_order),
        cmocka_unit_test(test_beyond_our_days),
        cmocka_unit_test(test_unknown_zones),
        cmocka_unit_test(test_another_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
