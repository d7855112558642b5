/* query_category.c - portfolio.segments by product category, and the ranking within one. */
#include <stdlib.h>

#include "daemon/figure_section.h"
#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "daemon/ordered_page.h"
#include "daemon/query_segments.h"
#include "portfolio/decimal.h"

enum { BEST_CLIENTS = 5 };

static int64_t category_figure(metric m, const category_sums *c) {
    switch (m) {
    case METRIC_REVENUE: return c->trailing.revenue;
    case METRIC_MARGIN: return c->trailing.margin;
    case METRIC_QUANTITY: return c->trailing.quantity;
    case METRIC_REVENUE_TOTAL: return c->total.revenue;
    case METRIC_ORDERS: /* refused before */
    case METRIC_COUNT: break;
    }
    return 0;
}

static text category_name(const metric_scope *scope, uint32_t category) {
    return directory_name(&scope->portfolio->names.categories, category);
}

static text client_name(const metric_scope *scope, uint32_t client) {
    return portfolio_account(scope->portfolio, client)->profile.name;
}

static void write_client(json_writer *out, const metric_scope *scope, uint32_t client) {
    json_key(out, "client");
    json_text(out, portfolio_client_id(scope->portfolio, client));
    json_key(out, "name");
    json_text_or_null(out, client_name(scope, client));
}

/* ---- all categories ---- */

/* Who buys in a category. */
typedef struct buyers {
    uint32_t clients; /* with a positive figure */
    uint32_t best_count;
    ranked best[BEST_CLIENTS]; /* of them */
} buyers;

static void buyers_add(buyers *self, const ranking *order, ranked r) {
    self->clients++;
    uint32_t at = self->best_count;
    while (at > 0 && ranking_precedes(order, r, self->best[at - 1])) {
        at--;
    }
    if (at == BEST_CLIENTS) {
        return;
    }
    self->best_count += self->best_count < BEST_CLIENTS;
    memmove(&self->best[at + 1], &self->best[at],
            (self->best_count - at - 1) * sizeof self->best[0]);
    self->best[at] = r;
}

/* By category number. NULL, refused: no memory. */
static buyers *count_buyers(rpc_call *call, const metric_scope *scope) {
    buyers *all = calloc((size_t)scope->portfolio->names.categories.count + 1, sizeof *all);
    if (all == NULL) {
        rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the answer");
        return NULL;
    }
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        const ledger *l = &portfolio_account(scope->portfolio, r.client)->ledger;
        for (uint32_t i = 0; i < l->category_count; i++) {
            int64_t value = category_figure(scope->metric, &l->categories[i]);
            if (value > 0) {
                buyers_add(&all[l->categories[i].category], scope->ranking,
                           (ranked){value, r.client});
            }
        }
    }
    return all;
}

static void write_best(json_writer *out, const metric_scope *scope, const buyers *b, int64_t sum) {
    json_key(out, "best");
    json_open_array(out);
    for (uint32_t i = 0; i < b->best_count; i++) {
        json_open_object(out);
        write_client(out, scope, b->best[i].client);
        json_key(out, "sum");
        metric_write(out, scope->portfolio, scope->metric, b->best[i].figure);
        json_key(out, "share");
        json_ratio(out, sum > 0 ? ratio_millionths(b->best[i].figure, sum) : INT64_MIN);
        json_close_object(out);
    }
    json_close_array(out);
}

static void write_category(json_writer *out, const metric_scope *scope, const category_sums *c,
                           const buyers *b) {
    ranking_sums all = ranking_total(scope->ranking);
    int64_t sum = category_figure(scope->metric, c);
    json_open_object(out);
    product_write(out, category_name(scope, c->category), c,
                  currency_decimals(scope->portfolio->rules->rates.base));
    metric_scope_write_counts(out, scope, (ranking_sums){b->clients, sum}, all.count, all.sum);
    write_best(out, scope, b, sum);
    json_close_object(out);
}

