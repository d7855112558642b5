#include "store/account_record.h"

#include <stdlib.h>

enum { LAYOUT = 1, ACCOUNT_LAYOUT = 2 };

static void write_sums(record_writer *w, const sums *s) {
    write_signed(w, s->revenue);
    write_signed(w, s->costed);
    write_signed(w, s->margin);
    write_signed(w, s->quantity);
}

static void write_ledger(record_writer *w, const ledger *l) {
    write_unsigned(w, l->sale_count);
    day before = 0;
    for (uint32_t i = 0; i < l->sale_count; i++) {
        const sale *s = &l->sales[i];
        write_signed(w, (int64_t)s->day - before);
        write_unsigned(w, s->category);
        write_signed(w, s->lines);
        write_sums(w, &s->sums);
        before = s->day;
    }
    write_unsigned(w, l->day_count);
    before = 0;
    for (uint32_t i = 0; i < l->day_count; i++) {
        const activity *a = &l->days[i];
        write_signed(w, (int64_t)a->day - before);
        write_signed(w, a->orders);
        write_signed(w, a->invoices);
        write_signed(w, a->contacts);
        before = a->day;
    }
}

static sums read_sums(record_reader *r) {
    sums s;
    s.revenue = read_signed(r);
    s.costed = read_signed(r);
    s.margin = read_signed(r);
    s.quantity = read_signed(r);
    return s;
}

static bool day_is_past(int64_t d, const portfolio *p) {
    return d >= DAY_MIN && d <= p->windows.today;
}

/* Adds |x| to what the sums of a record reach; false: more than any documents can give. */
static bool reaches(int64_t *reached, int64_t x) {
    return x != INT64_MIN && !__builtin_add_overflow(*reached, x < 0 ? -x : x, reached);
}

static bool sale_in_range(const sale *s, int64_t *reached) {
    return reaches(reached, s->lines) && reaches(reached, s->sums.revenue) &&
           reaches(reached, s->sums.costed) && reaches(reached, s->sums.margin) &&
           reaches(reached, s->sums.quantity);
}

static bool counts_in_range(const activity *a) {
    return labs(a->orders) <= DOCUMENTS_MAX && labs(a->invoices) <= DOCUMENTS_MAX &&
           labs(a->contacts) <= DOCUMENTS_MAX;
}

/* Whether a ledger can hold the entry behind those it has: entries that say nothing go, and none comes twice. */
static bool sale_follows(const ledger *l, const sale *s) {
    const sale *last = l->sale_count == 0 ? NULL : &l->sales[l->sale_count - 1];
    return s->lines > 0 && (last == NULL || s->day > last->day ||
                            (s->day == last->day && s->category > last->category));
}

static bool activity_follows(const ledger *l, const activity *a) {
    bool counted = a->orders >= 0 && a->invoices >= 0 && a->contacts >= 0 &&
                   (a->orders > 0 || a->invoices > 0 || a->contacts > 0);
    return counted && (l->day_count == 0 || a->day > l->days[l->day_count - 1].day);
}

/* Adds the stored entries to an empty ledger; its sums follow. */
static bool read_ledger(record_reader *r, const portfolio *p, ledger *l) {
    int64_t d = 0;
    int64_t reached = 0;
    for (uint32_t left = read_count(r, UINT32_MAX); left > 0; left--) {
        d += read_int32(r);
        sale s = {.day = (day)d};
        s.category = read_count(r, UINT32_MAX);
        s.lines = read_signed(r);
        s.sums = read_sums(r);
        if (r->failed || s.category >= p->names.categories.count || !day_is_past(d, p) ||
            !sale_in_range(&s, &reached) || !sale_follows(l, &s) ||
            !ledger_add_sale(l, &p->windows, &s)) {
            return false;
        }
    }
    d = 0;
    for (uint32_t left = read_count(r, UINT32_MAX); left > 0; left--) {
        d += read_int32(r);
        activity a = {.day = (day)d};
        a.orders = read_int32(r);
        a.invoices = read_int32(r);
        a.contacts = read_int32(r);
        if (r->failed || !day_is_past(d, p) || !counts_in_range(&a) || !activity_follows(l, &a) ||
            !ledger_add_activity(l, &p->windows, &a)) {
            return false;
        }
    }
    return !r->failed;
}

static void write_profile(record_writer *w, const profile *p) {
    write_unsigned(w, p->rep == NUMBER_NONE ? 0 : (uint64_t)p->rep + 1);
    write_text(w, p->name);
    write_text(w, p->segment);
    write_text(w, p->country);
    write_u8(w, (uint8_t)((p->has_potential ? 1 : 0) | (p->abandoned ? 2 : 0)));
    write_signed(w, p->potential);
    write_signed(w, p->since);
    write_unsigned(w, p->tag_count);
    for (uint32_t i = 0; i < p->tag_count; i++) {
        write_text(w, p->tags[i]);
    }
}

