/* business.h - a simulated company that sells to other companies, and what its services tell of it.
 *
 *   order service    quotes, orders, contracts           source /orders
 *   billing service  invoices, credit notes              source /billing
 *   CRM service      client records, visits and calls    source /crm
 *
 * A run is a pure function of its settings: the same events, in order of time, on every run on the
 * same machine. Clients come and go, each with its own rhythm, size and taste; what happens to them
 * and their documents is planned ahead in one queue.
 *
 * Units   amounts in minor units of the document's currency, quantities in thousandths.
 * Owner   what an event points to is the business's own, and valid during the listener's call only.
 * Memory  without memory the program ends (tools/common/must.h). */
#ifndef TOOLS_CLIENTELE_SIM_BUSINESS_H
#define TOOLS_CLIENTELE_SIM_BUSINESS_H

#include <stdbool.h>
#include <stdint.h>

#include "portfolio/currency.h"
#include "tools/clientele_sim/catalogue.h"
#include "tools/clientele_sim/office_time.h"

enum {
    SIM_LINES_MAX = 12,
    SIM_CURRENCIES_MAX = 8,
    SIM_NONE = 0, /* the number of no document: numbers start at 1 */
};

typedef enum sim_source { SIM_ORDERS, SIM_BILLING, SIM_CRM, SIM_SOURCES } sim_source;

/* SIM_TYPE(enum, name, source) */
#define SIM_TYPES(SIM_TYPE)                                              \
    SIM_TYPE(SIM_CLIENT_UPDATED, "client.updated", SIM_CRM)              \
    SIM_TYPE(SIM_CLIENT_ERASED, "client.erased", SIM_CRM)                \
    SIM_TYPE(SIM_CONTACT_MADE, "contact.made", SIM_CRM)                  \
    SIM_TYPE(SIM_QUOTE_SENT, "quote.sent", SIM_ORDERS)                   \
    SIM_TYPE(SIM_QUOTE_AMENDED, "quote.amended", SIM_ORDERS)             \
    SIM_TYPE(SIM_QUOTE_ACCEPTED, "quote.accepted", SIM_ORDERS)           \
    SIM_TYPE(SIM_QUOTE_DECLINED, "quote.declined", SIM_ORDERS)           \
    SIM_TYPE(SIM_QUOTE_EXPIRED, "quote.expired", SIM_ORDERS)             \
    SIM_TYPE(SIM_QUOTE_CANCELLED, "quote.cancelled", SIM_ORDERS)         \
    SIM_TYPE(SIM_ORDER_PLACED, "order.placed", SIM_ORDERS)               \
    SIM_TYPE(SIM_ORDER_AMENDED, "order.amended", SIM_ORDERS)             \
    SIM_TYPE(SIM_ORDER_CANCELLED, "order.cancelled", SIM_ORDERS)         \
    SIM_TYPE(SIM_CONTRACT_SIGNED, "contract.signed", SIM_ORDERS)         \
    SIM_TYPE(SIM_CONTRACT_AMENDED, "contract.amended", SIM_ORDERS)       \
    SIM_TYPE(SIM_CONTRACT_RENEWED, "contract.renewed", SIM_ORDERS)       \
    SIM_TYPE(SIM_CONTRACT_TERMINATED, "contract.terminated", SIM_ORDERS) \
    SIM_TYPE(SIM_INVOICE_ISSUED, "invoice.issued", SIM_BILLING)          \
    SIM_TYPE(SIM_INVOICE_AMENDED, "invoice.amended", SIM_BILLING)        \
    SIM_TYPE(SIM_INVOICE_CANCELLED, "invoice.cancelled", SIM_BILLING)    \
    SIM_TYPE(SIM_CREDIT_NOTE_ISSUED, "credit_note.issued", SIM_BILLING)  \
    SIM_TYPE(SIM_CREDIT_NOTE_CANCELLED, "credit_note.cancelled", SIM_BILLING)

