#include "portfolio/ledger.h"

#include <assert.h>

#include "portfolio/array.h"

void ledger_init(ledger *self, day today) {
    *self = (ledger){.as_of = today};
}

void ledger_finish(ledger *self) {
    free(self->sales);
    free(self->days);
    free(self->categories);
    *self = (ledger){.as_of = DAY_NONE};
}

static void sums_add(sums *to, const sums *from, int64_t times) {
    to->revenue += times * from->revenue;
    to->costed += times * from->costed;
    to->margin += times * from->margin;
    to->quantity += times * from->quantity;
}

/* The index of the first sale not before (d, category). */
static uint32_t sale_place(const ledger *self, day d, uint32_t category) {
    uint32_t low = 0;
    uint32_t high = self->sale_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const sale *s = &self->sales[middle];
        if (s->day < d || (s->day == d && s->category < category)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t day_place(const ledger *self, day d) {
    uint32_t low = 0;
    uint32_t high = self->day_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->days[middle].day < d) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t category_place(const ledger *self, uint32_t category) {
    uint32_t low = 0;
    uint32_t high = self->category_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->categories[middle].category < category) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool add_to_sales(ledger *self, const sale *s) {
    uint32_t at = sale_place(self, s->day, s->category);
    bool found = at < self->sale_count && self->sales[at].day == s->day &&
                 self->sales[at].category == s->category;
    if (!found) {
        if (!array_reserve((void **)&self->sales, &self->sale_room, self->sale_count + 1,
                           sizeof *s)) {
            return false;
        }
        array_open(self->sales, &self->sale_count, at, sizeof *s);
        self->sales[at] = (sale){.day = s->day, .category = s->category};
    }
    self->sales[at].lines += s->lines;
    sums_add(&self->sales[at].sums, &s->sums, 1);
    if (self->sales[at].lines == 0) {
        array_close(self->sales, &self->sale_count, at, sizeof *s);
    }
    return true;
}

const category_sums *ledger_category(const ledger *self, uint32_t category) {
    uint32_t at = category_place(self, category);
    bool there = at < self->category_count && self->categories[at].category == category;
    return there ? &self->categories[at] : NULL;
}

static bool add_to_categories(ledger *self, const windows *w, const sale *s) {
    uint32_t at = category_place(self, s->category);
    if (at == self->category_count || self->categories[at].category != s->category) {
        if (!array_reserve((void **)&self->categories, &self->category_room,
                           self->category_count + 1, sizeof *self->categories)) {
            return false;
        }
        array_open(self->categories, &self->category_count, at, sizeof *self->categories);
        self->categories[at] = (category_sums){.category = s->category};
    }
    category_sums *c = &self->categories[at];
    c->lines += s->lines;
    sums_add(&c->total, &s->sums, 1);
    if (span_holds(w->trailing, s->day)) {
        sums_add(&c->trailing, &s->sums, 1);
    }
    if (c->lines == 0) {
        array_close(self->categories, &self->category_count, at, sizeof *c);
    }
    return true;
}

bool ledger_add_sale(ledger *self, const windows *w, const sale *s) {
    assert(self->as_of == w->today && s->day <= w->today);
    if (!add_to_sales(self, s) || !add_to_categories(self, w, s)) {
        return false;
    }
    sums_add(&self->total, &s->sums, 1);
    if (span_holds(w->trailing, s->day)) {
        sums_add(&self->trailing, &s->sums, 1);
    }
    if (span_holds(w->previous, s->day)) {
        self->revenue_previous += s->sums.revenue;
    }
    if (span_holds(w->year, s->day)) {
        self->revenue_year += s->sums.revenue;
    }
    if (span_holds(w->previous_year, s->day)) {
        self->revenue_previous_year += s->sums.revenue;
    }
    return true;
}

static bool is_purchase(const activity *a, bool invoices) {
    return (invoices ? a->invoices : a->orders) > 0;
}

bool ledger_add_activity(ledger *self, const windows *w, const activity *a) {
    assert(self->as_of == w->today && a->day <= w->today);
    uint32_t at = day_place(self, a->day);
    if (at == self->day_count || self->days[at].day != a->day) {
        if (!array_reserve((void **)&self->days, &self->day_room, self->day_count + 1, sizeof *a)) {
            return false;
        }
        array_open(self->days, &self->day_count, at, sizeof *a);
        self->days[at] = (activity){.day = a->day};
    }
    activity *entry = &self->days[at];
    int purchased = -(int)is_purchase(entry, w->purchases_are_invoices);
    entry->orders += a->orders;
    entry->invoices += a->invoices;
    entry->contacts += a->contacts;
    purchased += (int)is_purchase(entry, w->purchases_are_invoices);
    if (entry->orders == 0 && entry->invoices == 0 && entry->contacts == 0) {
        array_close(self->days, &self->day_count, at, sizeof *a);
    }
    self->orders += a->orders;
    self->purchase_days += purchased;
    if (span_holds(w->trailing, a->day)) {
        self->orders_trailing += a->orders;
        self->purchase_days_trailing += purchased;
    }
    if (span_holds(w->previous, a->day)) {
        self->purchase_days_previous += purchased;
    }
    return true;
}

bool ledger_merge(ledger *self, const windows *w, const ledger *other, int sign) {
    assert(self->as_of == other->as_of);
    for (uint32_t i = 0; i < other->sale_count; i++) {
        sale s = {.day = other->sales[i].day,
                  .category = other->sales[i].category,
                  .lines = sign * other->sales[i].lines};
        sums_add(&s.sums, &other->sales[i].sums, sign);
        if (!ledger_add_sale(self, w, &s)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < other->day_count; i++) {
        const activity *d = &other->days[i];
        activity a = {.day = d->day,
                      .orders = sign * d->orders,
                      .invoices = sign * d->invoices,
                      .contacts = sign * d->contacts};
        if (!ledger_add_activity(self, w, &a)) {
            return false;
        }
    }
    return true;
}

int64_t ledger_revenue_in(const ledger *self, span s) {
    int64_t revenue = 0;
    for (uint32_t i = sale_place(self, s.after + 1, 0);
         i < self->sale_count && self->sales[i].day <= s.through; i++) {
        revenue += self->sales[i].sums.revenue;
    }
    return revenue;
}

/* What the move of a window takes out at its old end and lets in at its new one. */
typedef struct shift {
    span leaving;
    span entering;
} shift;

static shift shift_between(span before, span now) {
    day leaving_through = now.after < before.through ? now.after : before.through;
    day entering_after = before.through > now.after ? before.through : now.after;
    return (shift){{before.after, leaving_through}, {entering_after, now.through}};
}

static void shift_revenue(const ledger *self, int64_t *revenue, span before, span now) {
    shift s = shift_between(before, now);
    *revenue += ledger_revenue_in(self, s.entering) - ledger_revenue_in(self, s.leaving);
}

static void shift_trailing(ledger *self, span s, int sign, bool invoices) {
    for (uint32_t i = sale_place(self, s.after + 1, 0);
         i < self->sale_count && self->sales[i].day <= s.through; i++) {
        const sale *entry = &self->sales[i];
        sums_add(&self->trailing, &entry->sums, sign);
        category_sums *c = &self->categories[category_place(self, entry->category)];
        sums_add(&c->trailing, &entry->sums, sign);
    }
    for (uint32_t i = day_place(self, s.after + 1);
         i < self->day_count && self->days[i].day <= s.through; i++) {
        self->orders_trailing += (int64_t)sign * self->days[i].orders;
        self->purchase_days_trailing += (int64_t)sign * is_purchase(&self->days[i], invoices);
    }
}

static int64_t purchase_days_in(const ledger *self, span s, bool invoices) {
    int64_t days = 0;
    for (uint32_t i = day_place(self, s.after + 1);
         i < self->day_count && self->days[i].day <= s.through; i++) {
        days += is_purchase(&self->days[i], invoices);
    }
    return days;
}

void ledger_roll(ledger *self, const windows *before, const windows *now) {
    assert(self->as_of == before->today && before->today <= now->today);
    bool invoices = now->purchases_are_invoices;
    shift trailing = shift_between(before->trailing, now->trailing);
    shift_trailing(self, trailing.leaving, -1, invoices);
    shift_trailing(self, trailing.entering, 1, invoices);
    shift previous = shift_between(before->previous, now->previous);
    self->purchase_days_previous += purchase_days_in(self, previous.entering, invoices) -
                                    purchase_days_in(self, previous.leaving, invoices);
    shift_revenue(self, &self->revenue_previous, before->previous, now->previous);
    shift_revenue(self, &self->revenue_year, before->year, now->year);
    shift_revenue(self, &self->revenue_previous_year, before->previous_year, now->previous_year);
    self->as_of = now->today;
}

static day earlier(day a, day b) {
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

/* The first day with an entry in the span; DAY_NONE when there is none. */
static day first_in(const ledger *self, span s) {
    day first = DAY_NONE;
    uint32_t at = sale_place(self, s.after + 1, 0);
    if (at < self->sale_count && self->sales[at].day <= s.through) {
        first = self->sales[at].day;
    }
    at = day_place(self, s.after + 1);
    if (at < self->day_count && self->days[at].day <= s.through) {
        first = earlier(first, self->days[at].day);
    }
    return first;
}

day ledger_next_change(const ledger *self, const windows *w) {
    day trailing = first_in(self, w->trailing);
    day previous = first_in(self, w->previous);
    day next = DAY_NONE;
    if (trailing != DAY_NONE) {
        next = day_leaves_window(trailing, 1);
    }
    if (previous != DAY_NONE) {
        next = earlier(next, day_leaves_window(previous, 2));
    }
    /* a fiscal year that starts empties the year to date and moves the one before */
    return next == DAY_NONE ? DAY_NONE : earlier(next, w->next_year);
}

day ledger_first_purchase(const ledger *self, bool invoices) {
    for (uint32_t i = 0; i < self->day_count; i++) {
        if (is_purchase(&self->days[i], invoices)) {
            return self->days[i].day;
        }
    }
    return DAY_NONE;
}

day ledger_last_purchase(const ledger *self, bool invoices) {
    for (uint32_t i = self->day_count; i > 0; i--) {
        if (is_purchase(&self->days[i - 1], invoices)) {
            return self->days[i - 1].day;
        }
    }
    return DAY_NONE;
}

day ledger_last_contact(const ledger *self) {
    for (uint32_t i = self->day_count; i > 0; i--) {
        if (self->days[i - 1].contacts > 0) {
            return self->days[i - 1].day;
        }
    }
    return DAY_NONE;
}

uint32_t ledger_diversity(const ledger *self) {
    uint32_t positive = 0;
    for (uint32_t i = 0; i < self->category_count; i++) {
        positive += self->categories[i].trailing.revenue > 0;
    }
    return positive;
}
