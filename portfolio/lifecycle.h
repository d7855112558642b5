/* lifecycle.h - in which phase of its life a client is, why, and when that can change by itself.
 *
 * Rules    phases in order, the first whose conditions hold; the last one has none.
 * Pure     a phase follows from the client's indicators and today alone.
 * Exact    fractions are compared by cross multiplication; millionths are for showing. */
#ifndef PORTFOLIO_LIFECYCLE_H
#define PORTFOLIO_LIFECYCLE_H

#include "portfolio/account.h"

enum {
    PHASE_CONDITIONS_MAX = 16,
    PHASE_NAME_MAX = 32,
    CADENCE_DAYS_MIN = 3, /* purchase days from which a cadence is the client's own */
    CADENCE_UNKNOWN = 90, /* days; what stands for it before */
};

/* ---- rules ---- */

typedef enum measure {                        /* stored: append only */
                       MEASURE_RELATIONSHIP,  /* the record says abandoned */
                       MEASURE_PURCHASE_DAYS, /* how many */
                       MEASURE_SILENCE, /* days since the last purchase day; unknown without one */
                       MEASURE_TENURE,  /* days since the first purchase day; unknown without one */
                       MEASURE_TREND, /* trailing / previous revenue; unknown unless previous > 0 */
                       MEASURE_CONTRACTS_ENDED, /* days since the last one did; unknown unless all on record have ended */
                       MEASURE_COUNT
} measure;
const char *measure_name(measure m); /* "silence" */
bool measure_find(text name, measure *ret_measure);

typedef enum comparison {
    COMPARE_AT_LEAST,
    COMPARE_ABOVE,
    COMPARE_AT_MOST,
    COMPARE_BELOW,
    COMPARISONS
} comparison;
const char *comparison_name(comparison c); /* "at_least" */
bool comparison_find(text name, comparison *ret_comparison);

/* One comparison; false while the measure is unknown. RELATIONSHIP: `threshold` 1 for abandoned, 0 for active. */
typedef struct condition {
    measure measure;
    comparison comparison;
    uint8_t
        alternative; /* all conditions of one must hold; one alternative is enough; ascending from 0 */
    int64_t threshold; /* millionths of a day, a count, a ratio; >= 0 */
    int64_t
        cadence; /* SILENCE: the threshold is at least so many millionths of the cadence; 0: none */
} condition;

typedef struct phase_rule {
    char name[PHASE_NAME_MAX + 1];
    uint8_t condition_count; /* 0: always, for the last phase */
    condition conditions[PHASE_CONDITIONS_MAX];
} phase_rule;

typedef struct lifecycle_rules {
    uint8_t phase_count; /* 1 to PHASES_MAX */
    phase_rule phases[PHASES_MAX];
} lifecycle_rules;

/* The table of the contract. */
extern const lifecycle_rules lifecycle_defaults;

/* The number of the phase of that name; PHASE_NONE: there is none. */
uint8_t lifecycle_find(const lifecycle_rules *r, text name);

/* ---- what they look at ---- */

typedef struct indicators {
    day today;
    bool abandoned;
    int64_t purchase_days;
    day first, last;                     /* purchase days; DAY_NONE: none */
    int64_t cadence_days, cadence_spans; /* the cadence is their quotient */
    int64_t trailing, previous;          /* revenue */
    day contracts_ended; /* the last end, when there are contracts and all have ended; else DAY_NONE */
} indicators;

/* The account's ledger must be at w->today. */
indicators lifecycle_indicators(const account *a, const windows *w);
/* The same as they will be on w->today, not before the ledger's day, if nothing happens until then. */
indicators lifecycle_foresee(const account *a, const windows *w);

/* ---- answers ---- */

/* A condition that decided, with what it compared; for RELATIONSHIP 1000000 is abandoned, 0 active. */
typedef struct reason_told {
    measure measure;
    comparison comparison;
    int64_t value;     /* millionths; INT64_MIN: unknown */
    int64_t threshold; /* millionths */
    int64_t cadence;   /* the multiple that made the threshold, millionths; 0: none did */
} reason_told;

typedef struct phase_reasons {
    uint8_t count;
    reason_told items[PHASE_CONDITIONS_MAX];
} phase_reasons;

uint8_t lifecycle_classify(const lifecycle_rules *r, const indicators *i);

/* Why that phase, which is the indicators' own: the conditions of its alternatives that hold; for one without
 * conditions, what keeps the client out of the phase before, as the opposite comparisons. */
phase_reasons lifecycle_reasons(const lifecycle_rules *r, const indicators *i, uint8_t phase);

/* The earliest day after i->today on which silence, tenure or ended contracts can change the phase, everything else
 * staying as it is; DAY_NONE: never. Never later than the real change when the days of ledger_next_change and
 * contract_book_next_change are looked at too. */
day lifecycle_next_change(const lifecycle_rules *r, const indicators *i);

/* The first day on which the phase will be another one if nothing happens, and which; DAY_NONE: never. When windows
 * move very often before, an earlier day, with the phase as it is now. */
day lifecycle_next_review(const lifecycle_rules *r, const account *a, const rules *figures,
                          const windows *w, uint8_t *ret_phase);

#endif
