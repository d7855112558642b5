/* kept_books.h - a bookkeeper in a folder of its own that is told events and asked queries, without sockets. */
#ifndef TESTS_UNIT_SUPPORT_KEPT_BOOKS_H
#define TESTS_UNIT_SUPPORT_KEPT_BOOKS_H

#include <jansson.h>

#include "conf/zone.h"
#include "daemon/rpc.h"
#include "tests/unit/support/temporary_store.h"

typedef struct kept_books {
    char dir[64];
    config config;
    event_decoder *decoder;
    event_batch *batch;
    int events; /* told so far */
    rpc_context context;
} kept_books;

/* `settings`: further lines of the configuration. The clock follows the events unless they say otherwise. */
static inline void kept_books_open(kept_books *self, const char *settings) {
    char yaml[1024];
    char error[STORE_ERROR_SIZE];
    complaint wrong;
    *self = (kept_books){.context = {.role = ROLE_ADMIN, .now = 1}};
    temporary_folder(self->dir);
    int length = snprintf(yaml, sizeof yaml, "state_dir: %s\ntimezone: UTC\nbase_currency: EUR\n%s",
                          self->dir, settings);
    assert_in_range(length, 0, sizeof yaml - 1);
    if (!config_load_text("test", yaml, (size_t)length, &self->config, &wrong))
        fail_msg("%s", wrong.text);
    assert_true(zone_set("UTC"));
    self->decoder = event_decoder_create(&self->config.decode);
    self->batch = event_batch_create();
    assert_non_null(self->decoder);
    assert_non_null(self->batch);
    self->context.keeper = bookkeeper_open(&self->config, day_of("2026-03-31"), 1, error);
    if (self->context.keeper == NULL)
        fail_msg("%s", error);
}

static inline void kept_books_close(kept_books *self) {
    bookkeeper_close(self->context.keeper);
    event_batch_destroy(self->batch);
    event_decoder_destroy(self->decoder);
    config_finish(&self->config);
    remove_temporary_folder(self->dir);
}

/* Commits one message, an event or rubbish. */
static inline void kept_books_take(kept_books *self, const char *message, size_t length) {
    event_batch_clear(self->batch);
    assert_true(event_batch_open_message(self->batch, NULL, (text){NULL, 0}, false));
    assert_true(
        event_decode_message(self->decoder, message, length, (text){NULL, 0}, self->batch, NULL));
    assert_int_equal(bookkeeper_commit(self->context.keeper, self->batch, ++self->context.now),
                     STORE_OK);
}

/* Tells an event of that type with that data; each comes a second after the one before, on 2 March 2026. */
static inline void kept_books_tell(kept_books *self, const char *type, const char *data) {
    char message[4096];
    int number = ++self->events;
    int length =
        snprintf(message, sizeof message,
                 "{\"specversion\":\"1.0\",\"type\":\"%s\",\"source\":\"/test\",\"id\":\"e-%d\","
                 "\"time\":\"2026-03-02T09:%02d:%02dZ\",\"data\":%s}",
                 type, number, number / 60, number % 60, data);
    assert_in_range(length, 0, sizeof message - 1);
    kept_books_take(self, message, (size_t)length);
    const batch_item *item = event_batch_item(self->batch, 0);
    if (item->outcome != OUTCOME_ACCEPTED)
        fail_msg("%s is not accepted: %.*s", message, (int)item->explanation.length,
                 item->explanation.bytes);
}

/* The answer to a frame, which must be JSON; json_decref it. */
static inline json_t *kept_books_frame(kept_books *self, const char *bytes, size_t bytes_length) {
    size_t length = 0;
    json_error_t wrong;
    char *answer = rpc_answer(&self->context, bytes, bytes_length, &length);
    assert_non_null(answer);
    assert_int_equal(length, strlen(answer));
    json_t *value = json_loadb(answer, length, JSON_REJECT_DUPLICATES, &wrong);
    if (value == NULL)
        fail_msg("%s: %s", wrong.text, answer);
    free(answer);
    return value;
}

static inline json_t *kept_books_request(kept_books *self, const char *method, const char *params) {
    char frame[8192];
    int length =
        snprintf(frame, sizeof frame,
                 "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method, params);
    assert_in_range(length, 0, sizeof frame - 1);
    json_t *answer = kept_books_frame(self, frame, (size_t)length);
    assert_int_equal(json_integer_value(json_object_get(answer, "id")), 7);
    return answer;
}

/* The result without as_of and commit, which it must have; json_decref it. */
static inline json_t *kept_books_ask(kept_books *self, const char *method, const char *params) {
    json_t *answer = kept_books_request(self, method, params);
    json_t *result = json_incref(json_object_get(answer, "result"));
    if (result == NULL)
        fail_msg("%s %s: %s", method, params,
                 json_string_value(json_object_get(json_object_get(answer, "error"), "message")));
    json_decref(answer);
    assert_int_equal(json_object_del(result, "as_of"), 0);
    assert_int_equal(json_object_del(result, "commit"), 0);
    return result;
}

/* The request must be refused with that code and a message that holds the words. */
static inline void expect_refused(kept_books *self, const char *method, const char *params,
                                  int code, const char *words) {
    json_t *answer = kept_books_request(self, method, params);
    json_t *error = json_object_get(answer, "error");
    const char *message = json_string_value(json_object_get(error, "message"));
    if (message == NULL || json_integer_value(json_object_get(error, "code")) != code ||
        strstr(message, words) == NULL)
        fail_msg("%s %s: code %d, %s", method, params,
                 (int)json_integer_value(json_object_get(error, "code")),
                 message == NULL ? "not refused" : message);
    json_decref(answer);
}

/* Takes over `got`. */
static inline void expect_json(json_t *got, const char *expected) {
    json_error_t wrong;
    json_t *value = json_loads(expected, JSON_DECODE_ANY, &wrong);
    if (value == NULL)
        fail_msg("the test's JSON: %s", wrong.text);
    if (!json_equal(got, value))
        fail_msg("%s\ninstead of\n%s",
                 json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)),
                 expected);
    json_decref(value);
    json_decref(got);
}

static inline void expect_answer(kept_books *self, const char *method, const char *params,
                                 const char *expected) {
    expect_json(kept_books_ask(self, method, params), expected);
}

#endif
