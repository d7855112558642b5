#include "portfolio/posting.h"

#include "portfolio/array.h"

posting *posting_list_add(posting_list *self, posting_kind kind, uint32_t client, uint32_t rep) {
    if (!array_reserve((void **)&self->items, &self->room, self->count + 1, sizeof *self->items)) {
        return NULL;
    }
    posting *p = &self->items[self->count++];
    *p = (posting){.kind = kind, .client = client, .rep = rep};
    return p;
}

void posting_list_finish(posting_list *self) {
    free(self->items);
    *self = (posting_list){0};
}

void tally_post(tally *self, const posting *p) {
    if (p->kind == POSTING_BACKLOG) {
        self->backlog += p->backlog;
    } else if (p->kind == POSTING_QUOTE) {
        self->quotes_sent += p->quote.sent;
        self->quotes_accepted += p->quote.accepted;
        self->quotes_declined += p->quote.declined;
        self->quotes_expired += p->quote.expired;
        self->quotes_open += p->quote.open;
        self->quotes_open_amount += p->quote.open_amount;
    }
}

bool ledger_post(ledger *self, const windows *w, const posting *p) {
    if (p->kind == POSTING_SALE) {
        return ledger_add_sale(self, w, &p->sale);
    }
    return p->kind != POSTING_ACTIVITY || ledger_add_activity(self, w, &p->activity);
}

static bool post_profile(account *self, const profile *record) {
    profile copy;
    if (!profile_copy(&copy, record)) {
        return false;
    }
    profile_finish(&self->profile);
    self->profile = copy;
    return true;
}

bool account_post(account *self, const windows *w, const posting *p) {
    switch (p->kind) {
    case POSTING_DOCUMENT: self->documents += p->document.times; return true;
    case POSTING_SALE:
    case POSTING_ACTIVITY: return ledger_post(&self->ledger, w, p);
    case POSTING_QUOTE:
        tally_post(&self->tally, p);
        return p->quote.open == 0 ||
               day_counts_add(&self->open_quotes, p->quote_date, (int32_t)p->quote.open);
    case POSTING_BACKLOG: tally_post(&self->tally, p); return true;
    case POSTING_CONTRACT: return contract_book_put(&self->contracts, &p->contract);
    case POSTING_CONTRACT_REMOVED:
        contract_book_remove(&self->contracts, p->contract.id);
        return true;
    case POSTING_PROFILE: return post_profile(self, &p->profile);
    case POSTING_KINDS: break;
    }
    return false;
}
