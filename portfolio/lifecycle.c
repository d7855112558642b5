#include "portfolio/lifecycle.h"

#include "portfolio/decimal.h"

enum { MILLION = 1000000, LOOKS_AHEAD_MAX = 1000 };

__extension__ typedef __int128 wide;

// clang-format off
#define DAYS(n) ((int64_t)(n) * MILLION)
const lifecycle_rules lifecycle_defaults = {
    .phase_count = 7,
    .phases = {
        {"abandoned", 1, {{MEASURE_RELATIONSHIP, COMPARE_AT_LEAST, 0, DAYS(1), 0}}},
        {"prospect", 1, {{MEASURE_PURCHASE_DAYS, COMPARE_BELOW, 0, DAYS(1), 0}}},
        {"lost", 1, {{MEASURE_SILENCE, COMPARE_AT_LEAST, 0, DAYS(180), DAYS(6)}}},
        {"old_age", 4, {{MEASURE_SILENCE, COMPARE_AT_LEAST, 0, DAYS(45), 2500000},
                        {MEASURE_TENURE, COMPARE_AT_LEAST, 1, DAYS(730), 0},
                        {MEASURE_TREND, COMPARE_BELOW, 1, 700000, 0},
                        {MEASURE_CONTRACTS_ENDED, COMPARE_ABOVE, 2, DAYS(30), 0}}},
        {"childhood", 2, {{MEASURE_TENURE, COMPARE_BELOW, 0, DAYS(180), 0},
                          {MEASURE_PURCHASE_DAYS, COMPARE_BELOW, 1, DAYS(3), 0}}},
        {"adolescence", 2, {{MEASURE_TENURE, COMPARE_BELOW, 0, DAYS(540), 0},
                            {MEASURE_TREND, COMPARE_ABOVE, 1, 1150000, 0}}},
        {"adulthood", 0, {{0}}},
    },
};
// clang-format on

static const char *const measure_names[MEASURE_COUNT] = {
    [MEASURE_RELATIONSHIP] = "relationship",
    [MEASURE_PURCHASE_DAYS] = "purchase_days",
    [MEASURE_SILENCE] = "silence",
    [MEASURE_TENURE] = "tenure",
    [MEASURE_TREND] = "trend",
    [MEASURE_CONTRACTS_ENDED] = "contracts_ended",
};

static const char *const comparison_names[COMPARISONS] = {
    [COMPARE_AT_LEAST] = "at_least",
    [COMPARE_ABOVE] = "above",
    [COMPARE_AT_MOST] = "at_most",
    [COMPARE_BELOW] = "below",
};

const char *measure_name(measure m) {
    return measure_names[m];
}

bool measure_find(text name, measure *ret_measure) {
    for (int i = 0; i < MEASURE_COUNT; i++) {
        if (text_equal(name, text_of(measure_names[i]))) {
            *ret_measure = (measure)i;
            return true;
        }
    }
    return false;
}

const char *comparison_name(comparison c) {
    return comparison_names[c];
}

bool comparison_find(text name, comparison *ret_comparison) {
    for (int i = 0; i < COMPARISONS; i++) {
        if (text_equal(name, text_of(comparison_names[i]))) {
            *ret_comparison = (comparison)i;
            return true;
        }
    }
    return false;
}

uint8_t lifecycle_find(const lifecycle_rules *r, text name) {
    for (uint8_t i = 0; i < r->phase_count; i++) {
        if (text_equal(name, text_of(r->phases[i].name))) {
            return i;
        }
    }
    return PHASE_NONE;
}

/* ---- what the rules look at ---- */

/* The last day of all contracts' ends, when none is active or still to come. */
static day all_ended(const contract_book *book, day today) {
    day last = DAY_NONE;
    for (uint32_t i = 0; i < book->count; i++) {
        day end = contract_ended(&book->items[i], today);
        if (end == DAY_NONE) {
            return DAY_NONE;
        }
        last = end > last ? end : last;
    }
    return last;
}

static indicators look_at(const account *a, const windows *w) {
    const ledger *l = &a->ledger;
    indicators i = {
        .today = w->today,
        .abandoned = a->profile.abandoned,
        .purchase_days = l->purchase_days,
        .first = ledger_first_purchase(l, w->purchases_are_invoices),
        .last = ledger_last_purchase(l, w->purchases_are_invoices),
        .cadence_days = CADENCE_UNKNOWN,
        .cadence_spans = 1,
        .contracts_ended = all_ended(&a->contracts, w->today),
    };
    if (i.purchase_days >= CADENCE_DAYS_MIN) {
        i.cadence_days = (int64_t)i.last - i.first;
        i.cadence_spans = i.purchase_days - 1;
    }
    return i;
}

