/* config_actions.c - `actions`: what to do in each phase, when to chase quotes and decide on contracts. */
#include "conf/config_read.h"
#include "portfolio/action_plan.h"
#include "portfolio/decimal.h"
#include "portfolio/limits.h"

static action_rules *own_rules(config_reader *self) {
    if (self->actions == NULL) {
        self->actions = config_memory_take(self->memory, 1, sizeof *self->actions);
        if (self->actions != NULL)
            *self->actions = action_defaults;
    }
    self->config.rules.actions = self->actions;
    return self->actions;
}

bool config_read_actions(config_reader *self, const yaml_node *value) {
    return config_want_mapping(self, value) && config_read_section(self, value, "actions");
}

static bool parse_days(const yaml_node *value, int32_t *ret_days) {
    int64_t days = 0;
    if (value->kind != YAML_SCALAR ||
        decimal_parse(value->scalar.bytes, value->scalar.length, 0, &days) != DECIMAL_OK ||
        days < 0 || days > ACTION_DAYS_MAX)
        return false;
    *ret_days = (int32_t)days;
    return true;
}

/* Days, or never. */
static bool read_days_or_never(config_reader *self, const yaml_node *value, bool quotes) {
    int32_t days = -1;
    bool never = value->kind == YAML_SCALAR && text_equal(value->scalar, text_of("never"));
    if (!never && !parse_days(value, &days))
        return config_refuse(self, value);
    action_rules *r = own_rules(self);
    if (r == NULL)
        return config_no_memory(self);
    *(quotes ? &r->chase_quotes_after : &r->decide_contracts_before) = days;
    return true;
}

bool config_read_actions_quotes(config_reader *self, const yaml_node *value) {
    return read_days_or_never(self, value, true);
}

bool config_read_actions_contracts(config_reader *self, const yaml_node *value) {
    return read_days_or_never(self, value, false);
}

/* ---- one phase's plan ---- */

bool config_read_plan_phase(config_reader *self, const yaml_node *value) {
    return config_want_text(self, value, 1, PHASE_NAME_MAX, &self->plan->phase);
}

bool config_read_plan_what(config_reader *self, const yaml_node *value) {
    return config_want_text(self, value, 1, NAME_BYTES_MAX, &self->plan->what);
}

/* One number for all classes, or one for each. */
static bool read_class_days(config_reader *self, const yaml_node *value) {
    static const char *const classes[ACTION_CLASSES] = {"A", "B", "C"};
    int32_t *days = self->plan->days;
    if (self->plan_timed)
        return config_complain(self, value, "a plan has `every` or `within`, not both");
    self->plan_timed = true;
    if (value->kind == YAML_MAPPING && value->count == ACTION_CLASSES) {
        bool read = true;
        for (int i = 0; i < ACTION_CLASSES && read; i++) {
            const yaml_node *one = yaml_node_find(value, classes[i]);
            read = one != NULL && parse_days(one, &days[i]);
        }
        return read || config_complain(self, value,
                                       "%s.%s must give a number of days from 0 to %d for each "
                                       "of A, B and C",
                                       "actions.plan[]", self->option->key, ACTION_DAYS_MAX);
    }
    if (!parse_days(value, &days[0]))
        return config_refuse(self, value);
    days[1] = days[2] = days[0];
    return true;
}

bool config_read_plan_every(config_reader *self, const yaml_node *value) {
    return read_class_days(self, value);
}

bool config_read_plan_within(config_reader *self, const yaml_node *value) {
    self->plan->once = true;
    return read_class_days(self, value);
}

bool config_read_plan_then(config_reader *self, const yaml_node *value) {
    return config_want_text(self, value, 0, NAME_BYTES_MAX, &self->plan->then);
}

bool config_read_plan_then_within(config_reader *self, const yaml_node *value) {
    return parse_days(value, &self->plan->then_days) || config_refuse(self, value);
}

static bool read_plan(config_reader *self, const yaml_node *node, action_rule *rule) {
    enum { THEN_DAYS = 30 };
    *rule = (action_rule){.then_days = THEN_DAYS};
    self->plan = rule;
    self->plan_timed = false;
    if (node->kind != YAML_MAPPING)
        return config_complain(
            self, node,
            "a plan is a mapping; write {phase: lost, what: win-back attempt, within: 30}");
    if (!config_read_section(self, node, "actions.plan[]"))
        return false;
    if (rule->phase.length == 0 || rule->what.length == 0 || !self->plan_timed)
        return config_complain(self, node, "a plan lacks `%s`",
                               rule->phase.length == 0  ? "phase"
                               : rule->what.length == 0 ? "what"
                                                        : "every` or `within");
    if (rule->then.length > 0 && !rule->once)
        return config_complain(
            self, node, "`then` follows what is done once; write `within` instead of `every`");
    return true;
}

bool config_read_actions_plan(config_reader *self, const yaml_node *value) {
    if (!config_want_list(self, value, PHASES_MAX))
        return false;
    if (value->count == 0)
        return true;
    action_rule *rows = config_memory_take(self->memory, value->count, sizeof *rows);
    action_rules *r = own_rules(self);
    if (rows == NULL || r == NULL)
        return config_no_memory(self);
    size_t count = 0;
    for (const yaml_node *one = value->first; one != NULL; one = one->next, count++) {
        if (!read_plan(self, one, &rows[count]))
            return false;
        for (size_t i = 0; i < count; i++)
            if (text_equal(rows[i].phase, rows[count].phase))
                return config_complain(self, one, "there are two plans for phase %s",
                                       shown_of(rows[i].phase).text);
    }
    r->plan = rows;
    r->plan_count = count;
    self->plan_node = value;
    return true;
}

bool config_check_actions(config_reader *self) {
    const lifecycle_rules *phases = self->config.rules.lifecycle;
    phases = phases != NULL ? phases : &lifecycle_defaults;
    const yaml_node *node = self->plan_node == NULL ? NULL : self->plan_node->first;
    for (size_t i = 0; node != NULL; node = node->next, i++)
        if (lifecycle_find(phases, self->actions->plan[i].phase) == PHASE_NONE)
            return config_complain(
                self, node, "actions.plan names the phase %s, which `lifecycle` does not have",
                shown_of(self->actions->plan[i].phase).text);
    return true;
}
