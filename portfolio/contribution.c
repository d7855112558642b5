#include "portfolio/contribution.h"

#include "portfolio/array.h"

bool contribution_amount(const document *d, const rules *r, int64_t minor, int64_t *ret_base) {
    return rates_convert(&r->rates, d->body.currency, d->body.date, minor, ret_base);
}

static const margin_rate *margin_rate_of(const rules *r, text category) {
    for (size_t i = 0; i < r->margin_rate_count; i++) {
        if (text_equal(r->margin_rates[i].category, category)) {
            return &r->margin_rates[i];
        }
    }
    return NULL;
}

__extension__ typedef __int128 wide;

/* value x millionths / 1,000,000, half away from zero; |millionths| <= 1,000,000, so it fits. */
static int64_t share_of(int64_t value, int64_t millionths) {
    wide product = (wide)value * millionths;
    wide half = product < 0 ? -500000 : 500000;
    return (int64_t)((product + half) / 1000000);
}

static bool line_sums(const document *d, const rules *r, const document_line *l, sums *ret) {
    int64_t amount;
    int64_t cost = 0;
    if (!contribution_amount(d, r, l->amount, &amount) ||
        (l->has_cost && !contribution_amount(d, r, l->cost, &cost))) {
        return false;
    }
    bool costed = l->has_cost;
    if (!costed) {
        const margin_rate *stand_in = margin_rate_of(r, l->category);
        if (stand_in != NULL) {
            costed = true;
            cost = amount - share_of(amount, stand_in->millionths);
        }
    }
    *ret = (sums){.revenue = amount,
                  .costed = costed ? amount : 0,
                  .margin = costed ? amount - cost : 0,
                  .quantity = l->quantity};
    return true;
}

/* One document's postings in the making. */
typedef struct entry {
    const document *d;
    const rules *r;
    names *n;
    uint32_t client;
    uint32_t rep;
    int sign;
    posting_list *out;
} entry;

static posting *add_posting(const entry *e, posting_kind kind) {
    return posting_list_add(e->out, kind, e->client, e->rep);
}

/* The document's sales posting of a category, from `first` on in the list. */
static sale *sale_of(const entry *e, uint32_t first, uint32_t category) {
    for (uint32_t i = first; i < e->out->count; i++) {
        if (e->out->items[i].sale.category == category) {
            return &e->out->items[i].sale;
        }
    }
    posting *p = add_posting(e, POSTING_SALE);
    if (p == NULL) {
        return NULL;
    }
    p->sale.day = e->d->body.date;
    p->sale.category = category;
    return &p->sale;
}

/* One posting a category: lines of the same category are added up. A credit note's lines take revenue away. */
static bool post_sales(const entry *e, int direction) {
    uint32_t first = e->out->count;
    int times = e->sign * direction;
    for (uint32_t i = 0; i < e->d->body.line_count; i++) {
        const document_line *l = &e->d->body.lines[i];
        uint32_t category = directory_number(&e->n->categories, l->category);
        sums s;
        sale *to = category == NUMBER_NONE ? NULL : sale_of(e, first, category);
        if (to == NULL || !line_sums(e->d, e->r, l, &s)) {
            return false;
        }
        to->lines += e->sign;
        to->sums.revenue += times * s.revenue;
        to->sums.costed += times * s.costed;
        to->sums.margin += times * s.margin;
        to->sums.quantity += times * s.quantity;
    }
    return true;
}

static bool total_amount(const document *d, const rules *r, int64_t *ret_total) {
    int64_t total = 0;
    for (uint32_t i = 0; i < d->body.line_count; i++) {
        int64_t amount;
        if (!contribution_amount(d, r, d->body.lines[i].amount, &amount)) {
            return false;
        }
        total += amount;
    }
    *ret_total = total;
    return true;
}

static bool post_activity(const entry *e, activity one) {
    posting *p = add_posting(e, POSTING_ACTIVITY);
    if (p == NULL) {
        return false;
    }
    p->activity = one;
    p->activity.day = e->d->body.date;
    if (one.contacts != 0) {
        p->rep = NUMBER_NONE; /* a contact sells nothing */
    }
    return true;
}

static bool post_quote(const entry *e) {
    int64_t amount;
    verb state = e->d->state;
    posting *p = add_posting(e, POSTING_QUOTE);
    if (p == NULL || !total_amount(e->d, e->r, &amount)) {
        return false;
    }
    bool open = state == VERB_SENT || state == VERB_AMENDED;
    p->quote = (quote_counts){
        .sent = e->sign,
        .accepted = state == VERB_ACCEPTED ? e->sign : 0,
        .declined = state == VERB_DECLINED ? e->sign : 0,
        .expired = state == VERB_EXPIRED ? e->sign : 0,
        .open = open ? e->sign : 0,
        .open_amount = open ? e->sign * amount : 0,
    };
    p->quote_date = e->d->body.date;
    return true;
}

