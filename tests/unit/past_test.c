/* past_test.c - a metric as of an earlier day; standings_test.c compares it with what was on random days. */
#include "portfolio/past.h"

#include "tests/unit/support/unit.h"

static void test_only_the_span_counts(void **state) {
    (void)state;
    sale sales[] = {
        {.day = 10, .sums = {.revenue = 1, .margin = 10, .quantity = 100}},
        {.day = 11, .sums = {.revenue = 2, .margin = 20, .quantity = 200}},
        {.day = 11, .category = 1, .sums = {.revenue = -4, .margin = 40, .quantity = -400}},
        {.day = 15, .sums = {.revenue = 8, .margin = 80, .quantity = 800}},
        {.day = 16, .sums = {.revenue = 16, .margin = 160, .quantity = 1600}},
    };
    activity days[] = {{.day = 10, .orders = 1},
                       {.day = 11, .invoices = 5},
                       {.day = 15, .orders = 2},
                       {.day = 16, .orders = 4}};
    ledger l = {.sales = sales, .sale_count = 5, .days = days, .day_count = 4};
    span trailing = {.after = 10, .through = 15};
    assert_int_equal(past_figure(METRIC_REVENUE, &l, trailing), 2 - 4 + 8);
    assert_int_equal(past_figure(METRIC_MARGIN, &l, trailing), 20 + 40 + 80);
    assert_int_equal(past_figure(METRIC_QUANTITY, &l, trailing), 200 - 400 + 800);
    assert_int_equal(past_figure(METRIC_ORDERS, &l, trailing), 2);
    assert_int_equal(past_figure(METRIC_REVENUE_TOTAL, &l, trailing), 1 + 2 - 4 + 8);
}

static void test_nothing_is_0(void **state) {
    (void)state;
    ledger l = {0};
    for (int m = 0; m < METRIC_COUNT; m++)
        assert_int_equal(past_figure((metric)m, &l, (span){.after = 10, .through = 15}), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_span_counts),
        cmocka_unit_test(test_nothing_is_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
