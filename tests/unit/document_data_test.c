/* document_data_test.c - what `data` says: every kind's body, and each way to be refused. */
#include "tests/unit/support/decoded.h"

static void test_invoice(void **state) {
    const event *e = accept(
        *state, "invoice.issued",
        "{\"id\":\"F-1\",\"client\":\"C-1\",\"version\":3,\"date\":\"2026-03-01\",\"currency\":"
        "\"EUR\",\"order\":\"O-1\",\"rep\":\"anna\",\"deposit\":true,\"lines\":["
        "{\"sku\":\"A12\",\"category\":\"Binders\",\"quantity\":\"4\",\"amount\":\"119.60\","
        "\"cost\":71.2},{\"amount\":-1.5e1,\"order\":\"O-2\"}]}");
    const body *b = &e->body;
    assert_true(e->has_body && b->lines_given && b->deposit && b->date_given &&
                e->state_date_given);
    expect_same(e->document, "F-1");
    expect_same(b->client, "C-1");
    expect_same(b->order, "O-1");
    expect_same(b->rep, "anna");
    assert_true(e->stamp.version == 3);
    assert_int_equal(b->date, day_from_civil(2026, 3, 1));
    assert_int_equal(e->state_date, b->date);
    assert_int_equal(b->line_count, 2);
    expect_same(b->lines[0].sku, "A12");
    expect_same(b->lines[0].category, "Binders");
    assert_true(b->lines[0].amount == 11960 && b->lines[0].cost == 7120 && b->lines[0].has_cost);
    assert_true(b->lines[0].quantity == 4000 && b->lines[0].has_quantity);
    assert_int_equal(b->lines[0].order.length, 0);
    assert_true(b->lines[1].amount == -1500 && !b->lines[1].has_cost && !b->lines[1].has_quantity);
    expect_same(b->lines[1].order, "O-2");
    assert_true(b->end == DAY_NONE && b->since == DAY_NONE && b->notice_days == -1);
}

static void test_without_lines(void **state) {
    const event *e = accept(
        *state, "order.placed",
        "{\"id\":\"O-1\",\"client\":\"C-1\",\"amount\":\"10\",\"quantity\":2.5,\"cost\":\"4\","
        "\"category\":\"Paper\",\"quote\":\"Q-1\",\"contract\":\"K-1\",\"lines\":null}");
    const body *b = &e->body;
    assert_true(b->line_count == 1 && !b->lines_given && !b->date_given && !e->state_date_given);
    assert_true(b->lines[0].amount == 1000 && b->lines[0].cost == 400 &&
                b->lines[0].quantity == 2500);
    expect_same(b->lines[0].category, "Paper");
    expect_same(b->quote, "Q-1");
    expect_same(b->contract, "K-1");
    assert_int_equal(b->date, day_from_civil(2026, 3, 2)); /* 23:30 two hours east */
}

static void test_credit_note(void **state) {
    const event *e = accept(
        *state, "credit_note.issued",
        "{\"id\":\"A-1\",\"client\":\"C-1\",\"invoice\":\"F-1\",\"amount\":\"5\",\"order\":17}");
    expect_same(e->body.invoice, "F-1");
    assert_int_equal(e->body.order.length, 0);
    expect_refusal(*state, "credit_note.issued",
                   "{\"id\":\"A-1\",\"client\":\"C-1\",\"amount\":\"-5\"}", REASON_OUT_OF_RANGE,
                   "data.amount: \"-5\" ");
    expect_refusal(
        *state, "credit_note.issued",
        "{\"id\":\"A-1\",\"client\":\"C-1\",\"lines\":[{\"amount\":0},{\"amount\":-0.01}]}",
        REASON_OUT_OF_RANGE, "data.lines[1].amount: -0.01 ");
}

