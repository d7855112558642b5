/* query_movers.c - portfolio.movers: who gained and lost most since a day.
 *
 * Nothing is kept for it: the figures of that day are added up again from the ledgers' entries, O(n log n). */
#include <stdlib.h>

#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "daemon/metric_scope.h"
#include "daemon/query.h"
#include "portfolio/past.h"

enum { SINCE_DAYS = 30 };

/* The clients in scope by one metric, then and now. */
typedef struct two_days {
    metric metric;
    const ranking *now;
    ranking then;
    int64_t *figures; /* then, by client */
    borders borders_now, borders_then;
} two_days;

/* Where a client stood, or stands. */
typedef struct stand {
    int64_t revenue;
    uint32_t place;
    abc_class abc;
} stand;

typedef struct mover {
    uint32_t client;
    text id;
    int64_t change;         /* as `by` counts it; never 0 */
    int64_t revenue_change; /* decides among equals */
} mover;

typedef struct movers {
    metric_scope scope; /* its metric doesn't matter */
    day since;
    movers_by by;
    uint32_t limit;
    two_days revenue;
    two_days classes; /* by the configured metric; not filled when that is trailing revenue */
    const two_days *of_classes;
    mover *items;
    uint32_t count;
    uint32_t gained; /* of them, the first */
} movers;

static void two_days_finish(two_days *self) {
    ranking_finish(&self->then);
    free(self->figures);
}

/* false: no memory. */
static bool two_days_fill(two_days *self, const metric_scope *scope, metric m, day since) {
    portfolio *p = scope->portfolio;
    self->metric = m;
    ranking_init(&self->then, &p->names.clients);
    self->now = portfolio_ranking(p, m, scope->rep_number);
    self->figures = malloc((p->account_count + 1) * sizeof *self->figures);
    if (self->now == NULL || self->figures == NULL) {
        return false;
    }
    span trailing = windows_at(p->rules, since).trailing;
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        int64_t value = past_figure(m, &portfolio_account(p, r.client)->ledger, trailing);
        self->figures[r.client] = value;
        if (!ranking_put(&self->then, r.client, value)) {
            return false;
        }
    }
    self->borders_now = standing_borders(self->now, &p->rules->standing);
    self->borders_then = standing_borders(&self->then, &p->rules->standing);
    return true;
}

static int64_t figure_now(const portfolio *p, metric m, uint32_t client) {
    return p->standings.metrics[m].figures[client];
}

static stand stand_then(const movers *m, uint32_t client) {
    const two_days *c = m->of_classes;
    int64_t revenue = m->revenue.figures[client];
    return (stand){revenue, ranking_find(&m->revenue.then, client, revenue).place,
                   standing_abc(&c->borders_then, &c->then, client, c->figures[client])};
}

static stand stand_now(const movers *m, uint32_t client) {
    const two_days *c = m->of_classes;
    const portfolio *p = m->scope.portfolio;
    int64_t revenue = figure_now(p, METRIC_REVENUE, client);
    return (stand){revenue, ranking_find(m->revenue.now, client, revenue).place,
                   standing_abc(&c->borders_now, c->now, client, figure_now(p, c->metric, client))};
}

/* Only what `by` asks for is looked up. */
static int64_t change_of(const movers *m, uint32_t client) {
    const portfolio *p = m->scope.portfolio;
    int64_t then = m->revenue.figures[client];
    int64_t now = figure_now(p, METRIC_REVENUE, client);
    switch (m->by) {
    case MOVERS_BY_RANK:
        return (int64_t)ranking_find(&m->revenue.then, client, then).place -
               ranking_find(m->revenue.now, client, now).place;
    case MOVERS_BY_REVENUE: return now - then;
    case MOVERS_BY_CLASS: break;
    }
    const two_days *c = m->of_classes;
    return (int)standing_abc(&c->borders_then, &c->then, client, c->figures[client]) -
           (int)standing_abc(&c->borders_now, c->now, client, figure_now(p, c->metric, client));
}

/* Who gained first; then the greater change, then that of revenue, both away from 0, then the id. */
static int compare_movers(const void *left, const void *right) {
    const mover *a = left;
    const mover *b = right;
    if ((a->change > 0) != (b->change > 0)) {
        return a->change > 0 ? -1 : 1;
    }
    if (a->change != b->change) {
        return a->change > 0 ? (a->change < b->change) - (a->change > b->change)
                             : (a->change > b->change) - (a->change < b->change);
    }
    if (a->revenue_change != b->revenue_change) {
        bool a_first = (a->revenue_change > b->revenue_change) == (a->change > 0);
        return a_first ? -1 : 1;
    }
    return text_compare(a->id, b->id);
}

