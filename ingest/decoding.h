/* decoding.h - one event on its way from JSON to an item; private to the decoder's files.
 *
 * The first refusal of an item sticks: its reason and sentence stay, later ones are ignored.
 * Readers take a field of the object that `fields` holds. They return false when the event is
 * refused or memory ran out, and then leave *ret untouched. An absent optional field leaves *ret
 * untouched too, and is no failure. */
#ifndef INGEST_DECODING_H
#define INGEST_DECODING_H

#include "ingest/event_decode.h"
#include "ingest/event_field.h"

/* Which object `fields` holds: the path in explanations. */
typedef enum field_scope { SCOPE_EVENT, SCOPE_DATA, SCOPE_LINE } field_scope;

typedef struct decoding {
    const decode_rules *rules;
    const json_view *view;
    const field_names *names;
    event_batch *batch;
    text name_space;
    batch_item *item;
    const object_fields *fields;
    field_scope scope;
    uint32_t line; /* SCOPE_LINE: its place in `lines` */
    bool no_memory;
} decoding;

/* Refuse the item; always false. The sentence begins with the path, then the value when there is
 * one. */
__attribute__((format(printf, 4, 5))) bool refuse(decoding *d, reason r, event_field field,
                                                  const char *format, ...);
/* The same without a field: about the whole event. */
__attribute__((format(printf, 3, 4))) bool refuse_event(decoding *d, reason r, const char *format,
                                                        ...);

static inline const json_value *field_of(const decoding *d, event_field field) {
    return object_field(d->view, d->fields, field);
}
static inline bool has_field(const decoding *d, event_field field) {
    return field_of(d, field) != NULL;
}

/* The string's bytes without quotes and escapes. */
bool read_string(decoding *d, event_field field, const json_value *value, text *ret);
/* At most NAME_BYTES_MAX bytes. */
bool read_name(decoding *d, event_field field, text *ret);
/* At most `longest` bytes, no control characters; the empty one is absent. */
bool read_id(decoding *d, event_field field, uint32_t longest, text *ret);
/* As read_id, but refused when absent or empty. */
bool require_id(decoding *d, event_field field, uint32_t longest, text *ret);
/* The id of a document, behind the feed's name space. */
bool read_document_id(decoding *d, event_field field, text *ret);
bool read_boolean(decoding *d, event_field field, bool *ret);
bool read_day(decoding *d, event_field field, day *ret);
/* Digits alone, as a number or in a string. */
bool read_whole_number(decoding *d, event_field field, int64_t largest, int64_t *ret,
                       bool *ret_given);
/* In minor units of c, at most DOCUMENT_MINOR_MAX in size. */
bool read_amount(decoding *d, event_field field, currency c, int64_t *ret, bool *ret_given);
/* In thousandths, at most DOCUMENT_SUM_MAX in size. */
bool read_quantity(decoding *d, event_field field, int64_t *ret, bool *ret_given);

/* What the event is about. A heartbeat has no type of ours: *ret_type is NULL and *ret_heartbeat
 * true. */
bool envelope_type(decoding *d, const event_type **ret_type, bool *ret_heartbeat);
/* Fills all of the event but what is in its data, as far as it can be read. */
bool decode_envelope(decoding *d, event *e);
/* Fills source, epoch and sequence. */
bool decode_heartbeat(decoding *d, event *e);
/* Fills the rest from `data`; the envelope is valid. */
bool decode_data(decoding *d, event *e);
/* The lines of a quote, order, invoice or credit note, and the limits on their sums. */
bool decode_lines(decoding *d, const event_type *type, body *b);
/* Refuses currencies without a rate on the body's date, and an amount that is too large in the base
 * currency. */
bool require_rate(decoding *d, const body *b);
bool check_base_amount(decoding *d, event_field field, const body *b, int64_t amount);

#endif
