/* config_lifecycle.c - `lifecycle`: the phases of a client's life, in order, each with its conditions. */
#include "conf/config_read.h"
#include "portfolio/decimal.h"
#include "portfolio/lifecycle.h"

enum { THRESHOLD_DECIMALS = 6, MILLION = 1000000, DAYS_MOST = 100000, RATIO_MOST = 1000 };

bool config_read_lifecycle(config_reader *self, const yaml_node *value) {
    return config_want_mapping(self, value) && config_read_section(self, value, "lifecycle");
}

/* ---- one condition ---- */

/* A decimal from 0 to `most` in millionths; days and counts are whole. */
static bool read_threshold(config_reader *self, const yaml_node *value, bool whole, int64_t most,
                           int64_t *ret_millionths) {
    int64_t millionths = 0;
    bool read =
        value->kind == YAML_SCALAR && decimal_parse(value->scalar.bytes, value->scalar.length,
                                                    THRESHOLD_DECIMALS, &millionths) == DECIMAL_OK;
    if (!read || millionths < 0 || millionths > most * MILLION ||
        (whole && millionths % MILLION != 0))
        return config_complain(
            self, value, "`%s` must be a %s from 0 to %lld", shown_of(value->key->scalar).text,
            whole ? "whole number" : "decimal with at most 6 decimals", (long long)most);
    *ret_millionths = millionths;
    return true;
}

/* {at_least: 45, cadence: 2.5} */
static bool read_comparison(config_reader *self, const yaml_node *value, condition *c) {
    static const char known[] = "at_least, above, at_most, below";
    bool compared = false;
    if (value->kind != YAML_MAPPING)
        return config_complain(self, value, "`%s` needs a comparison; write {at_least: 45} or %s",
                               measure_name(c->measure), "{below: 3}");
    for (const yaml_node *one = value->first; one != NULL; one = one->next) {
        bool cadence = text_equal(one->key->scalar, text_of("cadence"));
        if (cadence && c->measure == MEASURE_SILENCE) {
            if (!read_threshold(self, one, false, RATIO_MOST, &c->cadence))
                return false;
            continue;
        }
        if (cadence || !comparison_find(one->key->scalar, &c->comparison))
            return config_complain(self, one->key, "unknown comparison `%s`; known here are %s%s",
                                   shown_of(one->key->scalar).text, known,
                                   c->measure == MEASURE_SILENCE ? " and cadence" : "");
        if (compared)
            return config_complain(self, one->key,
                                   "`%s` has two comparisons; write one condition each",
                                   measure_name(c->measure));
        compared = true;
        bool ratio = c->measure == MEASURE_TREND;
        if (!read_threshold(self, one, !ratio, ratio ? RATIO_MOST : DAYS_MOST, &c->threshold))
            return false;
    }
    return compared ||
           config_complain(self, value, "`%s` lacks one of %s", measure_name(c->measure), known);
}

static bool read_relationship(config_reader *self, const yaml_node *value, condition *c) {
    bool abandoned = text_equal(value->scalar, text_of("abandoned"));
    if (value->kind != YAML_SCALAR || (!abandoned && !text_equal(value->scalar, text_of("active"))))
        return config_complain(self, value, "`relationship` is abandoned or active");
    c->comparison = abandoned ? COMPARE_AT_LEAST : COMPARE_BELOW;
    c->threshold = MILLION;
    return true;
}

static bool read_condition(config_reader *self, const yaml_node *node, uint8_t alternative) {
    phase_rule *p = self->phase;
    condition c = {.alternative = alternative};
    if (node->kind != YAML_MAPPING || node->count != 1)
        return config_complain(self, node,
                               "a condition is one indicator; write {silence: {at_least: 180}}");
    if (p->condition_count == PHASE_CONDITIONS_MAX)
        return config_complain(self, node, "phase %s has more than %d conditions", p->name,
                               PHASE_CONDITIONS_MAX);
    const yaml_node *value = node->first;
    if (!measure_find(value->key->scalar, &c.measure))
        return config_complain(self, value->key,
                               "unknown indicator `%s`; known are relationship, purchase_days, "
                               "silence, tenure, trend, contracts_ended",
                               shown_of(value->key->scalar).text);
    if (c.measure == MEASURE_RELATIONSHIP ? !read_relationship(self, value, &c)
                                          : !read_comparison(self, value, &c))
        return false;
    p->conditions[p->condition_count++] = c;
    return true;
}

