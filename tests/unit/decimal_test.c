#include "portfolio/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

__extension__ typedef __int128 wide;

typedef struct reading {
    const char *written;
    int decimals;
    decimal_result result;
    int64_t value;
} reading;

static const reading readings[] = {
    {"119.60", 2, DECIMAL_OK, 11960},
    {"119.6", 2, DECIMAL_OK, 11960},
    {"119", 2, DECIMAL_OK, 11900},
    {"0", 2, DECIMAL_OK, 0},
    {"-0", 2, DECIMAL_OK, 0},
    {"-0.05", 2, DECIMAL_OK, -5},
    {"007", 0, DECIMAL_OK, 7},
    {"1.2e3", 0, DECIMAL_OK, 1200},
    {"1.2E+3", 0, DECIMAL_OK, 1200},
    {"1200e-2", 0, DECIMAL_OK, 12},
    {"1e-2", 2, DECIMAL_OK, 1},
    {"0e400", 2, DECIMAL_OK, 0},
    {"0e-400", 2, DECIMAL_OK, 0},
    {"0.000000000000000000000000000000000000", 2, DECIMAL_OK, 0},
    {"1.500", 2, DECIMAL_OK, 150},
    {"1.50000000000000000000000000000000000000", 2, DECIMAL_OK, 150},
    {"10000000000000000000000000000e-28", 0, DECIMAL_OK, 1},
    {"0.00000000000000000000000000001e29", 0, DECIMAL_OK, 1},
    {"9223372036854775807", 0, DECIMAL_OK, INT64_MAX},
    {"-9223372036854775808", 0, DECIMAL_OK, INT64_MIN},
    {"92233720368547758.07", 2, DECIMAL_OK, INT64_MAX},
    {"999999999999999999", 0, DECIMAL_OK, INT64_C(999999999999999999)},
    {"9223372036854775808", 0, DECIMAL_OUT_OF_RANGE, 0},
    {"-9223372036854775809", 0, DECIMAL_OUT_OF_RANGE, 0},
    {"99999999999999999", 3, DECIMAL_OUT_OF_RANGE, 0},
    {"12345678901234567890", 2, DECIMAL_OUT_OF_RANGE, 0},
    {"18446744073709551616", 0, DECIMAL_OUT_OF_RANGE, 0},
    {"184467440737095516160000", 0, DECIMAL_OUT_OF_RANGE, 0},
    {"1e400", 2, DECIMAL_OUT_OF_RANGE, 0},
    {"-1e400", 2, DECIMAL_OUT_OF_RANGE, 0},
    {"1e99999999999999999999999", 2, DECIMAL_OUT_OF_RANGE, 0},
    {"1e-99999999999999999999999", 2, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"1.505", 2, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"0.1", 0, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"1.00000000000000000000000000000001", 2, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"99999999999999999999999999.999", 2, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"5e-3", 2, DECIMAL_TOO_MANY_DECIMALS, 0},
    {"", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"-", 2, DECIMAL_NOT_A_NUMBER, 0},
    {".", 2, DECIMAL_NOT_A_NUMBER, 0},
    {".5", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"-.5", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"5.", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1.2.3", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"+1", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"--1", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1-", 2, DECIMAL_NOT_A_NUMBER, 0},
    {" 1", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1 ", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1,5", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1 000", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1e", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1e+", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"1e1.5", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"e5", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"0x1", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"NaN", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"inf", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"ten", 2, DECIMAL_NOT_A_NUMBER, 0},
    {"\xd9\xa1", 2, DECIMAL_NOT_A_NUMBER, 0},
};

static void test_readings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        const reading *r = &readings[i];
        int64_t value = 42;
        decimal_result result = decimal_parse(r->written, strlen(r->written), r->decimals, &value);
        int64_t expected = r->result == DECIMAL_OK ? r->value : 42;
        if (result != r->result || value != expected) {
            fail_msg("%s with %d decimals gives %d, %lld", r->written, r->decimals, (int)result,
                     (long long)value);
        }
    }
}

static void test_ends_where_it_is_told(void **state) {
    (void)state;
    int64_t value;
    assert_int_equal(decimal_parse("12345", 3, 0, &value), DECIMAL_OK);
    assert_true(value == 123);
    assert_int_equal(decimal_parse("1\0002", 3, 0, &value), DECIMAL_NOT_A_NUMBER);
}

