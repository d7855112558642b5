#include "ingest/event_decode.h"

#include <stdlib.h>

#include "ingest/decoding.h"
#include "portfolio/limits.h"

struct event_decoder {
    const decode_rules *rules;
    json_view view;
    field_names names;
};

/* A message being decoded. */
typedef struct message {
    decoding decoding;
    text bytes;      /* the batch's copy */
    uint32_t index;  /* of the next event */
    event heartbeat; /* the last one, when has_heartbeat */
    bool has_heartbeat;
} message;

event_decoder *event_decoder_create(const decode_rules *rules) {
    event_decoder *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    if (!json_view_init(&self->view)) {
        free(self);
        return NULL;
    }
    self->rules = rules;
    field_names_init(&self->names);
    return self;
}

void event_decoder_destroy(event_decoder *self) {
    if (self == NULL) {
        return;
    }
    json_view_finish(&self->view);
    free(self);
}

/* Adds the item that refusals and fields go to. */
static bool add_item(message *m, text raw) {
    decoding *d = &m->decoding;
    d->item = event_batch_add(d->batch);
    if (d->item == NULL) {
        d->no_memory = true;
        return false;
    }
    d->item->raw = raw;
    d->item->index = m->index;
    return true;
}

/* Begins the one refused item that stands for the whole message, in place of those it already has.
 */
static bool begin_refusal(message *m) {
    event_batch_drop_items(m->decoding.batch);
    m->index = 0;
    m->has_heartbeat = false;
    return add_item(m, m->bytes);
}

static void refuse_broken(message *m) {
    const json_fault *fault = &m->decoding.view->fault;
    if (begin_refusal(m)) {
        (void)refuse_event(&m->decoding, fault->reason,
                           "the message is not JSON: %s, at byte %zu of %u", fault->sentence,
                           fault->offset, (unsigned)m->bytes.length);
    }
}

static bool check_shape(decoding *d, text raw) {
    if (raw.length > EVENT_BYTES_MAX) {
        (void)refuse_event(d, REASON_TOO_LONG, "the event has %u bytes; at most %d are allowed",
                           (unsigned)raw.length, EVENT_BYTES_MAX);
    }
    if (d->view->depth > JSON_DEPTH_MAX) {
        (void)refuse_event(d, REASON_JSON, "the event is nested %u deep; at most %d are allowed",
                           (unsigned)d->view->depth, JSON_DEPTH_MAX);
    }
    return raw.bytes[0] == '{' ||
           refuse_event(d, REASON_NOT_AN_EVENT, "an event is a JSON object, and this is not one");
}

static void decode_fields(message *m) {
    decoding *d = &m->decoding;
    event *e = &d->item->event;
    object_fields fields;
    object_fields_read(d->view, d->names, &d->view->values[0], &fields);
    d->fields = &fields;
    d->scope = SCOPE_EVENT;
    bool is_heartbeat = false;
    bool valid = envelope_type(d, &e->type, &is_heartbeat);
    if (is_heartbeat) {
        valid = decode_heartbeat(d, e);
        if (d->item->reason == REASON_NONE && valid) {
            m->heartbeat = *e;
            m->has_heartbeat = true;
            event_batch_drop_item(d->batch);
        }
    } else {
        valid = decode_envelope(d, e) && valid;
        if (valid && d->item->reason == REASON_NONE) {
            (void)decode_data(d, e);
        }
    }
    d->fields = NULL; /* gone with this function */
}

/* Makes an item of what the view now lists. */
static void decode_event(message *m) {
    const json_value *value = &m->decoding.view->values[0];
    text raw = {m->bytes.bytes + value->start, value->length};
    if (add_item(m, raw) && check_shape(&m->decoding, raw)) {
        decode_fields(m);
    }
    m->index++;
}

/* Decodes event after event; a message that turns out to be broken is refused as a whole. */
static void decode_events(message *m, json_view *view) {
    json_step step = json_view_open(view, m->bytes.bytes, m->bytes.length);
    while (step == JSON_VALUE && !m->decoding.no_memory) {
        step = json_view_next(view);
        if (step != JSON_VALUE) {
            break;
        }
        if (m->index == BATCH_EVENTS_MAX) {
            if (begin_refusal(m)) {
                (void)refuse_event(&m->decoding, REASON_TOO_LONG,
                                   "the message has more than %d events; send them in several",
                                   BATCH_EVENTS_MAX);
            }
            return;
        }
        decode_event(m);
    }
    if (step == JSON_BROKEN) {
        refuse_broken(m);
    } else if (step == JSON_NO_MEMORY) {
        m->decoding.no_memory = true;
    }
}

bool event_decode_message(event_decoder *self, const char *bytes, size_t length, text name_space,
                          event_batch *batch, event *ret_heartbeat) {
    if (length >= UINT32_MAX) {
        return false;
    }
    char *copy = event_batch_alloc(batch, length + 1);
    if (copy == NULL) {
        return false;
    }
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    message m = {
        .decoding = {.rules = self->rules,
                     .view = &self->view,
                     .names = &self->names,
                     .batch = batch,
                     .name_space = name_space},
        .bytes = {copy, (uint32_t)length},
    };
    if (length > MESSAGE_BYTES_MAX) {
        if (begin_refusal(&m)) {
            (void)refuse_event(&m.decoding, REASON_TOO_LONG,
                               "the message has %zu bytes; at most %d are allowed", length,
                               MESSAGE_BYTES_MAX);
        }
    } else {
        decode_events(&m, &self->view);
    }
    if (m.decoding.no_memory) {
        return false;
    }
    if (m.has_heartbeat && ret_heartbeat != NULL) {
        *ret_heartbeat = m.heartbeat;
    }
    return true;
}
