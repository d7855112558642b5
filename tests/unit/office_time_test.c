#include "tests/unit/support/unit.h"
#include "tools/clientele_sim/office_time.h"

static instant at(int year, int month, int day_of_month, int hour) {
    return day_from_civil(year, month, day_of_month) * SECONDS_A_DAY + hour * 3600;
}

static void clocks_change_on_the_last_sundays(void **state) {
    (void)state;
    assert_int_equal(office_offset(at(2024, 3, 31, 1) - 1), 3600);
    assert_int_equal(office_offset(at(2024, 3, 31, 1)), 7200);
    assert_int_equal(office_offset(at(2024, 10, 27, 1) - 1), 7200);
    assert_int_equal(office_offset(at(2024, 10, 27, 1)), 3600);
    assert_int_equal(office_offset(at(2025, 3, 30, 1) - 1), 3600);
    assert_int_equal(office_offset(at(2025, 3, 30, 1)), 7200);
    assert_int_equal(office_offset(at(2024, 7, 1, 0)), 7200);
}

static void the_local_day_begins_at_local_midnight(void **state) {
    (void)state;
    day summer = day_from_civil(2024, 7, 2);
    assert_int_equal(office_day(at(2024, 7, 1, 22)), summer);
    assert_int_equal(office_day(at(2024, 7, 1, 22) - 1), summer - 1);
    assert_int_equal(office_midnight(summer), at(2024, 7, 1, 22));
    assert_int_equal(office_midnight(day_from_civil(2024, 12, 2)), at(2024, 12, 1, 23));
}

static void nobody_works_on_sundays_and_holidays(void **state) {
    (void)state;
    assert_true(office_is_open(day_from_civil(2024, 1, 2)));
    assert_false(office_is_open(day_from_civil(2024, 1, 1)));
    assert_false(office_is_open(day_from_civil(2024, 1, 6)));
    assert_false(office_is_open(day_from_civil(2024, 1, 7)));
    assert_int_equal(office_next_day(day_from_civil(2024, 5, 1)), day_from_civil(2024, 5, 2));
}

static void moments_are_later_and_on_business_days(void **state) {
    (void)state;
    dice d;
    dice_init(&d, 4, 0);
    instant now = at(2024, 3, 29, 9);
    for (int i = 0; i < 2000; i++) {
        instant next = office_moment(&d, now, dice_unit(&d) * 3);
        assert_true(next > now);
        assert_true(office_is_open(office_day(next)));
        instant month_end = office_month_end(&d, next);
        assert_true(month_end > next);
        assert_true(office_day(month_end) - office_day(next) <= 31);
        now = next;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_change_on_the_last_sundays),
        cmocka_unit_test(the_local_day_begins_at_local_midnight),
        cmocka_unit_test(nobody_works_on_sundays_and_holidays),
        cmocka_unit_test(moments_are_later_and_on_business_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