static void test_contract(void **state) {
    const event *e =
        accept(*state, "contract.signed",
               "{\"id\":\"K-1\",\"client\":\"C-1\",\"start\":\"2026-01-01\",\"end\":\"2026-12-31\","
               "\"auto_renew\":true,\"notice_days\":30,\"amount\":\"1200\"}");
    const body *b = &e->body;
    assert_true(b->start == day_from_civil(2026, 1, 1) && b->end == day_from_civil(2026, 12, 31));
    assert_true(b->auto_renew && b->notice_days == 30 && b->has_amount && b->amount == 120000);
    e = accept(*state, "contract.amended",
               "{\"id\":\"K-1\",\"client\":\"C-1\",\"start\":\"2026-01-01\"}");
    assert_true(e->body.end == DAY_NONE && e->body.notice_days == -1 && !e->body.has_amount);
    const char *type = "contract.signed";
    expect_refusal(*state, type, "{\"id\":\"K\",\"client\":\"C\"}", REASON_MISSING_FIELD,
                   "data.start is missing");
    expect_refusal(*state, type, "{\"id\":\"K\",\"client\":\"C\",\"start\":\"2026-02-30\"}",
                   REASON_BAD_DATE, "data.start: \"2026-02-30\"");
    expect_refusal(
        *state, type,
        "{\"id\":\"K\",\"client\":\"C\",\"start\":\"2026-02-02\",\"end\":\"2026-02-01\"}",
        REASON_BAD_DATE, "data.end: ");
    const char *notices[] = {"-1", "36501", "1.5", "\"x\"", "true", "99999999999999999999"};
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++) {
        char data[200];
        (void)snprintf(
            data, sizeof data,
            "{\"id\":\"K\",\"client\":\"C\",\"start\":\"2026-02-02\",\"notice_days\":%s}",
            notices[i]);
        assert_int_not_equal(decode_one(*state, event_of(type, data))->reason, REASON_NONE);
    }
    expect_refusal(
        *state, type,
        "{\"id\":\"K\",\"client\":\"C\",\"start\":\"2026-02-02\",\"auto_renew\":\"true\"}",
        REASON_BAD_FIELD, "data.auto_renew: \"true\"");
}

static void test_client_record(void **state) {
    const event *e = accept(
        *state, "client.updated",
        "{\"client\":\"C-1\",\"name\":\"Soci\\u00e9t\\u00e9 \\ud83d\\ude00\",\"rep\":\"anna\","
        "\"segment\":\"Retail\",\"country\":\"FR\",\"potential\":\"50000\",\"since\":"
        "\"2019-04-01\",\"relationship\":\"abandoned\",\"tags\":[\"vip\",\"\"]}");
    const body *b = &e->body;
    expect_same(e->document, "C-1");
    expect_same(b->client, "C-1");
    expect_same(b->name, "Société 😀");
    expect_same(b->segment, "Retail");
    expect_same(b->country, "FR");
    assert_true(b->has_potential && b->potential == 5000000 && b->abandoned);
    assert_int_equal(b->since, day_from_civil(2019, 4, 1));
    assert_int_equal(b->tag_count, 2);
    expect_same(b->tags[0], "vip");
    e = accept(*state, "client.updated",
               "{\"id\":\"C-2\",\"relationship\":\"active\",\"potential\":null}");
    expect_same(e->body.client, "C-2");
    assert_true(!e->body.abandoned && !e->body.has_potential && e->body.since == DAY_NONE);
    expect_same(accept(*state, "client.updated", "{\"id\":\"C-2\",\"client\":\"C-2\"}")->document,
                "C-2");
    expect_refusal(*state, "client.updated", "{\"id\":\"C-2\",\"client\":\"C-3\"}",
                   REASON_BAD_FIELD, "data.id: ");
    expect_refusal(*state, "client.updated", "{\"name\":\"x\"}", REASON_MISSING_FIELD,
                   "data.client is missing");
    expect_refusal(*state, "client.updated", "{\"id\":\"\"}", REASON_BAD_FIELD, "data.id: \"\"");
    expect_refusal(*state, "client.updated", "{\"id\":\"C\",\"relationship\":\"friends\"}",
                   REASON_BAD_FIELD, "data.relationship: \"friends\"");
    expect_refusal(*state, "client.updated", "{\"id\":\"C\",\"tags\":\"vip\"}", REASON_BAD_FIELD,
                   "data.tags: ");
    expect_refusal(*state, "client.updated", "{\"id\":\"C\",\"tags\":[1]}", REASON_BAD_FIELD,
                   "data.tags: [1]");
    expect_refusal(*state, "client.updated", "{\"id\":\"C\",\"name\":5}", REASON_BAD_FIELD,
                   "data.name: 5");
}

