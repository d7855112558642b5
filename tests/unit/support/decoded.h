/* decoded.h - for tests of the decoder: one message in, its items out.
 *
 * The base currency is EUR; USD has the rate 0.5 from 2026-01-01 on, JPY 0.006. Local dates are
 * those two hours east of UTC. The feed has no namespace and no type prefix unless a test says so.
 */
#ifndef TESTS_UNIT_SUPPORT_DECODED_H
#define TESTS_UNIT_SUPPORT_DECODED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ingest/event_decode.h"

typedef struct decoded {
    rate rows[2];
    rates rates;
    decode_rules rules;
    text name_space;
    event_decoder *decoder;
    event_batch *batch;
    event heartbeat;
} decoded;

static inline day two_hours_east(int64_t nanoseconds) {
    const int64_t day_length = INT64_C(86400000000000);
    int64_t local = nanoseconds + day_length / 12;
    return (day)(local / day_length - (local % day_length < 0));
}

static inline int decoded_setup(void **state) {
    decoded *self = calloc(1, sizeof *self);
    assert_non_null(self);
    self->rows[0] = (rate){.of = currency_find(text_of("JPY")), .numerator = 6, .scale = 3};
    self->rows[1] =
        (rate){.of = currency_find(text_of("USD")), .from = 20454, .numerator = 5, .scale = 1};
    self->rates = (rates){.base = currency_find(text_of("EUR")), .rows = self->rows, .count = 2};
    self->rules = (decode_rules){.rates = &self->rates, .local_day = two_hours_east};
    self->decoder = event_decoder_create(&self->rules);
    self->batch = event_batch_create();
    assert_non_null(self->decoder);
    assert_non_null(self->batch);
    *state = self;
    return 0;
}

static inline int decoded_teardown(void **state) {
    decoded *self = *state;
    event_decoder_destroy(self->decoder);
    event_batch_destroy(self->batch);
    free(self);
    return 0;
}

/* Decodes the bytes as the batch's only message and returns the number of items. */
static inline size_t decode_bytes(decoded *self, const char *bytes, size_t length) {
    event_batch_clear(self->batch);
    self->heartbeat = (event){.type = NULL};
    assert_true(event_batch_open_message(self->batch, NULL, (text){NULL, 0}, false));
    /* Exactly as long as it says, so that a sanitizer sees a byte too far. */
    char *exact = malloc(length > 0 ? length : 1);
    assert_non_null(exact);
    if (length > 0) {
        memcpy(exact, bytes, length);
    }
    bool done = event_decode_message(self->decoder, exact, length, self->name_space, self->batch,
                                     &self->heartbeat);
    free(exact);
    assert_true(done);
    return event_batch_item_count(self->batch);
}

static inline size_t decode_text(decoded *self, const char *message) {
    return decode_bytes(self, message, strlen(message));
}

/* The only item of the message. */
static inline const batch_item *decode_one(decoded *self, const char *message) {
    assert_int_equal(decode_text(self, message), 1);
    return event_batch_item(self->batch, 0);
}

/* An event with that type and data, the rest being right. The text lives until the next call. */
static inline const char *event_of(const char *type, const char *data) {
    static char written[64 << 10];
    int length =
        snprintf(written, sizeof written,
                 "{\"specversion\":\"1.0\",\"type\":\"%s\",\"source\":\"/test\",\"id\":\"e1\","
                 "\"time\":\"2026-03-02T21:30:00Z\",\"data\":%s}",
                 type, data);
    assert_in_range(length, 1, sizeof written - 1);
    return written;
}

/* The valid event of that type and data. */
static inline const event *accept(decoded *self, const char *type, const char *data) {
    const batch_item *item = decode_one(self, event_of(type, data));
    if (item->reason != REASON_NONE) {
        fail_msg("%s %s: %.*s", type, data, (int)item->explanation.length, item->explanation.bytes);
    }
    assert_int_equal(item->outcome, OUTCOME_PENDING);
    assert_int_equal(item->explanation.length, 0);
    return &item->event;
}

/* The reason why that data is refused, and whether the explanation begins with `path`. */
static inline void expect_refusal(decoded *self, const char *type, const char *data,
                                  reason expected, const char *path) {
    const batch_item *item = decode_one(self, event_of(type, data));
    bool begins = item->explanation.length >= strlen(path) &&
                  strncmp(item->explanation.bytes, path, strlen(path)) == 0;
    if (item->reason != expected || !begins) {
        fail_msg("%s %s: expected %s at %s, found %s: %.*s", type, data, reason_name(expected),
                 path, reason_name(item->reason), (int)item->explanation.length,
                 item->explanation.bytes);
    }
    assert_int_equal(item->outcome, OUTCOME_REJECTED);
    assert_false(item->event.has_body);
}

static inline void expect_same(text found, const char *expected) {
    if (!text_equal(found, text_of(expected))) {
        fail_msg("expected %s, found %.*s", expected, (int)found.length, found.bytes);
    }
}

#endif
