#include "portfolio/action_plan.h"

#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

static const action_rule default_plan[] = {
    {TEXT("childhood"), TEXT("close follow-up"), false, {14, 21, 30}, {0}, 0},
    {TEXT("adolescence"), TEXT("follow-up"), false, {30, 45, 60}, {0}, 0},
    {TEXT("adulthood"), TEXT("keep in touch"), false, {60, 120, 180}, {0}, 0},
    {TEXT("old_age"),
     TEXT("retention offer"),
     true,
     {7, 7, 7},
     TEXT("decide: renew or abandon"),
     30},
    {TEXT("lost"), TEXT("win-back attempt"), true, {30, 30, 30}, {0}, 0},
};

const action_rules action_defaults = {
    .chase_quotes_after = 7,
    .decide_contracts_before = 60,
    .plan = default_plan,
    .plan_count = sizeof default_plan / sizeof default_plan[0],
};

static const text chase_quote = TEXT("chase the open quote");
static const text decide_contract = TEXT("decide on the contract: renew or abandon");

const char *action_kind_name(action_kind k) {
    static const char *const words[ACTION_KINDS] = {
        [ACTION_CONTRACT] = "contract", [ACTION_QUOTE] = "quote", [ACTION_PLAN] = "plan"};
    return words[k];
}

abc_class account_class(const portfolio *p, uint32_t client) {
    const standings *s = &p->standings;
    const kept_ranking *k = &s->metrics[s->class_metric];
    if (client >= k->client_count || k->figures[client] == FIGURE_NONE) {
        return ABC_C;
    }
    return standing_abc(&s->borders, &k->whole, client, k->figures[client]);
}

static day later(day a, day b) {
    return a > b ? a : b; /* DAY_NONE is the least */
}

static const action_rule *rule_of(const action_rules *r, const char *phase) {
    for (size_t i = 0; i < r->plan_count; i++) {
        if (text_equal(r->plan[i].phase, text_of(phase))) {
            return &r->plan[i];
        }
    }
    return NULL;
}

/* Keeps the action that is due first. */
static void offer(action *best, bool *has, action one) {
    if (!*has || one.due < best->due || (one.due == best->due && one.kind < best->kind)) {
        *best = one;
        *has = true;
    }
}

static void offer_contracts(const action_rules *r, const account *a, day today, action *best,
                            bool *has) {
    for (uint32_t i = 0; i < a->contracts.count; i++) {
        const contract *c = &a->contracts.items[i];
        int32_t notice = c->notice_days >= 0 ? c->notice_days : r->decide_contracts_before;
        bool decided = c->terminated != DAY_NONE || c->end == DAY_NONE || c->end < today;
        if (!decided && notice >= 0 && contract_is_active(c, today)) {
            offer(best, has, (action){ACTION_CONTRACT, decide_contract, c->end - notice, c->id});
        }
    }
}

static void offer_quote(const action_rules *r, const account *a, action *best, bool *has) {
    day oldest = day_counts_first(&a->open_quotes);
    if (oldest != DAY_NONE && r->chase_quotes_after >= 0 && !a->profile.abandoned) {
        day from = later(oldest, ledger_last_contact(&a->ledger));
        offer(best, has, (action){ACTION_QUOTE, chase_quote, from + r->chase_quotes_after, {0}});
    }
}

static void offer_plan(const action_rule *r, const account *a, abc_class class, day today,
                       action *best, bool *has) {
    day contact = ledger_last_contact(&a->ledger);
    day since = a->life.since == DAY_NONE ? today : a->life.since;
    int32_t days = r->days[class == ABC_A ? 0 : class == ABC_B ? 1 : 2];
    if (!r->once) {
        day from = contact == DAY_NONE ? since : contact;
        offer(best, has, (action){ACTION_PLAN, r->what, from + days, {0}});
    } else if (contact == DAY_NONE || contact < since) {
        offer(best, has, (action){ACTION_PLAN, r->what, since + days, {0}});
    } else if (r->then.length > 0) {
        offer(best, has, (action){ACTION_PLAN, r->then, contact + r->then_days, {0}});
    }
}

bool action_next(const portfolio *p, uint32_t client, action *ret) {
    const account *a = portfolio_account(p, client);
    const action_rules *r = p->rules->actions != NULL ? p->rules->actions : &action_defaults;
    const lifecycle_rules *phases = portfolio_lifecycle(p);
    bool has = false;
    action best = {0};
    if (a->documents <= 0) {
        return false;
    }
    offer_contracts(r, a, p->windows.today, &best, &has);
    offer_quote(r, a, &best, &has);
    const action_rule *plan =
        a->life.phase < phases->phase_count ? rule_of(r, phases->phases[a->life.phase].name) : NULL;
    if (plan != NULL) {
        offer_plan(plan, a, account_class(p, client), p->windows.today, &best, &has);
    }
    if (has) {
        *ret = best;
    }
    return has;
}