indicators lifecycle_indicators(const account *a, const windows *w) {
    indicators i = look_at(a, w);
    i.trailing = a->ledger.trailing.revenue;
    i.previous = a->ledger.revenue_previous;
    return i;
}

indicators lifecycle_foresee(const account *a, const windows *w) {
    indicators i = look_at(a, w);
    i.trailing = ledger_revenue_in(&a->ledger, w->trailing);
    i.previous = ledger_revenue_in(&a->ledger, w->previous);
    return i;
}

/* ---- conditions ---- */

static bool is_known(measure m, const indicators *i) {
    switch (m) {
    case MEASURE_SILENCE:
    case MEASURE_TENURE: return i->last != DAY_NONE;
    case MEASURE_TREND: return i->previous > 0;
    case MEASURE_CONTRACTS_ENDED: return i->contracts_ended != DAY_NONE;
    case MEASURE_RELATIONSHIP:
    case MEASURE_PURCHASE_DAYS:
    case MEASURE_COUNT: break;
    }
    return true;
}

/* The measure is numerator / denominator, in ones; the denominator is above 0. Only when it is known. */
typedef struct fraction {
    int64_t numerator, denominator;
} fraction;

static fraction measured(measure m, const indicators *i) {
    switch (m) {
    case MEASURE_RELATIONSHIP: return (fraction){i->abandoned, 1};
    case MEASURE_PURCHASE_DAYS: return (fraction){i->purchase_days, 1};
    case MEASURE_SILENCE: return (fraction){(int64_t)i->today - i->last, 1};
    case MEASURE_TENURE: return (fraction){(int64_t)i->today - i->first, 1};
    case MEASURE_TREND: return (fraction){i->trailing, i->previous};
    case MEASURE_CONTRACTS_ENDED: return (fraction){(int64_t)i->today - i->contracts_ended, 1};
    case MEASURE_COUNT: break;
    }
    return (fraction){0, 1};
}

/* The sign of a fraction less so many millionths of another. */
static int compare_scaled(fraction f, int64_t millionths, fraction of) {
    wide left = (wide)f.numerator * MILLION * of.denominator;
    wide right = (wide)millionths * of.numerator * f.denominator;
    return (left > right) - (left < right);
}

/* The sign of the measure less the threshold, which is the greater one of two. */
static int compare_measure(const condition *c, const indicators *i) {
    fraction f = measured(c->measure, i);
    int order = compare_scaled(f, c->threshold, (fraction){1, 1});
    if (c->cadence > 0) {
        int other = compare_scaled(f, c->cadence, (fraction){i->cadence_days, i->cadence_spans});
        order = other < order ? other : order;
    }
    return order;
}

static bool holds(const condition *c, const indicators *i) {
    if (!is_known(c->measure, i)) {
        return false;
    }
    int order = compare_measure(c, i);
    switch (c->comparison) {
    case COMPARE_AT_LEAST: return order >= 0;
    case COMPARE_ABOVE: return order > 0;
    case COMPARE_AT_MOST: return order <= 0;
    case COMPARE_BELOW: return order < 0;
    case COMPARISONS: break;
    }
    return false;
}

/* The number of the condition after the last one of the alternative that begins at `from`. */
static uint8_t alternative_end(const phase_rule *p, uint8_t from) {
    uint8_t end = from;
    while (end < p->condition_count &&
           p->conditions[end].alternative == p->conditions[from].alternative) {
        end++;
    }
    return end;
}

/* The first condition from `from` to before `end` that does not hold; `end`: all do. */
static uint8_t first_failing(const phase_rule *p, const indicators *i, uint8_t from, uint8_t end) {
    while (from < end && holds(&p->conditions[from], i)) {
        from++;
    }
    return from;
}

static bool applies(const phase_rule *p, const indicators *i) {
    for (uint8_t from = 0; from < p->condition_count;) {
        uint8_t end = alternative_end(p, from);
        if (first_failing(p, i, from, end) == end) {
            return true;
        }
        from = end;
    }
    return p->condition_count == 0;
}

uint8_t lifecycle_classify(const lifecycle_rules *r, const indicators *i) {
    uint8_t phase = 0;
    while (phase + 1 < r->phase_count && !applies(&r->phases[phase], i)) {
        phase++;
    }
    return phase;
}

/* ---- reasons ---- */

static reason_told tell(const condition *c, const indicators *i, comparison as) {
    reason_told told = {
        .measure = c->measure, .comparison = as, .value = INT64_MIN, .threshold = c->threshold};
    if (is_known(c->measure, i)) {
        fraction f = measured(c->measure, i);
        told.value = ratio_millionths(f.numerator, f.denominator);
    }
    if (c->cadence > 0 &&
        (wide)c->cadence * i->cadence_days > (wide)c->threshold * i->cadence_spans) {
        told.cadence = c->cadence;
        told.threshold = (int64_t)(((wide)c->cadence * i->cadence_days * 2 + i->cadence_spans) /
                                   ((wide)i->cadence_spans * 2));
    }
    return told;
}

