#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/message.h"

static event_line line_of(const char *bytes, uint64_t number) {
    return (event_line){.bytes = bytes,
                        .length = strlen(bytes),
                        .line = number,
                        .shape = event_scan(bytes, strlen(bytes))};
}

static void expect_content(message *content, const char *expected) {
    size_t from = 0;
    size_t length = 0;
    message_seal(content, &from, &length);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(content->bytes + from, expected, length);
}

static void one_event_goes_as_it_is(void **state) {
    (void)state;
    message content = {0};
    event_line line = line_of("{\"a\":1}", 9);
    message_add(&content, &line);
    expect_content(&content, "{\"a\":1}");
    assert_int_equal(content.lines[0], 9);
    message_finish(&content);
}

static void several_are_an_array(void **state) {
    (void)state;
    message content = {0};
    event_line first = line_of("{\"a\":1}", 1);
    event_line second = line_of(" {\"b\":2} ", 3);
    for (int round = 0; round < 2; round++) {
        assert_true(message_may_add(&content, &first, 2));
        message_add(&content, &first);
        assert_true(message_may_add(&content, &second, 2));
        message_add(&content, &second);
        assert_false(message_may_add(&content, &first, 2));
        expect_content(&content, "[{\"a\":1}, {\"b\":2} ]");
        assert_int_equal(content.lines[1], 3);
        message_clear(&content);
    }
    message_finish(&content);
}

static void what_is_not_sound_goes_alone(void **state) {
    (void)state;
    message content = {0};
    event_line sound = line_of("{}", 1);
    event_line broken = line_of("{\"a\":", 2);
    assert_true(message_may_add(&content, &broken, 10));
    message_add(&content, &broken);
    assert_false(message_may_add(&content, &sound, 10));
    expect_content(&content, "{\"a\":");
    message_clear(&content);
    message_add(&content, &sound);
    assert_false(message_may_add(&content, &broken, 10));
    assert_true(message_may_add(&content, &sound, 10));
    message_finish(&content);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event_goes_as_it_is),
        cmocka_unit_test(several_are_an_array),
        cmocka_unit_test(what_is_not_sound_goes_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
