/* unit.h - what every unit test begins with: cmocka and its includes, and numbers that look random but repeat. */
#ifndef TESTS_UNIT_SUPPORT_UNIT_H
#define TESTS_UNIT_SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "portfolio/calendar.h"
#include "portfolio/text.h"

/* The next number of a sequence that the seed in *state decides. */
static inline uint64_t random_next(uint64_t *state) {
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static inline int64_t random_between(uint64_t *state, int64_t low, int64_t high) {
    return low + (int64_t)(random_next(state) % (uint64_t)(high - low + 1));
}

/* A day that the test writes as a date. */
static inline day day_of(const char *date) {
    day d = DAY_NONE;
    if (!day_parse(date, strlen(date), &d))
        fail_msg("the test names %s, which is no date", date);
    return d;
}

/* The same date years earlier by the definition: the 29 February that is not there is the 28th. */
static inline day years_before(day d, int years) {
    civil_date date = day_to_civil(d);
    day before = day_from_civil(date.year - years, date.month, date.day);
    return before != DAY_NONE ? before : day_from_civil(date.year - years, date.month, 28);
}

static inline void expect_text(text got, const char *expected) {
    if (!text_equal(got, text_of(expected)))
        fail_msg("`%.*s` instead of `%s`", (int)got.length, got.length > 0 ? got.bytes : "",
                 expected);
}

#endif
