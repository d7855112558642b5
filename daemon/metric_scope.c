#include "daemon/metric_scope.h"

#include "daemon/json_figures.h"
#include "portfolio/decimal.h"

static bool is_money(metric m) {
    return m == METRIC_REVENUE || m == METRIC_MARGIN || m == METRIC_REVENUE_TOTAL;
}

bool metric_scope_read(rpc_call *call, metric_scope *ret) {
    portfolio *p = call->keeper->portfolio;
    *ret = (metric_scope){.portfolio = p,
                          .rep = rpc_text(call, PARAM_REP),
                          .metric = p->standings.class_metric,
                          .rules = p->rules->standing};
    if (!rpc_rep(call, &ret->rep_number)) {
        return false;
    }
    if (rpc_given(call, PARAM_METRIC)) {
        ret->metric = (metric)rpc_number(call, PARAM_METRIC);
    }
    if (!is_money(ret->metric)) {
        ret->rules.g_amount = ret->rules.m_amount = 0;
    }
    ret->ranking = portfolio_ranking(p, ret->metric, ret->rep_number);
    return ret->ranking != NULL ||
           rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the ranking");
}

void scope_walk_begin(scope_walk *self, const metric_scope *scope) {
    self->ranking = scope->ranking;
    self->place = 1;
    self->at = self->count = 0;
}

bool scope_walk_next(scope_walk *self, ranked *ret) {
    enum { ITEMS = sizeof self->items / sizeof self->items[0] };
    if (self->at == self->count) {
        self->place += self->count;
        self->at = 0;
        self->count = ranking_copy(self->ranking, self->place, ITEMS, self->items);
        if (self->count == 0) {
            return false;
        }
    }
    *ret = self->items[self->at++];
    return true;
}

const ranking *metric_scope_part(rpc_call *call, const metric_scope *self, const kept_ranking *k,
                                 ranking *room) {
    ranking_init(room, k->whole.clients);
    if (self->rep_number == NUMBER_NONE) {
        return &k->whole;
    }
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, self); scope_walk_next(&walker, &r);) {
        int64_t value = r.client < k->client_count ? k->figures[r.client] : FIGURE_NONE;
        if (value != FIGURE_NONE && !ranking_put(room, r.client, value)) {
            rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the ranking");
            return NULL;
        }
    }
    return room;
}

void metric_scope_write_counts(json_writer *out, const metric_scope *self, ranking_sums counts,
                               uint32_t of_clients, int64_t of_sum) {
    json_key(out, "clients");
    json_whole(out, counts.count);
    json_key(out, "share_of_clients");
    json_ratio(out, ratio_millionths(counts.count, of_clients));
    json_key(out, "sum");
    metric_write(out, self->portfolio, self->metric, counts.sum);
    json_key(out, "share");
    json_ratio(out, of_sum > 0 ? ratio_millionths(counts.sum, of_sum) : INT64_MIN);
}

void metric_scope_write(json_writer *out, const metric_scope *self) {
    json_key(out, "rep");
    json_text_or_null(out, self->rep);
    json_key(out, "metric");
    json_word(out, metric_name(self->metric));
}

void metric_write(json_writer *out, const portfolio *p, metric m, int64_t value) {
    if (is_money(m)) {
        json_amount(out, value, currency_decimals(p->rules->rates.base));
    } else if (m == METRIC_QUANTITY) {
        json_quantity(out, value);
    } else {
        json_whole(out, value);
    }
}
