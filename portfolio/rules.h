/* rules.h - what the figures mean, as configured. */
#ifndef PORTFOLIO_RULES_H
#define PORTFOLIO_RULES_H

#include "portfolio/currency.h"
#include "portfolio/metric.h"
#include "portfolio/rfm.h"
#include "portfolio/standing.h"
#include "portfolio/text.h"

/* A margin rate that stands in for a missing cost: cost = amount - amount x rate, half away from zero. */
typedef struct margin_rate {
    text category;
    int64_t millionths; /* 350000 is 35 % */
} margin_rate;

struct lifecycle_rules;
struct action_rules;

typedef struct rules {
    rates rates;
    int fiscal_month;                /* 1 to 12 */
    int fiscal_day;                  /* 1 to 31, never 29 February */
    bool purchases_are_invoices;     /* `purchases: invoices`; else orders */
    const margin_rate *margin_rates; /* sorted by category */
    size_t margin_rate_count;
    const struct lifecycle_rules *lifecycle; /* NULL: lifecycle_defaults */
    const struct action_rules *actions;      /* NULL: action_defaults */
    metric class_metric;                     /* what ABC, Pareto and PMG classes are made of */
    standing_rules standing;                 /* where these classes end */
    const rfm_map *rfm;                      /* NULL: cells have no names */
} rules;

#endif
