/* model.h - the inside of the business, shared by the files that move it.
 *
 * Documents and clients live in chunks that never move, so pointers to them stay good. A document
 * is kept while something is planned for it. */
#ifndef TOOLS_CLIENTELE_SIM_MODEL_H
#define TOOLS_CLIENTELE_SIM_MODEL_H

#include "tools/clientele_sim/business.h"
#include "tools/clientele_sim/happenings.h"

enum { CHUNK_BITS = 10, CHUNK_SIZE = 1 << CHUNK_BITS };

#define NO_INDEX UINT32_MAX

typedef enum happens {
    /* to the company */
    HAPPENS_DAY_OPENS,
    /* to a client */
    HAPPENS_ARRIVAL,
    HAPPENS_PURCHASE,
    HAPPENS_CONTACT,
    HAPPENS_RECORD_CHANGE,
    HAPPENS_REP_CHANGE,
    HAPPENS_DEPARTURE,
    HAPPENS_ABANDONED,
    HAPPENS_RETURN,
    HAPPENS_ERASURE,
    HAPPENS_MONTH_END,
    HAPPENS_SIGNATURE,
    /* to a document */
    HAPPENS_QUOTE_AMENDED,
    HAPPENS_QUOTE_ACCEPTED,
    HAPPENS_QUOTE_ORDERED,
    HAPPENS_QUOTE_DECLINED,
    HAPPENS_QUOTE_EXPIRED,
    HAPPENS_QUOTE_CANCELLED,
    HAPPENS_ORDER_AMENDED,
    HAPPENS_ORDER_CANCELLED,
    HAPPENS_ORDER_DEPOSIT,
    HAPPENS_ORDER_PART_BILLED,
    HAPPENS_ORDER_BILLED,
    HAPPENS_ORDER_WAITS, /* holds an order for the month's invoice; never planned in time */
    HAPPENS_INVOICE_AMENDED,
    HAPPENS_INVOICE_CANCELLED,
    HAPPENS_INVOICE_AGAIN,
    HAPPENS_INVOICE_CREDITED,
    HAPPENS_INVOICE_PART_CREDITED,
    HAPPENS_CREDIT_CANCELLED,
    HAPPENS_CONTRACT_AMENDED,
    HAPPENS_CONTRACT_ENDS,
} happens;

struct business {
    business_settings settings;
    business_listener *listener;
    void *context;
    dice chance;
    instant now;
    happenings queue;
    product products[CATALOGUE_PRODUCTS];
    sim_client **client_chunks;
    uint32_t client_count;
    sim_document **document_chunks;
    uint32_t document_count;
    uint32_t *free_documents;
    uint32_t free_count;
    uint32_t free_capacity;
    uint32_t rep_count;
    uint32_t numbers[SIM_KINDS]; /* the last one given */
    int invoice_year;
};

/* ---- business.c ---- */

sim_client *client_at(business *self, uint32_t index);
sim_document *document_at(business *self, uint32_t index);

/* A new client, all zero but its number; its index is number - 1. */
sim_client *client_add(business *self);

/* A new document of today for the client. It is forgotten again unless something is planned. */
uint32_t document_open(business *self, sim_kind kind, const sim_client *client);
void document_release(business *self, uint32_t index); /* forgets it if nothing is planned */

void plan_for_client(business *self, instant when, happens what, const sim_client *client);
void plan_for_document(business *self, instant when, happens what, uint32_t index);

/* Tells the listener of a document, as of now. */
void tell(business *self, sim_type type, sim_document *document);
void tell_bare(business *self, sim_type type, sim_document *document);
void tell_client(business *self, sim_type type, sim_client *client);

static inline instant soon(business *self, int32_t low_days, int32_t high_days) {
    return office_moment(&self->chance, self->now,
                         dice_between(&self->chance, low_days, high_days));
}

/* ---- client_life.c ---- */

void company_opens(business *self); /* plans the first clients and the first day */
void day_opens(business *self);
void client_happens(business *self, happens what, sim_client *client);

/* ---- contracts.c ---- */

void contract_sign(business *self, sim_client *client);
void contract_terminate(business *self, sim_client *client);
void contract_happens(business *self, happens what, uint32_t index);

/* ---- sales.c ---- */

/* The client buys: asks for a quote or orders at once; its next purchase is planned. */
void client_buys(business *self, sim_client *client);
void quote_happens(business *self, happens what, uint32_t index);
void order_happens(business *self, happens what, uint32_t index);

/* ---- billing.c ---- */

/* Plans how a new order will be invoiced. */
void order_plan_billing(business *self, uint32_t order);
void order_bill_part(business *self, uint32_t order, bool all);
void order_bill_deposit(business *self, uint32_t order);
void client_bill_month(business *self, sim_client *client);
void invoice_happens(business *self, happens what, uint32_t index);

/* ---- lines.c ---- */

void lines_draw(business *self, const sim_client *client, sim_document *document);
/* Changes quantities, or takes a line away, or adds one. */
void lines_amend(business *self, sim_document *document);
int64_t lines_amount(const sim_document *document);
/* Moves all that is left, or a part of it, from one document's lines to the other's. Exact: what is
 * moved and what is left add up. At least something is moved if anything is left. */
void lines_take(business *self, sim_document *from, sim_document *to, bool all);
/* Half an amount of a line given to hundredths in the currency's minor units. */
int64_t minor_from_hundredths(currency c, int64_t hundredths);

#endif
