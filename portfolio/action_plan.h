/* action_plan.h - what to do next for a client, and by when.
 *
 * Three things ask for action: the phase's plan, the oldest open quote, a contract that ends. The one due first is the
 * client's action; on the same day contracts come before quotes, these before the plan.
 * Pure: follows from the account, its class and today; nothing is kept. */
#ifndef PORTFOLIO_ACTION_PLAN_H
#define PORTFOLIO_ACTION_PLAN_H

#include "portfolio/portfolio.h"

enum { ACTION_CLASSES = 3, ACTION_DAYS_MAX = 3650 };

/* What a phase asks for. Repeated: that many days after the last contact, or after the entry into the phase when there
 * was none. Once: that many days after the entry; a contact since then has done it, and `then` follows. */
typedef struct action_rule {
    text phase;
    text what;
    bool once;
    int32_t days[ACTION_CLASSES]; /* for classes A, B and C */
    text then;                    /* absent: nothing */
    int32_t then_days;            /* after the last contact */
} action_rule;

typedef struct action_rules {
    int32_t chase_quotes_after; /* days after the quote, or the last contact since; -1: never */
    int32_t
        decide_contracts_before; /* days before the end of a contract without a notice; -1: never */
    const action_rule *plan;
    size_t plan_count;
} action_rules;

/* The plan of the contract. */
extern const action_rules action_defaults;

typedef enum action_kind { ACTION_CONTRACT, ACTION_QUOTE, ACTION_PLAN, ACTION_KINDS } action_kind;
const char *action_kind_name(action_kind k); /* "contract" */

typedef struct action {
    action_kind kind;
    text what;
    day due;    /* may be in the past */
    text about; /* CONTRACT: its id */
} action;

/* The client's class among all by the metric that classes are made of; C while it is in no ranking. */
abc_class account_class(const portfolio *p, uint32_t client);

/* The action due first. false: nothing is to be done. Texts live as long as the rules and the account. */
bool action_next(const portfolio *p, uint32_t client, action *ret);

#endif
