#include "portfolio/ledger.h"

static bool sums_equal(const sums *a, const sums *b) {
    return a->revenue == b->revenue && a->costed == b->costed && a->margin == b->margin &&
           a->quantity == b->quantity;
}

static bool ordered(const ledger *self) {
    for (uint32_t i = 1; i < self->sale_count; i++) {
        const sale *a = &self->sales[i - 1];
        const sale *b = &self->sales[i];
        if (a->day > b->day || (a->day == b->day && a->category >= b->category)) {
            return false;
        }
    }
    for (uint32_t i = 1; i < self->day_count; i++) {
        if (self->days[i - 1].day >= self->days[i].day) {
            return false;
        }
    }
    for (uint32_t i = 1; i < self->category_count; i++) {
        if (self->categories[i - 1].category >= self->categories[i].category) {
            return false;
        }
    }
    return true;
}

static bool same_sums(const ledger *a, const ledger *b) {
    if (a->category_count != b->category_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->category_count; i++) {
        const category_sums *x = &a->categories[i];
        const category_sums *y = &b->categories[i];
        if (x->category != y->category || x->lines != y->lines ||
            !sums_equal(&x->total, &y->total) || !sums_equal(&x->trailing, &y->trailing)) {
            return false;
        }
    }
    return sums_equal(&a->total, &b->total) && sums_equal(&a->trailing, &b->trailing) &&
           a->revenue_previous == b->revenue_previous && a->revenue_year == b->revenue_year &&
           a->revenue_previous_year == b->revenue_previous_year && a->orders == b->orders &&
           a->orders_trailing == b->orders_trailing && a->purchase_days == b->purchase_days &&
           a->purchase_days_trailing == b->purchase_days_trailing &&
           a->purchase_days_previous == b->purchase_days_previous;
}

bool ledger_equal(const ledger *a, const ledger *b) {
    if (a->sale_count != b->sale_count || a->day_count != b->day_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->sale_count; i++) {
        const sale *x = &a->sales[i];
        const sale *y = &b->sales[i];
        if (x->day != y->day || x->category != y->category || x->lines != y->lines ||
            !sums_equal(&x->sums, &y->sums)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < a->day_count; i++) {
        const activity *x = &a->days[i];
        const activity *y = &b->days[i];
        if (x->day != y->day || x->orders != y->orders || x->invoices != y->invoices ||
            x->contacts != y->contacts) {
            return false;
        }
    }
    return same_sums(a, b);
}

bool ledger_verify(const ledger *self, const windows *w) {
    if (!ordered(self)) {
        return false;
    }
    ledger plain;
    ledger_init(&plain, w->today);
    bool same = ledger_merge(&plain, w, self, 1) && same_sums(self, &plain);
    ledger_finish(&plain);
    return same;
}
