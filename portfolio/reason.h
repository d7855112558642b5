/* reason.h - why an event is refused; the table is reason.def. */
#ifndef PORTFOLIO_REASON_H
#define PORTFOLIO_REASON_H

#include <stdbool.h>

#include "portfolio/text.h"

typedef enum reason {
#define REASON(id, name) id,
#include "portfolio/reason.def"
#undef REASON
    REASON_COUNT
} reason;

const char *reason_name(reason r); /* "missing_field" */
bool reason_find(text name, reason *ret_reason);

#endif
