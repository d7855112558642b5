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

/* One posting a category: lines of the same category are added up. */
static bool post_sales(const document *d, const rules *r, names *n, uint32_t client, uint32_t rep,
                       int sign, posting_list *out) {
    uint32_t first = out->count;
    for (uint32_t i = 0; i < d->body.line_count; i++) {
        const document_line *l = &d->body.lines[i];
        uint32_t category = directory_number(&n->categories, l->category);
        sums s;
        if (category == NUMBER_NONE || !line_sums(d, r, l, &s)) {
            return false;
        }
        uint32_t at = first;
        while (at < out->count && out->items[at].sale.category != category) {
            at++;
        }
        if (at == out->count && posting_list_add(out, POSTING_SALE, client, rep) == NULL) {
            return false;
        }
        sale *to = &out->items[at].sale;
        to->day = d->body.date;
        to->category = category;
        to->lines += sign;
        to->sums.revenue += sign * s.revenue;
        to->sums.costed += sign * s.costed;
        to->sums.margin += sign * s.margin;
        to->sums.quantity += sign * s.quantity;
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

static bool post_activity(const document *d, uint32_t client, uint32_t rep, activity one,
                          posting_list *out) {
    posting *p = posting_list_add(out, POSTING_ACTIVITY, client, rep);
    if (p == NULL) {
        return false;
    }
    p->activity = one;
    p->activity.day = d->body.date;
    return true;
}

static bool post_quote(const document *d, const rules *r, uint32_t client, int sign,
                       posting_list *out) {
    int64_t amount;
    posting *p = posting_list_add(out, POSTING_QUOTE, client, NUMBER_NONE);
    if (p == NULL || !total_amount(d, r, &amount)) {
        return false;
    }
    bool open = d->state == VERB_SENT || d->state == VERB_AMENDED;
    p->quote = (quote_counts){
        .sent = sign,
        .accepted = d->state == VERB_ACCEPTED ? sign : 0,
        .declined = d->state == VERB_DECLINED ? sign : 0,
        .expired = d->state == VERB_EXPIRED ? sign : 0,
        .open = open ? sign : 0,
        .open_amount = open ? sign * amount : 0,
    };
    return true;
}

static bool post_contract(const document *d, uint32_t client, int sign, posting_list *out) {
    posting *p = posting_list_add(out, sign > 0 ? POSTING_CONTRACT : POSTING_CONTRACT_REMOVED,
                                  client, NUMBER_NONE);
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
static bool post_profile(const document *d, const rules *r, names *n, uint32_t client,
                         posting_list *out) {
    const body *b = &d->body;
    posting *p = posting_list_add(out, POSTING_PROFILE, client, NUMBER_NONE);
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
        p->profile.rep = directory_number(&n->reps, b->rep);
        if (p->profile.rep == NUMBER_NONE) {
            return false;
        }
    }
    return !b->has_potential || contribution_amount(d, r, b->potential, &p->profile.potential);
}

static bool post_reference(const document *d, uint32_t client, uint32_t rep, int sign,
                           posting_list *out) {
    posting *p = posting_list_add(out, POSTING_DOCUMENT, client, rep);
    if (p == NULL) {
        return false;
    }
    p->document =
        (document_reference){.times = sign, .date = d->body.date, .kind = d->kind, .id = d->id};
    return true;
}

/* What the document adds beyond being on record. */
static bool post_figures(const document *d, const rules *r, names *n, uint32_t client, uint32_t rep,
                         int sign, posting_list *out) {
    switch (d->kind) {
    case KIND_QUOTE: return post_quote(d, r, client, sign, out);
    case KIND_ORDER: return post_activity(d, client, rep, (activity){.orders = sign}, out);
    case KIND_INVOICE:
        return d->body.deposit ||
               (post_activity(d, client, rep, (activity){.invoices = sign}, out) &&
                post_sales(d, r, n, client, rep, sign, out));
    case KIND_CREDIT_NOTE: {
        uint32_t first = out->count;
        bool done = post_sales(d, r, n, client, rep, -sign, out);
        for (uint32_t i = first; i < out->count; i++) {
            out->items[i].sale.lines = -out->items[i].sale.lines; /* its lines are entries too */
        }
        return done;
    }
    case KIND_CONTRACT: return post_contract(d, client, sign, out);
    case KIND_CONTACT:
        return post_activity(d, client, NUMBER_NONE, (activity){.contacts = sign}, out);
    case KIND_CLIENT:
    case KIND_COUNT: break;
    }
    return true;
}

bool contribution_post(const document *d, const rules *r, names *n, day today, int sign,
                       posting_list *out) {
    if (!d->has_body) {
        return true;
    }
    uint32_t client = directory_number(&n->clients, d->body.client);
    if (client == NUMBER_NONE) {
        return false;
    }
    if (d->kind == KIND_CLIENT) {
        return post_reference(d, client, NUMBER_NONE, sign, out) &&
               (sign < 0 || post_profile(d, r, n, client, out));
    }
    uint32_t rep = NUMBER_NONE;
    if (d->body.rep.length > 0) {
        rep = directory_number(&n->reps, d->body.rep);
        if (rep == NUMBER_NONE) {
            return false;
        }
    }
    if (!post_reference(d, client, rep, sign, out)) {
        return false;
    }
    return !document_counts(d, today) || post_figures(d, r, n, client, rep, sign, out);
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
