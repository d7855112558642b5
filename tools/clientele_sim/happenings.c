#include "tools/clientele_sim/happenings.h"

#include <assert.h>
#include <stdlib.h>

#include "tools/common/must.h"

static bool before(const happening *a, const happening *b) {
    return a->when != b->when ? a->when < b->when : a->planned < b->planned;
}

void happenings_init(happenings *self) {
    *self = (happenings){0};
}

void happenings_finish(happenings *self) {
    free(self->heap);
    *self = (happenings){0};
}

void happenings_plan(happenings *self, int64_t when, uint32_t kind, uint32_t subject) {
    if (self->count == self->capacity) {
        self->capacity = self->capacity == 0 ? 256 : self->capacity * 2;
        self->heap = must_resize(self->heap, self->capacity, sizeof *self->heap);
    }
    happening added = {.when = when, .planned = self->planned++, .subject = subject, .kind = kind};
    size_t hole = self->count++;
    while (hole > 0 && before(&added, &self->heap[(hole - 1) / 2])) {
        self->heap[hole] = self->heap[(hole - 1) / 2];
        hole = (hole - 1) / 2;
    }
    self->heap[hole] = added;
}

bool happenings_first(const happenings *self, happening *ret_first) {
    if (self->count == 0) {
        return false;
    }
    *ret_first = self->heap[0];
    return true;
}

void happenings_drop_first(happenings *self) {
    assert(self->count > 0);
    happening moved = self->heap[--self->count];
    size_t hole = 0;
    for (;;) {
        size_t child = 2 * hole + 1;
        if (child >= self->count) {
            break;
        }
        if (child + 1 < self->count && before(&self->heap[child + 1], &self->heap[child])) {
            child++;
        }
        if (!before(&self->heap[child], &moved)) {
            break;
        }
        self->heap[hole] = self->heap[child];
        hole = child;
    }
    if (self->count > 0) {
        self->heap[hole] = moved;
    }
}
