#include "tests/unit/support/unit.h"
#include "tools/clientele_feed/event_scan.h"

static event_shape scan(const char *line) {
    return event_scan(line, strlen(line));
}

static void an_event_is_sound_and_has_a_type(void **state) {
    (void)state;
    const char *line = " {\"a\":{\"type\":\"inner\",\"source\":1},\"type\" : \"order.placed\","
                       "\"n\":[-0.5e3,true,false,null,\"\\u00e9\\ud83d\\ude00 \xc3\xa9\"]} ";
    event_shape shape = scan(line);
    assert_true(shape.sound);
    assert_int_equal(shape.type_length, strlen("order.placed"));
    assert_memory_equal(line + shape.type_from, "order.placed", shape.type_length);
    assert_false(shape.has_source);
    assert_false(shape.has_sequence);
    assert_int_equal(shape.members_from, 2);
    assert_true(scan("{\"source\":\"/a\",\"sequence\":\"1\"}").has_source);
    assert_true(scan("{\"source\":\"/a\",\"sequence\":\"1\"}").has_sequence);
    assert_int_equal(scan("{\"type\":\"a\\u0062\"}").type_length, 0);
    assert_int_equal(scan("{\"type\":7}").type_length, 0);
    assert_true(scan("{}").sound);
    assert_false(scan("{}").has_members);
}

static void what_could_spoil_a_batch_is_not_sound(void **state) {
    (void)state;
    const char *bad[] = {
        "",
        "[]",
        "7",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":1},{\"b\":2}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":1e400}",
        "{\"a\":1234567890123456789}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":'b'}",
        "{a:1}",
        "{\"a\":\"b}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\\ud800\\u0041\"}",
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc0\x80\"}",
        "{\"a\":\"\xed\xa0\x80\"}",
        "{\"a\":\"\xf4\x90\x80\x80\"}",
        "{\"a\":\"\xe2\x82\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":1 \"b\":2}",
        "\xef\xbb\xbf{}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(scan(bad[i]).sound);
    }
}

static void no_prefix_of_an_event_is_sound(void **state) {
    (void)state;
    const char *line =
        "{\"type\":\"a\",\"n\":[1.5e-3,{\"b\":\"\\ud83d\\ude00\xc3\xa9\"}],\"t\":true}";
    for (size_t length = 0; length < strlen(line); length++) {
        assert_false(event_scan(line, length).sound);
    }
    assert_true(scan(line).sound);
}

static void depth_is_bounded(void **state) {
    (void)state;
    char line[2 * 1000 + 16];
    for (int depth = 1; depth <= 1000; depth += depth < 40 ? 1 : 320) {
        size_t at = 0;
        memcpy(line, "{\"a\":", 5);
        at = 5;
        memset(line + at, '[', (size_t)depth);
        memset(line + at + depth, ']', (size_t)depth);
        at += 2 * (size_t)depth;
        line[at++] = '}';
        assert_int_equal(event_scan(line, at).sound, depth <= SCAN_DEPTH_MAX);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_sound_and_has_a_type),
        cmocka_unit_test(what_could_spoil_a_batch_is_not_sound),
        cmocka_unit_test(no_prefix_of_an_event_is_sound),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
