/* event_decode_test.c - messages to items: envelopes, arrays, heartbeats, what is broken or too
 * long. */
#include "tests/unit/support/decoded.h"

#include "portfolio/limits.h"

static const char *const sale = "{\"id\":\"O-1\",\"client\":\"C-1\",\"amount\":\"1\"}";

static const char *envelope(const char *attributes) {
    static char written[4096];
    int length = snprintf(written, sizeof written, "{%s,\"data\":%s}", attributes, sale);
    assert_in_range(length, 1, sizeof written - 1);
    return written;
}

#define VERSION "\"specversion\":\"1.0\""
#define TYPE "\"type\":\"order.placed\""
#define SOURCE "\"source\":\"/shop\""
#define ID "\"id\":\"e-1\""
#define TIME "\"time\":\"2026-03-02T09:14:00.5+01:00\""
#define EVENT VERSION "," TYPE "," SOURCE "," ID "," TIME

static void expect_item(const batch_item *item, reason expected, const char *beginning) {
    if (item->reason != expected || item->explanation.length < strlen(beginning) ||
        strncmp(item->explanation.bytes, beginning, strlen(beginning)) != 0) {
        fail_msg("expected %s: %s, found %s: %.*s", reason_name(expected), beginning,
                 reason_name(item->reason), (int)item->explanation.length, item->explanation.bytes);
    }
}

static void expect_message(decoded *self, const char *message, reason expected,
                           const char *beginning) {
    const batch_item *item = decode_one(self, message);
    expect_item(item, expected, beginning);
}

static void test_envelope(void **state) {
    const batch_item *item = decode_one(
        *state, envelope(EVENT ",\"sequence\":\"000018446744\",\"epoch\":\"a\",\"subject\":\"x\""));
    const event *e = &item->event;
    assert_int_equal(item->reason, REASON_NONE);
    assert_ptr_equal(e->type, event_type_find(text_of("order.placed")));
    expect_same(e->source, "/shop");
    expect_same(e->stamp.event_id, "e-1");
    expect_same(e->epoch, "a");
    assert_true(e->has_sequence && e->sequence == 18446744 && e->stamp.version == 0);
    assert_true(e->stamp.time == INT64_C(1772439240500000000));
    item = decode_one(*state, envelope(EVENT ",\"sequence\":7,\"epoch\":null"));
    assert_true(item->event.has_sequence && item->event.sequence == 7 &&
                item->event.epoch.length == 0);
    assert_false(decode_one(*state, envelope(EVENT))->event.has_sequence);
}

typedef struct wrong_envelope {
    const char *attributes;
    reason reason;
    const char *beginning;
} wrong_envelope;

static const wrong_envelope wrong_envelopes[] = {
    {TYPE "," SOURCE "," ID "," TIME, REASON_MISSING_FIELD, "specversion is missing"},
    {"\"specversion\":\"0.3\"," TYPE "," SOURCE "," ID "," TIME, REASON_NOT_AN_EVENT,
     "specversion: \"0.3\""},
    {"\"specversion\":1.0," TYPE "," SOURCE "," ID "," TIME, REASON_BAD_FIELD, "specversion: 1.0"},
    {VERSION "," SOURCE "," ID "," TIME, REASON_MISSING_FIELD, "type is missing"},
    {VERSION ",\"type\":3," SOURCE "," ID "," TIME, REASON_BAD_FIELD, "type: 3"},
    {VERSION ",\"type\":\"order.eaten\"," SOURCE "," ID "," TIME, REASON_UNKNOWN_TYPE,
     "type: \"order.eaten\""},
    {VERSION "," TYPE "," ID "," TIME, REASON_MISSING_FIELD, "source is missing"},
    {VERSION "," TYPE ",\"source\":\"\"," ID "," TIME, REASON_BAD_FIELD, "source: \"\""},
    {VERSION "," TYPE ",\"source\":\"\\t\"," ID "," TIME, REASON_ENCODING, "source: "},
    {VERSION "," TYPE "," SOURCE "," TIME, REASON_MISSING_FIELD, "id is missing"},
    {VERSION "," TYPE "," SOURCE ",\"id\":\"\"," TIME, REASON_BAD_FIELD, "id: \"\""},
    {VERSION "," TYPE "," SOURCE ",\"id\":null," TIME, REASON_MISSING_FIELD, "id is missing"},
    {VERSION "," TYPE "," SOURCE "," ID, REASON_MISSING_FIELD, "time is missing"},
    {VERSION "," TYPE "," SOURCE "," ID ",\"time\":1700000000", REASON_BAD_FIELD,
     "time: 1700000000"},
    {VERSION "," TYPE "," SOURCE "," ID ",\"time\":\"2023-05-05T10:00:00\"", REASON_BAD_DATE,
     "time: "},
    {VERSION "," TYPE "," SOURCE "," ID ",\"time\":\"2199-12-31T23:00:00Z\"", REASON_BAD_DATE,
     "time has a local"},
    {EVENT ",\"sequence\":\"12x\"", REASON_BAD_NUMBER, "sequence: \"12x\""},
    {EVENT ",\"sequence\":-1", REASON_BAD_NUMBER, "sequence: -1"},
    {EVENT ",\"sequence\":\"\"", REASON_BAD_NUMBER, "sequence: \"\""},
    {EVENT ",\"sequence\":\"99999999999999999999\"", REASON_OUT_OF_RANGE, "sequence: "},
    {EVENT ",\"epoch\":3", REASON_BAD_FIELD, "epoch: 3"},
};

