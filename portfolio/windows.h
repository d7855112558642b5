/* windows.h - the spans of days that the figures of one business day are summed over (contract: indicators). */
#ifndef PORTFOLIO_WINDOWS_H
#define PORTFOLIO_WINDOWS_H

#include "portfolio/calendar.h"
#include "portfolio/rules.h"

/* The days d with after < d <= through. */
typedef struct span {
    day after;
    day through;
} span;

static inline bool span_holds(span s, day d) {
    return s.after < d && d <= s.through;
}

typedef struct windows {
    day today;
    span trailing;      /* (D - 1 year, D] */
    span previous;      /* (D - 2 years, D - 1 year] */
    span year;          /* from the fiscal year's start to D */
    span previous_year; /* the same span a year earlier */
    day next_year;      /* the next fiscal year's start, after D */
    bool purchases_are_invoices;
} windows;

windows windows_at(const rules *r, day today);

#endif