typedef enum sim_type {
#define SIM_TYPE(id, name, source) id,
    SIM_TYPES(SIM_TYPE)
#undef SIM_TYPE
        SIM_TYPE_COUNT
} sim_type;

const char *sim_type_name(sim_type type);
sim_source sim_type_source(sim_type type);
const char *sim_source_name(sim_source source); /* "/orders" */

typedef enum sim_kind {
    SIM_QUOTE,
    SIM_ORDER,
    SIM_INVOICE,
    SIM_CREDIT_NOTE,
    SIM_CONTRACT,
    SIM_CONTACT,
    SIM_KINDS
} sim_kind;

typedef struct sim_line {
    uint16_t product;
    bool quantity_told;
    bool cost_told;
    bool category_told;
    uint32_t order;   /* invoices: the order it bills */
    int64_t quantity; /* thousandths */
    int64_t amount;
    int64_t cost;
} sim_line;

typedef struct sim_document {
    sim_kind kind;
    uint32_t number;
    int year; /* part of invoices' and credit notes' ids */
    uint32_t client;
    uint32_t rep;
    day date;
    uint32_t revision; /* how many events told of it, the present one included */
    bool versioned;    /* its events carry the revision as version */
    currency currency;
    uint32_t quote;    /* order: the quote it came from */
    uint32_t contract; /* order */
    uint32_t order;    /* invoice: what it bills, when not line by line */
    uint32_t invoice;  /* credit note */
    int invoice_year;
    bool lines_name_order;
    bool summary; /* told without lines: the sums alone */
    bool deposit;
    int64_t amount; /* without lines: deposits, contracts, price reductions */
    day start;
    day end;
    bool auto_renew;
    int32_t notice_days;
    uint32_t contact_kind;
    uint32_t line_count;
    sim_line lines[SIM_LINES_MAX];
    /* the business's own */
    bool closed;        /* cancelled or ended: what is still planned for it does not happen */
    bool billing_begun; /* order: no longer amended or cancelled */
    uint32_t planned;   /* happenings that name it; it is forgotten with the last */
    uint32_t next;      /* the client's next order that waits for the month's invoice */
} sim_document;

typedef struct sim_client {
    uint32_t number;
    uint32_t revision;
    uint32_t rep;
    uint32_t segment;
    uint32_t country;
    uint32_t tags; /* bits */
    currency currency;
    int64_t potential; /* 0: not known */
    day since;
    bool abandoned;
    bool renamed;
    /* the business's own */
    uint8_t categories[3];
    bool left;
    bool erased;
    bool monthly;     /* one invoice a month for all its orders */
    uint32_t quotes;  /* per mille of its purchases that begin with a quote */
    uint32_t loyalty; /* per mille of its quotes that it accepts */
    double gap;       /* mean days between purchases */
    double unrest;    /* spread of those days */
    double size;      /* 1 is a small client */
    instant joins;
    instant leaves;
    uint32_t waiting;  /* index of the first order that waits for the month's invoice */
    uint32_t contract; /* index of its contract's document */
} sim_client;

typedef struct sim_event {
    sim_type type;
    instant time;
    bool bare;      /* the document's id (and date) alone */
    bool date_told; /* false: the date is that of the time */
    uint32_t form;  /* random bits: how it is written and what optional field is left out */
    const sim_client *client;
    const sim_document *document; /* NULL for client records */
} sim_event;

typedef struct business_settings {
    uint64_t seed;
    day start;
    uint32_t clients; /* at the start, and about as many ever after */
    currency currencies[SIM_CURRENCIES_MAX];
    uint32_t currency_count;
} business_settings;

typedef void business_listener(void *context, const sim_event *event);

typedef struct business business;

business *business_create(const business_settings *settings, business_listener *listener,
                          void *context);
void business_destroy(business *self); /* accepts NULL */

/* Lets the next thing happen if it is before `until`; the listener hears of zero or more events.
 * false: nothing more before then. */
bool business_step(business *self, instant until);

const product *business_products(const business *self);

#endif
