/* event_field.h - the fields of one JSON object by name, found in one pass. */
#ifndef INGEST_EVENT_FIELD_H
#define INGEST_EVENT_FIELD_H

#include "ingest/json_view.h"

typedef enum event_field {
#define EVENT_FIELD(id, name) id,
#include "ingest/event_field.def"
#undef EVENT_FIELD
    FIELD_COUNT
} event_field;

const char *event_field_name(event_field field);

/* Field names by a hash of theirs. */
enum { FIELD_NAMES_ROOM = 128 };
typedef struct field_names {
    uint8_t fields[FIELD_NAMES_ROOM]; /* FIELD_COUNT: empty */
} field_names;

void field_names_init(field_names *self);
/* FIELD_COUNT: no field of ours has that name. */
event_field field_names_find(const field_names *self, const char *name, size_t length);

/* Where each field's value is in the view's list; 0: not there (the list begins with the event
 * itself). */
typedef struct object_fields {
    uint32_t at[FIELD_COUNT];
} object_fields;

/* Fills *ret with the fields of the object; of two of the same name the first counts. */
void object_fields_read(const json_view *view, const field_names *names, const json_value *object,
                        object_fields *ret);

/* NULL: absent, which null is too. */
static inline const json_value *object_field(const json_view *view, const object_fields *fields,
                                             event_field field) {
    const json_value *value = &view->values[fields->at[field]];
    return fields->at[field] == 0 || json_first_byte(view, value) == 'n' ? NULL : value;
}

#endif
