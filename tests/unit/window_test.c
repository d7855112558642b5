#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/window.h"

static slot *open_with(window *w, uint64_t line) {
    slot *opened = window_open(w);
    assert_non_null(opened);
    event_line added = {.bytes = "{}", .length = 2, .line = line, .shape = event_scan("{}", 2)};
    message_add(&opened->content, &added);
    return opened;
}

static uint64_t line_of(const slot *s) {
    assert_non_null(s);
    return s->content.lines[0];
}

static void answers_are_in_order_of_sending(void **state) {
    (void)state;
    window w;
    window_init(&w, 2);
    for (uint64_t i = 0; i < 10; i++) {
        window_sent(&w, open_with(&w, 2 * i));
        window_sent(&w, open_with(&w, 2 * i + 1));
        assert_null(window_open(&w));
        assert_int_equal(window_events(&w), 2);
        assert_int_equal(line_of(window_oldest(&w)), 2 * i);
        window_answered(&w);
        assert_int_equal(line_of(window_oldest(&w)), 2 * i + 1);
        window_answered(&w);
        assert_null(window_oldest(&w));
    }
    window_finish(&w);
}

static void busy_ones_are_sent_again(void **state) {
    (void)state;
    window w;
    window_init(&w, 3);
    for (uint64_t i = 1; i <= 3; i++) {
        window_sent(&w, open_with(&w, i));
    }
    window_postponed(&w);
    window_answered(&w);
    assert_int_equal(line_of(window_next_again(&w)), 1);
    assert_int_equal(window_events(&w), 2);
    window_sent(&w, window_next_again(&w));
    assert_null(window_next_again(&w));
    assert_int_equal(line_of(window_oldest(&w)), 3);
    window_answered(&w);
    assert_int_equal(line_of(window_oldest(&w)), 1);
    window_answered(&w);
    assert_int_equal(window_events(&w), 0);
    window_finish(&w);
}

static void a_lost_connection_sends_all_again(void **state) {
    (void)state;
    window w;
    window_init(&w, 4);
    for (uint64_t i = 1; i <= 4; i++) {
        window_sent(&w, open_with(&w, i));
    }
    window_postponed(&w);
    window_all_again(&w);
    assert_null(window_oldest(&w));
    const uint64_t expected[] = {2, 3, 4, 1};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(line_of(window_next_again(&w)), expected[i]);
        window_sent(&w, window_next_again(&w));
    }
    assert_null(window_next_again(&w));
    assert_int_equal(window_events(&w), 4);
    window_finish(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_in_order_of_sending),
        cmocka_unit_test(busy_ones_are_sent_again),
        cmocka_unit_test(a_lost_connection_sends_all_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