static void collect(movers *m) {
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, &m->scope); scope_walk_next(&walker, &r);) {
        int64_t change = change_of(m, r.client);
        if (change != 0) {
            m->gained += change > 0;
            m->items[m->count++] =
                (mover){r.client, portfolio_client_id(m->scope.portfolio, r.client), change,
                        figure_now(m->scope.portfolio, METRIC_REVENUE, r.client) -
                            m->revenue.figures[r.client]};
        }
    }
    if (m->count > 0) {
        qsort(m->items, m->count, sizeof *m->items, compare_movers);
    }
}

static void write_stand(json_writer *out, const portfolio *p, const char *name, const stand *s) {
    json_key(out, name);
    json_open_object(out);
    json_key(out, "revenue");
    metric_write(out, p, METRIC_REVENUE, s->revenue);
    json_key(out, "place");
    json_whole(out, s->place);
    json_key(out, "abc");
    json_word(out, abc_name(s->abc));
    json_close_object(out);
}

static void write_mover(json_writer *out, const movers *m, const mover *item) {
    const portfolio *p = m->scope.portfolio;
    const profile *of = &portfolio_account(p, item->client)->profile;
    stand then = stand_then(m, item->client);
    stand now = stand_now(m, item->client);
    json_open_object(out);
    json_key(out, "client");
    json_text(out, item->id);
    json_key(out, "name");
    json_text_or_null(out, of->name);
    json_key(out, "rep");
    json_text_or_null(out, of->rep == NUMBER_NONE ? (text){NULL, 0}
                                                  : directory_name(&p->names.reps, of->rep));
    json_key(out, "change");
    if (m->by == MOVERS_BY_REVENUE) {
        metric_write(out, p, METRIC_REVENUE, item->change);
    } else {
        json_whole(out, item->change);
    }
    write_stand(out, p, "before", &then);
    write_stand(out, p, "now", &now);
    json_close_object(out);
}

static void write_direction(json_writer *out, const movers *m, const char *name, uint32_t from,
                            uint32_t upto) {
    json_key(out, name);
    json_open_array(out);
    for (uint32_t i = from; i < upto && i - from < m->limit; i++) {
        write_mover(out, m, &m->items[i]);
    }
    json_close_array(out);
}

static bool read_since(rpc_call *call, day *ret_since) {
    day today = call->portfolio->windows.today;
    if (!rpc_given(call, PARAM_SINCE)) {
        *ret_since = today - DAY_MIN > SINCE_DAYS ? today - SINCE_DAYS : DAY_MIN;
        return true;
    }
    *ret_since = (day)rpc_number(call, PARAM_SINCE);
    char date[DAY_TEXT_SIZE];
    day_format(today, date);
    return *ret_since < today ||
           rpc_refuse(call, RPC_BAD_PARAMETER, "`since` must be before today, %s", date);
}

static bool movers_fill(movers *m) {
    metric class_metric = m->scope.portfolio->standings.class_metric;
    bool same = class_metric == METRIC_REVENUE;
    m->of_classes = same ? &m->revenue : &m->classes;
    m->items = malloc((ranking_total(m->scope.ranking).count + (size_t)1) * sizeof *m->items);
    return m->items != NULL && two_days_fill(&m->revenue, &m->scope, METRIC_REVENUE, m->since) &&
           (same || two_days_fill(&m->classes, &m->scope, class_metric, m->since));
}

static void write_movers(rpc_call *call, movers *m) {
    collect(m);
    json_writer *out = rpc_result(call);
    json_key(out, "rep");
    json_text_or_null(out, m->scope.rep);
    json_key(out, "by");
    json_word(out, movers_by_name(m->by));
    json_key(out, "since");
    json_day(out, m->since);
    json_key(out, "clients");
    json_whole(out, ranking_total(m->scope.ranking).count);
    write_direction(out, m, "gained", 0, m->gained);
    write_direction(out, m, "lost", m->gained, m->count);
}

bool query_portfolio_movers(rpc_call *call) {
    movers m = {.by = (movers_by)rpc_number(call, PARAM_MOVERS_BY),
                .limit = (uint32_t)rpc_number(call, PARAM_LIMIT)};
    if (!metric_scope_read(call, &m.scope) || !read_since(call, &m.since)) {
        return false;
    }
    bool fine = movers_fill(&m);
    if (fine) {
        write_movers(call, &m);
    } else {
        rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the ranking of that day");
    }
    two_days_finish(&m.revenue);
    two_days_finish(&m.classes);
    free(m.items);
    return fine;
}
