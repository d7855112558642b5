#include "portfolio/document.h"

/* What is personal goes for good; rep, segment, country, potential and figures stay. */
static void erase_person(body *record) {
    record->name = (text){NULL, 0};
    record->tags = NULL;
    record->tag_count = 0;
}

document_change document_apply(document *self, const event *e) {
    int state_order = self->state == VERB_NONE ? 1 : stamp_compare(&e->stamp, &self->state_stamp);
    int body_order = !e->has_body      ? -1
                     : !self->has_body ? 1
                                       : stamp_compare(&e->stamp, &self->body_stamp);
    if (state_order > 0) {
        self->state = e->type->verb;
        self->state_stamp = e->stamp;
        self->state_date = e->state_date;
        self->state_date_given = e->state_date_given;
    }
    if (body_order > 0) {
        self->has_body = true;
        self->body = e->body;
        self->body_stamp = e->stamp;
    }
    if (self->state == VERB_ERASED && self->has_body) {
        erase_person(&self->body);
    }
    if (state_order > 0 || body_order > 0) {
        return DOCUMENT_CHANGED;
    }
    return state_order == 0 || (e->has_body && body_order == 0) ? DOCUMENT_REPEATED
                                                                : DOCUMENT_SUPERSEDED;
}

bool document_counts(const document *self, day today) {
    return self->has_body && self->body.date <= today && self->state != VERB_CANCELLED;
}
