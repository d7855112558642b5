/* json_write_test.c - whatever is written reads back as JSON, whole or not at all. */
#include <jansson.h>

#include "daemon/json_write.h"
#include "tests/unit/support/unit.h"

static void expect_written(json_writer *w, const char *expected) {
    size_t length = 0;
    char *text_written = json_writer_take(w, &length);
    assert_non_null(text_written);
    assert_string_equal(text_written, expected);
    assert_int_equal(length, strlen(expected));
    free(text_written);
}

static void test_commas_come_by_themselves(void **state) {
    (void)state;
    json_writer w;
    json_writer_init(&w, 1000);
    json_open_array(&w);
    json_open_object(&w);
    json_close_object(&w);
    json_open_object(&w);
    json_key(&w, "a");
    json_open_array(&w);
    json_close_array(&w);
    json_key(&w, "b");
    json_whole(&w, INT64_MIN);
    json_key_text(&w, text_of("\"c"));
    json_count(&w, UINT64_MAX);
    json_close_object(&w);
    json_flag(&w, true);
    json_flag(&w, false);
    json_nothing(&w);
    json_word(&w, "");
    json_text_or_null(&w, (text){NULL, 0});
    json_literal(&w, "0.5", 3);
    json_close_array(&w);
    expect_written(&w, "[{},{\"a\":[],\"b\":-9223372036854775808,\"\\\"c\":18446744073709551615},"
                       "true,false,null,\"\",null,0.5]");
}

static void expect_text_written(const char *bytes, uint32_t length, const char *expected) {
    json_writer w;
    json_writer_init(&w, 1000);
    json_text(&w, (text){bytes, length});
    expect_written(&w, expected);
}

static void test_texts_are_escaped(void **state) {
    (void)state;
    expect_text_written("plain", 5, "\"plain\"");
    expect_text_written("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    expect_text_written("\b\t\n\f\r\x01\x1f\x7f", 8, "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"");
    expect_text_written("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", 11,
                        "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

#define REPLACED "\xef\xbf\xbd"

static void test_what_is_not_text_is_replaced(void **state) {
    (void)state;
    expect_text_written("a\0b", 3, "\"a" REPLACED "b\"");
    expect_text_written("\xff", 1, "\"" REPLACED "\"");
    expect_text_written("x\xc3", 2, "\"x" REPLACED "\"");                         /* cut short */
    expect_text_written("\xc0\xaf", 2, "\"" REPLACED REPLACED "\"");              /* overlong */
    expect_text_written("\xed\xa0\x80", 3, "\"" REPLACED REPLACED REPLACED "\""); /* a surrogate */
    expect_text_written("\xc3\xa9\x80\xc3\xa9", 5, "\"\xc3\xa9" REPLACED "\xc3\xa9\"");
}

static void test_any_bytes_read_back(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        char bytes[24];
        uint32_t length = (uint32_t)random_between(&seed, 0, sizeof bytes);
        for (uint32_t j = 0; j < length; j++)
            bytes[j] = (char)random_between(&seed, 0, 255);
        json_writer w;
        size_t written;
        json_writer_init(&w, 1000);
        json_text(&w, (text){bytes, length});
        char *out = json_writer_take(&w, &written);
        json_t *value = json_loadb(out, written, JSON_DECODE_ANY, NULL);
        assert_true(json_is_string(value));
        json_decref(value);
        free(out);
    }
}

static void test_a_limit_is_kept_and_forgiven(void **state) {
    (void)state;
    json_writer w;
    json_writer_init(&w, 20);
    json_open_array(&w);
    json_word(&w, "0123456789");
    json_place place = json_here(&w);
    json_word(&w, "0123456789");
    assert_int_equal(w.trouble, JSON_TOO_LONG);
    json_whole(&w, 1); /* does nothing */
    json_close_array(&w);
    assert_int_equal(w.trouble, JSON_TOO_LONG);
    assert_true(w.length <= 20);
    json_go_back(&w, place);
    json_whole(&w, 1);
    json_close_array(&w);
    expect_written(&w, "[\"0123456789\",1]");
}

static void test_nothing_is_taken_after_trouble(void **state) {
    (void)state;
    json_writer w;
    size_t length;
    json_writer_init(&w, 5);
    json_word(&w, "0123456789");
    assert_null(json_writer_take(&w, &length));
    json_writer_finish(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commas_come_by_themselves),
        cmocka_unit_test(test_texts_are_escaped),
        cmocka_unit_test(test_what_is_not_text_is_replaced),
        cmocka_unit_test(test_any_bytes_read_back),
        cmocka_unit_test(test_a_limit_is_kept_and_forgiven),
        cmocka_unit_test(test_nothing_is_taken_after_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
