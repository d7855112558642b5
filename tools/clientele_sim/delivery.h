/* delivery.h - the last stretch of a service's events: numbered, and delivered with the asked-for
 * faults.
 *
 *   duplicate  told again some events later, as it was or under a new sequence number
 *   reorder    held back while up to 8 later events of the same source pass
 *   late       held back for 1 to 20 simulated days
 *   malformed  a spoiled copy goes before the event
 *
 * Every event is delivered, so the figures are those of the log without faults. Sequence numbers
 * are given in order of delivery, from 1: what leaves a service is always numbered without a gap.
 * The same source's bytes are the same whether the other sources are delivered or not.
 * Memory  without memory the program ends (tools/common/must.h). */
#ifndef TOOLS_CLIENTELE_SIM_DELIVERY_H
#define TOOLS_CLIENTELE_SIM_DELIVERY_H

#include "tools/clientele_sim/event_text.h"
#include "tools/clientele_sim/happenings.h"

/* Each in events of a million. */
typedef struct fault_rates {
    uint32_t duplicate;
    uint32_t reorder;
    uint32_t late;
    uint32_t malformed;
} fault_rates;

/* Bytes are valid during the call only. `when` is the simulated instant of the delivery. */
typedef void delivery_sink(void *context, sim_type type, instant when, const char *bytes,
                           size_t length);

typedef struct delivery delivery;

delivery *delivery_create(const fault_rates *faults, uint64_t seed, sim_source source,
                          const product *products, delivery_sink *sink, void *context);
void delivery_destroy(delivery *self); /* accepts NULL; what is held back is lost */

/* Takes one event of the source. */
void delivery_take(delivery *self, const sim_event *event);
/* Delivers what was held back until `now`. */
void delivery_advance(delivery *self, instant now);
/* Delivers all that is held back: the end of the run. */
void delivery_drain(delivery *self);

#endif
