/* event_decode.h - bytes of one message to events, or to reasons for the quarantine.
 *
 * A message is a CloudEvents 1.0 object or a JSON array of them. Nothing stored is looked at: an
 * event is refused on its own content and the configuration alone.
 * Owner  one decoder per thread; not shared. */
#ifndef INGEST_EVENT_DECODE_H
#define INGEST_EVENT_DECODE_H

#include "ingest/event_batch.h"
#include "portfolio/currency.h"

/* One row of the configuration's `types`: another system's name for one of our types. */
typedef struct type_alias {
    text from;
    const event_type *to;
} type_alias;

typedef struct decode_rules {
    const rates *rates;        /* base currency and known rates */
    text type_prefix;          /* stripped from type names; absent: none */
    const type_alias *aliases; /* tried before the prefix is stripped */
    size_t alias_count;
    /* The local date of an instant in the configured zone. */
    day (*local_day)(int64_t nanoseconds);
} decode_rules;

typedef struct event_decoder event_decoder;

/* Rules are borrowed and must outlive the decoder. NULL: no memory. */
event_decoder *event_decoder_create(const decode_rules *rules);
void event_decoder_destroy(event_decoder *self);

/* Decodes one message into items of the batch's open message: one item per event, valid or refused;
 * bytes that are no JSON at all give one refused item, an empty batch array none. `name_space` is
 * put before document ids (absent: nothing). The bytes are copied. feed.heartbeat events give no
 * item but are told by *ret_heartbeat when that is not NULL: source, epoch, sequence of the last
 * one; without one it is untouched. false: no memory; the batch's open message must be dropped and
 * the sender told busy. */
bool event_decode_message(event_decoder *self, const char *bytes, size_t length, text name_space,
                          event_batch *batch, event *ret_heartbeat);

#endif
