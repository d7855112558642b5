/* tally.h - figures that are simply added over clients; the fields are the rows of tally.def. */
#ifndef PORTFOLIO_TALLY_H
#define PORTFOLIO_TALLY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct tally {
#define TALLY(field, meaning) int64_t field;
#include "portfolio/tally.def"
#undef TALLY
} tally;

/* to += times x from, field by field. */
static inline void tally_add(tally *to, const tally *from, int64_t times) {
#define TALLY(field, meaning) to->field += times * from->field;
#include "portfolio/tally.def"
#undef TALLY
}

static inline bool tally_equal(const tally *a, const tally *b) {
    bool same = true;
#define TALLY(field, meaning) same = same && a->field == b->field;
#include "portfolio/tally.def"
#undef TALLY
    return same;
}

#endif
