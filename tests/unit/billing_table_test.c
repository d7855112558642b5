/* billing_table_test.c - what was ordered and billed, by order id; a row that says nothing is none. */
#include "tests/unit/support/temporary_store.h"

#include "portfolio/directory.h"
#include "store/billing_table.h"

static const text order = {"O-1", 3};

static void expect_billing(temporary_store *s, lookup expected, order_billing b) {
    order_billing got = {99, 99, 99};
    assert_int_equal(billing_table_get(s->t, order, &got), expected);
    assert_true(got.client == b.client && got.ordered == b.ordered && got.billed == b.billed);
}

static void test_rows(void **state) {
    temporary_store *s = *state;
    static const order_billing rows[] = {{0, 100, 0},
                                         {UINT32_MAX - 1, INT64_MAX, INT64_MIN},
                                         {NUMBER_NONE, 0, -1},
                                         {NUMBER_NONE, 0, 500},
                                         {7, 0, 0},
                                         {3, -100, 20}};
    const order_billing nothing = {NUMBER_NONE, 0, 0};
    expect_billing(s, LOOKUP_ABSENT, nothing);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        billing_table_put(s->t, &s->scratch, order, &rows[i]);
        temporary_store_reopen(s);
        expect_billing(s, LOOKUP_FOUND, rows[i]);
    }
    billing_table_put(s->t, &s->scratch, order, &nothing);
    billing_table_put(s->t, &s->scratch, order, &nothing);
    expect_billing(s, LOOKUP_ABSENT, nothing);
    assert_int_equal(transaction_entries(s->t, TABLE_BILLING), 0);
    expect_ok(s);
}

static void test_damage(void **state) {
    temporary_store *s = *state;
    static const text values[] = {
        {"\1", 1}, {"\1\2", 2}, {"\1\2\2\2", 4}, {"\xff\xff\xff\xff\xff\1\2\2", 8}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        order_billing b;
        transaction_put(s->t, TABLE_BILLING, order, values[i]);
        assert_int_equal(billing_table_get(s->t, order, &b), LOOKUP_FAILED);
        assert_non_null(strstr(transaction_error(s->t), "`O-1`"));
        expect_damaged(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {STORE_TEST(test_rows), STORE_TEST(test_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
