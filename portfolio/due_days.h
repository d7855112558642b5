/* due_days.h - which client is due for another look on which day: a heap, the earliest day first. */
#ifndef PORTFOLIO_DUE_DAYS_H
#define PORTFOLIO_DUE_DAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "portfolio/calendar.h"

typedef struct due_day {
    day day;
    uint32_t client;
} due_day;

typedef struct due_days {
    due_day *items;
    uint32_t count, room;
} due_days;

void due_days_finish(due_days *self);

/* false: no memory. */
bool due_days_put(due_days *self, day d, uint32_t client);

/* DAY_NONE when nothing is due ever. */
static inline day due_days_first(const due_days *self) {
    return self->count == 0 ? DAY_NONE : self->items[0].day;
}

/* Takes the first out; only when there is one. */
due_day due_days_take(due_days *self);

#endif
