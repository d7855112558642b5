/* document.h - one document as two last-writer-wins registers: its body and its state.
 *
 * Applying the same events in any order, any number of times, gives the same document. */
#ifndef PORTFOLIO_DOCUMENT_H
#define PORTFOLIO_DOCUMENT_H

#include "portfolio/event.h"

typedef struct document {
    document_kind kind;
    text id; /* namespaced; KIND_CLIENT: the client id */

    bool has_body;
    stamp body_stamp;
    body body;

    verb state; /* VERB_NONE: no event yet */
    stamp state_stamp;
    day state_date;
    bool state_date_given;
} document;

typedef enum document_change {
    DOCUMENT_CHANGED,
    DOCUMENT_SUPERSEDED, /* a later event had already written both registers */
    DOCUMENT_REPEATED,   /* this very event had already written one */
} document_change;

/* Lets the event write the registers it wins. The document borrows the event's texts. */
document_change document_apply(document *self, const event *e);

/* Whether the document adds to figures on that day: it has a body, dated by then, and is not cancelled. */
bool document_counts(const document *self, day today);

#endif
