/* metric_test.c - the names of the metrics, and what they are of an account. */
#include "portfolio/standings.h"

#include "tests/unit/support/unit.h"

static void test_names_find_their_metrics(void **state) {
    (void)state;
    for (int m = 0; m < METRIC_COUNT; m++) {
        metric found = METRIC_COUNT;
        assert_true(metric_find(text_of(metric_name((metric)m)), &found));
        assert_int_equal(found, m);
    }
}

static void test_other_names_find_nothing(void **state) {
    (void)state;
    static const char *const others[] = {"", "Revenue", "revenue ", "revenue_", "revenue_total_"};
    metric found = METRIC_COUNT;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(metric_find(text_of(others[i]), &found));
    assert_false(metric_find((text){"revenue", 6}, &found));
    assert_int_equal(found, METRIC_COUNT);
}

static void test_figures(void **state) {
    (void)state;
    account a = {0};
    a.ledger.trailing = (sums){.revenue = 1, .margin = 2, .quantity = 3};
    a.ledger.orders_trailing = 4;
    a.ledger.total = (sums){.revenue = 5, .margin = 6, .quantity = 7};
    for (int m = 0; m < METRIC_COUNT; m++)
        assert_int_equal(metric_figure((metric)m, &a), m + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_find_their_metrics),
        cmocka_unit_test(test_other_names_find_nothing),
        cmocka_unit_test(test_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
