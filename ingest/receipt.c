#include "ingest/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROOM_FIRST = 512, ROOM_KEPT_MAX = 1 << 20, CHARACTER_BYTES_MAX = 8 };

void receipt_finish(receipt *self) {
    free(self->bytes);
    *self = (receipt){0};
}

static void restart(receipt *self) {
    if (self->room > ROOM_KEPT_MAX) {
        receipt_finish(self);
    }
    self->length = 0;
}

static bool reserve(receipt *self, size_t more) {
    if (self->length + more <= self->room) {
        return true;
    }
    size_t room = self->room < ROOM_FIRST ? ROOM_FIRST : self->room * 2;
    while (room < self->length + more) {
        room *= 2;
    }
    char *grown = realloc(self->bytes, room);
    if (grown == NULL) {
        return false;
    }
    self->bytes = grown;
    self->room = room;
    return true;
}

static bool add(receipt *self, const char *bytes, size_t length) {
    if (!reserve(self, length)) {
        return false;
    }
    memcpy(self->bytes + self->length, bytes, length);
    self->length += length;
    return true;
}

static bool add_string(receipt *self, const char *string) {
    return add(self, string, strlen(string));
}

static bool add_number(receipt *self, uint64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    return length > 0 && add(self, digits, (size_t)length);
}

/* The length of the valid UTF-8 character at the front; 0 when there is none. */
static size_t utf8_length(const unsigned char *at, size_t left) {
    static const struct {
        unsigned char mask, lead, length;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 1, 0},
                 {0xe0, 0xc0, 2, 0x80},
                 {0xf0, 0xe0, 3, 0x800},
                 {0xf8, 0xf0, 4, 0x10000}};
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if ((at[0] & forms[f].mask) != forms[f].lead) {
            continue;
        }
        if (forms[f].length > left) {
            return 0;
        }
        uint32_t code = at[0] & (unsigned char)~forms[f].mask;
        for (size_t i = 1; i < forms[f].length; i++) {
            if ((at[i] & 0xc0) != 0x80) {
                return 0;
            }
            code = code << 6 | (at[i] & 0x3f);
        }
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        return code < forms[f].least || code > 0x10ffff || surrogate ? 0 : forms[f].length;
    }
    return 0;
}

/* The inside of a JSON string. What is not UTF-8 becomes U+FFFD. */
static bool add_escaped(receipt *self, text t) {
    static const char replacement[] = {'\xef', '\xbf', '\xbd'};
    for (size_t i = 0; i < t.length;) {
        if (!reserve(self, CHARACTER_BYTES_MAX)) {
            return false;
        }
        const unsigned char *at = (const unsigned char *)t.bytes + i;
        size_t length = utf8_length(at, t.length - i);
        char *to = self->bytes + self->length;
        if (length == 0) {
            memcpy(to, replacement, sizeof replacement);
            self->length += sizeof replacement;
            i += 1;
        } else if (*at < 0x20 || *at == 0x7f) {
            self->length += (size_t)snprintf(to, CHARACTER_BYTES_MAX, "\\u%04x", *at);
            i += 1;
        } else if (*at == '"' || *at == '\\') {
            to[0] = '\\';
            to[1] = (char)*at;
            self->length += 2;
            i += 1;
        } else {
            memcpy(to, at, length);
            self->length += length;
            i += length;
        }
    }
    return true;
}

static bool add_rejected(receipt *self, const batch_item *item) {
    text id = item->event.stamp.event_id;
    bool written = add_string(self, "{\"index\":") && add_number(self, item->index) &&
                   add_string(self, ",\"id\":");
    if (id.length == 0) {
        written = written && add_string(self, "null");
    } else {
        written =
            written && add_string(self, "\"") && add_escaped(self, id) && add_string(self, "\"");
    }
    written = written && add_string(self, ",\"reason\":\"") &&
              add_string(self, reason_name(item->reason));
    if (item->explanation.length > 0) {
        written = written && add_string(self, ": ") && add_escaped(self, item->explanation);
    }
    return written && add_string(self, "\"}");
}

bool receipt_outcomes(receipt *self, event_batch *batch, const batch_message *message) {
    uint64_t counts[OUTCOME_REJECTED + 1] = {0};
    for (uint32_t i = 0; i < message->count; i++) {
        counts[event_batch_item(batch, message->first + i)->outcome] += 1;
    }
    restart(self);
    bool written =
        add_string(self, "{\"accepted\":") && add_number(self, counts[OUTCOME_ACCEPTED]) &&
        add_string(self, ",\"duplicate\":") && add_number(self, counts[OUTCOME_DUPLICATE]) &&
        add_string(self, ",\"rejected\":[");
    bool first = true;
    for (uint32_t i = 0; i < message->count && written; i++) {
        const batch_item *item = event_batch_item(batch, message->first + i);
        if (item->outcome == OUTCOME_REJECTED) {
            written = (first || add_string(self, ",")) && add_rejected(self, item);
            first = false;
        }
    }
    return written && add_string(self, "]}");
}

bool receipt_sentence(receipt *self, const char *key, text sentence) {
    restart(self);
    return add_string(self, "{\"") && add_string(self, key) && add_string(self, "\":\"") &&
           add_escaped(self, sentence) && add_string(self, "\"}");
}
