#include "portfolio/account.h"

#include "portfolio/array.h"

static char *pack(text *to, text from, char *room) {
    *to = (text){NULL, 0};
    if (from.length > 0) {
        memcpy(room, from.bytes, from.length);
        *to = (text){room, from.length};
    }
    return room + from.length;
}

bool profile_copy(profile *to, const profile *from) {
    size_t bytes = from->tag_count * sizeof(text) + from->name.length + from->segment.length +
                   from->country.length;
    for (uint32_t i = 0; i < from->tag_count; i++) {
        bytes += from->tags[i].length;
    }
    profile copy = *from;
    copy.memory = NULL;
    if (bytes > 0) {
        copy.memory = malloc(bytes);
        if (copy.memory == NULL) {
            return false;
        }
        copy.tags = copy.memory;
        char *room = (char *)(copy.tags + from->tag_count);
        room = pack(&copy.name, from->name, room);
        room = pack(&copy.segment, from->segment, room);
        room = pack(&copy.country, from->country, room);
        for (uint32_t i = 0; i < from->tag_count; i++) {
            room = pack(&copy.tags[i], from->tags[i], room);
        }
    }
    *to = copy;
    return true;
}

void profile_finish(profile *self) {
    free(self->memory);
    *self = (profile){.rep = NUMBER_NONE, .since = DAY_NONE};
}

void account_init(account *self, day today) {
    *self = (account){.next_end = DAY_NONE, .queued = DAY_NONE};
    self->life = (life){.phase = PHASE_NONE, .counted = PHASE_NONE, .since = DAY_NONE};
    self->profile = (profile){.rep = NUMBER_NONE, .since = DAY_NONE};
    ledger_init(&self->ledger, today);
}

void account_finish(account *self) {
    profile_finish(&self->profile);
    ledger_finish(&self->ledger);
    contract_book_finish(&self->contracts);
    day_counts_finish(&self->open_quotes);
    free(self->index_changes.bytes);
    self->index_changes = (index_changes){0};
}

void account_derive(account *self, const windows *w) {
    const ledger *l = &self->ledger;
    tally *t = &self->tally;
    bool bought = l->purchase_days > 0;
    bool bought_now = l->purchase_days_trailing > 0;
    bool bought_before = l->purchase_days_previous > 0;
    t->known = self->documents > 0;
    t->prospects = t->known && !bought;
    t->buyers = bought_now;
    /* every purchase day is in the trailing year exactly when the first one is */
    t->new_buyers = bought && l->purchase_days == l->purchase_days_trailing;
    t->buyers_before = bought_before;
    t->retained = bought_before && bought_now;
    t->purchase_days = l->purchase_days;
    t->purchase_days_12m = l->purchase_days_trailing;
    t->contracts_on_record = self->contracts.count;
    t->contracts_active = contract_book_active(&self->contracts, w->today);
    t->potential = self->profile.has_potential ? self->profile.potential : 0;
    t->potential_known = self->profile.has_potential;
    t->potential_trailing = self->profile.has_potential ? l->trailing.revenue : 0;
    self->next_end = contract_book_next_end(&self->contracts, w->today);
}

day account_next_change(const account *self, const windows *w) {
    day sales = ledger_next_change(&self->ledger, w);
    day contracts = contract_book_next_change(&self->contracts, w->today);
    return sales == DAY_NONE || (contracts != DAY_NONE && contracts < sales) ? contracts : sales;
}
