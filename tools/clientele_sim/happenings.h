/* happenings.h - what is going to happen in the simulated company, earliest first.
 *
 * Order   by time, then by order of planning: never a tie, so a run can be repeated exactly.
 * Cost    O(log n) a call. Memory grows; without memory the program ends (tools/common/must.h). */
#ifndef TOOLS_CLIENTELE_SIM_HAPPENINGS_H
#define TOOLS_CLIENTELE_SIM_HAPPENINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct happening {
    int64_t when;
    uint64_t planned; /* set by happenings_plan */
    uint32_t subject; /* client or document number, by kind */
    uint32_t kind;
} happening;

typedef struct happenings {
    happening *heap;
    size_t count;
    size_t capacity;
    uint64_t planned;
} happenings;

void happenings_init(happenings *self);
void happenings_finish(happenings *self);
void happenings_plan(happenings *self, int64_t when, uint32_t kind, uint32_t subject);

/* The earliest, left in place. false: nothing is planned, *ret_first untouched. */
bool happenings_first(const happenings *self, happening *ret_first);
/* Takes the earliest away; there must be one. */
void happenings_drop_first(happenings *self);

#endif
