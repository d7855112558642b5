#include "daemon/rpc_param_row.h"

#include "daemon/figure_path.h"
#include "daemon/figure_section.h"
#include "daemon/figure_standing.h"
#include "portfolio/event.h"
#include "portfolio/limits.h"
#include "portfolio/reason.h"
#include "portfolio/transition.h"

const param_row param_rows[PARAM_COUNT] = {
#define PARAM(id, name, shape, least, most, choices, initial, sentence) \
    {name, shape, least, most, choices, initial, sentence},
#include "daemon/param.def"
#undef PARAM
};

const char *sort_order_name(size_t number) {
    static const char *const words[] = {[ORDER_DESCENDING] = "desc", [ORDER_ASCENDING] = "asc"};
    return number < sizeof words / sizeof words[0] ? words[number] : NULL;
}

const char *period_name(size_t number) {
    static const char *const words[] = {[PERIOD_MONTH] = "month", [PERIOD_DAY] = "day"};
    return number < sizeof words / sizeof words[0] ? words[number] : NULL;
}

const char *segments_by_name(size_t number) {
    static const char *const words[] = {
        [BY_ABC] = "abc",           [BY_PARETO] = "pareto", [BY_PMG] = "pmg",
        [BY_CROSSED] = "crossed",   [BY_RFM] = "rfm",       [BY_FRAT] = "frat",
        [BY_CATEGORY] = "category", [BY_REP] = "rep",       [BY_PHASE] = "phase",
    };
    return number < sizeof words / sizeof words[0] ? words[number] : NULL;
}

const char *movers_by_name(size_t number) {
    static const char *const words[] = {
        [MOVERS_BY_RANK] = "rank", [MOVERS_BY_REVENUE] = "revenue", [MOVERS_BY_CLASS] = "class"};
    return number < sizeof words / sizeof words[0] ? words[number] : NULL;
}

const char *metric_choice_name(size_t number) {
    return number < METRIC_COUNT ? metric_name((metric)number) : NULL;
}

const char *abc_choice_name(size_t number) {
    size_t c = number + ABC_A;
    return c <= ABC_C ? abc_name((abc_class)c) : NULL;
}

const char *pareto_choice_name(size_t number) {
    return number < 2 ? pareto_name(number == 0) : NULL;
}

const char *transition_kind_choice(size_t number) {
    return number < TRANSITION_KINDS ? transition_kind_name((transition_kind)number) : NULL;
}

const char *listed_kind_name(size_t number) {
    size_t kind = number + KIND_QUOTE;
    return kind < KIND_COUNT ? document_kind_name((document_kind)kind) : NULL;
}

const char *refusal_name(size_t number) {
    size_t r = number + 1;
    return r < REASON_COUNT ? reason_name((reason)r) : NULL;
}
