#include "portfolio/due_days.h"

#include <assert.h>

#include "portfolio/array.h"

void due_days_finish(due_days *self) {
    free(self->items);
    *self = (due_days){0};
}

bool due_days_put(due_days *self, day d, uint32_t client) {
    if (!array_reserve((void **)&self->items, &self->room, self->count + 1, sizeof *self->items)) {
        return false;
    }
    uint32_t at = self->count++;
    while (at > 0 && self->items[(at - 1) / 2].day > d) {
        self->items[at] = self->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    self->items[at] = (due_day){d, client};
    return true;
}

due_day due_days_take(due_days *self) {
    assert(self->count > 0);
    due_day first = self->items[0];
    due_day last = self->items[--self->count];
    uint32_t at = 0;
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= self->count) {
            break;
        }
        if (child + 1 < self->count && self->items[child + 1].day < self->items[child].day) {
            child++;
        }
        if (self->items[child].day >= last.day) {
            break;
        }
        self->items[at] = self->items[child];
        at = child;
    }
    if (self->count > 0) {
        self->items[at] = last;
    }
    return first;
}
