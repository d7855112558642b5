/* array.h - growing arrays by doubling; the only allocation policy of the portfolio. */
#ifndef PORTFOLIO_ARRAY_H
#define PORTFOLIO_ARRAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `needed` items of `size` bytes. false: no memory, nothing changed. */
__attribute__((warn_unused_result)) static inline bool
array_reserve(void **items, uint32_t *capacity, uint32_t needed, size_t size) {
    if (needed <= *capacity) {
        return true;
    }
    uint32_t room = *capacity < 2 ? 2 : *capacity + *capacity / 2;
    if (room < needed) {
        room = needed;
    }
    void *grown = realloc(*items, room * size);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    *capacity = room;
    return true;
}

/* Opens a gap of one item at `at`; the caller has reserved room and fills it. */
static inline void array_open(void *items, uint32_t *count, uint32_t at, size_t size) {
    char *place = (char *)items + at * size;
    memmove(place + size, place, (*count - at) * size);
    *count += 1;
}

static inline void array_close(void *items, uint32_t *count, uint32_t at, size_t size) {
    char *place = (char *)items + at * size;
    *count -= 1;
    memmove(place, place + size, (*count - at) * size);
}

#endif
