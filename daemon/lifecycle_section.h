/* lifecycle_section.h - what answers tell of phases: of one client, and how many clients each has. */
#ifndef DAEMON_LIFECYCLE_SECTION_H
#define DAEMON_LIFECYCLE_SECTION_H

#include "daemon/figure.h"
#include "daemon/rpc_call.h"

/* "lifecycle": {phase, since, reasons, next_review}; nothing of a portfolio. */
void lifecycle_section_write(json_writer *out, section s, const subject *f);

/* "action": {what, due, kind, about}, null when nothing is to be done; nothing of a portfolio. */
void action_section_write(json_writer *out, section s, const subject *f);

/* An array of {indicator, value, comparison, threshold, cadences}. */
void reasons_write(json_writer *out, const phase_reasons *reasons);

/* {"abandoned": 3, ...}: every phase of the rules, in their order. */
void phase_counts_write(json_writer *out, const lifecycle_rules *r, const book *b);

/* The number of the phase that `phase` names; PHASE_NONE when it is not given. false, refused: no such phase. */
bool phase_filter_read(rpc_call *call, uint8_t *ret_phase);

#endif
