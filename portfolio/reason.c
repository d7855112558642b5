#include "portfolio/reason.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[] = {
#define REASON(id, name) [id] = (name),
#include "portfolio/reason.def"
#undef REASON
};

const char *reason_name(reason r) {
    assert((size_t)r < REASON_COUNT);
    return names[r];
}

bool reason_find(text name, reason *ret_reason) {
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (text_equal(name, text_of(names[i]))) {
            *ret_reason = (reason)i;
            return true;
        }
    }
    return false;
}