static void test_wrong_envelopes(void **state) {
    for (size_t i = 0; i < sizeof wrong_envelopes / sizeof wrong_envelopes[0]; i++) {
        const wrong_envelope *w = &wrong_envelopes[i];
        expect_message(*state, envelope(w->attributes), w->reason, w->beginning);
    }
    expect_message(*state, "{" EVENT "}", REASON_MISSING_FIELD, "data is missing");
    expect_message(*state, "{" EVENT ",\"data\":null}", REASON_MISSING_FIELD, "data is missing");
    expect_message(*state, "{" EVENT ",\"data\":[1]}", REASON_BAD_FIELD, "data: [1] is not");
    expect_message(*state, "{" EVENT ",\"data\":\"{}\"}", REASON_BAD_FIELD, "data: \"{}\" is not");
}

/* A refused event still says what could be read of it, whatever is wrong first. */
static void test_refused_events_are_told(void **state) {
    const batch_item *item =
        decode_one(*state, envelope("\"specversion\":\"9\",\"type\":\"x\",\"time\":5," SOURCE "," ID
                                    ",\"sequence\":\"41\""));
    expect_item(item, REASON_UNKNOWN_TYPE, "type: \"x\"");
    assert_null(item->event.type);
    expect_same(item->event.source, "/shop");
    expect_same(item->event.stamp.event_id, "e-1");
    assert_true(item->event.has_sequence && item->event.sequence == 41);
    assert_int_equal(item->outcome, OUTCOME_REJECTED);
}

static void test_aliases_and_prefix(void **state) {
    decoded *self = *state;
    type_alias aliases[] = {{text_of("com.acme.bill"), event_type_find(text_of("invoice.issued"))},
                            {text_of("order.placed"), event_type_find(text_of("quote.sent"))}};
    self->rules.aliases = aliases;
    self->rules.alias_count = 2;
    self->rules.type_prefix = text_of("com.acme.");
    assert_int_equal(accept(self, "com.acme.bill", sale)->type->verb, VERB_ISSUED);
    assert_int_equal(accept(self, "order.placed", sale)->type->kind, KIND_QUOTE);
    assert_int_equal(accept(self, "com.acme.order.placed", sale)->type->kind, KIND_ORDER);
    assert_int_equal(accept(self, "order.amended", sale)->type->kind, KIND_ORDER);
    expect_refusal(self, "com.acme.com.acme.order.placed", sale, REASON_UNKNOWN_TYPE, "type: ");
    expect_refusal(self, "com.acme.", sale, REASON_UNKNOWN_TYPE, "type: ");
    assert_int_equal(decode_text(self, "{" VERSION ",\"type\":\"com.acme.feed.heartbeat\"," SOURCE
                                       ",\"sequence\":5}"),
                     0);
    assert_true(self->heartbeat.sequence == 5);
}

