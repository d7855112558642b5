#include "ingest/decoding.h"
#include "portfolio/limits.h"

/* Sums of one document's lines, in the base currency and thousandths; signs are left out. */
typedef struct line_sums {
    int64_t amount;
    int64_t cost;
    int64_t quantity;
} line_sums;

static int64_t size_of(int64_t value) {
    return value < 0 ? -value : value; /* read_amount has bounded it */
}

bool require_rate(decoding *d, const body *b) {
    if (rates_known(d->rules->rates, b->currency, b->date)) {
        return true;
    }
    char date[DAY_TEXT_SIZE];
    day_format(b->date, date);
    return refuse(d, REASON_NO_RATE, FIELD_CURRENCY,
                  "has no rate on %s; add it to `rates` in the configuration, or correct the date",
                  date);
}

/* |amount| in the base currency. false: more than a document may have. */
static bool base_size(const decoding *d, const body *b, int64_t amount, int64_t *ret) {
    int64_t converted;
    if (!rates_convert(d->rules->rates, b->currency, b->date, size_of(amount), &converted) ||
        converted > DOCUMENT_SUM_MAX) {
        return false;
    }
    *ret = converted;
    return true;
}

bool check_base_amount(decoding *d, event_field field, const body *b, int64_t amount) {
    int64_t size;
    return base_size(d, b, amount, &size) ||
           refuse(d, REASON_OUT_OF_RANGE, field,
                  "is more than one document may be worth; split it or correct it");
}

/* Adds a line to the sums, each of which stays within its limit. */
static bool add_line(decoding *d, const body *b, const document_line *l, line_sums *sums) {
    int64_t amount = 0;
    int64_t cost = 0;
    if (!base_size(d, b, l->amount, &amount) || sums->amount + amount > DOCUMENT_SUM_MAX) {
        return refuse(d, REASON_OUT_OF_RANGE, FIELD_AMOUNT,
                      "takes the document over what one may be worth; split it or correct it");
    }
    if (!base_size(d, b, l->cost, &cost) || sums->cost + cost > DOCUMENT_SUM_MAX) {
        return refuse(d, REASON_OUT_OF_RANGE, FIELD_COST,
                      "takes the document over what one may cost; split it or correct it");
    }
    if (sums->quantity + size_of(l->quantity) > DOCUMENT_SUM_MAX) {
        return refuse(d, REASON_OUT_OF_RANGE, FIELD_QUANTITY,
                      "takes the document over the largest quantity; split it or correct it");
    }
    sums->amount += amount;
    sums->cost += cost;
    sums->quantity += size_of(l->quantity);
    return true;
}

/* Reads what a line and a document without lines have in common. */
static bool read_line(decoding *d, const event_type *type, const body *b, document_line *l,
                      line_sums *sums) {
    bool has_amount = false;
    if (!read_amount(d, FIELD_AMOUNT, b->currency, &l->amount, &has_amount)) {
        return false;
    }
    if (!has_amount) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_AMOUNT,
                      d->scope == SCOPE_LINE
                          ? "is missing; every line must have it"
                          : "is missing, and there are no lines; give one of them");
    }
    if (type->kind == KIND_CREDIT_NOTE && l->amount < 0) {
        return refuse(d, REASON_OUT_OF_RANGE, FIELD_AMOUNT,
                      "is negative; a credit note's amounts are positive and reduce revenue");
    }
    return read_amount(d, FIELD_COST, b->currency, &l->cost, &l->has_cost) &&
           read_quantity(d, FIELD_QUANTITY, &l->quantity, &l->has_quantity) &&
           read_name(d, FIELD_CATEGORY, &l->category) && add_line(d, b, l, sums);
}

static bool read_given_line(decoding *d, const event_type *type, const json_value *value,
                            const body *b, document_line *l, line_sums *sums) {
    object_fields fields;
    if (json_first_byte(d->view, value) != '{') {
        return refuse(d, REASON_BAD_FIELD, FIELD_LINES,
                      "has something that is not an object at [%u]", (unsigned)d->line);
    }
    object_fields_read(d->view, d->names, value, &fields);
    d->fields = &fields;
    d->scope = SCOPE_LINE;
    return read_line(d, type, b, l, sums) && read_name(d, FIELD_SKU, &l->sku) &&
           (type->kind != KIND_INVOICE || read_document_id(d, FIELD_ORDER, &l->order));
}

static bool make_lines(decoding *d, body *b, uint32_t count) {
    b->lines = event_batch_alloc(d->batch, count * sizeof *b->lines);
    if (b->lines == NULL) {
        d->no_memory = true;
        return false;
    }
    memset(b->lines, 0, count * sizeof *b->lines);
    b->line_count = count;
    return true;
}

static uint32_t count_elements(const json_view *view, const json_value *array) {
    uint32_t count = 0;
    const json_value *end = &view->values[array->next];
    for (const json_value *at = array + 1; at < end; at = &view->values[at->next]) {
        count++;
    }
    return count;
}

static bool read_given_lines(decoding *d, const event_type *type, const json_value *array,
                             body *b) {
    if (json_first_byte(d->view, array) != '[') {
        return refuse(d, REASON_BAD_FIELD, FIELD_LINES, "is not a list of lines");
    }
    uint32_t count = count_elements(d->view, array);
    if (count == 0) {
        return refuse(d, REASON_BAD_FIELD, FIELD_LINES,
                      "is empty; give at least one line, or an amount instead");
    }
    if (count > LINES_MAX) {
        return refuse(d, REASON_TOO_LONG, FIELD_LINES, "has %u lines; at most %d are allowed",
                      (unsigned)count, LINES_MAX);
    }
    /* Not used, but a mistake in it is one. */
    int64_t amount = 0;
    bool has_amount = false;
    if (!read_amount(d, FIELD_AMOUNT, b->currency, &amount, &has_amount) ||
        !make_lines(d, b, count)) {
        return false;
    }
    const object_fields *data = d->fields;
    line_sums sums = {0};
    const json_value *value = array + 1;
    bool valid = true;
    for (uint32_t i = 0; i < count && valid; i++) {
        d->line = i;
        valid = read_given_line(d, type, value, b, &b->lines[i], &sums);
        d->fields = data;
        d->scope = SCOPE_DATA;
        value = &d->view->values[value->next];
    }
    b->lines_given = true;
    return valid;
}

bool decode_lines(decoding *d, const event_type *type, body *b) {
    if (!require_rate(d, b)) {
        return false;
    }
    const json_value *array = field_of(d, FIELD_LINES);
    if (array != NULL) {
        return read_given_lines(d, type, array, b);
    }
    line_sums sums = {0};
    return make_lines(d, b, 1) && read_line(d, type, b, &b->lines[0], &sums);
}
