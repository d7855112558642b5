/* transition_test.c - every kind and cause has a name of its own. */
#include "tests/unit/support/unit.h"

#include "portfolio/transition.h"

static void test_names(void **state) {
    (void)state;
    assert_string_equal(transition_kind_name(TRANSITION_PHASE), "phase");
    assert_string_equal(transition_kind_name(TRANSITION_ABC), "abc");
    assert_string_equal(cause_kind_name(CAUSE_DAY), "day");
    assert_string_equal(cause_kind_name(CAUSE_EVENT), "event");
    assert_string_equal(cause_kind_name(CAUSE_RULES), "rules");
    assert_string_equal(cause_kind_name(CAUSE_OTHERS), "others");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
