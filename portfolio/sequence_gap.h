/* sequence_gap.h - which sequence numbers of one source and epoch are in, and which are known to be missing.
 *
 * Numbers run from `first` to `last`: the lowest one seen and the highest known to have been issued, be it seen or told
 * by a heartbeat. Everything between is in, but for the missing ranges.
 * Bound   SEQUENCE_RANGES_MAX ranges. With more, the two nearest become one, so that some numbers that are in count as
 *         missing and are asked for again: repetition is harmless, a forgotten gap would not be.
 * Owner   the caller; zeroed is empty. */
#ifndef PORTFOLIO_SEQUENCE_GAP_H
#define PORTFOLIO_SEQUENCE_GAP_H

#include <stdbool.h>
#include <stdint.h>

enum { SEQUENCE_RANGES_MAX = 256 };

typedef struct sequence_range {
    uint64_t from, to; /* both included */
} sequence_range;

typedef struct sequence_gap {
    bool begun; /* else nothing is known and the rest is 0 */
    uint64_t first, last;
    sequence_range *missing; /* ascending, never touching, within first .. last */
    uint32_t count, room;
    uint64_t missing_count; /* numbers in all ranges */
    uint64_t healed;        /* once missing, now in */
    uint64_t unhealable;    /* given up: nobody has them any more */
} sequence_gap;

void sequence_gap_finish(sequence_gap *self);

/* A number is in. Every number is at most INT64_MAX. false: no memory, nothing changed; the same below. */
__attribute__((warn_unused_result)) bool sequence_gap_add(sequence_gap *self, uint64_t sequence);
/* The source says that it has issued numbers up to `last`. */
__attribute__((warn_unused_result)) bool sequence_gap_announce(sequence_gap *self, uint64_t last);
/* The source's log no longer holds what is below `oldest`. */
__attribute__((warn_unused_result)) bool sequence_gap_trim(sequence_gap *self, uint64_t oldest);
/* The source's log does not hold what is missing between from and to: it is unhealable. */
__attribute__((warn_unused_result)) bool sequence_gap_give_up(sequence_gap *self, uint64_t from,
                                                              uint64_t to);

/* The source's log ends at `last`: what was announced beyond and is not in is taken back. */
void sequence_gap_take_back(sequence_gap *self, uint64_t last);

/* Everything up to here is in; first - 1 (0 when first is 0) when nothing is. */
uint64_t sequence_gap_complete_to(const sequence_gap *self);

/* What to ask for next: from the first missing number, or the one after the last. Its length reaches over small islands
 * between ranges, `most` numbers at most; 0 when nothing is missing. */
uint64_t sequence_gap_wanted(const sequence_gap *self, uint64_t most, uint64_t *ret_length);

/* For loading: one more missing range behind the others. false: no memory, or the ranges are not as above. */
__attribute__((warn_unused_result)) bool sequence_gap_load_range(sequence_gap *self,
                                                                 sequence_range range);

#endif
