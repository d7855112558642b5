/* order_backlog_test.c - ordered less billed, never below 0, nothing without an order. */
#include "tests/unit/support/unit.h"

#include "portfolio/directory.h"
#include "portfolio/order_backlog.h"

static void expect_backlog(uint32_t client, int64_t ordered, int64_t billed, int64_t expected) {
    assert_true(order_backlog(&(order_billing){client, ordered, billed}) == expected);
}

static void test_backlog(void **state) {
    (void)state;
    expect_backlog(0, 10000, 0, 10000);
    expect_backlog(0, 10000, 4000, 6000);
    expect_backlog(0, 10000, 10000, 0);
    expect_backlog(0, 10000, 10001, 0);
    expect_backlog(7, 0, 0, 0);
    expect_backlog(NUMBER_NONE, 0, 500, 0);
    expect_backlog(NUMBER_NONE, 10000, 0, 0);
    expect_backlog(0, 10000, -500,
                   10500); /* an invoice of a negative amount bills less than nothing */
    expect_backlog(0, -300, 0, 0);
    expect_backlog(0, -300, -500, 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_backlog)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