static void test_contact(void **state) {
    const event *e = accept(*state, "contact.made",
                            "{\"id\":\"V-1\",\"client\":\"C-1\",\"kind\":\"mail\",\"rep\":\"\"}");
    assert_int_equal(e->body.contact, CONTACT_MAIL);
    assert_int_equal(e->body.rep.length, 0);
    expect_refusal(*state, "contact.made", "{\"id\":\"V\",\"client\":\"C\",\"kind\":\"fax\"}",
                   REASON_BAD_FIELD, "data.kind: \"fax\"");
    expect_refusal(*state, "contact.made", "{\"id\":\"V\",\"client\":\"C\"}", REASON_MISSING_FIELD,
                   "data.kind is");
}

/* A verb that ends a document may come with its id alone, or with all of it. */
static void test_ending_verbs(void **state) {
    const char *types[] = {"quote.declined",     "quote.expired",     "quote.cancelled",
                           "order.cancelled",    "invoice.cancelled", "credit_note.cancelled",
                           "contract.terminated"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const event *e = accept(*state, types[i],
                                "{\"id\":\"X-1\",\"client\":17,\"lines\":null,\"version\":\"2\"}");
        assert_false(e->has_body);
        expect_same(e->document, "X-1");
        assert_true(e->stamp.version == 2 && !e->state_date_given);
        e = accept(*state, types[i], "{\"id\":\"X-1\",\"date\":\"2026-05-06\"}");
        assert_true(e->state_date_given && e->state_date == day_from_civil(2026, 5, 6));
        expect_refusal(*state, types[i], "{\"client\":\"C-1\"}", REASON_MISSING_FIELD,
                       "data.id is missing");
        expect_refusal(*state, types[i], "{\"id\":\"X\",\"date\":\"x\"}", REASON_BAD_DATE,
                       "data.date: ");
        expect_refusal(*state, types[i],
                       "{\"id\":\"X\",\"start\":\"2026-01-01\",\"amount\":1,\"client\":17}",
                       REASON_BAD_FIELD, "data.client: 17");
        const char *full = "{\"id\":\"X\",\"start\":\"2026-01-01\",\"amount\":1,\"client\":\"C\"}";
        assert_true(accept(*state, types[i], full)->has_body);
    }
    const event *e =
        accept(*state, "client.erased", "{\"client\":\"C-1\",\"amount\":\"x\",\"lines\":1}");
    assert_false(e->has_body);
    expect_same(e->document, "C-1");
    assert_false(
        accept(*state, "contract.terminated", "{\"id\":\"K-1\",\"amount\":\"x\"}")->has_body);
}

static void test_other_verbs_need_the_document(void **state) {
    const char *types[] = {"quote.sent",      "quote.amended",     "quote.accepted",
                           "order.placed",    "order.amended",     "invoice.issued",
                           "invoice.amended", "credit_note.issued"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        expect_refusal(*state, types[i], "{\"id\":\"X\"}", REASON_MISSING_FIELD,
                       "data.client is missing");
        expect_refusal(*state, types[i], "{\"id\":\"X\",\"client\":\"C\"}", REASON_MISSING_FIELD,
                       "data.amount is missing");
        expect_refusal(*state, types[i], "{\"id\":\"X\",\"client\":\"C\",\"lines\":[{}]}",
                       REASON_MISSING_FIELD, "data.lines[0].amount is missing");
        assert_true(
            accept(*state, types[i], "{\"id\":\"X\",\"client\":\"C\",\"amount\":0}")->has_body);
    }
}

typedef struct wrong_field {
    const char *field; /* with its value, beside id and client */
    reason reason;
    const char *path;
} wrong_field;

