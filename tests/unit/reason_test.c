#include "portfolio/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_every_name_is_found(void **state) {
    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        reason found = REASON_COUNT;
        assert_true(reason_find(text_of(reason_name((reason)i)), &found));
        assert_int_equal(found, i);
    }
    assert_string_equal(reason_name(REASON_MISSING_FIELD), "missing_field");
    assert_int_equal(REASON_NONE, 0);
}

static void test_other_names(void **state) {
    (void)state;
    const char *wrong[] = {"", "json ", "JSON", "missing", "no_such_reason"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        reason found = REASON_COUNT;
        assert_false(reason_find(text_of(wrong[i]), &found));
        assert_int_equal(found, REASON_COUNT);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_name_is_found),
        cmocka_unit_test(test_other_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
