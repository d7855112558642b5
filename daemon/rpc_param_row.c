#include "daemon/rpc_param_row.h"

#include "daemon/figure_path.h"
#include "daemon/figure_section.h"
#include "portfolio/event.h"
#include "portfolio/limits.h"
#include "portfolio/reason.h"

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

const char *listed_kind_name(size_t number) {
    size_t kind = number + KIND_QUOTE;
    return kind < KIND_COUNT ? document_kind_name((document_kind)kind) : NULL;
}

const char *refusal_name(size_t number) {
    size_t r = number + 1;
    return r < REASON_COUNT ? reason_name((reason)r) : NULL;
}
