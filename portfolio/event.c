#include "portfolio/event.h"

#include <assert.h>

static const event_type types[] = {
#define EVENT_TYPE(name, kind, verb, ends) {name, kind, verb, ends},
#include "portfolio/event_type.def"
#undef EVENT_TYPE
};

/* Lengths of the names of `types`: most rows are passed over without a look at the name. */
static const uint8_t type_name_lengths[] = {
#define EVENT_TYPE(name, kind, verb, ends) sizeof(name) - 1,
#include "portfolio/event_type.def"
#undef EVENT_TYPE
};

static const char *const kind_names[KIND_COUNT] = {
    [KIND_CLIENT] = "client",
    [KIND_QUOTE] = "quote",
    [KIND_ORDER] = "order",
    [KIND_INVOICE] = "invoice",
    [KIND_CREDIT_NOTE] = "credit_note",
    [KIND_CONTRACT] = "contract",
    [KIND_CONTACT] = "contact",
};

static const char *const verb_names[VERB_COUNT] = {
    [VERB_NONE] = "none",         [VERB_UPDATED] = "updated",       [VERB_ERASED] = "erased",
    [VERB_SENT] = "sent",         [VERB_AMENDED] = "amended",       [VERB_ACCEPTED] = "accepted",
    [VERB_DECLINED] = "declined", [VERB_EXPIRED] = "expired",       [VERB_CANCELLED] = "cancelled",
    [VERB_PLACED] = "placed",     [VERB_ISSUED] = "issued",         [VERB_SIGNED] = "signed",
    [VERB_RENEWED] = "renewed",   [VERB_TERMINATED] = "terminated", [VERB_MADE] = "made",
};

static const char *const contact_kind_names[CONTACT_KINDS] = {
    [CONTACT_VISIT] = "visit",
    [CONTACT_CALL] = "call",
    [CONTACT_MAIL] = "mail",
    [CONTACT_MEETING] = "meeting",
};

const event_type *event_type_find(text name) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (name.length == type_name_lengths[i] &&
            memcmp(name.bytes, types[i].name, name.length) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

const char *document_kind_name(document_kind kind) {
    assert((size_t)kind < KIND_COUNT);
    return kind_names[kind];
}

bool document_kind_find(text name, document_kind *ret_kind) {
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (text_equal(name, text_of(kind_names[i]))) {
            *ret_kind = (document_kind)i;
            return true;
        }
    }
    return false;
}

const char *verb_name(verb v) {
    assert((size_t)v < VERB_COUNT);
    return verb_names[v];
}

const char *contact_kind_name(contact_kind kind) {
    assert((size_t)kind < CONTACT_KINDS);
    return contact_kind_names[kind];
}

int stamp_compare(const stamp *a, const stamp *b) {
    if (a->version != b->version) {
        return a->version < b->version ? -1 : 1;
    }
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    return text_compare(a->event_id, b->event_id);
}
