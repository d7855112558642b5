/* crossing.h - which clients changed their ABC or Pareto class when figures of one ranking changed.
 *
 * Take the borders, change the ranking, take them again; all who changed class are among the
 * clients that moved and those between an old border and a new one: nobody else is looked at.
 *
 * Cost    O((moved + changed) log n). */
#ifndef PORTFOLIO_CROSSING_H
#define PORTFOLIO_CROSSING_H

#include "portfolio/standing.h"

/* A client whose figure changed, which came, or which left. */
typedef struct move {
    uint32_t client;
    bool was_ranked, is_ranked;
    int64_t figure_before, figure_now; /* where it was, is ranked */
} move;

typedef struct crossing {
    uint32_t client;
    abc_class abc_before, abc_now; /* NONE: it came, it left */
    bool large_before, large_now;
} crossing;

typedef struct crossings {
    crossing *items;
    uint32_t count, room;
} crossings;

void crossings_finish(crossings *self);

/* Appends each client whose class is another one, once: the moved ones as they are given, then the
 * others by place. `now` are the borders of the ranking as it is; the moves between `before` and
 * `now` are given by ascending client number, each client once. false: no memory, *self has a part
 * of them. */
__attribute__((warn_unused_result)) bool crossings_add(crossings *self, const ranking *r,
                                                       const borders *before, const borders *now,
                                                       const move *moves, uint32_t move_count);

#endif