static comparison opposite(comparison c) {
    static const comparison opposites[COMPARISONS] = {
        [COMPARE_AT_LEAST] = COMPARE_BELOW,
        [COMPARE_ABOVE] = COMPARE_AT_MOST,
        [COMPARE_AT_MOST] = COMPARE_ABOVE,
        [COMPARE_BELOW] = COMPARE_AT_LEAST,
    };
    return opposites[c];
}

phase_reasons lifecycle_reasons(const lifecycle_rules *r, const indicators *i, uint8_t phase) {
    phase_reasons reasons = {0};
    bool otherwise = r->phases[phase].condition_count == 0;
    if (otherwise && phase == 0) {
        return reasons;
    }
    const phase_rule *p = &r->phases[otherwise ? phase - 1 : phase];
    for (uint8_t from = 0; from < p->condition_count;) {
        uint8_t end = alternative_end(p, from);
        uint8_t failing = first_failing(p, i, from, end);
        if (otherwise && failing < end) {
            const condition *c = &p->conditions[failing];
            reasons.items[reasons.count++] = tell(c, i, opposite(c->comparison));
        }
        for (; !otherwise && failing == end && from < end; from++) {
            reasons.items[reasons.count++] =
                tell(&p->conditions[from], i, p->conditions[from].comparison);
        }
        from = end;
    }
    return reasons;
}

/* ---- days to come ---- */

static wide divide_up(wide numerator, wide denominator) {
    return (numerator + denominator - 1) / denominator;
}

/* The least whole number of days on which the comparison with the threshold has changed for good. */
static wide turning_days(comparison c, wide numerator, wide denominator) {
    bool beyond = c == COMPARE_ABOVE || c == COMPARE_AT_MOST;
    return beyond ? numerator / denominator + 1 : divide_up(numerator, denominator);
}

/* The day on which a condition on days that pass turns; DAY_NONE: it does not, or has already. */
static day turns_on(const condition *c, const indicators *i) {
    day base = c->measure == MEASURE_SILENCE           ? i->last
               : c->measure == MEASURE_TENURE          ? i->first
               : c->measure == MEASURE_CONTRACTS_ENDED ? i->contracts_ended
                                                       : DAY_NONE;
    if (base == DAY_NONE) {
        return DAY_NONE;
    }
    wide days = turning_days(c->comparison, c->threshold, MILLION);
    if (c->cadence > 0) {
        wide own = turning_days(c->comparison, (wide)c->cadence * i->cadence_days,
                                (wide)i->cadence_spans * MILLION);
        days = own > days ? own : days;
    }
    wide turns = base + days;
    return turns > i->today && turns <= DAY_MAX ? (day)turns : DAY_NONE;
}

day lifecycle_next_change(const lifecycle_rules *r, const indicators *i) {
    uint8_t phase = lifecycle_classify(r, i);
    day next = DAY_NONE;
    for (uint8_t p = 0; p <= phase; p++) {
        for (uint8_t c = 0; c < r->phases[p].condition_count; c++) {
            day turns = turns_on(&r->phases[p].conditions[c], i);
            next = turns != DAY_NONE && (next == DAY_NONE || turns < next) ? turns : next;
        }
    }
    return next;
}

static bool looks_at(const lifecycle_rules *r, uint8_t through, measure m) {
    for (uint8_t p = 0; p <= through; p++) {
        for (uint8_t c = 0; c < r->phases[p].condition_count; c++) {
            if (r->phases[p].conditions[c].measure == m) {
                return true;
            }
        }
    }
    return false;
}

static day earlier(day a, day b) {
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

day lifecycle_next_review(const lifecycle_rules *r, const account *a, const rules *figures,
                          const windows *w, uint8_t *ret_phase) {
    windows at = *w;
    indicators i = lifecycle_foresee(a, &at);
    uint8_t phase = lifecycle_classify(r, &i);
    bool trend = looks_at(r, phase, MEASURE_TREND);
    bool contracts = looks_at(r, phase, MEASURE_CONTRACTS_ENDED);
    *ret_phase = phase;
    for (int looks = 0; looks < LOOKS_AHEAD_MAX; looks++) {
        day next = lifecycle_next_change(r, &i);
        next = trend ? earlier(next, ledger_next_change(&a->ledger, &at)) : next;
        next = contracts ? earlier(next, contract_book_next_change(&a->contracts, at.today)) : next;
        if (next == DAY_NONE || next > DAY_MAX) {
            return DAY_NONE;
        }
        at = windows_at(figures, next);
        i = lifecycle_foresee(a, &at);
        *ret_phase = lifecycle_classify(r, &i);
        if (*ret_phase != phase) {
            return next;
        }
    }
    return at.today;
}