static void test_arrays(void **state) {
    decoded *self = *state;
    char message[2000];
    int length = snprintf(message, sizeof message,
                          " [ {" EVENT ",\"data\":%s} , 7, {\"a\":[1,{}]},\n{" EVENT
                          ",\"data\":%s}, \"x\" ] ",
                          sale, sale);
    assert_int_equal(decode_bytes(self, message, (size_t)length), 5);
    const reason expected[] = {REASON_NONE, REASON_NOT_AN_EVENT, REASON_MISSING_FIELD, REASON_NONE,
                               REASON_NOT_AN_EVENT};
    for (uint32_t i = 0; i < 5; i++) {
        const batch_item *item = event_batch_item(self->batch, i);
        assert_int_equal(item->reason, expected[i]);
        assert_int_equal(item->index, i);
        assert_int_equal(item->message, 0);
    }
    expect_same(event_batch_item(self->batch, 1)->raw, "7");
    expect_same(event_batch_item(self->batch, 2)->raw, "{\"a\":[1,{}]}");
    expect_same(event_batch_item(self->batch, 4)->raw, "\"x\"");
    text raw = event_batch_item(self->batch, 3)->raw;
    assert_true(raw.bytes[0] == '{' && raw.bytes[raw.length - 1] == '}' &&
                raw.length == strlen(EVENT) + 50);
    assert_int_equal(decode_text(self, "[]"), 0);
    assert_int_equal(decode_text(self, " [ ] "), 0);
    assert_int_equal(decode_text(self, "[[]]"), 1);
}

static const char *const broken_messages[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "[1,",
    "[1 2]",
    "[1,]",
    "[,1]",
    "[1]]",
    "{}{}",
    "{} x",
    "order.placed",
    "\"text",
    "{'id': 1}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "[}",
    "{]",
    "[{]}",
    "nul",
    "tru",
    "NaN",
    "[NaN]",
    "[+1]",
    "[01]",
    "[1.]",
    "[.5]",
    "[1e]",
    "[-]",
    "[0x1]",
    "[\"\\x\"]",
    "[\"\\u12\"]",
    "[\"\\u12g4\"]",
    "{\"\\q\":1}",
    "[\"a\"b]",
    "[\"a\"\"b\"]",
    "[1\"a\"]",
    "[tru\"e,\"]",
    "\xef\xbb\xbf{}",
    "[\"a\nb\"]",
    "[true false]",
    "[1,2",
    "{\"a\":{\"b\":[1}}",
    "//",
    "[1]//",
};

/* What is not JSON as a whole is one refused item with the whole message. */
static void test_broken_messages(void **state) {
    decoded *self = *state;
    for (size_t i = 0; i < sizeof broken_messages / sizeof broken_messages[0]; i++) {
        const batch_item *item = decode_one(self, broken_messages[i]);
        expect_item(item, REASON_JSON, "the message is not JSON: ");
        expect_same(item->raw, broken_messages[i]);
        char array[200];
        (void)snprintf(array, sizeof array, "[{},{},[%s", broken_messages[i]);
        item = decode_one(self, array);
        expect_item(item, REASON_JSON, "the message is not JSON: ");
        expect_same(item->raw, array);
        assert_int_equal(item->index, 0);
    }
    assert_int_equal(decode_bytes(self, "[\"a\0b\"]", 7), 1);
    assert_int_equal(event_batch_item(self->batch, 0)->reason, REASON_JSON);
    assert_int_equal(decode_bytes(self, "{}\0", 3), 1);
    assert_int_equal(event_batch_item(self->batch, 0)->reason, REASON_JSON);
}

static void test_not_utf8(void **state) {
    static const char *const broken[] = {"[\"\x80\"]",
                                         "[\"\xc3\"]",
                                         "[\"\xc0\xaf\"]",
                                         "[\"\xed\xa0\x80\"]",
                                         "[\"\xf5\x80\x80\x80\"]",
                                         "[\"a\xe2\x82\"]",
                                         "{\"\xfe\":1}"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        expect_message(*state, broken[i], REASON_ENCODING,
                       "the message is not JSON: it is not UTF-8");
    }
    /* Outside a string, which of the two is wrong first depends on the machine's vector unit. */
    assert_int_not_equal(decode_one(*state, "\xff")->reason, REASON_NONE);
    expect_message(*state, "[\"a\xe2\x82\"]", REASON_ENCODING,
                   "the message is not JSON: it is not UTF-8, at byte 3 of 7");
}

