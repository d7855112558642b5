/* rpc_param_row.h - the rows of param.def, for rpc_param*.c alone. */
#ifndef DAEMON_RPC_PARAM_ROW_H
#define DAEMON_RPC_PARAM_ROW_H

#include "daemon/rpc_params.h"

typedef enum shape { TEXT, WHOLE, LIMIT, CHOICE, CHOICES, FLAG, DATE } shape;

/* The name of a choice by its number from 0; NULL: no more. */
typedef const char *(*choice_name)(size_t number);

typedef struct param_row {
    const char *name;
    shape shape;
    int64_t least, most;
    choice_name choices;
    const char *initial;
    const char *sentence;
} param_row;

extern const param_row param_rows[PARAM_COUNT];

/* Whether the method takes the parameter of that number. */
static inline bool params_take(const params_taken *taken, size_t number) {
    return ((taken->required | taken->optional) & param_bit((param)number)) != 0;
}

#endif
