#include "tests/unit/support/unit.h"
#include "tools/common/number_argument.h"

static void whole_numbers(void **state) {
    (void)state;
    uint64_t value = 9;
    assert_true(whole_argument("0", 0, 5, &value));
    assert_int_equal(value, 0);
    assert_true(whole_argument("18446744073709551615", 0, UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
    value = 9;
    const char *bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "6", "18446744073709551616"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(whole_argument(bad[i], 0, 5, &value));
    }
    assert_int_equal(value, 9);
}

static void decimal_numbers(void **state) {
    (void)state;
    uint64_t value = 9;
    assert_true(decimal_argument("2.5", 0, UINT64_MAX, &value));
    assert_int_equal(value, 2500000);
    assert_true(decimal_argument("0.000001", 0, UINT64_MAX, &value));
    assert_int_equal(value, 1);
    assert_true(decimal_argument("12", 0, UINT64_MAX, &value));
    assert_int_equal(value, 12000000);
    const char *bad[] = {"", ".", "1.", ".5", "1.2.3", "-1", "1e3", "0.0000001", "1,5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(decimal_argument(bad[i], 0, UINT64_MAX, &value));
    }
    assert_false(decimal_argument("3", 0, 2999999, &value));
    assert_int_equal(value, 12000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(decimal_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