/* Borrows all texts. */
static profile read_profile(record_reader *r, const names *n, text tags[static TAGS_MAX]) {
    profile p = {.tags = tags};
    p.rep = read_count(r, n->reps.count);
    p.rep = p.rep == 0 ? NUMBER_NONE : p.rep - 1;
    p.name = read_text(r);
    p.segment = read_text(r);
    p.country = read_text(r);
    uint8_t flags = read_u8(r);
    p.has_potential = flags & 1;
    p.abandoned = flags & 2;
    p.potential = read_signed(r);
    p.since = read_int32(r);
    p.tag_count = read_count(r, TAGS_MAX);
    for (uint32_t i = 0; i < p.tag_count; i++) {
        tags[i] = read_text(r);
    }
    return p;
}

static void write_contract(record_writer *w, const contract *c) {
    write_text(w, c->id);
    write_signed(w, c->start);
    write_signed(w, c->end);
    write_signed(w, c->terminated);
    write_u8(w, c->auto_renew);
    write_signed(w, c->notice_days);
}

/* A day of ours, or DAY_NONE. */
static day read_day_or_none(record_reader *r) {
    day d = read_int32(r);
    r->failed |= d != DAY_NONE && (d < DAY_MIN || d > DAY_MAX);
    return d;
}

static contract read_contract(record_reader *r) {
    contract c;
    c.id = read_text(r);
    r->failed |= c.id.length == 0;
    c.start = read_day_or_none(r);
    c.end = read_day_or_none(r);
    c.terminated = read_day_or_none(r);
    c.auto_renew = read_u8(r);
    c.notice_days = read_int32(r);
    return c;
}

static void write_life(record_writer *w, const life *l) {
    write_u8(w, l->phase);
    write_signed(w, l->since);
    write_unsigned(w, l->last);
}

/* A phase that the rules have no more is none. */
static life read_life(record_reader *r, const portfolio *p) {
    life l = {.counted = PHASE_NONE};
    l.phase = read_u8(r);
    l.phase = l.phase < portfolio_lifecycle(p)->phase_count ? l.phase : PHASE_NONE;
    l.since = read_day_or_none(r);
    l.last = read_unsigned(r);
    return l;
}

static void write_quotes(record_writer *w, const quote_counts *q) {
    write_signed(w, q->sent);
    write_signed(w, q->accepted);
    write_signed(w, q->declined);
    write_signed(w, q->expired);
    write_signed(w, q->open);
    write_signed(w, q->open_amount);
}

static quote_counts read_quotes(record_reader *r) {
    quote_counts q;
    q.sent = read_signed(r);
    q.accepted = read_signed(r);
    q.declined = read_signed(r);
    q.expired = read_signed(r);
    q.open = read_signed(r);
    q.open_amount = read_signed(r);
    return q;
}

void account_record_write(record_writer *w, const account *a) {
    const tally *t = &a->tally;
    write_u8(w, ACCOUNT_LAYOUT);
    write_unsigned(w, a->upto);
    write_life(w, &a->life);
    write_signed(w, a->documents);
    write_signed(w, t->backlog);
    write_quotes(w, &(quote_counts){t->quotes_sent, t->quotes_accepted, t->quotes_declined,
                                    t->quotes_expired, t->quotes_open, t->quotes_open_amount});
    write_profile(w, &a->profile);
    write_ledger(w, &a->ledger);
    write_unsigned(w, a->contracts.count);
    for (uint32_t i = 0; i < a->contracts.count; i++) {
        write_contract(w, &a->contracts.items[i]);
    }
    write_unsigned(w, a->open_quotes.count);
    for (uint32_t i = 0; i < a->open_quotes.count; i++) {
        write_signed(w, a->open_quotes.items[i].day);
        write_signed(w, a->open_quotes.items[i].count);
    }
}

/* Days in ascending order, none with a count of 0. */
static bool read_open_quotes(record_reader *r, day_counts *open) {
    day before = DAY_NONE;
    for (uint32_t left = read_count(r, UINT32_MAX); left > 0; left--) {
        day d = read_int32(r);
        int32_t count = read_int32(r);
        if (r->failed || d < DAY_MIN || d > DAY_MAX || d <= before || count == 0 ||
            !day_counts_add(open, d, count)) {
            return false;
        }
        before = d;
    }
    return true;
}

bool account_record_read(text bytes, const portfolio *p, account *a) {
    text tags[TAGS_MAX];
    record_reader r = record_reader_of(bytes);
    bool known = read_u8(&r) == ACCOUNT_LAYOUT;
    a->upto = read_unsigned(&r);
    a->life = read_life(&r, p);
    a->documents = read_signed(&r);
    posting stored = {.kind = POSTING_BACKLOG, .backlog = read_signed(&r)};
    tally_post(&a->tally, &stored);
    stored = (posting){.kind = POSTING_QUOTE, .quote = read_quotes(&r)};
    tally_post(&a->tally, &stored);
    profile record = read_profile(&r, &p->names, tags);
    if (!known || r.failed || !profile_copy(&a->profile, &record) ||
        !read_ledger(&r, p, &a->ledger)) {
        return false;
    }
    for (uint32_t left = read_count(&r, UINT32_MAX); left > 0; left--) {
        contract c = read_contract(&r);
        if (r.failed || !contract_book_put(&a->contracts, &c)) {
            return false;
        }
    }
    return read_open_quotes(&r, &a->open_quotes) && read_complete(&r);
}

