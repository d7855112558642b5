/* config_top.c - the keys at the top, and those of `endpoints` and `store`. */
#include "conf/config_read.h"
#include "conf/zone.h"
#include "portfolio/limits.h"

bool config_read_state_dir(config_reader *self, const yaml_node *value) {
    text path;
    if (!config_want_text(self, value, 1, STATE_DIR_BYTES_MAX, &path))
        return false;
    self->config.state_dir = path.bytes;
    return true;
}

bool config_read_timezone(config_reader *self, const yaml_node *value) {
    text name;
    if (!config_want_text(self, value, 1, NAME_BYTES_MAX, &name))
        return false;
    if (!zone_known(name.bytes))
        return config_refuse(self, value);
    self->config.timezone = name.bytes;
    return true;
}

bool config_read_base_currency(config_reader *self, const yaml_node *value) {
    currency base = value->kind == YAML_SCALAR ? currency_find(value->scalar) : CURRENCY_NONE;
    if (base == CURRENCY_NONE)
        return config_refuse(self, value);
    self->config.rules.rates.base = base;
    return true;
}

static bool two_digits(const char *bytes, int *ret_number) {
    if (bytes[0] < '0' || bytes[0] > '9' || bytes[1] < '0' || bytes[1] > '9')
        return false;
    *ret_number = (bytes[0] - '0') * 10 + bytes[1] - '0';
    return true;
}

bool config_read_fiscal_year_start(config_reader *self, const yaml_node *value) {
    enum { SOME_YEAR = 2023 }; /* without a 29 February, so that the start is there every year */
    const text t = value->scalar;
    int month = 0;
    int day_of_month = 0;
    if (value->kind != YAML_SCALAR || t.length != 5 || t.bytes[2] != '-' ||
        !two_digits(t.bytes, &month) || !two_digits(t.bytes + 3, &day_of_month) ||
        day_from_civil(SOME_YEAR, month, day_of_month) == DAY_NONE)
        return config_refuse(self, value);
    self->config.rules.fiscal_month = month;
    self->config.rules.fiscal_day = day_of_month;
    return true;
}

/* The number of the word that the value is: 0 or 1. */
static bool want_word(config_reader *self, const yaml_node *value, const char *first,
                      const char *second, bool *ret_is_second) {
    if (value->kind != YAML_SCALAR)
        return config_refuse(self, value);
    bool is_second = text_equal(value->scalar, text_of(second));
    if (!is_second && !text_equal(value->scalar, text_of(first)))
        return config_refuse(self, value);
    *ret_is_second = is_second;
    return true;
}

bool config_read_purchases(config_reader *self, const yaml_node *value) {
    return want_word(self, value, "orders", "invoices", &self->config.rules.purchases_are_invoices);
}

bool config_read_clock(config_reader *self, const yaml_node *value) {
    bool is_event = false;
    if (!want_word(self, value, "wall", "event", &is_event))
        return false;
    self->config.clock = is_event ? CLOCK_EVENT : CLOCK_WALL;
    return true;
}

bool config_read_type_prefix(config_reader *self, const yaml_node *value) {
    text prefix;
    if (!config_want_text(self, value, 0, NAME_BYTES_MAX, &prefix))
        return false;
    self->config.decode.type_prefix = prefix.length > 0 ? prefix : (text){NULL, 0};
    return true;
}

bool config_read_endpoints(config_reader *self, const yaml_node *value) {
    return config_want_mapping(self, value) && config_read_section(self, value, "endpoints");
}

bool config_read_endpoint_query(config_reader *self, const yaml_node *value) {
    self->endpoint_nodes[0] = value;
    return config_want_endpoint(self, value, true, &self->config.query_endpoint);
}

bool config_read_endpoint_ingest(config_reader *self, const yaml_node *value) {
    self->endpoint_nodes[1] = value;
    return config_want_endpoint(self, value, true, &self->config.ingest_endpoint);
}

bool config_read_endpoint_publish(config_reader *self, const yaml_node *value) {
    self->endpoint_nodes[2] = value;
    return config_want_endpoint(self, value, true, &self->config.publish_endpoint);
}

bool config_read_store(config_reader *self, const yaml_node *value) {
    return config_want_mapping(self, value) && config_read_section(self, value, "store");
}

/* "64GiB", with or without a blank before the unit. */
static bool parse_size(text t, uint64_t *ret_bytes) {
    static const struct unit {
        const char *name;
        unsigned shift;
    } units[] = {{"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}};
    uint32_t i = 0;
    uint64_t number = 0;
    for (; i < t.length && t.bytes[i] >= '0' && t.bytes[i] <= '9'; i++)
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(t.bytes[i] - '0'), &number))
            return false;
    if (i == 0)
        return false;
    if (i < t.length && t.bytes[i] == ' ')
        i++;
    text unit = {t.bytes + i, t.length - i};
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
        if (text_equal(unit, text_of(units[u].name)))
            return !__builtin_mul_overflow(number, UINT64_C(1) << units[u].shift, ret_bytes);
    return false;
}

bool config_read_store_map_size(config_reader *self, const yaml_node *value) {
    static const uint64_t least = UINT64_C(1) << 20;
    static const uint64_t most = UINT64_C(1) << 44;
    static const uint64_t page = UINT64_C(1)
                                 << 16; /* the largest page of any system LMDB runs on */
    uint64_t bytes = 0;
    if (value->kind != YAML_SCALAR || !parse_size(value->scalar, &bytes) || bytes < least ||
        bytes > most || bytes % page != 0)
        return config_refuse(self, value);
    self->config.map_bytes = bytes;
    return true;
}

bool config_read_store_quarantine_size(config_reader *self, const yaml_node *value) {
    uint64_t bytes = 0;
    if (value->kind != YAML_SCALAR || !parse_size(value->scalar, &bytes))
        return config_refuse(self, value);
    self->config.quarantine_bytes = bytes;
    self->quarantine_node = value;
    return true;
}

/* What belongs to coming versions: the shape is checked, what is inside is not. */
static bool read_later(config_reader *self, const yaml_node *value) {
    config *c = &self->config;
    if (!config_want_mapping(self, value))
        return false;
    if (value->count == 0)
        return true;
    if (c->later_sections == NULL) {
        c->later_sections =
            config_memory_take(self->memory, option_count(), sizeof *c->later_sections);
        if (c->later_sections == NULL)
            return config_no_memory(self);
    }
    c->later_sections[c->later_count++] = self->option->key;
    return true;
}

bool config_read_alerts(config_reader *self, const yaml_node *value) {
    return read_later(self, value);
}
