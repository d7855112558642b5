#include "portfolio/transition.h"

const char *transition_kind_name(transition_kind k) {
    static const char *const names[TRANSITION_KINDS] = {
        [TRANSITION_PHASE] = "phase", [TRANSITION_ABC] = "abc", [TRANSITION_PARETO] = "pareto"};
    return names[k];
}

const char *cause_kind_name(cause_kind k) {
    static const char *const names[CAUSE_KINDS] = {[CAUSE_DAY] = "day",
                                                   [CAUSE_EVENT] = "event",
                                                   [CAUSE_RULES] = "rules",
                                                   [CAUSE_OTHERS] = "others"};
    return names[k];
}
