#include "daemon/query.h"

#define P(id) (UINT64_C(1) << PARAM_##id)
static const rpc_method rows[] = {
#define METHOD(name, role, function, required, optional, sentence) \
    {name, role, function, required, optional, sentence},
#include "daemon/method.def"
#undef METHOD
};
#undef P

const rpc_method *rpc_method_row(size_t number) {
    return number < sizeof rows / sizeof rows[0] ? &rows[number] : NULL;
}

const rpc_method *rpc_method_find(text name) {
    const rpc_method *row;
    for (size_t i = 0; (row = rpc_method_row(i)) != NULL; i++) {
        if (text_equal(name, text_of(row->name))) {
            return row;
        }
    }
    return NULL;
}
