/* query_list.c - portfolio.list: the clients that match, sorted by any figure. */
#include "daemon/figure_section.h"
#include "daemon/figure_standing.h"
#include "daemon/lifecycle_section.h"
#include "daemon/ordered_page.h"
#include "daemon/query.h"

#define FIELDS_INITIAL (SECTIONS_ALL & ~section_bit(SECTION_PRODUCTS))

/* The filters given, looked up once. */
typedef struct filters {
    const rpc_call *call;
    uint32_t rep_number; /* NUMBER_NONE: any */
    uint32_t category;   /* NUMBER_NONE: any, or one that nobody has */
    uint8_t phase;       /* PHASE_NONE: any */
    int64_t abc, pareto; /* FIGURE_NULL: any */
    int64_t cell;        /* the number of an RFM name; FIGURE_NULL: any */
} filters;

/* Whether an optional text parameter allows the value; empty and absent are the same. */
static bool allows(const rpc_call *call, param p, text value) {
    return !rpc_given(call, p) || text_equal(rpc_text(call, p), value);
}

static bool has_tag(const profile *p, text tag) {
    for (uint32_t i = 0; i < p->tag_count; i++) {
        if (text_equal(p->tags[i], tag)) {
            return true;
        }
    }
    return false;
}

static bool has_figure(int64_t wanted, int64_t (*value)(const subject *f), const subject *of) {
    return wanted == FIGURE_NULL || value(of) == wanted;
}

/* Whether the client stands where the filters say. */
static bool stands(const filters *f, uint32_t client, const account *a) {
    subject of = {.portfolio = f->call->portfolio, .account = a, .client = client};
    return has_figure(f->abc, abc_of, &of) && has_figure(f->pareto, pareto_of, &of) &&
           has_figure(f->cell, rfm_cell_of, &of);
}

static bool matches(const filters *f, uint32_t client) {
    const rpc_call *call = f->call;
    const account *a = portfolio_account(call->portfolio, client);
    const profile *p = &a->profile;
    return a->documents > 0 && (f->rep_number == NUMBER_NONE || p->rep == f->rep_number) &&
           allows(call, PARAM_SEGMENT, p->segment) && allows(call, PARAM_COUNTRY, p->country) &&
           (!rpc_given(call, PARAM_TAG) || has_tag(p, rpc_text(call, PARAM_TAG))) &&
           (!rpc_given(call, PARAM_CATEGORY) || ledger_category(&a->ledger, f->category) != NULL) &&
           (f->phase == PHASE_NONE || a->life.phase == f->phase) && stands(f, client, a);
}

/* The filters by class and cell. false, refused: no cell has that name. */
static bool read_standing(rpc_call *call, filters *f) {
    f->abc = rpc_given(call, PARAM_ABC)
                 ? class_figure(abc_choice_name((size_t)rpc_number(call, PARAM_ABC)))
                 : FIGURE_NULL;
    f->pareto = rpc_given(call, PARAM_PARETO)
                    ? class_figure(pareto_choice_name((size_t)rpc_number(call, PARAM_PARETO)))
                    : FIGURE_NULL;
    f->cell = FIGURE_NULL;
    if (!rpc_given(call, PARAM_RFM)) {
        return true;
    }
    const rfm_map *map = call->portfolio->rules->rfm;
    text name = rpc_text(call, PARAM_RFM);
    for (uint32_t i = 0; map != NULL && i < map->name_count; i++) {
        if (text_equal(name, map->names[i])) {
            f->cell = i;
            return true;
        }
    }
    return rpc_refuse(
        call, RPC_BAD_PARAMETER,
        "`rfm` cannot be `%.*s`: no cell is called so; portfolio.segments by rfm names "
        "them",
        (int)name.length, name.bytes);
}

