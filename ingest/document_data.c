#include "ingest/decoding.h"
#include "portfolio/limits.h"

enum { NOTICE_DAYS_MAX = 36500 };

static bool read_currency(decoding *d, body *b) {
    const json_value *value = field_of(d, FIELD_CURRENCY);
    b->currency = d->rules->rates->base;
    if (value == NULL) {
        return true;
    }
    text code = {0};
    if (!read_string(d, FIELD_CURRENCY, value, &code)) {
        return false;
    }
    if (code.length == 0) {
        return true;
    }
    b->currency = currency_find(code);
    return b->currency != CURRENCY_NONE || refuse(d, REASON_UNKNOWN_CURRENCY, FIELD_CURRENCY,
                                                  "is not a currency of ISO 4217, such as EUR");
}

static bool read_sale(decoding *d, const event_type *type, body *b) {
    switch (type->kind) {
    case KIND_ORDER:
        if (!read_document_id(d, FIELD_QUOTE, &b->quote) ||
            !read_document_id(d, FIELD_CONTRACT, &b->contract)) {
            return false;
        }
        break;
    case KIND_INVOICE:
        if (!read_document_id(d, FIELD_ORDER, &b->order) ||
            !read_boolean(d, FIELD_DEPOSIT, &b->deposit)) {
            return false;
        }
        break;
    case KIND_CREDIT_NOTE:
        if (!read_document_id(d, FIELD_INVOICE, &b->invoice)) {
            return false;
        }
        break;
    case KIND_QUOTE:
    case KIND_CLIENT:
    case KIND_CONTRACT:
    case KIND_CONTACT:
    case KIND_COUNT: break;
    }
    return decode_lines(d, type, b);
}

static bool read_notice(decoding *d, body *b) {
    int64_t days = 0;
    bool given = false;
    if (!read_whole_number(d, FIELD_NOTICE_DAYS, NOTICE_DAYS_MAX, &days, &given)) {
        return false;
    }
    b->notice_days = given ? (int32_t)days : -1;
    return true;
}

static bool read_contract(decoding *d, body *b) {
    if (!has_field(d, FIELD_START)) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_START, "is missing; a contract must have it");
    }
    if (!read_day(d, FIELD_START, &b->start) || !read_day(d, FIELD_END, &b->end) ||
        !read_boolean(d, FIELD_AUTO_RENEW, &b->auto_renew) || !read_notice(d, b) ||
        !read_amount(d, FIELD_AMOUNT, b->currency, &b->amount, &b->has_amount)) {
        return false;
    }
    if (b->end != DAY_NONE && b->end < b->start) {
        return refuse(d, REASON_BAD_DATE, FIELD_END, "is before the contract's start");
    }
    return !b->has_amount ||
           (require_rate(d, b) && check_base_amount(d, FIELD_AMOUNT, b, b->amount));
}

static bool read_relationship(decoding *d, body *b) {
    const json_value *value = field_of(d, FIELD_RELATIONSHIP);
    if (value == NULL) {
        return true;
    }
    text relationship = {0};
    if (!read_string(d, FIELD_RELATIONSHIP, value, &relationship)) {
        return false;
    }
    b->abandoned = text_equal(relationship, text_of("abandoned"));
    return b->abandoned || relationship.length == 0 ||
           text_equal(relationship, text_of("active")) ||
           refuse(d, REASON_BAD_FIELD, FIELD_RELATIONSHIP,
                  "is neither \"active\" nor \"abandoned\"");
}

static bool read_tag(decoding *d, const json_value *value, text *ret) {
    if (json_first_byte(d->view, value) != '"') {
        return refuse(d, REASON_BAD_FIELD, FIELD_TAGS, "has something that is not a string");
    }
    if (!read_string(d, FIELD_TAGS, value, ret)) {
        return false;
    }
    return ret->length <= NAME_BYTES_MAX ||
           refuse(d, REASON_TOO_LONG, FIELD_TAGS, "has a tag of more than %d bytes",
                  NAME_BYTES_MAX);
}

static bool read_tags(decoding *d, body *b) {
    const json_value *array = field_of(d, FIELD_TAGS);
    if (array == NULL) {
        return true;
    }
    if (json_first_byte(d->view, array) != '[') {
        return refuse(d, REASON_BAD_FIELD, FIELD_TAGS, "is not a list of strings");
    }
    b->tags = event_batch_alloc(d->batch, TAGS_MAX * sizeof *b->tags);
    if (b->tags == NULL) {
        d->no_memory = true;
        return false;
    }
    const json_value *end = &d->view->values[array->next];
    for (const json_value *at = array + 1; at < end; at = &d->view->values[at->next]) {
        if (b->tag_count == TAGS_MAX) {
            return refuse(d, REASON_TOO_LONG, FIELD_TAGS, "has more than %d tags", TAGS_MAX);
        }
        if (!read_tag(d, at, &b->tags[b->tag_count])) {
            return false;
        }
        b->tag_count++;
    }
    return true;
}

