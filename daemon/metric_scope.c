#include "daemon/metric_scope.h"

#include "daemon/json_figures.h"

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

bool metric_scope_holds(const metric_scope *self, uint32_t client) {
    const account *a = portfolio_account(self->portfolio, client);
    return a->documents > 0 &&
           (self->rep_number == NUMBER_NONE || a->profile.rep == self->rep_number);
}

int64_t metric_scope_figure(const metric_scope *self, uint32_t client) {
    return self->portfolio->standings.metrics[self->metric].figures[client];
}

void metric_scope_write(json_writer *out, const metric_scope *self) {
    json_key(out, "rep");
    json_text_or_null(out, self->rep);
    json_key(out, "metric");
    json_word(out, metric_name(self->metric));
}

void metric_write(json_writer *out, const portfolio *p, metric m, int64_t figure) {
    if (is_money(m)) {
        json_amount(out, figure, currency_decimals(p->rules->rates.base));
    } else if (m == METRIC_QUANTITY) {
        json_quantity(out, figure);
    } else {
        json_whole(out, figure);
    }
}
