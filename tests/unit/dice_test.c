#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/dice.h"

static void same_seed_gives_the_same_rolls(void **state) {
    (void)state;
    dice a;
    dice b;
    dice other;
    dice_init(&a, 7, 1);
    dice_init(&b, 7, 1);
    dice_init(&other, 7, 2);
    int equal = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t roll = dice_roll(&a);
        assert_int_equal(roll, dice_roll(&b));
        equal += roll == dice_roll(&other) ? 1 : 0;
    }
    assert_int_equal(equal, 0);
}

static void bounds_hold_and_every_value_comes(void **state) {
    (void)state;
    dice d;
    dice_init(&d, 1, 0);
    int seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        int32_t drawn = dice_between(&d, -2, 3);
        assert_in_range(drawn + 2, 0, 5);
        seen[drawn + 2]++;
        double unit = dice_unit(&d);
        assert_true(unit > 0 && unit <= 1);
        double large = dice_pareto(&d, 1.2, 50);
        assert_true(large >= 1 && large <= 50);
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(seen[i], 800, 1200);
    }
}

static void means_are_near_what_was_asked(void **state) {
    (void)state;
    dice d;
    dice_init(&d, 3, 0);
    double exponential = 0;
    double few = 0;
    double many = 0;
    double normal = 0;
    enum { DRAWS = 20000 };
    for (int i = 0; i < DRAWS; i++) {
        exponential += dice_exponential(&d, 10);
        few += dice_poisson(&d, 2);
        many += dice_poisson(&d, 100);
        normal += dice_normal(&d);
    }
    assert_in_range((int)(exponential / DRAWS * 10), 96, 104);
    assert_in_range((int)(few / DRAWS * 100), 195, 205);
    assert_in_range((int)(many / DRAWS * 10), 995, 1005);
    assert_in_range((int)(normal / DRAWS * 100 + 100), 96, 104);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_gives_the_same_rolls),
        cmocka_unit_test(bounds_hold_and_every_value_comes),
        cmocka_unit_test(means_are_near_what_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