static void write_categories(rpc_call *call, const metric_scope *scope, ordered_page *page,
                             const buyers *all) {
    const ledger *l = &rpc_book(call, scope->rep_number)->ledger;
    for (uint32_t i = 0; i < l->category_count; i++) {
        const category_sums *c = &l->categories[i];
        ordered_page_offer(page,
                           &(page_item){.value = {.number = category_figure(scope->metric, c)},
                                        .id = category_name(scope, c->category),
                                        .number = i});
    }
    ordered_page_sort(page);
    json_writer *out = segments_begin(call, scope);
    segments_open_rows(out, scope, scope->ranking);
    uint32_t told = 0;
    while (told < page->count && !rpc_page_is_full(call)) {
        const category_sums *c = &l->categories[page->items[told++].number];
        write_category(out, scope, c, &all[c->category]);
    }
    json_close_array(out);
    ordered_page_write_cursor(page, call, told);
}

bool segments_by_category(rpc_call *call, const metric_scope *scope) {
    ordered_page *page = ordered_page_create(call, false, false);
    buyers *all = page == NULL ? NULL : count_buyers(call, scope);
    if (all != NULL) {
        write_categories(call, scope, page, all);
    }
    bool fine = all != NULL;
    free(all);
    ordered_page_destroy(page);
    return fine;
}

/* ---- within one ---- */

static bool rank_category(const metric_scope *scope, uint32_t category, ranking *out) {
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        const ledger *l = &portfolio_account(scope->portfolio, r.client)->ledger;
        const category_sums *c = ledger_category(l, category);
        if (c != NULL && !ranking_put(out, r.client, category_figure(scope->metric, c))) {
            return false;
        }
    }
    return true;
}

static void write_ranked(json_writer *out, const metric_scope *scope, const ranking *within,
                         const borders *b, ranked r) {
    const portfolio *p = scope->portfolio;
    ranking_place at = ranking_find(within, r.client, r.figure);
    uint32_t rep_number = portfolio_account(p, r.client)->profile.rep;
    json_open_object(out);
    json_key(out, "place");
    json_whole(out, at.place);
    write_client(out, scope, r.client);
    json_key(out, "rep");
    json_text_or_null(out, rep_number == NUMBER_NONE ? (text){NULL, 0}
                                                     : directory_name(&p->names.reps, rep_number));
    json_key(out, "sum");
    metric_write(out, p, scope->metric, r.figure);
    json_key(out, "share");
    json_ratio(out, standing_share(within, r.figure));
    json_key(out, "cumulative_share");
    json_ratio(out, standing_share(within, at.sum_before + r.figure));
    json_key(out, "abc");
    json_word(out, abc_name(standing_abc(b, within, r.client, r.figure)));
    json_close_object(out);
}

static void write_within(rpc_call *call, const metric_scope *scope, const ranking *within) {
    uint32_t limit = (uint32_t)rpc_number(call, PARAM_LIMIT);
    metric_scope part = *scope;
    part.ranking = within;
    borders b = standing_borders(within, &scope->rules);
    json_writer *out = segments_begin(call, scope);
    json_key(out, "category");
    json_text(out, rpc_text(call, PARAM_RANKED_CATEGORY));
    segments_open_rows(out, scope, within);
    segments_write_abc(out, scope, within, &b);
    json_close_array(out);
    json_key(out, "ranking");
    json_open_array(out);
    scope_walk walker;
    ranked r;
    scope_walk_begin(&walker, &part);
    for (uint32_t told = 0; told < limit && scope_walk_next(&walker, &r); told++) {
        write_ranked(out, scope, within, &b, r);
    }
    json_close_array(out);
}

bool segments_in_category(rpc_call *call, const metric_scope *scope) {
    const portfolio *p = scope->portfolio;
    uint32_t category = directory_find(&p->names.categories, rpc_text(call, PARAM_RANKED_CATEGORY));
    ranking within;
    ranking_init(&within, &p->names.clients);
    bool fine = rank_category(scope, category, &within);
    if (fine) {
        write_within(call, scope, &within);
    } else {
        rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the ranking");
    }
    ranking_finish(&within);
    return fine;
}
