#include "portfolio/currency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static currency find(const char *code) {
    return currency_find(text_of(code));
}

/* 10 to the power, for expected values. */
static int64_t tens(int power) {
    int64_t value = 1;
    for (; power > 0; power--) {
        value *= 10;
    }
    return value;
}

static void test_table(void **state) {
    (void)state;
    int found = 0;
    for (int a = 'A'; a <= 'Z'; a++) {
        for (int b = 'A'; b <= 'Z'; b++) {
            for (int c = 'A'; c <= 'Z'; c++) {
                char code[] = {(char)a, (char)b, (char)c, '\0'};
                currency known = find(code);
                if (known != CURRENCY_NONE) {
                    assert_string_equal(currency_code(known), code);
                    assert_in_range(currency_decimals(known), 0, 4);
                    assert_int_equal(known, found); /* sorted, none hidden */
                    found++;
                }
            }
        }
    }
    assert_int_equal(found, 167);
}

static void test_decimals(void **state) {
    (void)state;
    assert_int_equal(currency_decimals(find("EUR")), 2);
    assert_int_equal(currency_decimals(find("USD")), 2);
    assert_int_equal(currency_decimals(find("JPY")), 0);
    assert_int_equal(currency_decimals(find("KWD")), 3);
    assert_int_equal(currency_decimals(find("CLF")), 4);
    assert_int_equal(currency_decimals(find("ISK")), 0);
}

static void test_what_is_no_currency(void **state) {
    (void)state;
    const char *wrong[] = {"",    "E",   "EU",  "EURO", "eur", "Eur",
                           "ZZZ", "XTS", "XAU", "AAA",  "€",   "978"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(find(wrong[i]), CURRENCY_NONE);
    }
    assert_int_equal(currency_find((text){"EUR", 2}), CURRENCY_NONE);
    assert_int_equal(currency_find((text){NULL, 0}), CURRENCY_NONE);
    assert_int_equal(currency_find((text){"EURO", 3}), find("EUR"));
}

static int by_currency_and_day(const void *a, const void *b) {
    const rate *x = a;
    const rate *y = b;
    return x->of != y->of ? (x->of > y->of) - (x->of < y->of)
                          : (x->from > y->from) - (x->from < y->from);
}

static void test_the_rate_of_the_day(void **state) {
    (void)state;
    rate rows[] = {{.of = find("USD"), .from = 100, .numerator = 92, .scale = 2},
                   {.of = find("USD"), .from = 200, .numerator = 5, .scale = 1},
                   {.of = find("GBP"), .from = 150, .numerator = 2, .scale = 0}};
    qsort(rows, 3, sizeof rows[0], by_currency_and_day);
    rates all = {.base = find("EUR"), .rows = rows, .count = 3};
    int64_t amount = -1;
    assert_true(rates_known(&all, find("EUR"), DAY_MIN));
    assert_false(rates_known(&all, find("USD"), 99));
    assert_true(rates_known(&all, find("USD"), 100));
    assert_false(rates_known(&all, find("GBP"), 149));
    assert_false(rates_known(&all, find("CHF"), 500));
    assert_false(rates_known(&all, find("AED"), 500));
    assert_false(rates_known(&all, find("ZWG"), 500));
    assert_false(rates_convert(&all, find("USD"), 99, 100, &amount));
    assert_true(amount == -1);
    assert_true(rates_convert(&all, find("EUR"), 99, 77, &amount) && amount == 77);
    assert_true(rates_convert(&all, find("USD"), 199, 100, &amount) && amount == 92);
    assert_true(rates_convert(&all, find("USD"), 200, 100, &amount) && amount == 50);
    assert_true(rates_convert(&all, find("GBP"), DAY_MAX, 100, &amount) && amount == 200);
}

static int64_t convert(const char *from, const char *base, int64_t numerator, int scale,
                       int64_t amount) {
    rate row = {.of = find(from), .from = 0, .numerator = numerator, .scale = scale};
    rates one = {.base = find(base), .rows = &row, .count = 1};
    int64_t converted = INT64_MIN;
    return rates_convert(&one, row.of, 0, amount, &converted) ? converted : INT64_MIN;
}

static void test_half_away_from_zero(void **state) {
    (void)state;
    assert_true(convert("USD", "EUR", 5, 1, 1) == 1);
    assert_true(convert("USD", "EUR", 5, 1, -1) == -1);
    assert_true(convert("USD", "EUR", 49, 2, 1) == 0);
    assert_true(convert("USD", "EUR", 49, 2, -1) == 0);
    assert_true(convert("USD", "EUR", 5, 1, 3) == 2);
    assert_true(convert("USD", "EUR", 5, 1, -3) == -2);
    assert_true(convert("USD", "EUR", 92, 2, 0) == 0);
}

static void test_other_minor_units(void **state) {
    (void)state;
    assert_true(convert("JPY", "EUR", 6, 3, 1000) == 600);   /* 1000 yen = 6.00 */
    assert_true(convert("JPY", "KWD", 2, 3, 1000) == 2000);  /* 2.000 dinars */
    assert_true(convert("KWD", "EUR", 3, 0, 1500) == 450);   /* 1.500 = 4.50 */
    assert_true(convert("KWD", "JPY", 500, 0, 1500) == 750); /* 1.500 = 750 yen */
    assert_true(convert("CLF", "CLP", 39000, 0, 15000) == 58500);
    assert_true(convert("CLP", "CLF", 25641, 9, 58500) == 15000);
}

static void test_extremes(void **state) {
    (void)state;
    assert_true(convert("USD", "EUR", 1, 0, INT64_MAX) == INT64_MAX);
    assert_true(convert("USD", "EUR", INT64_MAX, 12, INT64_MAX) == INT64_MIN);
    assert_true(convert("USD", "EUR", INT64_MAX, 0, 2) == INT64_MIN);
    assert_true(convert("JPY", "CLF", INT64_MAX, 0, INT64_MAX) == INT64_MIN);
    assert_true(convert("JPY", "CLF", INT64_MAX, 0, INT64_MIN) == INT64_MIN);
    assert_true(convert("USD", "EUR", tens(12), 12, INT64_MAX) == INT64_MAX);
    assert_true(convert("USD", "EUR", 1, 12, INT64_MAX) == 9223372);
}

/* 2 |exact - converted| <= divisor, and exactly half is rounded up in size. */
static void test_against_exact_products(void **state) {
    (void)state;
    for (int64_t amount = -1003; amount <= 1003; amount++) {
        for (int64_t numerator = 1; numerator < 3000; numerator += 97) {
            int64_t product = amount * numerator;
            int64_t size = llabs(product);
            int64_t expected = (size + 500) / 1000;
            assert_true(convert("USD", "EUR", numerator, 3, amount) ==
                        (product < 0 ? -expected : expected));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_what_is_no_currency),
        cmocka_unit_test(test_the_rate_of_the_day),
        cmocka_unit_test(test_half_away_from_zero),
        cmocka_unit_test(test_other_minor_units),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_against_exact_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
