#include "tools/clientele_feed/event_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/common/must.h"

void event_lines_init(event_lines *self, line_reader *reader, const line_choice *choice) {
    *self = (event_lines){.reader = reader, .choice = *choice};
}

void event_lines_finish(event_lines *self) {
    free(self->stamped);
    free(self->kept);
    free(self->bytes);
    *self = (event_lines){0};
}

/* ---- numbering ---- */

/* Puts what is missing of source and sequence at the front of the object. The number is that of the
 * event in the file, so that it stays the same whatever part of it is sent, in whatever order. */
static void stamp(event_lines *self, event_line *line) {
    event_shape *shape = &line->shape;
    if (!shape->sound || !shape->has_members || (shape->has_source && shape->has_sequence)) {
        return;
    }
    size_t needed = line->length + strlen(self->choice.source) + 64;
    if (needed > self->stamped_capacity) {
        self->stamped_capacity = needed * 2;
        self->stamped = must_resize(self->stamped, self->stamped_capacity, 1);
    }
    char *out = self->stamped;
    memcpy(out, line->bytes, shape->members_from);
    size_t used = shape->members_from;
    if (!shape->has_source) {
        used += (size_t)snprintf(out + used, self->stamped_capacity - used, "\"source\":\"%s\",",
                                 self->choice.source);
    }
    if (!shape->has_sequence) {
        used += (size_t)snprintf(out + used, self->stamped_capacity - used,
                                 "\"sequence\":\"%012" PRIu64 "\",", self->counted);
    }
    memcpy(out + used, line->bytes + shape->members_from, line->length - shape->members_from);
    size_t added = used - shape->members_from;
    shape->type_from += added;
    shape->has_source = true;
    shape->has_sequence = true;
    line->bytes = out;
    line->length += added;
}

/* ---- reading ---- */

static bool limit_reached(const event_lines *self) {
    const line_choice *choice = &self->choice;
    return choice->limit != UINT64_MAX && self->counted >= choice->from - 1 &&
           self->counted - (choice->from - 1) >= choice->limit;
}

static line_result read_line(event_lines *self, event_line *ret_line) {
    while (!limit_reached(self)) {
        event_line line = {0};
        line_result result = line_reader_next(self->reader, &line.bytes, &line.length);
        if (result != LINE_READY) {
            return result;
        }
        self->counted++;
        if (self->counted < self->choice.from) {
            continue;
        }
        line.line = self->reader->line;
        line.shape = event_scan(line.bytes, line.length);
        if (self->choice.source != NULL) {
            stamp(self, &line);
        }
        *ret_line = line;
        return LINE_READY;
    }
    return LINE_END;
}

/* ---- shuffling ---- */

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void keep(event_lines *self, const event_line *line) {
    if (self->kept_count == self->kept_capacity) {
        self->kept_capacity = self->kept_capacity == 0 ? 1024 : self->kept_capacity * 2;
        self->kept = must_resize(self->kept, self->kept_capacity, sizeof *self->kept);
    }
    if (self->bytes_capacity - self->bytes_used < line->length) {
        self->bytes_capacity = 2 * self->bytes_capacity + line->length;
        self->bytes = must_resize(self->bytes, self->bytes_capacity, 1);
    }
    memcpy(self->bytes + self->bytes_used, line->bytes, line->length);
    self->kept[self->kept_count++] = (kept_line){
        .from = self->bytes_used,
        .length = line->length,
        .line = line->line,
        .shape = line->shape,
    };
    self->bytes_used += line->length;
}

static line_result load_and_shuffle(event_lines *self) {
    event_line line;
    line_result result;
    while ((result = read_line(self, &line)) == LINE_READY) {
        keep(self, &line);
    }
    if (result != LINE_END) {
        return result;
    }
    uint64_t state = self->choice.seed;
    for (size_t left = self->kept_count; left > 1; left--) {
        size_t other = (size_t)(splitmix(&state) % left);
        kept_line last = self->kept[left - 1];
        self->kept[left - 1] = self->kept[other];
        self->kept[other] = last;
    }
    self->shuffled = true;
    return LINE_READY;
}

static line_result next_shuffled(event_lines *self, event_line *ret_line) {
    if (!self->shuffled) {
        line_result result = load_and_shuffle(self);
        if (result != LINE_READY) {
            return result;
        }
    }
    if (self->kept_given == self->kept_count) {
        return LINE_END;
    }
    const kept_line *kept = &self->kept[self->kept_given++];
    *ret_line = (event_line){
        .bytes = self->bytes + kept->from,
        .length = kept->length,
        .line = kept->line,
        .shape = kept->shape,
    };
    return LINE_READY;
}

line_result event_lines_next(event_lines *self, event_line *ret_line) {
    if (self->repeats_left == 0) {
        line_result result = self->choice.shuffle ? next_shuffled(self, &self->current)
                                                  : read_line(self, &self->current);
        if (result != LINE_READY) {
            return result;
        }
        self->repeats_left = self->choice.repeat;
    }
    self->repeats_left--;
    *ret_line = self->current;
    return LINE_READY;
}

uint64_t event_lines_expected(const event_lines *self, uint64_t given) {
    const line_choice *choice = &self->choice;
    if (self->shuffled) {
        return self->kept_count * choice->repeat;
    }
    if (choice->limit != UINT64_MAX) {
        return choice->limit > UINT64_MAX / choice->repeat ? 0 : choice->limit * choice->repeat;
    }
    const line_reader *reader = self->reader;
    if (choice->from > 1 || reader->file_size == 0 || given < 1000) {
        return 0;
    }
    /* The share of the file that was read tells how many are still to come. */
    uint64_t waiting =
        reader->coding == CODING_GZIP ? reader->stream.avail_in : reader->until - reader->from;
    double share = (double)(reader->bytes_read - waiting) / (double)reader->file_size;
    return share >= 1 ? given : (uint64_t)((double)given / share);
}