static const wrong_field wrong_fields[] = {
    {"\"amount\":\"ten\"", REASON_BAD_NUMBER, "data.amount: \"ten\" "},
    {"\"amount\":\"\"", REASON_BAD_NUMBER, "data.amount: \"\" "},
    {"\"amount\":\" 10\"", REASON_BAD_NUMBER, "data.amount: \" 10\" "},
    {"\"amount\":\"10,50\"", REASON_BAD_NUMBER, "data.amount: "},
    {"\"amount\":\"NaN\"", REASON_BAD_NUMBER, "data.amount: "},
    {"\"amount\":\"+1\"", REASON_BAD_NUMBER, "data.amount: "},
    {"\"amount\":true", REASON_BAD_FIELD, "data.amount: true "},
    {"\"amount\":[\"10\"]", REASON_BAD_FIELD, "data.amount: [\"10\"] "},
    {"\"amount\":{}", REASON_BAD_FIELD, "data.amount: {} "},
    {"\"amount\":1e400", REASON_OUT_OF_RANGE, "data.amount: 1e400 "},
    {"\"amount\":\"12345678901234567890\"", REASON_OUT_OF_RANGE, "data.amount: "},
    {"\"amount\":12345678901234567890", REASON_OUT_OF_RANGE, "data.amount: 12345678901234567890 "},
    {"\"amount\":\"10000000000000.01\"", REASON_OUT_OF_RANGE, "data.amount: "},
    {"\"amount\":\"1000000000.01\"", REASON_OUT_OF_RANGE, "data.amount: \"1000000000.01\" takes"},
    {"\"amount\":\"1.505\"", REASON_TOO_MANY_DECIMALS,
     "data.amount: \"1.505\" has more than the 2 decimals of EUR"},
    {"\"amount\":1.505", REASON_TOO_MANY_DECIMALS, "data.amount: 1.505 "},
    {"\"amount\":1,\"cost\":\"cheap\"", REASON_BAD_NUMBER, "data.cost: "},
    {"\"amount\":1,\"cost\":1e9,\"currency\":\"EUR\"", REASON_NONE, ""},
    {"\"amount\":1,\"cost\":-1000000000.01", REASON_OUT_OF_RANGE, "data.cost: "},
    {"\"amount\":1,\"quantity\":\"1.0005\"", REASON_TOO_MANY_DECIMALS, "data.quantity: "},
    {"\"amount\":1,\"quantity\":\"1.0050\"", REASON_NONE, ""},
    {"\"amount\":1,\"quantity\":100000000.001", REASON_OUT_OF_RANGE, "data.quantity: "},
    {"\"amount\":1,\"category\":7", REASON_BAD_FIELD, "data.category: 7 "},
    {"\"amount\":1,\"currency\":\"ZZZ\"", REASON_UNKNOWN_CURRENCY, "data.currency: \"ZZZ\" "},
    {"\"amount\":1,\"currency\":\"\"", REASON_NONE, ""},
    {"\"amount\":1,\"currency\":978", REASON_BAD_FIELD, "data.currency: 978 "},
    {"\"amount\":1,\"currency\":\"BRL\"", REASON_NO_RATE,
     "data.currency: \"BRL\" has no rate on 2026-03-02"},
    {"\"amount\":1,\"currency\":\"USD\",\"date\":\"2025-12-31\"", REASON_NO_RATE,
     "data.currency: "},
    {"\"amount\":1,\"currency\":\"USD\",\"date\":\"2026-01-01\"", REASON_NONE, ""},
    {"\"amount\":10.5,\"currency\":\"JPY\"", REASON_TOO_MANY_DECIMALS,
     "data.amount: 10.5 has more than the 0"},
    {"\"amount\":10.0,\"currency\":\"JPY\"", REASON_NONE, ""},
    {"\"amount\":\"1.500\"", REASON_NONE, ""},
    {"\"amount\":1,\"date\":\"2025-02-29\"", REASON_BAD_DATE, "data.date: "},
    {"\"amount\":1,\"date\":20250228", REASON_BAD_FIELD, "data.date: 20250228 "},
    {"\"amount\":1,\"version\":-1", REASON_BAD_NUMBER, "data.version: -1 "},
    {"\"amount\":1,\"version\":1.5", REASON_BAD_NUMBER, "data.version: 1.5 "},
    {"\"amount\":1,\"version\":\"1x\"", REASON_BAD_NUMBER, "data.version: "},
    {"\"amount\":1,\"version\":\"\"", REASON_BAD_NUMBER, "data.version: "},
    {"\"amount\":1,\"version\":9223372036854775807", REASON_NONE, ""},
    {"\"amount\":1,\"version\":9223372036854775808", REASON_OUT_OF_RANGE, "data.version: "},
    {"\"amount\":1,\"version\":null", REASON_NONE, ""},
    {"\"amount\":1,\"rep\":5", REASON_BAD_FIELD, "data.rep: 5 "},
    {"\"amount\":1,\"deposit\":\"yes\"", REASON_BAD_FIELD, "data.deposit: \"yes\" "},
    {"\"amount\":1,\"deposit\":null", REASON_NONE, ""},
    {"\"amount\":1,\"order\":[]", REASON_BAD_FIELD, "data.order: [] "},
    {"\"lines\":[]", REASON_BAD_FIELD, "data.lines: [] "},
    {"\"lines\":{\"amount\":1}", REASON_BAD_FIELD, "data.lines: "},
    {"\"lines\":[\"10\"]", REASON_BAD_FIELD, "data.lines: "},
    {"\"lines\":[{\"amount\":1},null]", REASON_BAD_FIELD, "data.lines: "},
    {"\"lines\":[{\"amount\":1}],\"amount\":\"x\"", REASON_BAD_NUMBER, "data.amount: \"x\" "},
    {"\"lines\":[{\"amount\":1}],\"amount\":\"7\"", REASON_NONE, ""},
    {"\"lines\":[{\"amount\":1,\"sku\":1}]", REASON_BAD_FIELD, "data.lines[0].sku: 1 "},
    {"\"lines\":[{\"amount\":600000000},{\"amount\":-400000001}]", REASON_OUT_OF_RANGE,
     "data.lines[1].amount: "},
    {"\"lines\":[{\"amount\":600000000},{\"amount\":-400000000}]", REASON_NONE, ""},
    {"\"lines\":[{\"amount\":1,\"order\":\"\\u0000\"}]", REASON_ENCODING, "data.lines[0].order: "},
};

