/* event.h - one valid business event, decoded: what a service said about one document.
 *
 * Owner  every text and array of an event lives in the batch that decoded it. */
#ifndef PORTFOLIO_EVENT_H
#define PORTFOLIO_EVENT_H

#include "portfolio/calendar.h"
#include "portfolio/currency.h"
#include "portfolio/text.h"

typedef enum document_kind {
    KIND_CLIENT, /* the CRM's record of a client; its document id is the client id */
    KIND_QUOTE,
    KIND_ORDER,
    KIND_INVOICE,
    KIND_CREDIT_NOTE,
    KIND_CONTRACT,
    KIND_CONTACT,
    KIND_COUNT
} document_kind;

/* The verb of an event is the state it gives its document. Stored: append only, never renumber. */
typedef enum verb {
    VERB_NONE,
    VERB_UPDATED,
    VERB_ERASED,
    VERB_SENT,
    VERB_AMENDED,
    VERB_ACCEPTED,
    VERB_DECLINED,
    VERB_EXPIRED,
    VERB_CANCELLED,
    VERB_PLACED,
    VERB_ISSUED,
    VERB_SIGNED,
    VERB_RENEWED,
    VERB_TERMINATED,
    VERB_MADE,
    VERB_COUNT
} verb;

typedef struct event_type {
    const char *name; /* "order.placed" */
    document_kind kind;
    verb verb;
    bool ends; /* may come without a body and then writes only the state */
} event_type;

/* NULL: no such type. feed.heartbeat is not an event about a document and not in the table. */
const event_type *event_type_find(text name);
const char *document_kind_name(document_kind kind); /* "credit_note" */
bool document_kind_find(text name, document_kind *ret_kind);
const char *verb_name(verb v); /* "cancelled" */

/* Who wins a register: the greater version, then time, then event id by bytes. */
typedef struct stamp {
    uint64_t version;
    int64_t time; /* nanoseconds since 1970, UTC */
    text event_id;
} stamp;
int stamp_compare(const stamp *a, const stamp *b);

typedef struct document_line {
    text sku;
    text category;    /* absent is the empty category */
    text order;       /* invoices: the order this line bills, namespaced; absent: the document's */
    int64_t amount;   /* minor units of the document's currency, without tax */
    int64_t cost;     /* the same, when has_cost */
    int64_t quantity; /* thousandths; 0 when absent */
    bool has_cost;
    bool has_quantity;
} document_line;

typedef enum contact_kind {
    CONTACT_VISIT,
    CONTACT_CALL,
    CONTACT_MAIL,
    CONTACT_MEETING,
    CONTACT_KINDS
} contact_kind;
const char *contact_kind_name(contact_kind kind);

/* What a document says when carried in full. Fields its kind does not have are absent or zero. */
typedef struct body {
    text client;
    text rep;
    day date;        /* given, or the local date of the event's time */
    bool date_given; /* false: date changes when the configured time zone does */
    currency currency;

    /* quote, order, invoice, credit note: at least one line; a document without lines is one line
     * with lines_given false */
    document_line *lines;
    uint32_t line_count;
    bool lines_given;
    bool deposit;  /* invoice */
    text order;    /* invoice: the order it bills; ids of documents are namespaced */
    text invoice;  /* credit note */
    text quote;    /* order */
    text contract; /* order */

    /* contract */
    day start;
    day end; /* DAY_NONE: open-ended */
    bool auto_renew;
    int32_t notice_days; /* -1: not given */
    int64_t amount;      /* a year's value, when has_amount */
    bool has_amount;

    /* client record */
    text name;
    text segment;
    text country;
    int64_t potential; /* minor units of `currency`, when has_potential */
    bool has_potential;
    bool abandoned; /* relationship: abandoned */
    day since;      /* DAY_NONE: not given */
    text *tags;
    uint32_t tag_count;

    contact_kind contact;
} body;

typedef struct event {
    const event_type *type;
    text source;
    text epoch;        /* absent: the source has one incarnation */
    uint64_t sequence; /* when has_sequence */
    bool has_sequence;
    text document; /* namespaced id; for KIND_CLIENT the client id */
    stamp stamp;
    day state_date; /* given date, or the local date of time: when a termination acts */
    bool state_date_given;
    bool has_body;
    body body;
} event;

#endif
