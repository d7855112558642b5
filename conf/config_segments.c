/* config_segments.c - `segments`: what classes are made of, where they end, and what the cells of scores are called. */
#include "conf/config_read.h"
#include "portfolio/decimal.h"

enum { PERCENT_DECIMALS = 4, PERCENT = 10000, WHOLE = 100 * PERCENT, RFM_ROWS_MAX = 125 };

bool config_read_segments(config_reader *self, const yaml_node *value) {
    return config_want_mapping(self, value) && config_read_section(self, value, "segments");
}

bool config_read_segments_metric(config_reader *self, const yaml_node *value) {
    if (value->kind != YAML_SCALAR || !metric_find(value->scalar, &self->config.rules.class_metric))
        return config_refuse(self, value);
    return true;
}

/* ---- ABC ---- */

/* A percentage of 4 decimals is a whole number of millionths. */
static bool read_percent(const yaml_node *node, int32_t *ret_millionths) {
    int64_t millionths = 0;
    if (node->kind != YAML_SCALAR ||
        decimal_parse(node->scalar.bytes, node->scalar.length, PERCENT_DECIMALS, &millionths) !=
            DECIMAL_OK ||
        millionths < 0 || millionths > WHOLE)
        return false;
    *ret_millionths = (int32_t)millionths;
    return true;
}

bool config_read_segments_abc(config_reader *self, const yaml_node *value) {
    standing_rules *parts = &self->config.rules.standing;
    int32_t a = 0;
    int32_t b = 0;
    if (value->kind != YAML_LIST)
        return config_refuse(self, value);
    if (value->count != 2 || !read_percent(value->first, &a) ||
        !read_percent(value->first->next, &b) || a > b)
        return config_complain(self, value, "segments.abc must be %s", self->option->write);
    parts->a_millionths = a;
    parts->b_millionths = b;
    return true;
}

/* ---- amounts ---- */

bool config_read_segments_pmg(config_reader *self, const yaml_node *value) {
    self->pmg_node = value;
    return config_want_mapping(self, value);
}

bool config_read_segments_potential(config_reader *self, const yaml_node *value) {
    self->potential_node = value;
    return config_want_mapping(self, value);
}

static bool read_amount(config_reader *self, const yaml_node *node, const char *section,
                        int64_t *ret_amount) {
    currency base = self->config.rules.rates.base;
    if (node->kind == YAML_SCALAR &&
        decimal_parse(node->scalar.bytes, node->scalar.length, currency_decimals(base),
                      ret_amount) == DECIMAL_OK &&
        *ret_amount > 0)
        return true;
    return config_complain(
        self, node, "segments.%s.%s must be an amount above 0 with at most %d decimals (%s)",
        section, shown_of(node->key->scalar).text, currency_decimals(base), currency_code(base));
}

/* Both amounts, or none. */
static bool read_amounts(config_reader *self, const yaml_node *mapping, const char *section,
                         const char *first, const char *second, int64_t ret_amounts[2]) {
    ret_amounts[0] = ret_amounts[1] = 0;
    if (mapping == NULL || mapping->count == 0)
        return true;
    for (const yaml_node *one = mapping->first; one != NULL; one = one->next) {
        bool is_first = text_equal(one->key->scalar, text_of(first));
        if (!is_first && !text_equal(one->key->scalar, text_of(second)))
            return config_complain(self, one->key, "unknown key `%s`; known here are %s, %s",
                                   shown_of(one->key->scalar).text, first, second);
        if (!read_amount(self, one, section, &ret_amounts[is_first ? 0 : 1]))
            return false;
    }
    if (mapping->count == 2 && ret_amounts[0] >= ret_amounts[1])
        return true;
    return config_complain(
        self, mapping,
        mapping->count == 2 ? "segments.%s: %s is below %s; write the greater amount for %s"
                            : "segments.%s needs both %s and %s; write the amount of %s, too",
        section, first, second, mapping->count == 2 || ret_amounts[0] == 0 ? first : second);
}

bool config_check_segments(config_reader *self) {
    rules *r = &self->config.rules;
    int64_t pmg[2];
    int64_t potential[2];
    if (!read_amounts(self, self->pmg_node, "pmg", "G", "M", pmg) ||
        !read_amounts(self, self->potential_node, "potential", "1", "2", potential))
        return false;
    if (pmg[0] > 0 && (r->class_metric == METRIC_QUANTITY || r->class_metric == METRIC_ORDERS))
        return config_complain(self, self->pmg_node,
                               "segments.pmg has amounts, but segments.metric is %s; leave the "
                               "amounts out or choose a metric in money",
                               metric_name(r->class_metric));
    r->standing.g_amount = pmg[0];
    r->standing.m_amount = pmg[1];
    r->standing.first_amount = potential[0];
    r->standing.second_amount = potential[1];
    return true;
}

/* ---- the names of RFM cells ---- */

enum { UNNAMED = UINT8_MAX, ALL_SCORES = 0x1f };

