#include "portfolio/sequence_gap.h"

#include "portfolio/array.h"

/* Numbers already in that are asked for again rather than making two requests. */
enum { ISLAND_MAX = 64 };

static uint64_t size_of(sequence_range r) {
    return r.to - r.from + 1; /* from 0 to INT64_MAX: fits */
}

void sequence_gap_finish(sequence_gap *self) {
    free(self->missing);
    *self = (sequence_gap){0};
}

/* The first range that ends at or behind the number; count when there is none. */
static uint32_t range_at(const sequence_gap *self, uint64_t sequence) {
    uint32_t low = 0;
    uint32_t high = self->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->missing[middle].to < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Room for one range more, and so for any one change. */
static bool make_room(sequence_gap *self) {
    return array_reserve((void **)&self->missing, &self->room, self->count + 1,
                         sizeof *self->missing);
}

/* Joins the two ranges with the fewest numbers between them. */
static void join_nearest(sequence_gap *self) {
    uint32_t best = 0;
    uint64_t island = UINT64_MAX;
    for (uint32_t i = 0; i + 1 < self->count; i++) {
        uint64_t between = self->missing[i + 1].from - self->missing[i].to - 1;
        if (between < island) {
            island = between;
            best = i;
        }
    }
    self->missing[best].to = self->missing[best + 1].to;
    self->missing_count += island;
    array_close(self->missing, &self->count, best + 1, sizeof *self->missing);
}

/* The caller has made room. */
static void insert(sequence_gap *self, uint32_t at, sequence_range range) {
    array_open(self->missing, &self->count, at, sizeof *self->missing);
    self->missing[at] = range;
    self->missing_count += size_of(range);
    if (self->count > SEQUENCE_RANGES_MAX) {
        join_nearest(self);
    }
}

/* What is behind the last number is missing up to here. */
static void extend(sequence_gap *self, uint64_t to) {
    sequence_range *tail = self->count > 0 ? &self->missing[self->count - 1] : NULL;
    if (tail != NULL && tail->to == self->last) {
        self->missing_count += to - tail->to;
        tail->to = to;
    } else {
        insert(self, self->count, (sequence_range){self->last + 1, to});
    }
    self->last = to;
}

/* Takes a missing number out of its range. */
static void fill(sequence_gap *self, uint32_t at, uint64_t sequence) {
    sequence_range *r = &self->missing[at];
    sequence_range rest = {sequence + 1, r->to};
    self->missing_count--;
    self->healed++;
    if (r->from == r->to) {
        array_close(self->missing, &self->count, at, sizeof *self->missing);
    } else if (sequence == r->from) {
        r->from++;
    } else if (sequence == r->to) {
        r->to--;
    } else {
        r->to = sequence - 1;
        self->missing_count -= size_of(rest);
        insert(self, at + 1, rest);
    }
}

bool sequence_gap_add(sequence_gap *self, uint64_t sequence) {
    if (!self->begun) {
        self->begun = true;
        self->first = self->last = sequence;
        return true;
    }
    if (!make_room(self)) {
        return false;
    }
    if (sequence > self->last) {
        if (sequence > self->last + 1) {
            extend(self, sequence - 1);
        }
        self->last = sequence;
        return true;
    }
    if (sequence < self->first) {
        uint64_t first = self->first;
        self->first = sequence;
        if (sequence + 1 < first) {
            /* The first number was in, or is announced only and then its range comes to touch this one. */
            sequence_range low = {sequence + 1, first - 1};
            if (self->count > 0 && self->missing[0].from == first) {
                self->missing[0].from = low.from;
                self->missing_count += size_of(low);
            } else {
                insert(self, 0, low);
            }
        }
        return true;
    }
    uint32_t at = range_at(self, sequence);
    if (at < self->count && self->missing[at].from <= sequence) {
        fill(self, at, sequence);
    }
    return true;
}

bool sequence_gap_announce(sequence_gap *self, uint64_t last) {
    if (!self->begun) {
        self->begun = true;
        self->first = last + 1;
        self->last = last;
        return true;
    }
    if (last <= self->last) {
        return true;
    }
    if (!make_room(self)) {
        return false;
    }
    extend(self, last);
    return true;
}

/* What is missing between the two becomes unhealable. */
static bool drop_between(sequence_gap *self, uint64_t from, uint64_t to) {
    if (!make_room(self)) {
        return false;
    }
    uint32_t at = range_at(self, from);
    while (at < self->count && self->missing[at].from <= to) {
        sequence_range *r = &self->missing[at];
        sequence_range gone = {r->from > from ? r->from : from, r->to < to ? r->to : to};
        sequence_range before = {r->from, gone.from - 1};
        sequence_range after = {gone.to + 1, r->to};
        bool has_before = gone.from > r->from;
        bool has_after = gone.to < r->to;
        self->missing_count -= size_of(gone);
        self->unhealable += size_of(gone);
        if (has_before) {
            *r = before;
            at++;
            if (has_after) {
                self->missing_count -= size_of(after);
                insert(self, at, after);
                return true;
            }
        } else if (has_after) {
            *r = after;
            return true;
        } else {
            array_close(self->missing, &self->count, at, sizeof *self->missing);
        }
    }
    return true;
}

bool sequence_gap_trim(sequence_gap *self, uint64_t oldest) {
    if (oldest == 0 || !self->begun) {
        return true;
    }
    return sequence_gap_announce(self, oldest - 1) && drop_between(self, 0, oldest - 1);
}

bool sequence_gap_give_up(sequence_gap *self, uint64_t from, uint64_t to) {
    return !self->begun || drop_between(self, from, to);
}

void sequence_gap_take_back(sequence_gap *self, uint64_t last) {
    if (self->count == 0 || last >= self->last || self->missing[self->count - 1].to != self->last) {
        return;
    }
    sequence_range *tail = &self->missing[self->count - 1];
    uint64_t end = last >= tail->from ? last : tail->from - 1;
    self->missing_count -= self->last - end;
    self->last = tail->to = end;
    if (end < tail->from) {
        self->count--;
    }
}

uint64_t sequence_gap_complete_to(const sequence_gap *self) {
    if (self->count == 0) {
        return self->last;
    }
    return self->missing[0].from > 0 ? self->missing[0].from - 1 : 0;
}

uint64_t sequence_gap_wanted(const sequence_gap *self, uint64_t most, uint64_t *ret_length) {
    if (self->count == 0) {
        *ret_length = 0;
        return self->begun ? self->last + 1 : 0;
    }
    uint64_t from = self->missing[0].from;
    uint64_t to = self->missing[0].to;
    for (uint32_t i = 1; i < self->count && self->missing[i].from - to - 1 <= ISLAND_MAX; i++) {
        to = self->missing[i].to;
    }
    *ret_length = to - from + 1 > most ? most : to - from + 1;
    return from;
}

bool sequence_gap_load_range(sequence_gap *self, sequence_range range) {
    bool behind = self->count == 0
                      ? range.from > 0 && range.from >= self->first
                      : range.from > 0 && range.from - 1 > self->missing[self->count - 1].to;
    if (!behind || range.to < range.from || range.to > self->last ||
        self->count == SEQUENCE_RANGES_MAX || !make_room(self)) {
        return false;
    }
    self->missing[self->count++] = range;
    self->missing_count += size_of(range);
    return true;
}
