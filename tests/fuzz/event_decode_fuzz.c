/* event_decode_fuzz.c - any bytes as a message: every item is a valid event within the limits, or
 * refused with a reason and a sentence, and its raw text is part of the message. Decoding it alone
 * gives the same again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/event_decode.h"
#include "portfolio/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what) check((what), #what)

static void check(bool holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        abort();
    }
}

/* Reads a text to its end, so that a sanitizer sees what is not there. */
static void touch(text t, uint32_t longest) {
    static volatile unsigned char last;
    CHECK(t.length <= longest);
    CHECK(t.length == 0 || t.bytes != NULL);
    for (uint32_t i = 0; i < t.length; i++) {
        last = (unsigned char)t.bytes[i];
    }
    (void)last;
}

static int64_t size_of(int64_t value) {
    return value < 0 ? -value : value;
}

static int64_t in_base(const rates *r, const body *b, int64_t amount) {
    int64_t converted = 0;
    CHECK(rates_convert(r, b->currency, b->date, amount, &converted));
    return size_of(converted);
}

static void check_lines(const rates *r, const body *b) {
    int64_t amount = 0;
    int64_t cost = 0;
    int64_t quantity = 0;
    CHECK(b->line_count >= 1 && b->line_count <= LINES_MAX);
    CHECK(b->lines_given || b->line_count == 1);
    for (uint32_t i = 0; i < b->line_count; i++) {
        const document_line *l = &b->lines[i];
        touch(l->sku, NAME_BYTES_MAX);
        touch(l->category, NAME_BYTES_MAX);
        touch(l->order, ID_BYTES_MAX + NAMESPACE_BYTES_MAX);
        CHECK(size_of(l->amount) <= DOCUMENT_MINOR_MAX && size_of(l->cost) <= DOCUMENT_MINOR_MAX);
        CHECK(l->has_cost || l->cost == 0);
        CHECK(l->has_quantity || l->quantity == 0);
        amount += in_base(r, b, l->amount);
        cost += in_base(r, b, l->cost);
        quantity += size_of(l->quantity);
    }
    CHECK(amount <= DOCUMENT_SUM_MAX && cost <= DOCUMENT_SUM_MAX && quantity <= DOCUMENT_SUM_MAX);
}

static bool is_day(day d) {
    return d >= DAY_MIN && d <= DAY_MAX;
}

static void check_body(const rates *r, const event *e) {
    const body *b = &e->body;
    touch(b->client, ID_BYTES_MAX);
    touch(b->rep, ID_BYTES_MAX);
    touch(b->name, NAME_BYTES_MAX);
    touch(b->segment, NAME_BYTES_MAX);
    touch(b->country, NAME_BYTES_MAX);
    const text references[] = {b->order, b->invoice, b->quote, b->contract};
    for (int i = 0; i < 4; i++) {
        touch(references[i], ID_BYTES_MAX + NAMESPACE_BYTES_MAX);
    }
    CHECK(b->client.length > 0 && is_day(b->date) && b->currency != CURRENCY_NONE);
    CHECK(b->tag_count <= TAGS_MAX);
    for (uint32_t i = 0; i < b->tag_count; i++) {
        touch(b->tags[i], NAME_BYTES_MAX);
    }
    CHECK(b->since == DAY_NONE || is_day(b->since));
    CHECK(!b->has_potential || in_base(r, b, b->potential) <= DOCUMENT_SUM_MAX);
    CHECK(!b->has_amount || in_base(r, b, b->amount) <= DOCUMENT_SUM_MAX);
    if (e->type->kind == KIND_CONTRACT) {
        CHECK(is_day(b->start) && (b->end == DAY_NONE || (is_day(b->end) && b->end >= b->start)));
        CHECK(b->notice_days >= -1 && b->notice_days <= 36500);
    } else if (e->type->kind != KIND_CLIENT && e->type->kind != KIND_CONTACT) {
        check_lines(r, b);
    }
}

static void check_item(const rates *r, const batch_item *item) {
    const event *e = &item->event;
    touch(item->raw, UINT32_MAX);
    touch(item->explanation, 1000);
    touch(e->source, NAME_BYTES_MAX);
    touch(e->epoch, NAME_BYTES_MAX);
    touch(e->stamp.event_id, NAME_BYTES_MAX);
    if (item->reason != REASON_NONE) {
        CHECK((size_t)item->reason < REASON_COUNT && item->outcome == OUTCOME_REJECTED);
        CHECK(item->explanation.length > 0);
        return;
    }
    CHECK(item->outcome == OUTCOME_PENDING && item->explanation.length == 0 && e->type != NULL);
    CHECK(e->source.length > 0 && e->stamp.event_id.length > 0);
    CHECK(e->document.length > 0 && is_day(e->state_date));
    touch(e->document, ID_BYTES_MAX + NAMESPACE_BYTES_MAX);
    CHECK(e->has_body || e->type->ends);
    if (e->has_body) {
        check_body(r, e);
    }
}

static day day_in_utc(int64_t nanoseconds) {
    const int64_t day_length = INT64_C(86400000000000);
    return (day)(nanoseconds / day_length - (nanoseconds % day_length < 0));
}

static rate rows[] = {{.of = CURRENCY_NONE, .from = 0, .numerator = 92, .scale = 2}};
static rates all_rates = {.rows = rows, .count = 1};
static decode_rules rules = {.rates = &all_rates, .local_day = day_in_utc};
static event_decoder *decoder;
static event_batch *batch;
static event_batch *again;

static void begin(void) {
    if (decoder != NULL) {
        return;
    }
    all_rates.base = currency_find(text_of("EUR"));
    rows[0].of = currency_find(text_of("USD"));
    decoder = event_decoder_create(&rules);
    batch = event_batch_create();
    again = event_batch_create();
    CHECK(decoder != NULL && batch != NULL && again != NULL);
}

static void decode(event_batch *into, const char *bytes, size_t length, text name_space) {
    event heartbeat = {.type = NULL};
    event_batch_clear(into);
    CHECK(event_batch_open_message(into, NULL, (text){NULL, 0}, false));
    CHECK(event_decode_message(decoder, bytes, length, name_space, into, &heartbeat));
    touch(heartbeat.source, NAME_BYTES_MAX);
    touch(heartbeat.epoch, NAME_BYTES_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    begin();
    /* The length decides on a namespace, so that both are tried without a byte of the input lost.
     */
    text name_space = size % 2 == 0 ? (text){NULL, 0} : text_of("shop:");
    decode(batch, (const char *)data, size, name_space);
    for (size_t i = 0; i < event_batch_item_count(batch); i++) {
        const batch_item *item = event_batch_item(batch, i);
        check_item(&all_rates, item);
        decode(again, item->raw.bytes, item->raw.length, name_space);
        if (item->reason == REASON_NONE) {
            CHECK(event_batch_item_count(again) == 1);
            const batch_item *same = event_batch_item(again, 0);
            CHECK(same->reason == REASON_NONE);
            CHECK(text_equal(same->event.document, item->event.document));
            CHECK(stamp_compare(&same->event.stamp, &item->event.stamp) == 0);
        }
    }
    return 0;
}
