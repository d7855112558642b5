/* figure_section.h - the sections of an answer: what `fields` may name, and how each is written. */
#ifndef DAEMON_FIGURE_SECTION_H
#define DAEMON_FIGURE_SECTION_H

#include "daemon/figure.h"

typedef uint32_t section_set; /* a bit for each */

static inline section_set section_bit(section s) {
    return (section_set)1 << s;
}

#define SECTIONS_ALL (section_bit(SECTION_COUNT) - 1)
/* All that a portfolio has, too, added up over its clients. */
#define SECTIONS_SUMMED                                                                           \
    (SECTIONS_ALL &                                                                               \
     ~(section_bit(SECTION_PROFILE) | section_bit(SECTION_RANK) | section_bit(SECTION_SEGMENTS) | \
       section_bit(SECTION_LIFECYCLE) | section_bit(SECTION_ACTION)))

/* NULL: no such number. */
const char *section_name(size_t number);

/* The members of an item of `products`. */
void product_write(json_writer *out, text name, const category_sums *s, int decimals);

/* Writes the sections of the set, keys and values, in their order. */
void sections_write(json_writer *out, section_set which, const subject *f);

#endif
