/* config_fingerprint.c - a hash of what figures mean, over one line of text a fact. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <xxhash.h>

#include "conf/config.h"
#include "portfolio/lifecycle.h"
#include "portfolio/limits.h"

/* The lines are chained: each is hashed with the hash of those before it as the seed. */
typedef struct chain {
    uint64_t hash;
} chain;

__attribute__((format(printf, 2, 3))) static void add(chain *self, const char *format, ...) {
    char line[NAME_BYTES_MAX + 128];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t used = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    self->hash = XXH3_64bits_withSeed(line, used, self->hash);
}

static void add_lifecycle(chain *self, const lifecycle_rules *r) {
    for (uint8_t p = 0; p < r->phase_count; p++) {
        add(self, "phase %s", r->phases[p].name);
        for (uint8_t i = 0; i < r->phases[p].condition_count; i++) {
            const condition *one = &r->phases[p].conditions[i];
            add(self, "condition %d %s %s %" PRId64 " %" PRId64, one->alternative,
                measure_name(one->measure), comparison_name(one->comparison), one->threshold,
                one->cadence);
        }
    }
}

uint64_t config_fingerprint(const config *self) {
    const rules *r = &self->rules;
    chain c = {0};
    add(&c, "figures 2"); /* grows with the meaning of the lines below */
    add(&c, "base %s", currency_code(r->rates.base));
    add(&c, "zone %s", self->timezone);
    add(&c, "year %02d-%02d", r->fiscal_month, r->fiscal_day);
    add(&c, "purchases %s", r->purchases_are_invoices ? "invoices" : "orders");
    for (size_t i = 0; i < r->rates.count; i++) {
        const rate *row = &r->rates.rows[i];
        char from[DAY_TEXT_SIZE];
        day_format(row->from, from);
        add(&c, "rate %s %s %" PRId64 "/%d", currency_code(row->of), from, row->numerator,
            row->scale);
    }
    for (size_t i = 0; i < r->margin_rate_count; i++) {
        const margin_rate *row = &r->margin_rates[i];
        add(&c, "margin %" PRId64 " %.*s", row->millionths, (int)row->category.length,
            row->category.length > 0 ? row->category.bytes : "");
    }
    add_lifecycle(&c, r->lifecycle != NULL ? r->lifecycle : &lifecycle_defaults);
    return c.hash;
}
