/* rpc_call.h - one request under way: what a method gets, and how it answers or refuses.
 *
 *     bool query_something(rpc_call *call) {
 *         if (nothing there)
 *             return rpc_refuse(call, RPC_NOT_FOUND, "there is no ...; ...");
 *         json_writer *out = rpc_result(call);
 *         json_key(out, "..."); ...
 *         return true;
 *     }
 * Whatever changes figures or the store comes before rpc_result, which tells as_of and commit. */
#ifndef DAEMON_RPC_CALL_H
#define DAEMON_RPC_CALL_H

#include "daemon/rpc.h"
#include "daemon/rpc_params.h"

typedef enum rpc_code {
    RPC_NOT_JSON = -32700,
    RPC_NOT_A_REQUEST = -32600,
    RPC_NO_METHOD = -32601,
    RPC_BAD_PARAMETER = -32602,
    RPC_FAILED = -32603,
    RPC_NOT_FOUND = -32001,
    RPC_REFUSED = -32002,
} rpc_code;

#define RPC_MESSAGE_SIZE 1024

typedef struct rpc_call rpc_call;

/* false: refused. */
typedef bool (*rpc_function)(rpc_call *call);

typedef struct rpc_method {
    const char *name;
    role role; /* ROLE_ADMIN: on the admin socket only */
    rpc_function function;
    param_set required;
    param_set optional;
    const char *sentence;
} rpc_method;

struct rpc_call {
    rpc_context *context;
    bookkeeper *keeper;
    const portfolio *portfolio;
    const rpc_method *method;
    rpc_params params;
    json_writer *out;
    size_t began;  /* where its answer begins in `out` */
    rpc_code code; /* why it was refused */
    char message[RPC_MESSAGE_SIZE];
};

/* The rows of method.def by number; NULL: no more. */
const rpc_method *rpc_method_row(size_t number);
/* NULL: no such method. */
const rpc_method *rpc_method_find(text name);
static inline params_taken rpc_method_takes(const rpc_method *m) {
    return (params_taken){m->name, m->required, m->optional};
}

/* Refuses; gives false. The message says what to do. */
__attribute__((format(printf, 3, 4))) bool rpc_refuse(rpc_call *call, rpc_code code,
                                                      const char *format, ...);
/* Refuses after a write: remembers the status for the owner. `error` is the store's sentence. */
bool rpc_refuse_store(rpc_call *call, store_status status, const char *error);
/* Logs and refuses after a transaction that failed; ends it. */
bool rpc_refuse_read(rpc_call *call, transaction *t);

/* Opens the result with as_of and commit; the caller adds members, whoever called it closes. */
json_writer *rpc_result(rpc_call *call);

/* What was given, or what stands for it. */
static inline bool rpc_given(const rpc_call *call, param p) {
    return call->params.values[p].given;
}
static inline text rpc_text(const rpc_call *call, param p) {
    return call->params.values[p].words;
}
static inline int64_t rpc_number(const rpc_call *call, param p) {
    return call->params.values[p].number;
}

/* false, refused: no such client. */
bool rpc_client(rpc_call *call, uint32_t *ret_client);
/* The rep that `rep` names; NUMBER_NONE when it is not given. false, refused: no such rep. */
bool rpc_rep(rpc_call *call, uint32_t *ret_rep);
/* The rep's book, or the whole portfolio's for NUMBER_NONE. */
const book *rpc_book(const rpc_call *call, uint32_t rep_number);

/* Whether a page has grown so long that it should end before its limit. */
bool rpc_page_is_full(const rpc_call *call);

#endif
