/* query_history.c - sales and activity of a ledger by month or day. */
#include "daemon/json_figures.h"
#include "daemon/query.h"

enum { MONTH_TEXT_LENGTH = 7 };

typedef struct history {
    json_writer *out;
    int decimals;
    period by;
    bool open; /* the figures below are of a period that is not written yet */
    day first; /* a day of that period */
    sums sums;
    int64_t orders;
} history;

static bool same_period(period by, day a, day b) {
    if (by == PERIOD_DAY || a == b) {
        return a == b;
    }
    civil_date x = day_to_civil(a);
    civil_date y = day_to_civil(b);
    return x.year == y.year && x.month == y.month;
}

static void write_period(history *h) {
    if (!h->open) {
        return;
    }
    char date[DAY_TEXT_SIZE];
    day_format(h->first, date);
    json_writer *out = h->out;
    json_open_object(out);
    json_key(out, "period");
    json_text(out, (text){date, h->by == PERIOD_MONTH ? MONTH_TEXT_LENGTH : DAY_TEXT_SIZE - 1});
    json_key(out, "revenue");
    json_amount(out, h->sums.revenue, h->decimals);
    json_key(out, "margin");
    json_amount(out, h->sums.margin, h->decimals);
    json_key(out, "quantity");
    json_quantity(out, h->sums.quantity);
    json_key(out, "orders");
    json_whole(out, h->orders);
    json_close_object(out);
    h->open = false;
}

/* Makes the period that the day lies in the open one. Days come in order. */
static void open_period(history *h, day d) {
    if (h->open && same_period(h->by, h->first, d)) {
        return;
    }
    write_period(h);
    h->open = true;
    h->first = d;
    h->sums = (sums){0};
    h->orders = 0;
}

static void add_sale(history *h, const sale *s) {
    open_period(h, s->day);
    h->sums.revenue += s->sums.revenue;
    h->sums.margin += s->sums.margin;
    h->sums.quantity += s->sums.quantity;
}

static void add_activity(history *h, const activity *a) {
    if (a->orders > 0) {
        open_period(h, a->day);
        h->orders += a->orders;
    }
}

/* Sales and days are each in order: they are merged. */
static void write_days(history *h, const ledger *l, day from, day to) {
    uint32_t s = 0;
    uint32_t d = 0;
    while (s < l->sale_count && l->sales[s].day < from) {
        s++;
    }
    while (d < l->day_count && l->days[d].day < from) {
        d++;
    }
    for (;;) {
        bool more_sales = s < l->sale_count && l->sales[s].day <= to;
        bool more_days = d < l->day_count && l->days[d].day <= to;
        if (more_sales && (!more_days || l->sales[s].day <= l->days[d].day)) {
            add_sale(h, &l->sales[s++]);
        } else if (more_days) {
            add_activity(h, &l->days[d++]);
        } else {
            break;
        }
    }
    write_period(h);
}

static bool refuse_span(rpc_call *call) {
    bool both = rpc_given(call, PARAM_FROM) && rpc_given(call, PARAM_TO);
    if (both && rpc_number(call, PARAM_FROM) > rpc_number(call, PARAM_TO)) {
        rpc_refuse(call, RPC_BAD_PARAMETER, "`from` is after `to`; swap them");
        return true;
    }
    return false;
}

static void write_history(rpc_call *call, const ledger *l) {
    json_writer *out = call->out;
    history h = {.out = out,
                 .decimals = currency_decimals(call->keeper->config->rules.rates.base),
                 .by = (period)rpc_number(call, PARAM_BY)};
    day from = rpc_given(call, PARAM_FROM) ? (day)rpc_number(call, PARAM_FROM) : DAY_MIN;
    day to = rpc_given(call, PARAM_TO) ? (day)rpc_number(call, PARAM_TO) : DAY_MAX;
    json_key(out, "by");
    json_word(out, period_name(h.by));
    json_key(out, "history");
    json_open_array(out);
    write_days(&h, l, from, to);
    json_close_array(out);
}

bool query_client_history(rpc_call *call) {
    uint32_t client;
    if (!rpc_client(call, &client) || refuse_span(call)) {
        return false;
    }
    json_writer *out = rpc_result(call);
    json_key(out, "client");
    json_text(out, portfolio_client_id(call->portfolio, client));
    write_history(call, &portfolio_account(call->portfolio, client)->ledger);
    return true;
}

bool query_portfolio_history(rpc_call *call) {
    uint32_t rep_number;
    if (!rpc_rep(call, &rep_number) || refuse_span(call)) {
        return false;
    }
    (void)rpc_result(call);
    write_history(call, &rpc_book(call, rep_number)->ledger);
    return true;
}
