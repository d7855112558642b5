/* query_segments.c - portfolio.segments: the clients by class and by rep. */
#include "daemon/query_segments.h"

#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "daemon/ordered_page.h"
#include "daemon/query.h"

json_writer *segments_begin(rpc_call *call, const metric_scope *scope) {
    json_writer *out = rpc_result(call);
    json_key(out, "by");
    json_word(out, segments_by_name((size_t)rpc_number(call, PARAM_SEGMENTS_BY)));
    metric_scope_write(out, scope);
    return out;
}

void segments_open_rows(json_writer *out, const metric_scope *scope, const ranking *of) {
    json_key(out, "clients");
    json_whole(out, ranking_total(of).count);
    json_key(out, "total");
    metric_write(out, scope->portfolio, scope->metric, ranking_total(of).sum);
    json_key(out, "rows");
    json_open_array(out);
}

static void write_class(json_writer *out, const metric_scope *scope, const char *name,
                        ranking_sums counts, const ranking *of) {
    json_open_object(out);
    json_key(out, "class");
    json_word(out, name);
    metric_scope_write_counts(out, scope, counts, ranking_total(of).count, ranking_total(of).sum);
    json_close_object(out);
}

void segments_write_abc(json_writer *out, const metric_scope *scope, const ranking *of,
                        const borders *b) {
    ranking_sums counts[ABC_CLASSES];
    standing_abc_sums(b, of, counts);
    for (abc_class c = ABC_A; c <= ABC_C; c++) {
        write_class(out, scope, abc_name(c), counts[c], of);
    }
}

static bool by_abc(rpc_call *call, const metric_scope *scope) {
    json_writer *out = segments_begin(call, scope);
    borders b = standing_borders(scope->ranking, &scope->rules);
    segments_open_rows(out, scope, scope->ranking);
    segments_write_abc(out, scope, scope->ranking, &b);
    json_close_array(out);
    return true;
}

static bool by_pareto(rpc_call *call, const metric_scope *scope) {
    const ranking *r = scope->ranking;
    json_writer *out = segments_begin(call, scope);
    borders b = standing_borders(r, &scope->rules);
    ranking_sums large = border_sums(&b.large, r);
    ranking_sums all = ranking_total(r);
    segments_open_rows(out, scope, r);
    write_class(out, scope, pareto_name(true), large, r);
    write_class(out, scope, pareto_name(false),
                (ranking_sums){all.count - large.count, all.sum - large.sum}, r);
    json_close_array(out);
    return true;
}

static bool by_pmg(rpc_call *call, const metric_scope *scope) {
    json_writer *out = segments_begin(call, scope);
    pmg_borders b = standing_pmg_borders(scope->ranking, &scope->rules);
    ranking_sums counts[PMG_CLASSES];
    standing_pmg_sums(&b, scope->ranking, counts);
    segments_open_rows(out, scope, scope->ranking);
    for (pmg_class c = PMG_G; c <= PMG_P; c++) {
        write_class(out, scope, pmg_name(c), counts[c], scope->ranking);
    }
    json_close_array(out);
    return true;
}

/* ---- realised against potential ---- */

enum { POTENTIAL_CLASSES = 4, UNKNOWN = 0 }; /* 1, 2, 3, and not known */

typedef struct crossed_cell {
    ranking_sums sums;
    int64_t potential;
} crossed_cell;

typedef struct crossed_cells {
    crossed_cell cells[ABC_CLASSES][POTENTIAL_CLASSES];
    crossed_cell unknown;
} crossed_cells;

static void count_crossed(const metric_scope *scope, const ranking *potentials,
                          crossed_cells *ret) {
    const kept_ranking *k = &scope->portfolio->standings.potential;
    borders b = standing_borders(scope->ranking, &scope->rules);
    borders of_potential = standing_borders(potentials, &scope->rules);
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        int64_t potential = r.client < k->client_count ? k->figures[r.client] : FIGURE_NONE;
        crossed_cell *cell = &ret->unknown;
        if (potential != FIGURE_NONE) {
            abc_class c = standing_abc(&b, scope->ranking, r.client, r.figure);
            cell = &ret->cells[c][standing_potential(&of_potential, potentials, &scope->rules,
                                                     r.client, potential)];
            cell->potential += potential;
        }
        cell->sums.count++;
        cell->sums.sum += r.figure;
    }
}

static void write_crossed(json_writer *out, const metric_scope *scope, const char *name,
                          const crossed_cell *cell) {
    ranking_sums all = ranking_total(scope->ranking);
    json_open_object(out);
    json_key(out, "class");
    json_text_or_null(out, text_of(name));
    metric_scope_write_counts(out, scope, cell->sums, all.count, all.sum);
    json_key(out, "potential");
    if (name[0] == '\0') {
        json_nothing(out);
    } else {
        json_amount(out, cell->potential, currency_decimals(scope->portfolio->rules->rates.base));
    }
    json_close_object(out);
}

