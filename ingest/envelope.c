#include "ingest/decoding.h"
#include "portfolio/limits.h"

static const char heartbeat_name[] = "feed.heartbeat";

static text without_prefix(text name, text prefix) {
    if (prefix.length == 0 || name.length < prefix.length ||
        memcmp(name.bytes, prefix.bytes, prefix.length) != 0) {
        return name;
    }
    return (text){name.bytes + prefix.length, name.length - prefix.length};
}

bool envelope_type(decoding *d, const event_type **ret_type, bool *ret_heartbeat) {
    const json_value *value = field_of(d, FIELD_TYPE);
    if (value == NULL) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_TYPE, "is missing; every event must have it");
    }
    text name = {0};
    if (!read_string(d, FIELD_TYPE, value, &name)) {
        return false;
    }
    for (size_t i = 0; i < d->rules->alias_count; i++) {
        if (text_equal(name, d->rules->aliases[i].from)) {
            *ret_type = d->rules->aliases[i].to;
            return true;
        }
    }
    name = without_prefix(name, d->rules->type_prefix);
    *ret_type = event_type_find(name);
    if (*ret_type != NULL) {
        return true;
    }
    if (text_equal(name, (text){heartbeat_name, sizeof heartbeat_name - 1})) {
        *ret_heartbeat = true;
        return true;
    }
    return refuse(d, REASON_UNKNOWN_TYPE, FIELD_TYPE,
                  "is no known type; correct it, or map it under `types` in the configuration");
}

static bool check_version(decoding *d) {
    const json_value *value = field_of(d, FIELD_SPECVERSION);
    if (value == NULL) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_SPECVERSION,
                      "is missing; a CloudEvents 1.0 event must have it");
    }
    text version = {0};
    if (!read_string(d, FIELD_SPECVERSION, value, &version)) {
        return false;
    }
    return text_equal(version, text_of("1.0")) || refuse(d, REASON_NOT_AN_EVENT, FIELD_SPECVERSION,
                                                         "is not \"1.0\", the version read here");
}

static bool read_sequence(decoding *d, event *e) {
    int64_t sequence = 0;
    if (!read_whole_number(d, FIELD_SEQUENCE, INT64_MAX, &sequence, &e->has_sequence)) {
        return false;
    }
    e->sequence = (uint64_t)sequence;
    return true;
}

static bool read_time(decoding *d, event *e) {
    const json_value *value = field_of(d, FIELD_TIME);
    if (value == NULL) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_TIME, "is missing; every event must have it");
    }
    text written = {0};
    if (!read_string(d, FIELD_TIME, value, &written)) {
        return false;
    }
    return instant_parse(written.bytes, written.length, &e->stamp.time) ||
           refuse(d, REASON_BAD_DATE, FIELD_TIME,
                  "is not a time of RFC 3339 with offset, such as 2026-03-02T09:14:00+01:00");
}

static bool check_data(decoding *d) {
    const json_value *value = field_of(d, FIELD_DATA);
    if (value == NULL) {
        return refuse(d, REASON_MISSING_FIELD, FIELD_DATA, "is missing; every event must have it");
    }
    return json_first_byte(d->view, value) == '{' ||
           refuse(d, REASON_BAD_FIELD, FIELD_DATA, "is not a JSON object");
}

bool decode_heartbeat(decoding *d, event *e) {
    bool valid = check_version(d);
    valid = require_id(d, FIELD_SOURCE, NAME_BYTES_MAX, &e->source) && valid;
    valid = read_id(d, FIELD_EPOCH, NAME_BYTES_MAX, &e->epoch) && valid;
    valid = read_sequence(d, e) && valid;
    return valid &&
           (e->has_sequence || refuse(d, REASON_MISSING_FIELD, FIELD_SEQUENCE,
                                      "is missing; a heartbeat tells the last one issued"));
}

bool decode_envelope(decoding *d, event *e) {
    /* All is read even when something is wrong: a refused event still has a source and a sequence.
     */
    bool valid = check_version(d);
    valid = require_id(d, FIELD_SOURCE, NAME_BYTES_MAX, &e->source) && valid;
    valid = require_id(d, FIELD_ID, NAME_BYTES_MAX, &e->stamp.event_id) && valid;
    valid = read_time(d, e) && valid;
    valid = read_sequence(d, e) && valid;
    valid = read_id(d, FIELD_EPOCH, NAME_BYTES_MAX, &e->epoch) && valid;
    return check_data(d) && valid;
}
