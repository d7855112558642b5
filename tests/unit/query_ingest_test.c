/* query_ingest_test.c - sources, quarantine, health and what administrators may do. */
#include "daemon/query.h"

#include "tests/unit/support/kept_books.h"

static void take(kept_books *books, const char *message) {
    kept_books_take(books, message, strlen(message));
}

/* What is told of a source without gaps; `heard` follows. */
#define NO_GAPS                                                                                   \
    "\"missing\":0,\"gap_count\":0,\"gaps\":[],\"healed\":0,\"unhealable\":0,\"trimmed_before\":" \
    "null,"                                                                                       \
    "\"resync\":null,\"heard\":"
#define UNNUMBERED                                                                           \
    ",\"feed\":null,\"state\":\"unnumbered\",\"committed_to\":null,\"issued\":null,\"lag\":" \
    "null," NO_GAPS

static void test_sources(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "clock: event\n");
    expect_answer(&books, "ingest.sources", "{}", "{\"sources\":[]}");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-1\"}");
    take(&books, "rubbish");
    take(&books, "{\"specversion\":\"1.0\",\"type\":\"order.eaten\",\"source\":\"/"
                 "a\",\"id\":\"1\",\"epoch\":\"e\","
                 "\"sequence\":\"7\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}");
    expect_answer(
        &books, "ingest.sources", "{}",
        "{\"sources\":[{\"source\":\"(unknown)\",\"epoch\":null,\"last_sequence\":null,"
        "\"accepted\":0,"
        "\"duplicate\":0,\"rejected\":1,\"reasons\":{\"json\":1},\"last_time\":null,"
        "\"received\":\"1970-01-01T00:00:00.000000003Z\"" UNNUMBERED
        "\"1970-01-01T00:00:00.000000003Z\"},"
        "{\"source\":\"/"
        "a\",\"epoch\":\"e\",\"last_sequence\":null,\"accepted\":0,\"duplicate\":0,\"rejected\":1,"
        "\"reasons\":{\"unknown_type\":1},\"last_time\":null,\"received\":\"1970-01-01T00:00:00."
        "000000004Z\",\"feed\":null,\"state\":\"complete\",\"committed_to\":null,\"issued\":7,"
        "\"lag\":0," NO_GAPS "\"1970-01-01T00:00:00.000000004Z\"},"
        "{\"source\":\"/"
        "test\",\"epoch\":null,\"last_sequence\":null,\"accepted\":1,\"duplicate\":0,"
        "\"rejected\":0,\"reasons\":{},\"last_time\":\"2026-03-02T09:00:01Z\","
        "\"received\":\"1970-01-01T00:00:00.000000002Z\"" UNNUMBERED
        "\"1970-01-01T00:00:00.000000002Z\"}]}");
    kept_books_close(&books);
}

static void expect_numbers(kept_books *books, const char *parameters, const char *expected) {
    json_t *result = kept_books_ask(books, "ingest.rejected", parameters);
    json_t *numbers = json_array();
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(result, "rejected"), i, row) {
        (void)json_array_append(numbers, json_object_get(row, "number"));
    }
    json_decref(result);
    expect_json(numbers, expected);
}

static void test_rejected(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "");
    expect_answer(&books, "ingest.rejected", "{}", "{\"rejected\":[],\"after\":null}");
    kept_books_take(&books, "\xff\0\x01x", 4);
    take(&books, "{\"specversion\":\"1.0\",\"type\":\"order.eaten\",\"source\":\"/a\",\"id\":\"1\","
                 "\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}");
    char lengthy[3000];
    memset(lengthy, 'x', sizeof lengthy);
    memcpy(lengthy + 1999, "\xc3\xa9", 2); /* the cut falls into a character */
    kept_books_take(&books, lengthy, sizeof lengthy);
    expect_numbers(&books, "{}", "[3,2,1]");
    expect_numbers(&books, "{\"source\":\"/a\"}", "[2]");
    expect_numbers(&books, "{\"source\":\"(unknown)\"}", "[3,1]");
    expect_numbers(&books, "{\"reason\":\"unknown_type\"}", "[2]");
    expect_numbers(&books, "{\"reason\":\"too_long\"}", "[]");
    json_t *page = kept_books_ask(&books, "ingest.rejected", "{\"limit\":2}");
    json_t *rows = json_object_get(page, "rejected");
    json_t *longest = json_array_get(rows, 0);
    assert_int_equal(json_integer_value(json_object_get(longest, "bytes")), 3000);
    assert_int_equal(json_string_length(json_object_get(longest, "body")), 1999);
    json_t *unknown = json_array_get(rows, 1);
    assert_string_equal(json_string_value(json_object_get(unknown, "event")), "1");
    assert_string_equal(json_string_value(json_object_get(unknown, "reason")), "unknown_type");
    char parameters[512];
    (void)snprintf(parameters, sizeof parameters, "{\"after\":\"%s\"}",
                   json_string_value(json_object_get(page, "after")));
    json_decref(page);
    page = kept_books_ask(&books, "ingest.rejected", parameters);
    json_t *first = json_array_get(json_object_get(page, "rejected"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "body")),
                        "\xef\xbf\xbd\xef\xbf\xbd\x01x");
    assert_true(json_is_null(json_object_get(first, "source")));
    assert_true(json_is_null(json_object_get(page, "after")));
    json_decref(page);
    kept_books_close(&books);
}

