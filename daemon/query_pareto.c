/* query_pareto.c - portfolio.pareto: the curve of the largest clients and how concentrated they are. */
#include <stdlib.h>

#include "daemon/json_figures.h"
#include "daemon/metric_scope.h"
#include "daemon/query.h"
#include "portfolio/decimal.h"

enum { POINTS_INITIAL = 20 };

/* What textbooks of sales management read from the Gini coefficient (the discrimination ratio of ABC analysis):
 * which parts of the clients the classes A, B and C should hold. */
static const char *reading_of(int64_t gini) {
    static const struct band {
        int64_t least;
        const char *sentence;
    } bands[] = {
        {900000, "Extreme concentration: a tenth of the clients make nearly everything (A 10 %, B "
                 "10 %, C 80 % "
                 "of the clients); losing one of them endangers the business."},
        {850000, "Very strong concentration (A 10 %, B 20 %, C 70 % of the clients): the business "
                 "depends on few "
                 "large clients."},
        {750000, "Strong concentration (A 20 %, B 20 %, C 60 % of the clients): the 20/80 rule "
                 "holds; care for the "
                 "large ones first."},
        {650000, "Moderate concentration (A 20 %, B 30 %, C 50 % of the clients): classes still "
                 "tell the clients "
                 "apart."},
        {0, "Weak concentration: the clients are too alike for ABC classes to say much."},
    };
    const struct band *b = bands;
    while (gini < b->least) {
        b++;
    }
    return b->sentence;
}

static void write_share(json_writer *out, const char *name, int64_t share) {
    json_key(out, name);
    json_ratio(out, share);
}

static void write_client_at(json_writer *out, const char *name, const metric_scope *scope,
                            uint32_t place) {
    json_key(out, name);
    json_text(out, portfolio_client_id(scope->portfolio, ranking_at(scope->ranking, place).client));
}

static void write_concentration(json_writer *out, const metric_scope *scope) {
    const ranking *r = scope->ranking;
    concentration c = standing_concentration(r);
    json_key(out, "concentration");
    json_open_object(out);
    write_share(out, "largest", c.largest);
    if (r->positive.count > 0) {
        write_client_at(out, "largest_client", scope, 1);
    } else {
        json_key(out, "largest_client");
        json_nothing(out);
    }
    write_share(out, "ten_largest", c.ten_largest);
    write_share(out, "herfindahl", c.herfindahl);
    write_share(out, "gini", c.gini);
    json_key(out, "reading");
    if (c.gini == INT64_MIN) {
        json_nothing(out);
    } else {
        json_word(out, reading_of(c.gini));
    }
    json_close_object(out);
}

static void write_curve(json_writer *out, const metric_scope *scope, const curve_point *points,
                        uint32_t count) {
    json_key(out, "curve");
    json_open_array(out);
    for (uint32_t i = 0; i < count; i++) {
        json_open_object(out);
        json_key(out, "place");
        json_whole(out, points[i].place);
        write_share(out, "share_of_clients",
                    ratio_millionths(points[i].place, scope->ranking->positive.count));
        write_share(out, "cumulative_share", standing_share(scope->ranking, points[i].sum));
        write_client_at(out, "client", scope, points[i].place);
        json_close_object(out);
    }
    json_close_array(out);
}

static void write_twenty_eighty(json_writer *out, const metric_scope *scope) {
    const ranking *r = scope->ranking;
    ranking_sums top = standing_top20(r);
    uint32_t for_80 = standing_borders(r, &scope->rules).large.place;
    write_share(out, "top20_share", standing_share(r, top.sum));
    json_key(out, "top20_clients");
    json_whole(out, top.count);
    json_key(out, "clients_for_80");
    json_whole(out, for_80);
    write_share(out, "clients_for_80_share", ratio_millionths(for_80, r->positive.count));
}

bool query_portfolio_pareto(rpc_call *call) {
    metric_scope scope;
    if (!metric_scope_read(call, &scope)) {
        return false;
    }
    int64_t wanted =
        rpc_given(call, PARAM_POINTS) ? rpc_number(call, PARAM_POINTS) : POINTS_INITIAL;
    curve_point *points = malloc((size_t)wanted * sizeof *points);
    if (points == NULL) {
        return rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the curve");
    }
    uint32_t count = standing_curve(scope.ranking, (uint32_t)wanted, points);
    json_writer *out = rpc_result(call);
    metric_scope_write(out, &scope);
    json_key(out, "known");
    json_whole(out, ranking_total(scope.ranking).count);
    json_key(out, "clients");
    json_whole(out, scope.ranking->positive.count);
    json_key(out, "total");
    metric_write(out, scope.portfolio, scope.metric, ranking_total(scope.ranking).sum);
    write_twenty_eighty(out, &scope);
    write_curve(out, &scope, points, count);
    write_concentration(out, &scope);
    free(points);
    return true;
}
