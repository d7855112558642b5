#include "portfolio/past.h"

static int64_t past_orders(const ledger *l, span trailing) {
    int64_t orders = 0;
    for (uint32_t i = l->day_count; i > 0 && l->days[i - 1].day > trailing.after; i--) {
        orders += span_holds(trailing, l->days[i - 1].day) ? l->days[i - 1].orders : 0;
    }
    return orders;
}

/* The sales of the span, the newest first. */
static sums past_sums(const ledger *l, span within) {
    sums sum = {0};
    for (uint32_t i = l->sale_count; i > 0 && l->sales[i - 1].day > within.after; i--) {
        const sale *s = &l->sales[i - 1];
        if (span_holds(within, s->day)) {
            sum.revenue += s->sums.revenue;
            sum.margin += s->sums.margin;
            sum.quantity += s->sums.quantity;
        }
    }
    return sum;
}

int64_t past_figure(metric m, const ledger *l, span trailing) {
    switch (m) {
    case METRIC_REVENUE: return past_sums(l, trailing).revenue;
    case METRIC_MARGIN: return past_sums(l, trailing).margin;
    case METRIC_QUANTITY: return past_sums(l, trailing).quantity;
    case METRIC_ORDERS: return past_orders(l, trailing);
    case METRIC_REVENUE_TOTAL:
        return past_sums(l, (span){.after = DAY_NONE, .through = trailing.through}).revenue;
    case METRIC_COUNT: break;
    }
    return 0;
}
