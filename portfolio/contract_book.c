#include "portfolio/contract_book.h"

#include "portfolio/array.h"

void contract_book_finish(contract_book *self) {
    for (uint32_t i = 0; i < self->count; i++) {
        free((void *)self->items[i].id.bytes);
    }
    free(self->items);
    *self = (contract_book){0};
}

/* The index of the first contract whose id is not before `id`. */
static uint32_t place(const contract_book *self, text id) {
    uint32_t at = 0;
    while (at < self->count && text_compare(self->items[at].id, id) < 0) {
        at++;
    }
    return at;
}

bool contract_book_put(contract_book *self, const contract *c) {
    uint32_t at = place(self, c->id);
    text kept;
    if (at < self->count && text_equal(self->items[at].id, c->id)) {
        kept = self->items[at].id;
    } else {
        char *id = malloc(c->id.length + 1);
        if (id == NULL ||
            !array_reserve((void **)&self->items, &self->room, self->count + 1, sizeof *c)) {
            free(id);
            return false;
        }
        memcpy(id, c->id.bytes, c->id.length);
        kept = (text){id, c->id.length};
        array_open(self->items, &self->count, at, sizeof *c);
    }
    self->items[at] = *c;
    self->items[at].id = kept;
    return true;
}

void contract_book_remove(contract_book *self, text id) {
    uint32_t at = place(self, id);
    if (at < self->count && text_equal(self->items[at].id, id)) {
        free((void *)self->items[at].id.bytes);
        array_close(self->items, &self->count, at, sizeof *self->items);
    }
}

bool contract_is_active(const contract *c, day today) {
    bool terminated = c->terminated != DAY_NONE && c->terminated <= today;
    bool ended = c->end != DAY_NONE && c->end < today && !c->auto_renew;
    return c->start <= today && !terminated && !ended;
}

day contract_ended(const contract *c, day today) {
    bool terminated = c->terminated != DAY_NONE && c->terminated <= today;
    bool ended = c->end != DAY_NONE && c->end < today && !c->auto_renew;
    if (terminated && ended) {
        return c->end < c->terminated ? c->end : c->terminated;
    }
    return terminated ? c->terminated : ended ? c->end : DAY_NONE;
}

int64_t contract_book_active(const contract_book *self, day today) {
    int64_t active = 0;
    for (uint32_t i = 0; i < self->count; i++) {
        active += contract_is_active(&self->items[i], today);
    }
    return active;
}

/* The earlier of `next` and d, when d is a day not before `from`. */
static day sooner(day next, day d, day from) {
    bool counts = d != DAY_NONE && d >= from;
    return counts && (next == DAY_NONE || d < next) ? d : next;
}

day contract_book_next_end(const contract_book *self, day today) {
    day next = DAY_NONE;
    for (uint32_t i = 0; i < self->count; i++) {
        if (contract_is_active(&self->items[i], today)) {
            next = sooner(next, self->items[i].end, today);
        }
    }
    return next;
}

day contract_book_next_change(const contract_book *self, day today) {
    day next = DAY_NONE;
    for (uint32_t i = 0; i < self->count; i++) {
        const contract *c = &self->items[i];
        next = sooner(next, c->start, today + 1);
        next = sooner(next, c->terminated, today + 1);
        next = sooner(next, c->end == DAY_NONE ? DAY_NONE : c->end + 1, today + 1);
    }
    return next;
}