static void test_heartbeats(void **state) {
    decoded *self = *state;
    char message[2000];
    (void)snprintf(message, sizeof message,
                   "[{" VERSION ",\"type\":\"feed.heartbeat\"," SOURCE
                   ",\"sequence\":\"5\"},{" EVENT ",\"data\":%s},{" VERSION
                   ",\"type\":\"feed.heartbeat\",\"source\":\"/b\",\"sequence\":\"6\","
                   "\"epoch\":\"z\",\"data\":null},{}]",
                   sale);
    assert_int_equal(decode_text(self, message), 2);
    assert_int_equal(event_batch_item(self->batch, 0)->index, 1);
    assert_int_equal(event_batch_item(self->batch, 1)->index, 3);
    expect_same(self->heartbeat.source, "/b");
    expect_same(self->heartbeat.epoch, "z");
    assert_true(self->heartbeat.has_sequence && self->heartbeat.sequence == 6);
    expect_message(self, "{" VERSION ",\"type\":\"feed.heartbeat\"," SOURCE "}",
                   REASON_MISSING_FIELD, "sequence is");
    assert_int_equal(self->heartbeat.source.length, 0);
    expect_message(self, "{" VERSION ",\"type\":\"feed.heartbeat\",\"sequence\":1}",
                   REASON_MISSING_FIELD, "source");
    event_batch_clear(self->batch);
    assert_true(event_batch_open_message(self->batch, NULL, (text){NULL, 0}, false));
    const char *alone = "{" VERSION ",\"type\":\"feed.heartbeat\"," SOURCE ",\"sequence\":1}";
    assert_true(event_decode_message(self->decoder, alone, strlen(alone), (text){NULL, 0},
                                     self->batch, NULL));
    assert_int_equal(event_batch_item_count(self->batch), 0);
}

/* {"x":[[[...]]], an event...}: too deep is refused alone, however deep. */
static void test_depth(void **state) {
    decoded *self = *state;
    const size_t depths[] = {JSON_DEPTH_MAX - 1, JSON_DEPTH_MAX, 2000000};
    for (size_t i = 0; i < 3; i++) {
        size_t depth = depths[i];
        size_t room = 2 * depth + 1000;
        char *message = malloc(room);
        assert_non_null(message);
        size_t length = (size_t)snprintf(message, room, "[{\"x\":");
        memset(message + length, '[', depth);
        memset(message + length + depth, ']', depth);
        length += 2 * depth;
        length +=
            (size_t)snprintf(message + length, room - length, "," EVENT ",\"data\":%s},{}]", sale);
        assert_int_equal(decode_bytes(self, message, length), 2);
        const batch_item *item = event_batch_item(self->batch, 0);
        const reason expected[] = {REASON_NONE, REASON_JSON, REASON_TOO_LONG};
        assert_int_equal(item->reason, expected[i]);
        expect_same(item->event.source, "/shop");
        assert_int_equal(event_batch_item(self->batch, 1)->reason, REASON_MISSING_FIELD);
        free(message);
    }
}

/* A message of `length` bytes: an event, blank-padded inside; in an array when asked. */
static char *padded_event(size_t length, bool array) {
    char *message = malloc(length + 1);
    assert_non_null(message);
    memset(message, ' ', length);
    const char *begin = array ? "[{" : "{";
    char end[300];
    size_t end_length =
        (size_t)snprintf(end, sizeof end, EVENT ",\"data\":%s}%s", sale, array ? "]" : "");
    memcpy(message, begin, strlen(begin));
    memcpy(message + length - end_length, end, end_length);
    return message;
}