static void test_wrong_fields(void **state) {
    for (size_t i = 0; i < sizeof wrong_fields / sizeof wrong_fields[0]; i++) {
        const wrong_field *w = &wrong_fields[i];
        char data[300];
        (void)snprintf(data, sizeof data, "{\"id\":\"F-1\",\"client\":\"C-1\",%s}", w->field);
        if (w->reason == REASON_NONE) {
            (void)accept(*state, "invoice.issued", data);
        } else {
            expect_refusal(*state, "invoice.issued", data, w->reason, w->path);
        }
    }
}

static void test_lines_win_over_the_document(void **state) {
    const event *e =
        accept(*state, "order.placed",
               "{\"id\":\"O\",\"client\":\"C\",\"amount\":\"7\",\"lines\":[{\"amount\":1}]}");
    assert_true(e->body.line_count == 1 && e->body.lines[0].amount == 100 && e->body.lines_given);
}

static void test_ids(void **state) {
    char data[1000];
    char longest[130];
    memset(longest, 'x', sizeof longest);
    longest[128] = '\0';
    (void)snprintf(data, sizeof data, "{\"id\":\"%s\",\"client\":\"C\",\"amount\":1}", longest);
    assert_int_equal(accept(*state, "order.placed", data)->document.length, 128);
    (void)snprintf(data, sizeof data, "{\"id\":\"%sx\",\"client\":\"C\",\"amount\":1}", longest);
    expect_refusal(*state, "order.placed", data, REASON_TOO_LONG, "data.id: ");
    (void)snprintf(data, sizeof data, "{\"id\":\"O\",\"client\":\"%sx\",\"amount\":1}", longest);
    expect_refusal(*state, "order.placed", data, REASON_TOO_LONG, "data.client: ");
    const char *wrong[] = {"a\\u0001b", "a\\u007f", "a\x7f", "\\u0085",
                           "\xc2\x80",  "\xc2\x9f", "\\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        (void)snprintf(data, sizeof data, "{\"id\":\"%s\",\"client\":\"C\",\"amount\":1}",
                       wrong[i]);
        expect_refusal(*state, "order.placed", data, REASON_ENCODING, "data.id: ");
    }
    expect_refusal(*state, "order.placed", "{\"id\":\"\\ud800\",\"client\":\"C\",\"amount\":1}",
                   REASON_ENCODING, "data.id: ");
    expect_refusal(*state, "order.placed", "{\"id\":\"\",\"client\":\"C\",\"amount\":1}",
                   REASON_BAD_FIELD, "data.id: \"\" is empty");
    expect_refusal(*state, "order.placed", "{\"id\":17,\"client\":\"C\",\"amount\":1}",
                   REASON_BAD_FIELD, "data.id: 17 ");
    const event *e = accept(*state, "order.placed",
                            "{\"id\":\"\xc2\xa0é\\\"\\/\",\"client\":\"C\",\"amount\":1}");
    expect_same(e->document, "\xc2\xa0é\"/");
}

