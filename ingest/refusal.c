#include <stdarg.h>
#include <stdio.h>

#include "ingest/decoding.h"
#include "ingest/json_token.h"

enum { SHOWN_BYTES_MAX = 60, SENTENCE_SIZE = 800 };

/* A sentence in the making; what does not fit is cut. */
typedef struct sentence {
    char bytes[SENTENCE_SIZE];
    size_t length;
} sentence;

__attribute__((format(printf, 2, 0))) static void append_list(sentence *s, const char *format,
                                                              va_list arguments) {
    size_t room = sizeof s->bytes - s->length;
    int written = vsnprintf(s->bytes + s->length, room, format, arguments);
    if (written > 0) {
        s->length += (size_t)written < room ? (size_t)written : room - 1;
    }
}

__attribute__((format(printf, 2, 3))) static void append(sentence *s, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    append_list(s, format, arguments);
    va_end(arguments);
}

static void append_path(sentence *s, const decoding *d, event_field field) {
    if (d->scope == SCOPE_LINE) {
        append(s, "data.lines[%u].", (unsigned)d->line);
    } else if (d->scope == SCOPE_DATA) {
        append(s, "data.");
    }
    append(s, "%s", event_field_name(field));
}

/* Appends the value as it came, shortened, with nothing in it that could steer a terminal. */
static void append_value(sentence *s, const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length && at < SHOWN_BYTES_MAX) {
        size_t count = utf8_character_length(bytes + at, length - at);
        unsigned char first = (unsigned char)bytes[at];
        if (count <= 1 && (first < 0x20 || first >= 0x7F)) {
            append(s, "\\u%04x", first);
        } else if (count == 2 && first == 0xC2 && (unsigned char)bytes[at + 1] < 0xA0) {
            append(s, "\\u%04x", (unsigned char)bytes[at + 1]);
        } else {
            append(s, "%.*s", (int)count, bytes + at);
        }
        at += count == 0 ? 1 : count;
    }
    if (at < length) {
        append(s, "…");
    }
}

static void keep(decoding *d, reason r, const sentence *s) {
    char *copy = event_batch_alloc(d->batch, s->length);
    if (copy == NULL) {
        d->no_memory = true;
        return;
    }
    memcpy(copy, s->bytes, s->length);
    d->item->outcome = OUTCOME_REJECTED;
    d->item->reason = r;
    d->item->explanation = (text){copy, (uint32_t)s->length};
}

bool refuse(decoding *d, reason r, event_field field, const char *format, ...) {
    if (d->item->reason != REASON_NONE) {
        return false;
    }
    sentence s = {.length = 0};
    append_path(&s, d, field);
    const json_value *value = field_of(d, field);
    if (value != NULL) {
        append(&s, ": ");
        append_value(&s, d->view->bytes + value->start, value->length);
    }
    append(&s, " ");
    va_list arguments;
    va_start(arguments, format);
    append_list(&s, format, arguments);
    va_end(arguments);
    keep(d, r, &s);
    return false;
}

bool refuse_event(decoding *d, reason r, const char *format, ...) {
    if (d->item->reason != REASON_NONE) {
        return false;
    }
    sentence s = {.length = 0};
    va_list arguments;
    va_start(arguments, format);
    append_list(&s, format, arguments);
    va_end(arguments);
    keep(d, r, &s);
    return false;
}
