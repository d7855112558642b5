/* figure_standing.h - the figures of `rank` and `segments`: where one client stands among all.
 *
 * FIGURE_NULL: the subject is not a client, or there is nothing to say.
 * Cost  O(log n) each. */
#ifndef DAEMON_FIGURE_STANDING_H
#define DAEMON_FIGURE_STANDING_H

#include "daemon/figure.h"

int64_t place_of(const subject *f);
int64_t places_of(const subject *f);
int64_t cumulative_share_of(const subject *f);
int64_t place_in_rep_of(const subject *f);
int64_t places_in_rep_of(const subject *f);

int64_t abc_of(const subject *f);
int64_t pareto_of(const subject *f);
int64_t pmg_of(const subject *f);
int64_t crossed_of(const subject *f);

int64_t score_of(const subject *f, score s);
int64_t rfm_cell_of(const subject *f);

/* "A", "B", "C"; "large", "small"; "G", "M", "P". */
const char *abc_name(abc_class c);
const char *pareto_name(bool large);
const char *pmg_name(pmg_class c);

#endif