static bool by_crossed(rpc_call *call, const metric_scope *scope) {
    ranking room;
    const ranking *potentials =
        metric_scope_part(call, scope, &scope->portfolio->standings.potential, &room);
    if (potentials == NULL) {
        ranking_finish(&room);
        return false;
    }
    crossed_cells counted = {0};
    count_crossed(scope, potentials, &counted);
    ranking_finish(&room);
    json_writer *out = segments_begin(call, scope);
    segments_open_rows(out, scope, scope->ranking);
    for (abc_class c = ABC_A; c <= ABC_C; c++) {
        for (int number = 1; number < POTENTIAL_CLASSES; number++) {
            const char name[] = {abc_name(c)[0], (char)('0' + number), '\0'};
            write_crossed(out, scope, name, &counted.cells[c][number]);
        }
    }
    write_crossed(out, scope, "", &counted.unknown);
    json_close_array(out);
    return true;
}

/* ---- reps ---- */

static void offer_rep(ordered_page *page, text name, uint32_t number, ranking_sums counts) {
    if (counts.count > 0) {
        ordered_page_offer(
            page, &(page_item){.value = {.number = counts.sum}, .id = name, .number = number});
    }
}

static ranking_sums rep_sums(const metric_scope *scope, uint32_t rep_number) {
    return ranking_total(portfolio_ranking(scope->portfolio, scope->metric, rep_number));
}

/* Gives what the clients without a rep have. */
static ranking_sums offer_reps(const metric_scope *scope, ordered_page *page) {
    const portfolio *p = scope->portfolio;
    ranking_sums rest = ranking_total(scope->ranking);
    for (uint32_t i = 0; i < p->rep_count; i++) {
        if (scope->rep_number == NUMBER_NONE || scope->rep_number == i) {
            ranking_sums counts = rep_sums(scope, i);
            offer_rep(page, directory_name(&p->names.reps, i), i, counts);
            rest.count -= counts.count;
            rest.sum -= counts.sum;
        }
    }
    offer_rep(page, (text){"", 0}, NUMBER_NONE, rest);
    return rest;
}

static bool by_rep(rpc_call *call, const metric_scope *scope) {
    ordered_page *page = ordered_page_create(call, false, false);
    if (page == NULL) {
        return false;
    }
    ranking_sums rest = offer_reps(scope, page);
    ordered_page_sort(page);
    json_writer *out = segments_begin(call, scope);
    ranking_sums all = ranking_total(scope->ranking);
    segments_open_rows(out, scope, scope->ranking);
    for (uint32_t i = 0; i < page->count; i++) {
        const page_item *item = &page->items[i];
        json_open_object(out);
        json_key(out, "rep");
        json_text_or_null(out, item->id);
        metric_scope_write_counts(
            out, scope, item->number == NUMBER_NONE ? rest : rep_sums(scope, item->number),
            all.count, all.sum);
        json_close_object(out);
    }
    json_close_array(out);
    ordered_page_write_cursor(page, call, page->count);
    ordered_page_destroy(page);
    return true;
}

/* An order's categories are not kept. */
static bool refuse_orders(rpc_call *call, const metric_scope *scope) {
    if (scope->metric == METRIC_ORDERS) {
        rpc_refuse(call, RPC_BAD_PARAMETER,
                   "`metric` cannot be `orders` by category: orders have no category here; name "
                   "another metric");
        return true;
    }
    return false;
}

bool query_portfolio_segments(rpc_call *call) {
    segments_by by = (segments_by)rpc_number(call, PARAM_SEGMENTS_BY);
    bool in_category = rpc_given(call, PARAM_RANKED_CATEGORY);
    metric_scope scope;
    if (!metric_scope_read(call, &scope) ||
        ((in_category || by == BY_CATEGORY) && refuse_orders(call, &scope))) {
        return false;
    }
    if (in_category) {
        return by == BY_ABC ? segments_in_category(call, &scope)
                            : rpc_refuse(call, RPC_BAD_PARAMETER,
                                         "with `category`, `by` can only be `abc`; leave one out");
    }
    switch (by) {
    case BY_ABC: return by_abc(call, &scope);
    case BY_PARETO: return by_pareto(call, &scope);
    case BY_PMG: return by_pmg(call, &scope);
    case BY_CROSSED: return by_crossed(call, &scope);
    case BY_RFM:
    case BY_FRAT: return segments_by_scores(call, &scope);
    case BY_CATEGORY: return segments_by_category(call, &scope);
    case BY_PHASE: return segments_by_phase(call, &scope);
    case BY_REP: break;
    }
    return by_rep(call, &scope);
}
