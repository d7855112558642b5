#include "portfolio/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static day date(const char *written) {
    day d = DAY_NONE;
    assert_true(day_parse(written, strlen(written), &d));
    return d;
}

static void assert_date(day d, const char *expected) {
    char written[DAY_TEXT_SIZE];
    day_format(d, written);
    assert_string_equal(written, expected);
}

static bool leap(int year) {
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* Counts day by day from 1900-01-01 and compares every day of the range. */
static void test_every_day_of_the_range(void **state) {
    (void)state;
    int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    day expected = DAY_MIN;
    for (int year = 1900; year <= 2199; year++) {
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap(year));
            for (int i = 1; i <= length; i++) {
                civil_date c = day_to_civil(expected);
                assert_int_equal(day_from_civil(year, month, i), expected);
                assert_true(c.year == year && c.month == month && c.day == i);
                expected++;
            }
            assert_int_equal(day_from_civil(year, month, length + 1), DAY_NONE);
        }
    }
    assert_int_equal(expected, DAY_MAX + 1);
}

static void test_what_is_no_date(void **state) {
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    assert_int_equal(day_from_civil(1899, 12, 31), DAY_NONE);
    assert_int_equal(day_from_civil(2200, 1, 1), DAY_NONE);
    assert_int_equal(day_from_civil(2025, 0, 1), DAY_NONE);
    assert_int_equal(day_from_civil(2025, 13, 1), DAY_NONE);
    assert_int_equal(day_from_civil(2025, 1, 0), DAY_NONE);
    assert_int_equal(day_from_civil(2025, -1, -1), DAY_NONE);
    assert_int_equal(day_from_civil(2100, 2, 29), DAY_NONE);
    assert_int_equal(day_from_civil(2000, 2, 29), 11016);
}

static void test_parse(void **state) {
    (void)state;
    const char *wrong[] = {"",           "2025-1-1",    "2025-02-30", "2025-02-29",
                           "2025/02/03", "20250203",    "2025-02-3x", "+025-02-03",
                           "2025-13-01", "2025-02-031", "1899-12-31", "2200-01-01",
                           "2025-00-10", " 025-01-01",  "2025-01-00", "20 5-01-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        day d = 42;
        assert_false(day_parse(wrong[i], strlen(wrong[i]), &d));
        assert_int_equal(d, 42);
    }
    assert_int_equal(date("1970-01-02"), 1);
    assert_int_equal(date("1900-01-01"), DAY_MIN);
    assert_int_equal(date("2199-12-31"), DAY_MAX);
    day d;
    assert_true(day_parse("2024-02-29T", 10, &d));
}

static void test_parse_and_format_agree(void **state) {
    (void)state;
    for (day d = DAY_MIN; d <= DAY_MAX; d++) {
        char written[DAY_TEXT_SIZE];
        day_format(d, written);
        assert_int_equal(date(written), d);
    }
}

static void test_add_years(void **state) {
    (void)state;
    assert_date(day_add_years(date("2024-02-29"), 1), "2025-02-28");
    assert_date(day_add_years(date("2024-02-29"), -1), "2023-02-28");
    assert_date(day_add_years(date("2024-02-29"), 4), "2028-02-29");
    assert_date(day_add_years(date("2023-02-28"), 1), "2024-02-28");
    assert_date(day_add_years(date("2023-03-01"), 1), "2024-03-01");
    assert_date(day_add_years(date("2026-12-31"), -2), "2024-12-31");
    assert_date(day_add_years(date("2026-01-01"), 0), "2026-01-01");
    assert_date(day_add_years(DAY_MAX, 1), "2200-12-31");
    assert_date(day_add_years(DAY_MIN, -1), "1899-01-01");
}

/* The definition itself, searched for day by day. */
static void test_leaves_window_against_its_definition(void **state) {
    (void)state;
    day last = date("2034-03-05");
    for (day d = date("2019-12-30"); d < last; d++) {
        for (int years = 1; years <= 4; years++) {
            day first = d;
            while (day_add_years(first, -years) < d) {
                first++;
            }
            assert_int_equal(day_leaves_window(d, years), first);
        }
    }
    assert_date(day_leaves_window(date("2024-02-29"), 1), "2025-03-01");
    assert_date(day_leaves_window(date("2024-02-28"), 1), "2025-02-28");
}

