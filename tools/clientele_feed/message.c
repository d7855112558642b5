#include "tools/clientele_feed/message.h"

#include <stdlib.h>
#include <string.h>

#include "portfolio/limits.h"
#include "tools/common/must.h"

void message_finish(message *self) {
    free(self->bytes);
    free(self->lines);
    *self = (message){0};
}

void message_clear(message *self) {
    self->length = 0;
    self->count = 0;
    self->alone = false;
}

bool message_may_add(const message *self, const event_line *line, uint32_t events_max) {
    if (self->count == 0) {
        return true;
    }
    return !self->alone && line->shape.sound && self->count < events_max &&
           self->length + line->length + 2 <= MESSAGE_BYTES_MAX / 2;
}

void message_add(message *self, const event_line *line) {
    size_t needed = self->length + line->length + 2;
    if (needed > self->capacity) {
        self->capacity = needed * 2;
        self->bytes = must_resize(self->bytes, self->capacity, 1);
    }
    if (self->count == self->lines_capacity) {
        self->lines_capacity = self->lines_capacity == 0 ? 16 : self->lines_capacity * 2;
        self->lines = must_resize(self->lines, self->lines_capacity, sizeof *self->lines);
    }
    self->bytes[self->length++] = self->count == 0 ? '[' : ',';
    memcpy(self->bytes + self->length, line->bytes, line->length);
    self->length += line->length;
    self->lines[self->count++] = line->line;
    self->alone = !line->shape.sound;
}

void message_seal(message *self, size_t *ret_from, size_t *ret_length) {
    if (self->count == 1) {
        *ret_from = 1;
        *ret_length = self->length - 1;
        return;
    }
    self->bytes[self->length++] = ']';
    *ret_from = 0;
    *ret_length = self->length;
}
