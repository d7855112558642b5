#include "daemon/bookkeeper_work.h"
#include "store/transition_table.h"

/* The phase of other rules that the client was told to be in last; absent: none. `room` keeps its name. */
static text phase_told_before(transaction *t, uint64_t number, char room[static PHASE_NAME_MAX]) {
    transition one;
    while (number != 0 && transition_table_get(t, number, &one) == LOOKUP_FOUND) {
        if (one.kind == TRANSITION_PHASE && one.to.length <= PHASE_NAME_MAX) {
            memcpy(room, one.to.bytes, one.to.length);
            return (text){room, one.to.length};
        }
        number = one.previous;
    }
    return (text){NULL, 0};
}

static void record_phase(bookkeeper *self, transaction *t, const phase_change *c,
                         const transition_cause *cause) {
    bookkeeper_work *w = self->work;
    portfolio *p = self->portfolio;
    const lifecycle_rules *r = portfolio_lifecycle(p);
    life *l = &portfolio_account(p, c->client)->life;
    char room[PHASE_NAME_MAX];
    transition one = {.number = ++w->state.transitions,
                      .previous = l->last,
                      .commit = w->state.commit,
                      .kind = TRANSITION_PHASE,
                      .client = portfolio_client_id(p, c->client),
                      .to = text_of(r->phases[c->to].name),
                      .day = p->windows.today,
                      .cause = *cause,
                      .reasons = c->reasons};
    one.from = c->from != PHASE_NONE ? text_of(r->phases[c->from].name)
                                     : phase_told_before(t, l->last, room);
    transition_table_put(t, &w->scratch, &one);
    l->last = one.number;
}

void bookkeeper_record_changes(bookkeeper *self, transaction *t, const transition_cause *cause) {
    phase_changes *changes = &self->portfolio->phase_changes;
    for (uint32_t i = 0; i < changes->count; i++) {
        record_phase(self, t, &changes->items[i], cause);
    }
    changes->count = 0;
}

void bookkeeper_review_event(bookkeeper *self, transaction *t, const event *e) {
    if (!portfolio_review(self->portfolio)) {
        self->work->wounded = true;
        transaction_fail(t, STORE_FAILED, "no memory");
        return;
    }
    bookkeeper_record_changes(self, t,
                              &(transition_cause){.kind = CAUSE_EVENT,
                                                  .type = text_of(e->type->name),
                                                  .event = e->stamp.event_id,
                                                  .document = e->document});
}

static void record_class(bookkeeper *self, transaction *t, uint32_t client, transition one) {
    bookkeeper_work *w = self->work;
    portfolio *p = self->portfolio;
    life *l = &portfolio_account(p, client)->life;
    one.number = ++w->state.transitions;
    one.previous = l->last;
    one.commit = w->state.commit;
    one.client = portfolio_client_id(p, client);
    one.day = p->windows.today;
    transition_table_put(t, &w->scratch, &one);
    l->last = one.number;
    portfolio_mark_dirty(p, client);
}

void bookkeeper_record_classes(bookkeeper *self, transaction *t, cause_kind cause) {
    static const char *const abc[ABC_CLASSES] = {
        [ABC_NONE] = "", [ABC_A] = "A", [ABC_B] = "B", [ABC_C] = "C"};
    crossings *all = &self->portfolio->standings.crossings;
    for (uint32_t i = 0; i < all->count; i++) {
        const crossing *c = &all->items[i];
        if (c->abc_before == ABC_NONE || c->abc_now == ABC_NONE) {
            continue; /* it came or left: nobody's class was changed */
        }
        if (c->abc_before != c->abc_now) {
            record_class(self, t, c->client,
                         (transition){.kind = TRANSITION_ABC,
                                      .from = text_of(abc[c->abc_before]),
                                      .to = text_of(abc[c->abc_now]),
                                      .cause = {.kind = cause}});
        }
        if (c->large_before != c->large_now) {
            record_class(self, t, c->client,
                         (transition){.kind = TRANSITION_PARETO,
                                      .from = text_of(c->large_before ? "large" : "small"),
                                      .to = text_of(c->large_now ? "large" : "small"),
                                      .cause = {.kind = cause}});
        }
    }
    all->count = 0;
}
