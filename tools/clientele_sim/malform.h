/* malform.h - spoils the text of an event in the ways that real services do, so that it must be
 * refused.
 *
 * The spoiled event is always one more, beside the good one: a log with malformed events gives the
 * same figures as the log without them. */
#ifndef TOOLS_CLIENTELE_SIM_MALFORM_H
#define TOOLS_CLIENTELE_SIM_MALFORM_H

#include <stdbool.h>

#include "tools/clientele_sim/dice.h"
#include "tools/clientele_sim/event_text.h"

/* Writes a spoiled copy of the event: no JSON, not UTF-8, a field missing or wrong, a number out of
 * range, ... It never holds a line end and is never empty.
 * Returns whether its envelope is good, so that it takes a sequence number like any other event;
 * otherwise the copy has no sequence member. */
bool malform(dice *chance, const event_text *event, event_text *ret_spoiled);

#endif