bool config_read_rfm_name(config_reader *self, const yaml_node *value) {
    if (!config_want_text(self, value, 1, 64, &self->rfm_name))
        return false;
    for (uint32_t i = 0; i < self->rfm_name.length; i++) {
        char c = self->rfm_name.bytes[i];
        bool fit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   strchr(".-_", c) != NULL;
        if (!fit)
            return config_refuse(self, value);
    }
    return true;
}

static bool read_scores(config_reader *self, const yaml_node *value, uint8_t *ret_scores) {
    if (value->kind != YAML_LIST || value->count == 0)
        return config_refuse(self, value);
    *ret_scores = 0;
    for (const yaml_node *one = value->first; one != NULL; one = one->next) {
        const text t = one->scalar;
        if (one->kind != YAML_SCALAR || t.length != 1 || t.bytes[0] < '1' || t.bytes[0] > '5')
            return config_refuse(self, one);
        *ret_scores |= (uint8_t)(1U << (t.bytes[0] - '1'));
    }
    return true;
}

bool config_read_rfm_r(config_reader *self, const yaml_node *value) {
    return read_scores(self, value, &self->rfm_scores[0]);
}

bool config_read_rfm_f(config_reader *self, const yaml_node *value) {
    return read_scores(self, value, &self->rfm_scores[1]);
}

bool config_read_rfm_m(config_reader *self, const yaml_node *value) {
    return read_scores(self, value, &self->rfm_scores[2]);
}

/* The number of the name, which is given one when it is new; there are no more names than rows. */
static uint8_t name_number(rfm_map *map, text name) {
    uint32_t i = 0;
    while (i < map->name_count && !text_equal(map->names[i], name))
        i++;
    if (i == map->name_count)
        map->names[map->name_count++] = name;
    return (uint8_t)i;
}

static bool name_cells(config_reader *self, const yaml_node *row, const uint8_t scores[3]) {
    uint8_t number = name_number(self->rfm, self->rfm_name);
    for (int r = 1; r <= RFM_SCORES; r++)
        for (int f = 1; f <= RFM_SCORES; f++)
            for (int m = 1; m <= RFM_SCORES; m++) {
                uint8_t *cell = &self->rfm->name_of[rfm_cell(r, f, m)];
                if ((scores[0] >> (r - 1) & scores[1] >> (f - 1) & scores[2] >> (m - 1) & 1) == 0)
                    continue;
                if (*cell != UNNAMED)
                    return config_complain(
                        self, row,
                        "segments.rfm: the cell r %d, f %d, m %d is named twice, "
                        "`%.*s` and `%.*s`; keep one of them",
                        r, f, m, (int)self->rfm->names[*cell].length, self->rfm->names[*cell].bytes,
                        (int)self->rfm_name.length, self->rfm_name.bytes);
                *cell = number;
            }
    return true;
}

static bool read_rfm_row(config_reader *self, const yaml_node *row) {
    uint8_t scores[3] = {ALL_SCORES, ALL_SCORES, ALL_SCORES};
    if (row->kind != YAML_MAPPING)
        return config_complain(self, row, "segments.rfm: a row is no mapping; write %s",
                               "{name: champions, r: [4, 5], f: [4, 5], m: [4, 5]}");
    self->rfm_scores = scores;
    self->rfm_name = (text){NULL, 0};
    bool done = config_read_section(self, row, "segments.rfm[]");
    self->rfm_scores = NULL;
    if (!done)
        return false;
    if (self->rfm_name.length == 0)
        return config_complain(self, row,
                               "segments.rfm: a row lacks `name`; write what its cells "
                               "are called");
    return name_cells(self, row, scores);
}

static bool check_all_named(config_reader *self, const yaml_node *value) {
    for (int r = RFM_SCORES; r > 0; r--)
        for (int f = RFM_SCORES; f > 0; f--)
            for (int m = RFM_SCORES; m > 0; m--)
                if (self->rfm->name_of[rfm_cell(r, f, m)] == UNNAMED)
                    return config_complain(
                        self, value,
                        "segments.rfm leaves out the cell r %d, f %d, m %d; add a "
                        "row with its name",
                        r, f, m);
    return true;
}

bool config_read_segments_rfm(config_reader *self, const yaml_node *value) {
    if (value->kind != YAML_LIST)
        return config_refuse(self, value);
    if (!config_want_list(self, value, RFM_ROWS_MAX))
        return false;
    self->rfm = config_memory_take(self->memory, 1, sizeof *self->rfm);
    if (self->rfm == NULL)
        return config_no_memory(self);
    memset(self->rfm->name_of, UNNAMED, sizeof self->rfm->name_of);
    for (const yaml_node *row = value->first; row != NULL; row = row->next)
        if (!read_rfm_row(self, row))
            return false;
    if (!check_all_named(self, value))
        return false;
    self->config.rules.rfm = self->rfm;
    return true;
}
