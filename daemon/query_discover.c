/* query_discover.c - rpc.discover: the methods of the socket that is asked, as an OpenRPC document. */
#include "daemon/query.h"
#include "version.h"

static void member(json_writer *out, const char *name, const char *value) {
    json_key(out, name);
    json_word(out, value);
}

static void write_info(json_writer *out) {
    json_key(out, "info");
    json_open_object(out);
    member(out, "title", "clienteled");
    member(out, "version", CLIENTELE_VERSION);
    member(
        out, "description",
        "Indicators of a portfolio of clients, kept up to date from business events. Amounts and "
        "quantities are decimal strings, shares and rates numbers, dates YYYY-MM-DD, the unknown "
        "null.");
    json_close_object(out);
}

static void write_method(json_writer *out, const rpc_method *m) {
    params_taken taken = rpc_method_takes(m);
    json_open_object(out);
    member(out, "name", m->name);
    member(out, "summary", m->sentence);
    member(out, "paramStructure", "by-name");
    json_key(out, "params");
    params_describe(out, &taken);
    json_key(out, "result");
    json_open_object(out);
    member(out, "name", "result");
    json_key(out, "schema");
    json_open_object(out);
    member(out, "type", "object");
    json_key(out, "required");
    json_open_array(out);
    json_word(out, "as_of");
    json_word(out, "commit");
    json_close_array(out);
    json_close_object(out);
    json_close_object(out);
    json_close_object(out);
}

bool query_rpc_discover(rpc_call *call) {
    json_writer *out = rpc_result(call);
    const rpc_method *m;
    member(out, "openrpc", "1.3.2");
    write_info(out);
    json_key(out, "methods");
    json_open_array(out);
    for (size_t i = 0; (m = rpc_method_row(i)) != NULL; i++) {
        if (m->role == ROLE_QUERY || call->context->role == ROLE_ADMIN) {
            write_method(out, m);
        }
    }
    json_close_array(out);
    return true;
}