static void test_too_long(void **state) {
    decoded *self = *state;
    const size_t lengths[] = {EVENT_BYTES_MAX, EVENT_BYTES_MAX + 1, MESSAGE_BYTES_MAX,
                              MESSAGE_BYTES_MAX + 1};
    for (size_t i = 0; i < 4; i++) {
        char *message = padded_event(lengths[i], false);
        assert_int_equal(decode_bytes(self, message, lengths[i]), 1);
        const batch_item *item = event_batch_item(self->batch, 0);
        assert_int_equal(item->reason, i == 0 ? REASON_NONE : REASON_TOO_LONG);
        assert_int_equal(item->raw.length, lengths[i]);
        assert_int_equal(item->event.source.length, i == 3 ? 0 : 5);
        free(message);
    }
    char *message = padded_event(EVENT_BYTES_MAX + 3, true);
    assert_int_equal(decode_bytes(self, message, EVENT_BYTES_MAX + 3), 1);
    assert_int_equal(event_batch_item(self->batch, 0)->reason, REASON_TOO_LONG);
    assert_int_equal(event_batch_item(self->batch, 0)->raw.length, EVENT_BYTES_MAX + 1);
    free(message);
}

static void test_too_many(void **state) {
    decoded *self = *state;
    for (size_t count = BATCH_EVENTS_MAX; count <= BATCH_EVENTS_MAX + 1; count++) {
        char *message = malloc(3 * count + 1);
        assert_non_null(message);
        for (size_t i = 0; i < count; i++) {
            memcpy(message + 3 * i, ",{}", 3);
        }
        message[0] = '[';
        message[3 * count] = ']';
        bool over = count > BATCH_EVENTS_MAX;
        assert_int_equal(decode_bytes(self, message, 3 * count + 1), over ? 1 : count);
        const batch_item *item = event_batch_item(self->batch, 0);
        assert_int_equal(item->reason, over ? REASON_TOO_LONG : REASON_MISSING_FIELD);
        if (over) {
            assert_int_equal(item->raw.length, 3 * count + 1);
        }
        free(message);
    }
}

static void test_names_of_fields(void **state) {
    decoded *self = *state;
    const event *e = accept(
        self, "order.placed",
        "{\"i\\u0064\":\"O-1\",\"client\":\"C-1\",\"id\":\"O-2\",\"amount\":1,\"amount\":\"x\","
        "\"idd\":3,\"\":4,\"Amount\":\"y\",\"a name longer than every name of ours\":5}");
    expect_same(e->document, "O-1"); /* the first of two counts */
}

/* The value is shown short and harmless. */
static void test_explanations(void **state) {
    decoded *self = *state;
    expect_refusal(self, "order.placed",
                   "{\"id\":\"O\",\"client\":\"C\",\"amount\":\"\x7f\xc2\x9b[31m\"}",
                   REASON_BAD_NUMBER, "data.amount: \"\\u007f\\u009b[31m\" is not a decimal");
    expect_refusal(self, "order.placed", "{\"id\":\"O\",\"client\":\"C\",\"amount\":[\n]}",
                   REASON_BAD_FIELD, "data.amount: [\\u000a] is neither");
    char data[400];
    memset(data, 0, sizeof data);
    size_t length =
        (size_t)snprintf(data, sizeof data, "{\"id\":\"O\",\"client\":\"C\",\"amount\":\"");
    for (int i = 0; i < 100; i++) {
        memcpy(data + length, "é", 2);
        length += 2;
    }
    (void)snprintf(data + length, sizeof data - length, "\"}");
    const batch_item *item = decode_one(self, event_of("order.placed", data));
    assert_int_equal(item->reason, REASON_BAD_NUMBER);
    assert_in_range(item->explanation.length, 60, 150);
    assert_non_null(memmem(item->explanation.bytes, item->explanation.length, "é… is not", 12));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, decoded_setup, decoded_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_envelope),
        TEST(test_wrong_envelopes),
        TEST(test_refused_events_are_told),
        TEST(test_aliases_and_prefix),
        TEST(test_arrays),
        TEST(test_broken_messages),
        TEST(test_not_utf8),
        TEST(test_heartbeats),
        TEST(test_depth),
        TEST(test_too_long),
        TEST(test_too_many),
        TEST(test_names_of_fields),
        TEST(test_explanations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
