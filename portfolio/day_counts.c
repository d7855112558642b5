#include "portfolio/day_counts.h"

#include "portfolio/array.h"

void day_counts_finish(day_counts *self) {
    free(self->items);
    *self = (day_counts){0};
}

bool day_counts_add(day_counts *self, day d, int32_t times) {
    uint32_t at = 0;
    uint32_t high = self->count;
    while (at < high) {
        uint32_t middle = at + (high - at) / 2;
        if (self->items[middle].day < d) {
            at = middle + 1;
        } else {
            high = middle;
        }
    }
    if (at == self->count || self->items[at].day != d) {
        if (!array_reserve((void **)&self->items, &self->room, self->count + 1,
                           sizeof *self->items)) {
            return false;
        }
        array_open(self->items, &self->count, at, sizeof *self->items);
        self->items[at] = (day_count){.day = d};
    }
    self->items[at].count += times;
    if (self->items[at].count == 0) {
        array_close(self->items, &self->count, at, sizeof *self->items);
    }
    return true;
}

day day_counts_first(const day_counts *self) {
    return self->count == 0 ? DAY_NONE : self->items[0].day;
}
