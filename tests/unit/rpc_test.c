/* rpc_test.c - JSON-RPC 2.0 as it is written, and what is sent instead of it. */
#include "daemon/rpc.h"

#include "daemon/rpc_call.h"
#include "tests/unit/support/kept_books.h"

static kept_books books;

static int open_books(void **state) {
    (void)state;
    kept_books_open(&books, "");
    kept_books_tell(&books, "client.updated", "{\"client\":\"C-1\",\"name\":\"Acme\"}");
    return 0;
}

static int close_books(void **state) {
    (void)state;
    kept_books_close(&books);
    return 0;
}

static void expect_code(const char *bytes, size_t length, int code, const char *words) {
    json_t *answer = kept_books_frame(&books, bytes, length);
    json_t *error = json_object_get(answer, "error");
    const char *message = json_string_value(json_object_get(error, "message"));
    assert_string_equal(json_string_value(json_object_get(answer, "jsonrpc")), "2.0");
    assert_non_null(json_object_get(answer, "id"));
    if (json_integer_value(json_object_get(error, "code")) != code ||
        strstr(message, words) == NULL)
        fail_msg("%.60s: %s", bytes, message == NULL ? "not refused" : message);
    json_decref(answer);
}

static void expect_frame(const char *frame, int code, const char *words) {
    expect_code(frame, strlen(frame), code, words);
}

static void test_what_is_not_json(void **state) {
    (void)state;
    expect_frame("", RPC_NOT_JSON, "not JSON");
    expect_frame("hello", RPC_NOT_JSON, "line 1");
    expect_frame("{\"id\":", RPC_NOT_JSON, "not JSON");
    expect_frame("NaN", RPC_NOT_JSON, "not JSON");
    expect_frame("{\"jsonrpc\":\"2.0\",\"id\":\"\xff\"}", RPC_NOT_JSON, "not JSON");
    expect_frame("{\"id\":1,\"id\":2}", RPC_NOT_JSON, "duplicate");
    expect_frame("{\"id\":99999999999999999999}", RPC_NOT_JSON, "not JSON");
    expect_frame("{} {}", RPC_NOT_JSON, "not JSON");
    expect_code("\0", 1, RPC_NOT_JSON, "not JSON");
    expect_frame("{\"method\":\"a\\u0000b\"}", RPC_NOT_JSON, "not JSON");
}

static void expect_filled(size_t length, char with, int code, const char *words) {
    char *frame = malloc(length);
    assert_non_null(frame);
    memset(frame, with, length);
    expect_code(frame, length, code, words);
    free(frame);
}

static void test_what_is_too_much(void **state) {
    (void)state;
    expect_filled(100000, '[', RPC_NOT_JSON, "depth");
    expect_filled(1 << 20, ' ', RPC_NOT_JSON, "not JSON");
    expect_filled((1 << 20) + 1, ' ', RPC_NOT_A_REQUEST, "1 MiB");
}

static void test_what_is_no_request(void **state) {
    (void)state;
    const char *const frames[] = {"17", "null", "\"x\"", "true", "{}", "[]"};
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++)
        expect_frame(frames[i], RPC_NOT_A_REQUEST, "");
    expect_frame("{\"jsonrpc\":\"1.0\",\"method\":\"x\"}", RPC_NOT_A_REQUEST, "`jsonrpc`");
    expect_frame("{\"jsonrpc\":2.0,\"method\":\"x\"}", RPC_NOT_A_REQUEST, "`jsonrpc`");
    expect_frame("{\"jsonrpc\":\"2.0\",\"id\":1}", RPC_NOT_A_REQUEST, "`method`");
    expect_frame("{\"jsonrpc\":\"2.0\",\"method\":5}", RPC_NOT_A_REQUEST, "`method`");
    expect_frame("{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":\"x\"}", RPC_NOT_A_REQUEST, "`id`");
    expect_frame("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}", RPC_NOT_A_REQUEST, "`id`");
}