static void test_fiscal_year_start(void **state) {
    (void)state;
    assert_date(day_fiscal_year_start(date("2026-03-02"), 1, 1), "2026-01-01");
    assert_date(day_fiscal_year_start(date("2026-01-01"), 1, 1), "2026-01-01");
    assert_date(day_fiscal_year_start(date("2026-03-31"), 4, 1), "2025-04-01");
    assert_date(day_fiscal_year_start(date("2026-04-01"), 4, 1), "2026-04-01");
    assert_date(day_fiscal_year_start(date("2024-02-29"), 2, 28), "2024-02-28");
    assert_date(day_fiscal_year_start(date("2026-12-30"), 12, 31), "2025-12-31");
}

static int64_t instant(const char *written) {
    int64_t nanoseconds = INT64_MIN;
    assert_true(instant_parse(written, strlen(written), &nanoseconds));
    return nanoseconds;
}

static void test_instant(void **state) {
    (void)state;
    const int64_t second = INT64_C(1000000000);
    assert_true(instant("1970-01-01T00:00:00Z") == 0);
    assert_true(instant("1970-01-01t00:00:01z") == second);
    assert_true(instant("1970-01-01T01:00:00+01:00") == 0);
    assert_true(instant("1969-12-31T19:00:00-05:00") == 0);
    assert_true(instant("1970-01-01T00:00:00.5Z") == second / 2);
    assert_true(instant("1970-01-01T00:00:00.000000001Z") == 1);
    assert_true(instant("1970-01-01T00:00:00.0000000019999999999999Z") == 1);
    assert_true(instant("1969-12-31T23:59:59.999999999Z") == -1);
    assert_true(instant("2016-12-31T23:59:60Z") == instant("2016-12-31T23:59:59Z"));
    assert_true(instant("2026-03-02T09:14:00+01:00") == INT64_C(1772439240) * second);
    assert_true(instant("2026-03-02T09:14:00-00:00") == instant("2026-03-02T09:14:00Z"));
    assert_true(instant("1900-01-01T00:00:00Z") == DAY_MIN * (86400 * second));
}

static void test_what_is_no_instant(void **state) {
    (void)state;
    const char *wrong[] = {"",
                           "2026-03-02",
                           "2026-03-02T09:14:00",
                           "2026-03-02 09:14:00Z",
                           "2026-03-02T09:14Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T09:60:00Z",
                           "2026-03-02T09:14:61Z",
                           "2026-02-30T09:14:00Z",
                           "2026-03-02T09:14:00.Z",
                           "2026-03-02T09:14:00,5Z",
                           "2026-03-02T09:14:00.5",
                           "2026-03-02T09:14:00+0100",
                           "2026-03-02T09:14:00+24:00",
                           "2026-03-02T09:14:00+01:60",
                           "2026-03-02T09:14:00+01",
                           "2026-03-02T09:14:00ZZ",
                           "2026-03-02T09:14:00Z ",
                           "2026-03-02T9:14:00Z",
                           "2026-03-02T-1:14:00Z",
                           "1772439240",
                           "1900-01-01T00:00:00+01:00",
                           "2199-12-31T23:59:59-01:00",
                           "1899-12-31T23:59:59Z"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t nanoseconds = 42;
        assert_false(instant_parse(wrong[i], strlen(wrong[i]), &nanoseconds));
        assert_true(nanoseconds == 42);
    }
}

static void test_instant_format(void **state) {
    (void)state;
    const char *same[] = {"2026-03-02T08:14:00.123456789Z", "2026-03-02T08:14:00Z",
                          "2026-03-02T08:14:00.5Z",         "1969-12-31T23:59:59.999999999Z",
                          "1900-01-01T00:00:00Z",           "2199-12-31T23:59:59.000000001Z"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        char written[INSTANT_TEXT_SIZE];
        instant_format(instant(same[i]), written);
        assert_string_equal(written, same[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_of_the_range),
        cmocka_unit_test(test_what_is_no_date),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_and_format_agree),
        cmocka_unit_test(test_add_years),
        cmocka_unit_test(test_leaves_window_against_its_definition),
        cmocka_unit_test(test_fiscal_year_start),
        cmocka_unit_test(test_instant),
        cmocka_unit_test(test_what_is_no_instant),
        cmocka_unit_test(test_instant_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