static void test_format(void **state) {
    (void)state;
    char out[DECIMAL_TEXT_SIZE];
    decimal_format(11960, 2, out);
    assert_string_equal(out, "119.60");
    decimal_format(-5, 2, out);
    assert_string_equal(out, "-0.05");
    decimal_format(7, 0, out);
    assert_string_equal(out, "7");
    decimal_format(0, 2, out);
    assert_string_equal(out, "0.00");
    decimal_format(0, 0, out);
    assert_string_equal(out, "0");
    decimal_format(INT64_MIN, 0, out);
    assert_string_equal(out, "-9223372036854775808");
    decimal_format(INT64_MIN, 19, out);
    assert_string_equal(out, "-0.9223372036854775808");
    decimal_format(INT64_MAX, 4, out);
    assert_string_equal(out, "922337203685477.5807");
}

static void test_format_short(void **state) {
    (void)state;
    char out[DECIMAL_TEXT_SIZE];
    decimal_format_short(21000, 3, out);
    assert_string_equal(out, "21");
    decimal_format_short(2500, 3, out);
    assert_string_equal(out, "2.5");
    decimal_format_short(0, 3, out);
    assert_string_equal(out, "0");
    decimal_format_short(-1, 3, out);
    assert_string_equal(out, "-0.001");
    decimal_format_short(100, 0, out);
    assert_string_equal(out, "100");
}

/* What is written is read as the same value, over a spread of sizes; with e it is the same again.
 */
static void test_format_and_parse_agree(void **state) {
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int i = 0; i < 200000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        int64_t value = (int64_t)seed >> (seed % 64);
        int decimals = (int)(seed >> 8 & 3);
        char out[DECIMAL_TEXT_SIZE];
        int64_t back = ~value;
        decimal_format(value, decimals, out);
        assert_int_equal(decimal_parse(out, strlen(out), decimals, &back), DECIMAL_OK);
        assert_true(back == value);
        decimal_format_short(value, decimals, out);
        assert_int_equal(decimal_parse(out, strlen(out), decimals, &back), DECIMAL_OK);
        assert_true(back == value);
        char scientific[40];
        int length =
            snprintf(scientific, sizeof scientific, "%llde-%d", (long long)value, decimals);
        assert_int_equal(decimal_parse(scientific, (size_t)length, decimals, &back), DECIMAL_OK);
        assert_true(back == value);
    }
}

static void test_ratio(void **state) {
    (void)state;
    assert_true(ratio_millionths(1, 3) == 333333);
    assert_true(ratio_millionths(2, 3) == 666667);
    assert_true(ratio_millionths(-2, 3) == -666667);
    assert_true(ratio_millionths(2, -3) == -666667);
    assert_true(ratio_millionths(1, 2000000) == 1);
    assert_true(ratio_millionths(-1, 2000000) == -1);
    assert_true(ratio_millionths(1, 2000001) == 0);
    assert_true(ratio_millionths(0, 5) == 0);
    assert_true(ratio_millionths(5, 0) == INT64_MIN);
    assert_true(ratio_millionths(INT64_MIN, INT64_MIN) == 1000000);
    assert_true(ratio_millionths(INT64_MAX, INT64_MIN) == -1000000);
    assert_true(ratio_millionths(INT64_MAX, 1) == INT64_MIN);
    assert_true(ratio_millionths(INT64_MAX, 1000000) == INT64_MAX);
}

/* |n x 1,000,000 - q x d| <= |d| / 2, and a tie goes away from zero. */
static void test_ratio_is_the_nearest(void **state) {
    (void)state;
    for (int64_t n = -300; n <= 300; n++) {
        for (int64_t d = -2000003; d <= 2000003; d += 39999) {
            wide rest = (wide)n * 1000000 - (wide)ratio_millionths(n, d) * d;
            wide twice = rest < 0 ? -2 * rest : 2 * rest;
            wide size = d < 0 ? -d : d;
            assert_true(twice <= size);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readings),
        cmocka_unit_test(test_ends_where_it_is_told),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_format_short),
        cmocka_unit_test(test_format_and_parse_agree),
        cmocka_unit_test(test_ratio),
        cmocka_unit_test(test_ratio_is_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