static bool read_client_record(decoding *d, body *b) {
    if (!read_name(d, FIELD_NAME, &b->name) || !read_name(d, FIELD_SEGMENT, &b->segment) ||
        !read_name(d, FIELD_COUNTRY, &b->country) || !read_day(d, FIELD_SINCE, &b->since) ||
        !read_relationship(d, b) || !read_tags(d, b) ||
        !read_amount(d, FIELD_POTENTIAL, b->currency, &b->potential, &b->has_potential)) {
        return false;
    }
    return !b->has_potential ||
           (require_rate(d, b) && check_base_amount(d, FIELD_POTENTIAL, b, b->potential));
}

static bool read_contact(decoding *d, body *b) {
    const json_value *value = field_of(d, FIELD_KIND);
    if (value == NULL) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_KIND, "is missing; a contact must have it");
    }
    text kind = {0};
    if (!read_string(d, FIELD_KIND, value, &kind)) {
        return false;
    }
    for (contact_kind i = CONTACT_VISIT; i < CONTACT_KINDS; i++) {
        if (text_equal(kind, text_of(contact_kind_name(i)))) {
            b->contact = i;
            return true;
        }
    }
    return refuse(d, REASON_BAD_FIELD, FIELD_KIND,
                  "is none of \"visit\", \"call\", \"mail\", \"meeting\"");
}

/* The body of any kind; date and client record's client are set. */
static bool read_body(decoding *d, const event_type *type, body *b) {
    if (type->kind != KIND_CLIENT && !require_id(d, FIELD_CLIENT, ID_BYTES_MAX, &b->client)) {
        return false;
    }
    if (!read_id(d, FIELD_REP, ID_BYTES_MAX, &b->rep) || !read_currency(d, b)) {
        return false;
    }
    switch (type->kind) {
    case KIND_CLIENT: return read_client_record(d, b);
    case KIND_CONTRACT: return read_contract(d, b);
    case KIND_CONTACT: return read_contact(d, b);
    case KIND_QUOTE:
    case KIND_ORDER:
    case KIND_INVOICE:
    case KIND_CREDIT_NOTE:
    case KIND_COUNT: break;
    }
    return read_sale(d, type, b);
}

/* Whether the event carries the full document. */
static bool carries_body(const decoding *d, const event_type *type) {
    if (!type->ends) {
        return true;
    }
    if (type->kind == KIND_CONTRACT) {
        return has_field(d, FIELD_START);
    }
    return type->kind != KIND_CLIENT && (has_field(d, FIELD_LINES) || has_field(d, FIELD_AMOUNT));
}

/* A client's record names the client by `client`, `id` or both. */
static bool read_client_identity(decoding *d, text *ret_client) {
    text client = {0};
    text id = {0};
    if (!read_id(d, FIELD_CLIENT, ID_BYTES_MAX, &client) ||
        !read_id(d, FIELD_ID, ID_BYTES_MAX, &id)) {
        return false;
    }
    if (client.length == 0 && id.length == 0) {
        return require_id(d, has_field(d, FIELD_ID) ? FIELD_ID : FIELD_CLIENT, ID_BYTES_MAX,
                          ret_client);
    }
    if (client.length > 0 && id.length > 0 && !text_equal(client, id)) {
        return refuse(d, REASON_BAD_FIELD, FIELD_ID,
                      "is not the client's id; leave it out or make them equal");
    }
    *ret_client = client.length > 0 ? client : id;
    return true;
}

static bool read_identity(decoding *d, event *e) {
    if (e->type->kind == KIND_CLIENT) {
        return read_client_identity(d, &e->document);
    }
    if (!read_document_id(d, FIELD_ID, &e->document)) {
        return false;
    }
    /* Absent or empty: require_id says which. */
    return e->document.length > 0 || require_id(d, FIELD_ID, ID_BYTES_MAX, &e->document);
}

/* The document's date: given, or the local date of the event's time. */
static bool read_date(decoding *d, event *e) {
    e->state_date_given = has_field(d, FIELD_DATE);
    if (e->state_date_given) {
        return read_day(d, FIELD_DATE, &e->state_date);
    }
    e->state_date = d->rules->local_day(e->stamp.time);
    return (e->state_date >= DAY_MIN && e->state_date <= DAY_MAX) ||
           refuse_event(d, REASON_BAD_DATE,
                        "time has a local date out of range: from 1900 to 2199");
}

bool decode_data(decoding *d, event *e) {
    object_fields fields;
    object_fields_read(d->view, d->names, field_of(d, FIELD_DATA), &fields);
    d->fields = &fields;
    d->scope = SCOPE_DATA;
    int64_t version = 0;
    bool version_given = false;
    bool valid = read_identity(d, e) &&
                 read_whole_number(d, FIELD_VERSION, INT64_MAX, &version, &version_given) &&
                 read_date(d, e);
    e->stamp.version = (uint64_t)version;
    if (valid && carries_body(d, e->type)) {
        body *b = &e->body;
        b->date = e->state_date;
        b->date_given = e->state_date_given;
        b->end = DAY_NONE;
        b->since = DAY_NONE;
        b->notice_days = -1;
        if (e->type->kind == KIND_CLIENT) {
            b->client = e->document;
        }
        valid = read_body(d, e->type, b);
        e->has_body = valid;
    }
    d->fields = NULL; /* gone with this function */
    return valid;
}