static bool post_contract(const entry *e) {
    const document *d = e->d;
    posting *p = add_posting(e, e->sign > 0 ? POSTING_CONTRACT : POSTING_CONTRACT_REMOVED);
    if (p == NULL) {
        return false;
    }
    p->contract = (contract){
        .id = d->id,
        .start = d->body.start,
        .end = d->body.end,
        .terminated = d->state == VERB_TERMINATED ? d->state_date : DAY_NONE,
        .auto_renew = d->body.auto_renew,
        .notice_days = d->body.notice_days,
    };
    return true;
}

/* A client's record replaces the one before; it has nothing to take back. */
static bool post_profile(const entry *e) {
    const body *b = &e->d->body;
    posting *p = add_posting(e, POSTING_PROFILE);
    if (p == NULL) {
        return false;
    }
    p->profile = (profile){
        .rep = NUMBER_NONE,
        .name = b->name,
        .segment = b->segment,
        .country = b->country,
        .tags = b->tags,
        .tag_count = b->tag_count,
        .has_potential = b->has_potential,
        .abandoned = b->abandoned,
        .since = b->since,
    };
    if (b->rep.length > 0) {
        p->profile.rep = directory_number(&e->n->reps, b->rep);
        if (p->profile.rep == NUMBER_NONE) {
            return false;
        }
    }
    return !b->has_potential ||
           contribution_amount(e->d, e->r, b->potential, &p->profile.potential);
}

static bool post_reference(const entry *e) {
    posting *p = add_posting(e, POSTING_DOCUMENT);
    if (p == NULL) {
        return false;
    }
    p->document = (document_reference){
        .times = e->sign, .date = e->d->body.date, .kind = e->d->kind, .id = e->d->id};
    return true;
}

/* What the document adds beyond being on record. */
static bool post_figures(const entry *e) {
    switch (e->d->kind) {
    case KIND_QUOTE: return post_quote(e);
    case KIND_ORDER: return post_activity(e, (activity){.orders = e->sign});
    case KIND_INVOICE:
        return e->d->body.deposit ||
               (post_activity(e, (activity){.invoices = e->sign}) && post_sales(e, 1));
    case KIND_CREDIT_NOTE: return post_sales(e, -1);
    case KIND_CONTRACT: return post_contract(e);
    case KIND_CONTACT: return post_activity(e, (activity){.contacts = e->sign});
    case KIND_CLIENT: return e->sign < 0 || post_profile(e);
    case KIND_COUNT: break;
    }
    return true;
}

bool contribution_post(const document *d, const rules *r, names *n, day today, int sign,
                       posting_list *out) {
    if (!d->has_body) {
        return true;
    }
    entry e = {.d = d, .r = r, .n = n, .rep = NUMBER_NONE, .sign = sign, .out = out};
    e.client = directory_number(&n->clients, d->body.client);
    bool sold = d->kind != KIND_CLIENT && d->body.rep.length > 0;
    if (sold) {
        e.rep = directory_number(&n->reps, d->body.rep);
    }
    if (e.client == NUMBER_NONE || (sold && e.rep == NUMBER_NONE) || !post_reference(&e)) {
        return false;
    }
    /* a client's record acts at once, whatever its date */
    return (d->kind != KIND_CLIENT && !document_counts(d, today)) || post_figures(&e);
}

static order_bill *bill_of(order_bills *out, uint32_t first, text order) {
    for (uint32_t i = first; i < out->count; i++) {
        if (text_equal(out->items[i].order, order)) {
            return &out->items[i];
        }
    }
    if (!array_reserve((void **)&out->items, &out->room, out->count + 1, sizeof *out->items)) {
        return NULL;
    }
    order_bill *bill = &out->items[out->count++];
    *bill = (order_bill){.order = order, .client = NUMBER_NONE};
    return bill;
}

static bool bill_lines(const document *d, const rules *r, int sign, order_bills *out) {
    uint32_t first = out->count;
    for (uint32_t i = 0; i < d->body.line_count; i++) {
        const document_line *l = &d->body.lines[i];
        text order = l->order.length > 0 ? l->order : d->body.order;
        int64_t amount;
        if (order.length == 0) {
            continue;
        }
        order_bill *bill = bill_of(out, first, order);
        if (bill == NULL || !contribution_amount(d, r, l->amount, &amount)) {
            return false;
        }
        bill->billed += sign * amount;
    }
    return true;
}

bool contribution_bills(const document *d, const rules *r, names *n, day today, int sign,
                        order_bills *out) {
    if (!document_counts(d, today)) {
        return true;
    }
    if (d->kind == KIND_INVOICE && !d->body.deposit) {
        return bill_lines(d, r, sign, out);
    }
    if (d->kind != KIND_ORDER) {
        return true;
    }
    order_bill *bill = bill_of(out, out->count, d->id);
    int64_t ordered;
    if (bill == NULL || !total_amount(d, r, &ordered)) {
        return false;
    }
    bill->placed = sign;
    bill->client = directory_number(&n->clients, d->body.client);
    bill->ordered = ordered;
    return bill->client != NUMBER_NONE;
}
