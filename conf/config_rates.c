/* config_rates.c - `rates` and `margin_rates`. */
#include <stdlib.h>

#include "conf/config_read.h"
#include "portfolio/decimal.h"
#include "portfolio/limits.h"

enum { RATE_DECIMALS_MAX = 12, MARGIN_DECIMALS = 6, MILLION = 1000000 };

/* ---- rates ---- */

typedef struct rate_row {
    rate rate;
    const yaml_node *node;
} rate_row;

bool config_read_rate_from(config_reader *self, const yaml_node *value) {
    if (value->kind != YAML_SCALAR ||
        !day_parse(value->scalar.bytes, value->scalar.length, &self->rate->from))
        return config_refuse(self, value);
    return true;
}

/* The least scale that holds every decimal, so that 0.92 and 0.920 are the same rate. */
bool config_read_rate_rate(config_reader *self, const yaml_node *value) {
    decimal_result result = DECIMAL_NOT_A_NUMBER;
    int64_t numerator = 0;
    int scale = -1;
    if (value->kind == YAML_SCALAR)
        do
            result = decimal_parse(value->scalar.bytes, value->scalar.length, ++scale, &numerator);
        while (result == DECIMAL_TOO_MANY_DECIMALS && scale < RATE_DECIMALS_MAX);
    if (result != DECIMAL_OK || numerator <= 0)
        return config_refuse(self, value);
    self->rate->numerator = numerator;
    self->rate->scale = scale;
    return true;
}

static bool read_rate_row(config_reader *self, currency of, const yaml_node *node, rate_row *row) {
    static const char example[] = "write {from: 2026-01-01, rate: \"0.92\"}";
    const char *code = currency_code(of);
    *row = (rate_row){.rate = {.of = of, .from = DAY_NONE}, .node = node};
    if (node->kind != YAML_MAPPING)
        return config_complain(self, node, "rates.%s: a row is no mapping; %s", code, example);
    self->rate = &row->rate;
    if (!config_read_section(self, node, "rates.CODE[]"))
        return false;
    if (row->rate.from == DAY_NONE || row->rate.numerator == 0)
        return config_complain(self, node, "rates.%s: a row lacks `%s`; %s", code,
                               row->rate.from == DAY_NONE ? "from" : "rate", example);
    return true;
}

static int compare_rate_rows(const void *a, const void *b) {
    const rate_row *first = a;
    const rate_row *second = b;
    if (first->rate.of != second->rate.of)
        return first->rate.of < second->rate.of ? -1 : 1;
    if (first->rate.from != second->rate.from)
        return first->rate.from < second->rate.from ? -1 : 1;
    if (first->node->line != second->node->line)
        return first->node->line < second->node->line ? -1 : 1;
    return (first->node->column > second->node->column) -
           (first->node->column < second->node->column);
}

static bool keep_rates(config_reader *self, rate_row *rows, size_t count) {
    rate *kept = config_memory_take(self->memory, count, sizeof *kept);
    if (kept == NULL)
        return config_no_memory(self);
    if (count > 0)
        qsort(rows, count, sizeof *rows, compare_rate_rows);
    for (size_t i = 0; i < count; i++) {
        const rate_row *row = &rows[i];
        kept[i] = row->rate;
        if (i == 0 || row->rate.of != row[-1].rate.of || row->rate.from != row[-1].rate.from)
            continue;
        char date[DAY_TEXT_SIZE];
        day_format(row->rate.from, date);
        return config_complain(self, row->node,
                               "rates.%s: a second row from %s, first on line %u; keep one of them",
                               currency_code(row->rate.of), date, row[-1].node->line);
    }
    self->config.rules.rates.rows = kept;
    self->config.rules.rates.count = count;
    return true;
}

static bool read_currency_rates(config_reader *self, const yaml_node *list, rate_row *rows,
                                size_t *count) {
    currency of = currency_find(list->key->scalar);
    if (of == CURRENCY_NONE)
        return config_complain(self, list->key,
                               "rates: `%s` is no currency; write an active ISO 4217 code in "
                               "capitals, such as USD",
                               shown_of(list->key->scalar).text);
    if (list->kind != YAML_LIST || list->count == 0)
        return config_complain(
            self, list, "rates.%s needs a list of rows; write [{from: 2026-01-01, rate: \"0.92\"}]",
            currency_code(of));
    for (const yaml_node *row = list->first; row != NULL; row = row->next)
        if (!read_rate_row(self, of, row, &rows[(*count)++]))
            return false;
    return true;
}

bool config_read_rates(config_reader *self, const yaml_node *value) {
    if (!config_want_mapping(self, value))
        return false;
    size_t room = 0;
    for (const yaml_node *list = value->first; list != NULL; list = list->next)
        room += list->count;
    rate_row *rows = config_memory_take(self->scrap, room, sizeof *rows);
    if (rows == NULL)
        return config_no_memory(self);
    size_t count = 0;
    for (const yaml_node *list = value->first; list != NULL; list = list->next)
        if (!read_currency_rates(self, list, rows, &count))
            return false;
    self->rates_node = value;
    return keep_rates(self, rows, count);
}

/* ---- margin rates ---- */

static int compare_margin_rates(const void *a, const void *b) {
    return text_compare(((const margin_rate *)a)->category, ((const margin_rate *)b)->category);
}

static bool read_margin_rate(config_reader *self, const yaml_node *value, margin_rate *ret_rate) {
    text category;
    if (!config_want_text(self, value->key, 0, NAME_BYTES_MAX, &category))
        return false;
    int64_t millionths = 0;
    if (value->kind != YAML_SCALAR ||
        decimal_parse(value->scalar.bytes, value->scalar.length, MARGIN_DECIMALS, &millionths) !=
            DECIMAL_OK ||
        millionths < -MILLION || millionths > MILLION)
        return config_complain(self, value,
                               "margin_rates: the rate of `%s` must be a decimal from -1 to 1 with "
                               "at most 6 decimals; write for instance \"0.35\" for 35 %%",
                               shown_of(category).text);
    *ret_rate = (margin_rate){.category = category, .millionths = millionths};
    return true;
}

bool config_read_margin_rates(config_reader *self, const yaml_node *value) {
    if (!config_want_mapping(self, value))
        return false;
    margin_rate *kept = config_memory_take(self->memory, value->count, sizeof *kept);
    if (kept == NULL)
        return config_no_memory(self);
    size_t count = 0;
    for (const yaml_node *one = value->first; one != NULL; one = one->next)
        if (!read_margin_rate(self, one, &kept[count++]))
            return false;
    if (count > 0)
        qsort(kept, count, sizeof *kept, compare_margin_rates);
    self->config.rules.margin_rates = kept;
    self->config.rules.margin_rate_count = count;
    return true;
}