void seller_record_write(record_writer *w, const rep *r) {
    write_u8(w, LAYOUT);
    write_unsigned(w, r->upto);
    write_signed(w, r->documents);
    write_ledger(w, &r->sold);
}

bool seller_record_read(text bytes, const portfolio *p, rep *to) {
    record_reader r = record_reader_of(bytes);
    bool known = read_u8(&r) == LAYOUT;
    to->upto = read_unsigned(&r);
    to->documents = read_signed(&r);
    return known && read_ledger(&r, p, &to->sold) && read_complete(&r);
}

static void write_sale(record_writer *w, const sale *s) {
    write_signed(w, s->day);
    write_unsigned(w, s->category);
    write_signed(w, s->lines);
    write_sums(w, &s->sums);
}

void posting_record_write(record_writer *w, const posting *p) {
    write_u8(w, (uint8_t)p->kind);
    write_unsigned(w, p->client);
    write_unsigned(w, p->rep == NUMBER_NONE ? 0 : (uint64_t)p->rep + 1);
    switch (p->kind) {
    case POSTING_DOCUMENT:
        write_signed(w, p->document.times);
        write_signed(w, p->document.date);
        write_u8(w, (uint8_t)p->document.kind);
        write_text(w, p->document.id);
        break;
    case POSTING_SALE: write_sale(w, &p->sale); break;
    case POSTING_ACTIVITY:
        write_signed(w, p->activity.day);
        write_signed(w, p->activity.orders);
        write_signed(w, p->activity.invoices);
        write_signed(w, p->activity.contacts);
        break;
    case POSTING_QUOTE:
        write_quotes(w, &p->quote);
        write_signed(w, p->quote_date);
        break;
    case POSTING_BACKLOG: write_signed(w, p->backlog); break;
    case POSTING_CONTRACT:
    case POSTING_CONTRACT_REMOVED: write_contract(w, &p->contract); break;
    case POSTING_PROFILE: write_profile(w, &p->profile); break;
    case POSTING_KINDS: break;
    }
}

static bool posting_in_range(const posting *p, const portfolio *of) {
    int64_t reached = 0;
    if (p->client >= of->names.clients.count) {
        return false;
    }
    switch (p->kind) {
    case POSTING_DOCUMENT: return p->document.kind < KIND_COUNT;
    case POSTING_SALE:
        return p->sale.category < of->names.categories.count && day_is_past(p->sale.day, of) &&
               sale_in_range(&p->sale, &reached);
    case POSTING_ACTIVITY: return day_is_past(p->activity.day, of) && counts_in_range(&p->activity);
    case POSTING_QUOTE: return day_is_past(p->quote_date, of) && labs(p->quote.open) <= 1;
    case POSTING_BACKLOG:
    case POSTING_CONTRACT:
    case POSTING_CONTRACT_REMOVED:
    case POSTING_PROFILE: return true;
    case POSTING_KINDS: break;
    }
    return false;
}

bool posting_record_read(record_reader *r, const portfolio *from, text tags[static TAGS_MAX],
                         posting *ret) {
    const names *n = &from->names;
    posting p = {.kind = (posting_kind)read_u8(r), .client = read_count(r, UINT32_MAX)};
    p.rep = read_count(r, n->reps.count);
    p.rep = p.rep == 0 ? NUMBER_NONE : p.rep - 1;
    switch (p.kind) {
    case POSTING_DOCUMENT:
        p.document.times = read_int32(r);
        p.document.date = read_int32(r);
        p.document.kind = (document_kind)read_u8(r);
        p.document.id = read_text(r);
        break;
    case POSTING_SALE:
        p.sale.day = read_int32(r);
        p.sale.category = read_count(r, UINT32_MAX);
        p.sale.lines = read_signed(r);
        p.sale.sums = read_sums(r);
        break;
    case POSTING_ACTIVITY:
        p.activity.day = read_int32(r);
        p.activity.orders = read_int32(r);
        p.activity.invoices = read_int32(r);
        p.activity.contacts = read_int32(r);
        break;
    case POSTING_QUOTE:
        p.quote = read_quotes(r);
        p.quote_date = read_int32(r);
        break;
    case POSTING_BACKLOG: p.backlog = read_signed(r); break;
    case POSTING_CONTRACT:
    case POSTING_CONTRACT_REMOVED: p.contract = read_contract(r); break;
    case POSTING_PROFILE: p.profile = read_profile(r, n, tags); break;
    case POSTING_KINDS: return false;
    }
    *ret = p;
    return !r->failed && posting_in_range(&p, from);
}