static void test_name_space(void **state) {
    decoded *self = *state;
    self->name_space = text_of("shop:");
    const event *e = accept(
        self, "invoice.issued",
        "{\"id\":\"F\",\"client\":\"C\",\"rep\":\"R\",\"order\":\"O\",\"lines\":[{\"amount\":1,"
        "\"order\":\"P\"}]}");
    expect_same(e->document, "shop:F");
    expect_same(e->body.client, "C");
    expect_same(e->body.rep, "R");
    expect_same(e->body.order, "shop:O");
    expect_same(e->body.lines[0].order, "shop:P");
    e = accept(self, "order.placed",
               "{\"id\":\"O\",\"client\":\"C\",\"quote\":\"Q\",\"contract\":\"K\",\"amount\":1}");
    expect_same(e->body.quote, "shop:Q");
    expect_same(e->body.contract, "shop:K");
    e = accept(self, "credit_note.issued",
               "{\"id\":\"A\",\"client\":\"C\",\"amount\":1,\"invoice\":\"F\"}");
    expect_same(e->body.invoice, "shop:F");
    expect_same(accept(self, "client.updated", "{\"client\":\"C\"}")->document, "C");
    expect_same(accept(self, "order.cancelled", "{\"id\":\"O\"}")->document, "shop:O");
    assert_int_equal(accept(self, "order.placed", "{\"id\":\"O\",\"client\":\"C\",\"amount\":1}")
                         ->body.quote.length,
                     0);
}

static void test_many_lines(void **state) {
    decoded *self = *state;
    for (int count = 1000; count <= 1001; count++) {
        static char data[32 << 10];
        size_t length =
            (size_t)snprintf(data, sizeof data, "{\"id\":\"O\",\"client\":\"C\",\"lines\":[");
        for (int i = 0; i < count; i++) {
            length += (size_t)snprintf(data + length, sizeof data - length, "%s{\"amount\":%d}",
                                       i > 0 ? "," : "", i);
        }
        (void)snprintf(data + length, sizeof data - length, "]}");
        if (count > 1000) {
            expect_refusal(self, "order.placed", data, REASON_TOO_LONG, "data.lines: ");
        } else {
            const event *e = accept(self, "order.placed", data);
            assert_int_equal(e->body.line_count, 1000);
            assert_true(e->body.lines[999].amount == 99900);
        }
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, decoded_setup, decoded_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_invoice),       TEST(test_without_lines),
        TEST(test_credit_note),   TEST(test_contract),
        TEST(test_client_record), TEST(test_contact),
        TEST(test_ending_verbs),  TEST(test_other_verbs_need_the_document),
        TEST(test_wrong_fields),  TEST(test_lines_win_over_the_document),
        TEST(test_ids),           TEST(test_name_space),
        TEST(test_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
