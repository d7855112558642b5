/* receipt_test.c - what senders are told, as JSON that parses whatever the events held. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "ingest/receipt.h"

static receipt told;

static int finish(void **state) {
    (void)state;
    receipt_finish(&told);
    return 0;
}

static json_t *parsed(void) {
    json_error_t error;
    json_t *value = json_loadb(told.bytes, told.length, 0, &error);
    if (value == NULL) {
        fail_msg("%s: %.*s", error.text, (int)told.length, told.bytes);
    }
    return value;
}

static batch_item *add(event_batch *batch, outcome o) {
    batch_item *item = event_batch_add(batch);
    assert_non_null(item);
    item->outcome = o;
    return item;
}

static void test_outcomes(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    assert_non_null(batch);
    assert_true(event_batch_open_message(batch, NULL, (text){0}, false));
    add(batch, OUTCOME_ACCEPTED);
    assert_true(event_batch_open_message(batch, NULL, (text){0}, false));
    add(batch, OUTCOME_ACCEPTED);
    batch_item *refused = add(batch, OUTCOME_REJECTED);
    refused->reason = REASON_MISSING_FIELD;
    refused->explanation = text_of("data.client is missing");
    refused->event.stamp.event_id = text_of("e\"1");
    add(batch, OUTCOME_DUPLICATE);
    add(batch, OUTCOME_REJECTED)->reason = REASON_JSON;
    assert_true(receipt_outcomes(&told, batch, event_batch_message(batch, 1)));
    static const char expected[] =
        "{\"accepted\":1,\"duplicate\":1,\"rejected\":["
        "{\"index\":1,\"id\":\"e\\\"1\",\"reason\":\"missing_field: data.client is missing\"},"
        "{\"index\":3,\"id\":null,\"reason\":\"json\"}]}";
    assert_int_equal(told.length, sizeof expected - 1);
    assert_memory_equal(told.bytes, expected, told.length);
    event_batch_destroy(batch);
}

static void test_no_events(void **state) {
    (void)state;
    event_batch *batch = event_batch_create();
    assert_non_null(batch);
    assert_true(event_batch_open_message(batch, NULL, (text){0}, false));
    assert_true(receipt_outcomes(&told, batch, event_batch_message(batch, 0)));
    static const char expected[] = "{\"accepted\":0,\"duplicate\":0,\"rejected\":[]}";
    assert_int_equal(told.length, sizeof expected - 1);
    assert_memory_equal(told.bytes, expected, told.length);
    event_batch_destroy(batch);
}

static void expect_sentence(const char *bytes, size_t length, const char *expected) {
    assert_true(receipt_sentence(&told, "busy", (text){bytes, (uint32_t)length}));
    json_t *value = parsed();
    assert_string_equal(json_string_value(json_object_get(value, "busy")), expected);
    json_decref(value);
}

static void test_any_bytes(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *expected;
    } rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"\"\\\n\x1f\x7f", "\"\\\n\x1f\x7f"},
        {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"a\xff\x62", "a\xef\xbf\xbd\x62"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong */
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
        {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"x\xe2\x82", "x\xef\xbf\xbd\xef\xbf\xbd"}, /* cut */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_sentence(rows[i].bytes, strlen(rows[i].bytes), rows[i].expected);
    }
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            bytes[i] = (char)(seed >> 56 | 1); /* jansson reads no NUL by default */
        }
        assert_true(receipt_sentence(&told, "busy", (text){bytes, sizeof bytes}));
        json_decref(parsed());
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_no_events),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