/* ---- one phase ---- */

bool config_read_phase_name(config_reader *self, const yaml_node *value) {
    text t = value->scalar;
    bool fit = value->kind == YAML_SCALAR && t.length >= 1 && t.length <= PHASE_NAME_MAX;
    for (uint32_t i = 0; fit && i < t.length; i++)
        fit = (t.bytes[i] >= 'a' && t.bytes[i] <= 'z') || t.bytes[i] == '_' ||
              (i > 0 && t.bytes[i] >= '0' && t.bytes[i] <= '9');
    if (!fit)
        return config_refuse(self, value);
    memcpy(self->phase->name, t.bytes, t.length);
    return true;
}

/* Every condition of the list in one alternative. */
static bool read_all(config_reader *self, const yaml_node *list, uint8_t alternative) {
    if (list->kind != YAML_LIST || list->count == 0)
        return config_complain(self, list, "`all` needs a list of conditions");
    for (const yaml_node *one = list->first; one != NULL; one = one->next)
        if (!read_condition(self, one, alternative))
            return false;
    return true;
}

bool config_read_phase_all(config_reader *self, const yaml_node *value) {
    if (self->phase->condition_count > 0)
        return config_complain(self, value, "a phase has `any` or `all`, not both");
    return read_all(self, value, 0);
}

bool config_read_phase_any(config_reader *self, const yaml_node *value) {
    uint8_t alternative = 0;
    if (self->phase->condition_count > 0)
        return config_complain(self, value, "a phase has `any` or `all`, not both");
    if (value->kind != YAML_LIST || value->count == 0)
        return config_complain(self, value, "`any` needs a list of conditions");
    for (const yaml_node *one = value->first; one != NULL; one = one->next, alternative++) {
        const yaml_node *all = one->kind == YAML_MAPPING ? yaml_node_find(one, "all") : NULL;
        bool read = all != NULL && one->count == 1 ? read_all(self, all, alternative)
                                                   : read_condition(self, one, alternative);
        if (!read)
            return false;
    }
    return true;
}

/* ---- the list ---- */

static bool read_phase(config_reader *self, lifecycle_rules *r, const yaml_node *node) {
    self->phase = &r->phases[r->phase_count];
    if (node->kind != YAML_MAPPING)
        return config_complain(self, node, "a phase is a mapping; write {name: lost, any: [...]}");
    if (!config_read_section(self, node, "lifecycle.phases[]"))
        return false;
    if (self->phase->name[0] == '\0')
        return config_complain(self, node, "a phase lacks `name`");
    if (lifecycle_find(r, text_of(self->phase->name)) != PHASE_NONE)
        return config_complain(self, node, "there are two phases called %s", self->phase->name);
    bool last = node->next == NULL;
    if (last && self->phase->condition_count > 0)
        return config_complain(
            self, node,
            "the last phase, %s, has conditions, so that some clients would be in "
            "none; add one without",
            self->phase->name);
    if (!last && self->phase->condition_count == 0)
        return config_complain(
            self, node,
            "phase %s has no conditions, so that nobody comes to the next; write "
            "`any` or `all`, or put it last",
            self->phase->name);
    r->phase_count++;
    return true;
}

bool config_read_lifecycle_phases(config_reader *self, const yaml_node *value) {
    if (!config_want_list(self, value, PHASES_MAX))
        return false;
    if (value->count == 0)
        return true;
    lifecycle_rules *r = config_memory_take(self->memory, 1, sizeof *r);
    if (r == NULL)
        return config_no_memory(self);
    for (const yaml_node *one = value->first; one != NULL; one = one->next)
        if (!read_phase(self, r, one))
            return false;
    self->config.rules.lifecycle = r;
    return true;
}