static void test_methods_are_found_by_role(void **state) {
    (void)state;
    expect_frame("{\"jsonrpc\":\"2.0\",\"method\":\"client.gte\"}", RPC_NO_METHOD,
                 "did you mean `client.get`?");
    expect_frame("{\"jsonrpc\":\"2.0\",\"method\":\"zzz\"}", RPC_NO_METHOD, "rpc.discover");
    books.context.role = ROLE_QUERY;
    expect_refused(&books, "clock.advance", "{\"date\":\"2026-05-01\"}", RPC_NO_METHOD,
                   "admin socket");
    expect_refused(&books, "ingest.retry", "{\"all\":true}", RPC_NO_METHOD, "admin socket");
    json_t *told = kept_books_ask(&books, "rpc.discover", "{}");
    size_t queries = json_array_size(json_object_get(told, "methods"));
    json_decref(told);
    books.context.role = ROLE_ADMIN;
    told = kept_books_ask(&books, "rpc.discover", "{}");
    assert_int_equal(json_array_size(json_object_get(told, "methods")), queries + 2);
    assert_string_equal(json_string_value(json_object_get(told, "openrpc")), "1.3.2");
    json_decref(told);
    expect_refused(&books, "client.get", "[\"C-1\"]", RPC_BAD_PARAMETER, "named");
    expect_refused(&books, "client.get", "\"C-1\"", RPC_BAD_PARAMETER, "named");
}

static void expect_id(const char *id) {
    char frame[1024];
    (void)snprintf(frame, sizeof frame,
                   "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"system.version\"}", id);
    json_t *answer = kept_books_frame(&books, frame, strlen(frame));
    assert_non_null(json_object_get(answer, "result"));
    expect_json(json_incref(json_object_get(answer, "id")), id);
    json_decref(answer);
}

static void test_ids_come_back(void **state) {
    (void)state;
    const char *const ids[] = {
        "1", "-9223372036854775808", "\"seven \\\" \xc3\xa9\\n\"", "null", "0.5", "1e300"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        expect_id(ids[i]);
    const char *nameless = "{\"jsonrpc\":\"2.0\",\"method\":\"system.version\"}";
    json_t *answer = kept_books_frame(&books, nameless, strlen(nameless));
    assert_true(json_is_null(json_object_get(answer, "id")));
    assert_non_null(json_object_get(answer, "result"));
    json_decref(answer);
}

/* A batch of `count` requests of an unknown method. */
static json_t *ask_batch(int count) {
    char frame[16384] = "[";
    size_t used = 1;
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(frame + used, sizeof frame - used,
                                 "%s{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"client.eat\"}",
                                 i ? "," : "", i);
    frame[used++] = ']';
    return kept_books_frame(&books, frame, used);
}

static void test_batches(void **state) {
    (void)state;
    json_t *answers = ask_batch(100);
    assert_int_equal(json_array_size(answers), 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(json_integer_value(json_object_get(json_array_get(answers, i), "id")), i);
    json_decref(answers);
    answers = ask_batch(101);
    assert_true(json_is_object(answers));
    json_decref(answers);
    const char *mixed = "[1,{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"client.get\",\"params\":{"
                        "\"client\":\"C-1\"}},[]]";
    answers = kept_books_frame(&books, mixed, strlen(mixed));
    assert_int_equal(json_array_size(answers), 3);
    assert_non_null(json_object_get(json_array_get(answers, 0), "error"));
    assert_non_null(json_object_get(json_array_get(answers, 1), "result"));
    assert_non_null(json_object_get(json_array_get(answers, 2), "error"));
    json_decref(answers);
}

static void test_every_answer_tells_its_day_and_commit(void **state) {
    (void)state;
    json_t *answer = kept_books_request(&books, "client.get", "{\"client\":\"C-1\"}");
    json_t *result = json_object_get(answer, "result");
    assert_string_equal(json_string_value(json_object_get(result, "as_of")), "2026-03-31");
    assert_int_equal(json_integer_value(json_object_get(result, "commit")),
                     books.context.keeper->commit);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_json),
        cmocka_unit_test(test_what_is_too_much),
        cmocka_unit_test(test_what_is_no_request),
        cmocka_unit_test(test_methods_are_found_by_role),
        cmocka_unit_test(test_ids_come_back),
        cmocka_unit_test(test_batches),
        cmocka_unit_test(test_every_answer_tells_its_day_and_commit),
    };
    return cmocka_run_group_tests(tests, open_books, close_books);
}
