#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/dice.h"
#include "tools/clientele_sim/happenings.h"

static void earliest_first_and_ties_as_planned(void **state) {
    (void)state;
    happenings queue;
    happenings_init(&queue);
    dice d;
    dice_init(&d, 11, 0);
    for (uint32_t i = 0; i < 5000; i++) {
        happenings_plan(&queue, dice_below(&d, 100), 1, i);
    }
    happening last = {.when = -1};
    happening next;
    int count = 0;
    while (happenings_first(&queue, &next)) {
        happenings_drop_first(&queue);
        assert_true(next.when >= last.when);
        assert_true(next.when > last.when || next.subject > last.subject);
        last = next;
        count++;
    }
    assert_int_equal(count, 5000);
    happenings_finish(&queue);
}

static void empty_gives_nothing(void **state) {
    (void)state;
    happenings queue;
    happenings_init(&queue);
    happening untouched = {.when = 42};
    assert_false(happenings_first(&queue, &untouched));
    assert_int_equal(untouched.when, 42);
    happenings_finish(&queue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(earliest_first_and_ties_as_planned),
        cmocka_unit_test(empty_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
