/* windows_test.c - the spans of the figures on worked dates, and day by day against their definitions. */
#include "tests/unit/support/unit.h"

#include "portfolio/windows.h"

static windows at(const char *today, int month, int day_of_month) {
    rules r = {.fiscal_month = month, .fiscal_day = day_of_month};
    return windows_at(&r, day_of(today));
}

static void expect_span(span s, const char *first, const char *last) {
    char got[2][DAY_TEXT_SIZE];
    day_format(s.after + 1, got[0]);
    day_format(s.through, got[1]);
    assert_string_equal(got[0], first);
    assert_string_equal(got[1], last);
}

static void test_worked_dates(void **state) {
    (void)state;
    windows w = at("2026-03-02", 1, 1);
    expect_span(w.trailing, "2025-03-03", "2026-03-02");
    expect_span(w.previous, "2024-03-03", "2025-03-02");
    expect_span(w.year, "2026-01-01", "2026-03-02");
    expect_span(w.previous_year, "2025-01-01", "2025-03-02");
    assert_int_equal(w.next_year, day_of("2027-01-01"));

    w = at("2024-02-29", 3, 1);
    expect_span(w.trailing, "2023-03-01", "2024-02-29");
    expect_span(w.previous, "2022-03-01", "2023-02-28");
    expect_span(w.year, "2023-03-01", "2024-02-29");
    expect_span(w.previous_year, "2022-03-01", "2023-02-28");
    assert_int_equal(w.next_year, day_of("2024-03-01"));

    w = at("2025-02-28", 2, 28);
    expect_span(w.trailing, "2024-02-29", "2025-02-28");
    expect_span(w.year, "2025-02-28", "2025-02-28");
    expect_span(w.previous_year, "2024-02-28", "2024-02-28");
    assert_int_equal(w.next_year, day_of("2026-02-28"));

    w = at("2025-03-31", 4, 1);
    expect_span(w.year, "2024-04-01", "2025-03-31");
    expect_span(w.previous_year, "2023-04-01", "2024-03-31");
    assert_int_equal(w.next_year, day_of("2025-04-01"));
}

static day last_fiscal_start(day today, int month, int day_of_month) {
    civil_date date = day_to_civil(today);
    day start = day_from_civil(date.year, month, day_of_month);
    return start <= today ? start : day_from_civil(date.year - 1, month, day_of_month);
}

/* Over a leap cycle: every span by its definition, and today within it. */
static void expect_definitions(int month, int day_of_month) {
    rules r = {.fiscal_month = month, .fiscal_day = day_of_month, .purchases_are_invoices = true};
    for (day today = day_of("2019-01-01"); today <= day_of("2025-12-31"); today++) {
        windows w = windows_at(&r, today);
        day start = last_fiscal_start(today, month, day_of_month);
        assert_int_equal(w.today, today);
        assert_int_equal(w.trailing.through, today);
        assert_int_equal(w.trailing.after, years_before(today, 1));
        assert_int_equal(w.previous.through, years_before(today, 1));
        assert_int_equal(w.previous.after, years_before(today, 2));
        assert_int_equal(w.year.after, start - 1);
        assert_int_equal(w.year.through, today);
        assert_int_equal(w.previous_year.after, years_before(start, 1) - 1);
        assert_int_equal(w.previous_year.through, years_before(today, 1));
        assert_true(w.next_year > today && w.next_year <= today + 366);
        assert_int_equal(w.next_year, last_fiscal_start(w.next_year, month, day_of_month));
        assert_int_equal(start, last_fiscal_start(w.next_year - 1, month, day_of_month));
        assert_true(w.purchases_are_invoices);
    }
}

static void test_definitions(void **state) {
    (void)state;
    expect_definitions(1, 1);
    expect_definitions(2, 28);
    expect_definitions(3, 1);
    expect_definitions(7, 1);
    expect_definitions(12, 31);
}

static void test_span(void **state) {
    (void)state;
    span s = {10, 12};
    assert_false(span_holds(s, 10));
    assert_true(span_holds(s, 11));
    assert_true(span_holds(s, 12));
    assert_false(span_holds(s, 13));
    assert_false(span_holds((span){12, 12}, 12));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_dates),
        cmocka_unit_test(test_definitions),
        cmocka_unit_test(test_span),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