/* The kept ranking that is in the order asked for, when nothing but a rep is filtered by; NULL: none. */
static const ranking *ranked_so(const filters *f) {
    static const param others[] = {PARAM_CATEGORY, PARAM_SEGMENT, PARAM_COUNTRY, PARAM_TAG,
                                   PARAM_ABC,      PARAM_PARETO,  PARAM_RFM};
    static const struct order {
        const char *path;
        metric metric;
    } orders[] = {{"revenue.trailing_12m", METRIC_REVENUE},
                  {"margin.trailing_12m", METRIC_MARGIN},
                  {"quantity.trailing_12m", METRIC_QUANTITY},
                  {"orders.count_12m", METRIC_ORDERS},
                  {"revenue.total", METRIC_REVENUE_TOTAL}};
    const rpc_call *call = f->call;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (rpc_given(call, others[i])) {
            return NULL;
        }
    }
    const char *path = figure_path_name((size_t)rpc_number(call, PARAM_SORT));
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (strcmp(path, orders[i].path) == 0 &&
            rpc_number(call, PARAM_ORDER) == ORDER_DESCENDING &&
            call->portfolio->standings.metrics[orders[i].metric].kept) {
            return portfolio_ranking(call->keeper->portfolio, orders[i].metric, f->rep_number);
        }
    }
    return NULL;
}

/* The first place of the page. */
static uint32_t first_place(const ranking *r, const ordered_page *page) {
    uint32_t last = page->begins_after ? directory_find(r->clients, page->begin.id) : NUMBER_NONE;
    return last == NUMBER_NONE ? 1 : ranking_find(r, last, page->begin.value.number).place;
}

/* As choose, without looking at more clients than the page has, and one to see that more follow. */
static uint64_t choose_ranked(const filters *f, const ranking *r, ordered_page *page) {
    ranked few[LIMIT_MOST + 2];
    uint32_t count = 0;
    if (ranking_total(r).count > 0) {
        count = ranking_copy(r, first_place(r, page), page->limit + 2, few);
    }
    for (uint32_t i = 0; i < count; i++) {
        ordered_page_offer(
            page, &(page_item){.value = {.number = few[i].figure},
                               .id = portfolio_client_id(f->call->portfolio, few[i].client),
                               .number = few[i].client});
    }
    ordered_page_sort(page);
    return ranking_total(r).count;
}

/* Offers every client that matches; gives their number. */
static uint64_t choose(const filters *f, ordered_page *page) {
    const portfolio *p = f->call->portfolio;
    size_t sort = (size_t)rpc_number(f->call, PARAM_SORT);
    uint64_t total = 0;
    for (uint32_t i = 0; i < p->account_count; i++) {
        if (matches(f, i)) {
            total++;
            ordered_page_offer(page, &(page_item){.value = figure_path_value(sort, p, i),
                                                  .id = portfolio_client_id(p, i),
                                                  .number = i});
        }
    }
    ordered_page_sort(page);
    return total;
}

static void write_client(rpc_call *call, section_set which, uint32_t client) {
    subject f = subject_of_client(call->portfolio, client);
    json_open_object(call->out);
    json_key(call->out, "client");
    json_text(call->out, portfolio_client_id(call->portfolio, client));
    sections_write(call->out, which, &f);
    json_close_object(call->out);
}

bool query_portfolio_list(rpc_call *call) {
    filters f = {.call = call};
    if (!rpc_rep(call, &f.rep_number) || !phase_filter_read(call, &f.phase) ||
        !read_standing(call, &f)) {
        return false;
    }
    f.category = directory_find(&call->portfolio->names.categories, rpc_text(call, PARAM_CATEGORY));
    section_set which = rpc_given(call, PARAM_FIELDS) ? (section_set)rpc_number(call, PARAM_FIELDS)
                                                      : FIELDS_INITIAL;
    ordered_page *page =
        ordered_page_create(call, figure_path_is_text((size_t)rpc_number(call, PARAM_SORT)),
                            rpc_number(call, PARAM_ORDER) == ORDER_ASCENDING);
    if (page == NULL) {
        return false;
    }
    const ranking *ready = ranked_so(&f);
    uint64_t total = ready != NULL ? choose_ranked(&f, ready, page) : choose(&f, page);
    json_writer *out = rpc_result(call);
    json_key(out, "clients");
    json_open_array(out);
    uint32_t told = 0;
    while (told < page->count && !rpc_page_is_full(call)) {
        write_client(call, which, page->items[told++].number);
    }
    json_close_array(out);
    json_key(out, "total");
    json_count(out, total);
    ordered_page_write_cursor(page, call, told);
    ordered_page_destroy(page);
    return true;
}
