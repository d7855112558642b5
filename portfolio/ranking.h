/* ranking.h - clients in descending order of one figure, with running sums.
 *
 * One instance per figure (trailing revenue, margin, ...) and per set of clients (all, a rep's).
 *
 * Order   figure descending, then client id ascending by bytes: total, never a tie.
 * Places  1 is the best. Sums are in the figure's own unit, exact, never rounded.
 * Cost    O(log n) a call unless said: sorted buckets under a tree of counts and sums; 24 to 33
 *         bytes a client.
 * Owner   one thread. The directory of client ids is borrowed and must outlive it; NULL: equal
 *         figures are ordered by client number, which is cheaper where their order doesn't matter.
 * Errors  put returns false without memory, nothing changed. Nothing else fails: portfolio/limits.h
 *         proves that all figures together fit int64_t.
 * Bugs    removing a client that is not there with that figure, or asking for a place that is not
 *         there, is asserted. A client must not be put twice with the same figure. */
#ifndef PORTFOLIO_RANKING_H
#define PORTFOLIO_RANKING_H

#include "portfolio/directory.h"

__extension__ typedef __int128 wide; /* products of two figures */

typedef struct ranked {
    int64_t figure;
    uint32_t client;
} ranked;

typedef struct ranking_sums {
    uint32_t count;
    int64_t sum;
} ranking_sums;

/* The clients with a figure above 0: they stand first. */
typedef struct ranking_positive {
    uint32_t count;
    int64_t sum;
    wide squares;  /* of the figures: for the Herfindahl index */
    wide weighted; /* each figure times its place: for the Gini coefficient */
} ranking_positive;

/* What belongs into it comes at or after `first`, and before the next bucket's; the first bucket's
 * counts for nothing. */
typedef struct ranking_bucket {
    ranked first;
    ranked *entries;
    uint32_t count, room;
} ranking_bucket;

typedef struct ranking {
    const directory *clients;
    ranking_bucket *buckets; /* in order; some may be empty */
    uint32_t bucket_count, bucket_room;
    ranking_sums *tree; /* 1 is the root, `leaves` to 2 leaves - 1 are for the buckets */
    uint32_t leaves;    /* a power of two, at least bucket_count */
    ranking_positive positive;
} ranking;

typedef struct ranking_place {
    uint32_t place;
    int64_t sum_before; /* of places 1 .. place - 1: decides the ABC class; with the client's own
                         * figure it is the cumulative one */
} ranking_place;

void ranking_init(ranking *self, const directory *clients);
void ranking_finish(ranking *self);

__attribute__((warn_unused_result)) bool ranking_put(ranking *self, uint32_t client,
                                                     int64_t figure);
/* The figure is the one the client was put with. */
void ranking_remove(ranking *self, uint32_t client, int64_t figure);

/* Where the client stands, or would stand, with that figure. */
ranking_place ranking_find(const ranking *self, uint32_t client, int64_t figure);

/* Whether the one stands before the other; neither needs to be there. The client NUMBER_NONE stands
 * before all that have the same figure. O(1). */
static inline bool ranking_precedes(const ranking *self, ranked one, ranked other) {
    if (one.figure != other.figure) {
        return one.figure > other.figure;
    }
    if (one.client == other.client || other.client == NUMBER_NONE) {
        return false;
    }
    if (one.client == NUMBER_NONE) {
        return true;
    }
    if (self->clients == NULL) {
        return one.client < other.client;
    }
    return text_compare(directory_name(self->clients, one.client),
                        directory_name(self->clients, other.client)) < 0;
}

/* Everything ranked. O(1). */
ranking_sums ranking_total(const ranking *self);
/* Places 1 .. place (0: nothing; more than there are: everything). */
ranking_sums ranking_first(const ranking *self, uint32_t place);
ranked ranking_at(const ranking *self, uint32_t place);

/* How many have a figure greater than this one. */
uint32_t ranking_above(const ranking *self, int64_t figure);

/* The fewest leading clients, all with a positive figure, whose figures make at least `sum`: 0 when
 * sum <= 0, UINT32_MAX when all of them do not make it. */
uint32_t ranking_reaching(const ranking *self, int64_t sum);

/* Copies places from .. from + most - 1 (fewer at the end); returns how many. O(log n + most). */
uint32_t ranking_copy(const ranking *self, uint32_t from, uint32_t most, ranked *out);

/* O(n): whether order and every sum equal a plain recomputation. For tests. */
bool ranking_verify(const ranking *self);

#endif