static void test_retry(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "");
    take(&books, "rubbish");
    static const char none[] = "{\"retried\":0,\"accepted\":0,\"duplicate\":0,\"rejected\":0}";
    static const char one[] = "{\"retried\":1,\"accepted\":0,\"duplicate\":0,\"rejected\":1}";
    expect_answer(&books, "ingest.retry", "{\"all\":true}", one);
    expect_answer(&books, "ingest.retry", "{\"number\":1}", one);
    expect_answer(&books, "ingest.retry", "{\"reason\":\"json\"}", one);
    expect_answer(&books, "ingest.retry", "{\"reason\":\"encoding\"}", none);
    expect_answer(&books, "ingest.retry", "{\"source\":\"/nowhere\"}", none);
    expect_refused(&books, "ingest.retry", "{\"number\":2}", RPC_NOT_FOUND, "no refused event 2");
    expect_refused(&books, "ingest.retry", "{}", RPC_BAD_PARAMETER, "one of");
    expect_refused(&books, "ingest.retry", "{\"all\":false}", RPC_BAD_PARAMETER, "one of");
    expect_refused(&books, "ingest.retry", "{\"all\":true,\"number\":1}", RPC_BAD_PARAMETER,
                   "one of");
    assert_int_equal(books.context.keeper->quarantined, 1);
    kept_books_close(&books);
}

static void expect_as_of(kept_books *books, const char *expected) {
    json_t *answer = kept_books_request(books, "system.version", "{}");
    expect_json(json_incref(json_object_get(json_object_get(answer, "result"), "as_of")), expected);
    json_decref(answer);
}

static void test_the_clock(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "clock: event\n");
    expect_as_of(&books, "null"); /* no event yet */
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-1\"}");
    expect_as_of(&books, "\"2026-03-02\"");
    expect_answer(&books, "clock.advance", "{\"date\":\"2026-03-02\"}", "{}");
    expect_answer(&books, "clock.advance", "{\"date\":\"2026-07-14\"}", "{}");
    expect_as_of(&books, "\"2026-07-14\"");
    expect_refused(&books, "clock.advance", "{\"date\":\"2026-07-13\"}", RPC_REFUSED,
                   "never goes back");
    expect_refused(&books, "clock.advance", "{}", RPC_BAD_PARAMETER, "`date`");
    expect_as_of(&books, "\"2026-07-14\"");
    kept_books_close(&books);
    kept_books_open(&books, "clock: wall\n");
    expect_as_of(&books, "\"2026-03-31\"");
    expect_refused(&books, "clock.advance", "{\"date\":\"2026-07-14\"}", RPC_REFUSED,
                   "clock: wall");
    kept_books_close(&books);
}

static void test_health_and_version(void **state) {
    (void)state;
    kept_books books;
    kept_books_open(&books, "");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-1\"}");
    take(&books, "rubbish");
    books.context.started = 0;
    books.context.now = INT64_C(93784000000000);
    books.context.batches_waiting = 3;
    json_t *health = kept_books_ask(&books, "system.health", "{}");
    assert_true(json_integer_value(json_object_get(health, "memory_bytes")) > 0);
    assert_true(
        json_integer_value(json_object_get(json_object_get(health, "store"), "used_bytes")) > 0);
    (void)json_object_del(health, "memory_bytes");
    (void)json_object_del(health, "store");
    (void)json_object_del(health, "dirty_accounts");
    expect_json(
        health,
        "{\"status\":\"ok\",\"clock\":\"wall\",\"clients\":1,\"documents\":1,\"quarantined\":1,"
        "\"uptime_seconds\":93784,\"batches_waiting\":3}");
    json_t *version = kept_books_ask(&books, "system.version", "{}");
    assert_int_equal(json_integer_value(json_object_get(version, "schema")), STORE_SCHEMA);
    assert_int_equal(json_object_size(json_object_get(version, "libraries")), 4);
    json_decref(version);
    kept_books_close(&books);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_rejected),
        cmocka_unit_test(test_retry),
        cmocka_unit_test(test_the_clock),
        cmocka_unit_test(test_health_and_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
