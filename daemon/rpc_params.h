/* rpc_params.h - a request's named parameters, checked against what the method takes.
 *
 * Texts point into the request. What is optional and null counts as not given. */
#ifndef DAEMON_RPC_PARAMS_H
#define DAEMON_RPC_PARAMS_H

#include <jansson.h>

#include "daemon/json_write.h"
#include "portfolio/calendar.h"

enum {
    LIMIT_INITIAL = 50,
    LIMIT_MOST = 1000,
    QUERY_BYTES_MAX = 200,
    CURSOR_TEXT_MAX = 4096,
};

typedef enum param {
#define PARAM(id, name, shape, least, most, choices, initial, sentence) PARAM_##id,
#include "daemon/param.def"
#undef PARAM
    PARAM_COUNT
} param;

typedef uint64_t param_set; /* a bit for each */
_Static_assert(PARAM_COUNT <= 64, "a set of parameters fits");

static inline param_set param_bit(param p) {
    return (param_set)1 << p;
}

typedef struct param_value {
    bool given; /* false: `number` is what stands for it when there is such a thing, else 0 */
    text words; /* TEXT */
    int64_t
        number; /* WHOLE, LIMIT; CHOICE: its number; CHOICES: bits; FLAG: 0 or 1; DATE: the day */
} param_value;

typedef struct rpc_params {
    param_value values[PARAM_COUNT];
} rpc_params;

/* What a method takes. */
typedef struct params_taken {
    const char *method; /* its name, for sentences */
    param_set required;
    param_set optional;
} params_taken;

#define PARAMS_ERROR_SIZE 640

/* `given` is the request's params, NULL when it has none. false: `error` names the parameter and says what to do. */
bool params_read(const params_taken *taken, json_t *given, rpc_params *ret,
                 char error[static PARAMS_ERROR_SIZE]);

/* The OpenRPC description of what a method takes: an array. */
void params_describe(json_writer *out, const params_taken *taken);

/* The choices of parameters by number; NULL: no more. */
typedef enum sort_order { ORDER_DESCENDING, ORDER_ASCENDING } sort_order;
const char *sort_order_name(size_t number);
typedef enum period { PERIOD_MONTH, PERIOD_DAY } period;
const char *period_name(size_t number);
typedef enum segments_by {
    BY_ABC,
    BY_PARETO,
    BY_PMG,
    BY_CROSSED,
    BY_RFM,
    BY_FRAT,
    BY_CATEGORY,
    BY_REP,
    BY_PHASE
} segments_by;
const char *segments_by_name(size_t number);
typedef enum movers_by { MOVERS_BY_RANK, MOVERS_BY_REVENUE, MOVERS_BY_CLASS } movers_by;
const char *movers_by_name(size_t number);
const char *metric_choice_name(size_t number); /* the metrics by their numbers */
const char *abc_choice_name(size_t number);    /* the classes from ABC_A on */
const char *pareto_choice_name(size_t number); /* large, small */
const char *transition_kind_choice(size_t number);
const char *listed_kind_name(size_t number); /* document kinds from KIND_QUOTE on */
const char *refusal_name(size_t number);     /* reasons from 1 on */

#endif
