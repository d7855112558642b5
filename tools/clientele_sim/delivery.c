#include "tools/clientele_sim/delivery.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tools/clientele_sim/malform.h"
#include "tools/common/must.h"

enum { REORDER_MAX = 8, LATE_DAYS_MAX = 20 };

/* A text that waits; its number in `kept` is the subject of a happening. */
typedef struct kept_text {
    char *bytes; /* NULL: free */
    size_t length;
    size_t digits_from;
    bool numbered; /* a repetition: the number stays */
    sim_type type;
} kept_text;

struct delivery {
    fault_rates rates;
    bool faultless;
    dice chance;
    const product *products;
    delivery_sink *sink;
    void *context;
    uint64_t sequence; /* the last one given */
    uint64_t taken;
    instant now;
    event_text text;
    event_text spoiled;
    happenings by_count; /* `when` is a number of events taken */
    happenings by_time;
    kept_text *kept;
    uint32_t kept_count;
    uint32_t kept_capacity;
    uint32_t *free;
    uint32_t free_count;
    uint32_t free_capacity;
};

delivery *delivery_create(const fault_rates *faults, uint64_t seed, sim_source source,
                          const product *products, delivery_sink *sink, void *context) {
    delivery *self = must_allocate(1, sizeof *self);
    self->rates = *faults;
    self->faultless = faults->duplicate == 0 && faults->reorder == 0 && faults->late == 0 &&
                      faults->malformed == 0;
    dice_init(&self->chance, seed, 1 + (uint64_t)source);
    self->products = products;
    self->sink = sink;
    self->context = context;
    happenings_init(&self->by_count);
    happenings_init(&self->by_time);
    return self;
}

void delivery_destroy(delivery *self) {
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; i < self->kept_count; i++) {
        free(self->kept[i].bytes);
    }
    free(self->kept);
    free(self->free);
    happenings_finish(&self->by_count);
    happenings_finish(&self->by_time);
    free(self);
}

/* ---- holding back ---- */

static uint32_t keep(delivery *self, const event_text *written, sim_type type, bool numbered) {
    uint32_t at;
    if (self->free_count > 0) {
        at = self->free[--self->free_count];
    } else {
        if (self->kept_count == self->kept_capacity) {
            self->kept_capacity = self->kept_capacity == 0 ? 64 : self->kept_capacity * 2;
            self->kept = must_resize(self->kept, self->kept_capacity, sizeof *self->kept);
        }
        at = self->kept_count++;
    }
    self->kept[at] = (kept_text){
        .bytes = must_copy(written->bytes, written->length),
        .length = written->length,
        .digits_from = written->digits_from,
        .numbered = numbered,
        .type = type,
    };
    return at;
}

static void let_go(delivery *self, uint32_t at) {
    kept_text *waiting = &self->kept[at];
    if (!waiting->numbered) {
        event_text_number(waiting->bytes + waiting->digits_from, ++self->sequence);
    }
    self->sink(self->context, waiting->type, self->now, waiting->bytes, waiting->length);
    free(waiting->bytes);
    *waiting = (kept_text){0};
    if (self->free_count == self->free_capacity) {
        self->free_capacity = self->free_capacity == 0 ? 64 : self->free_capacity * 2;
        self->free = must_resize(self->free, self->free_capacity, sizeof *self->free);
    }
    self->free[self->free_count++] = at;
}

static void let_go_until(delivery *self, happenings *queue, int64_t until) {
    happening first;
    while (happenings_first(queue, &first) && first.when <= until) {
        happenings_drop_first(queue);
        let_go(self, first.subject);
    }
}

static void hold_some_events(delivery *self, const event_text *written, sim_type type,
                             bool numbered) {
    int64_t passed = (int64_t)self->taken + dice_between(&self->chance, 1, REORDER_MAX);
    happenings_plan(&self->by_count, passed, 0, keep(self, written, type, numbered));
}

static void hold_some_days(delivery *self, const event_text *written, sim_type type) {
    double days = 1 + (LATE_DAYS_MAX - 1) * dice_unit(&self->chance);
    instant until = self->now + (instant)(days * (double)SECONDS_A_DAY);
    happenings_plan(&self->by_time, until, 0, keep(self, written, type, false));
}

/* ---- delivering ---- */

static void deliver(delivery *self, sim_type type) {
    event_text *written = &self->text;
    event_text_number(written->bytes + written->digits_from, ++self->sequence);
    self->sink(self->context, type, self->now, written->bytes, written->length);
}

static void deliver_spoiled(delivery *self, sim_type type) {
    event_text *written = &self->spoiled;
    if (malform(&self->chance, &self->text, written)) {
        event_text_number(written->bytes + written->digits_from, ++self->sequence);
    }
    self->sink(self->context, type, self->now, written->bytes, written->length);
}

static void deliver_with_faults(delivery *self, sim_type type) {
    dice *chance = &self->chance;
    /* All four are drawn for every event, so that one rate does not move another's choices. */
    bool spoil = dice_rare(chance, self->rates.malformed);
    bool delay = dice_rare(chance, self->rates.late);
    bool reorder = dice_rare(chance, self->rates.reorder);
    bool repeat = dice_rare(chance, self->rates.duplicate);
    if (spoil) {
        deliver_spoiled(self, type);
    }
    if (delay) {
        hold_some_days(self, &self->text, type);
    } else if (reorder) {
        hold_some_events(self, &self->text, type, false);
    } else {
        deliver(self, type);
    }
    if (repeat) {
        bool as_it_was = !delay && !reorder && dice_chance(chance, 500);
        hold_some_events(self, &self->text, type, as_it_was);
    }
}

void delivery_take(delivery *self, const sim_event *event) {
    delivery_advance(self, event->time);
    event_text_write(&self->text, self->products, event);
    self->taken++;
    if (self->faultless) {
        deliver(self, event->type);
        return;
    }
    deliver_with_faults(self, event->type);
    let_go_until(self, &self->by_count, (int64_t)self->taken);
}

void delivery_advance(delivery *self, instant now) {
    assert(now >= self->now);
    happening first;
    while (happenings_first(&self->by_time, &first) && first.when <= now) {
        happenings_drop_first(&self->by_time);
        self->now = first.when > self->now ? first.when : self->now;
        let_go(self, first.subject);
    }
    self->now = now;
}

void delivery_drain(delivery *self) {
    let_go_until(self, &self->by_count, INT64_MAX);
    let_go_until(self, &self->by_time, INT64_MAX);
}
