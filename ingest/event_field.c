#include "ingest/event_field.h"

#include <string.h>

#include "ingest/json_token.h"

enum { NAME_LENGTH_MAX = 12 };

typedef struct field_name {
    char name[NAME_LENGTH_MAX + 3]; /* a row is 16 bytes */
    uint8_t length;
} field_name;

static const field_name names[FIELD_COUNT] = {
#define EVENT_FIELD(id, name) [id] = {name, sizeof(name) - 1},
#include "ingest/event_field.def"
#undef EVENT_FIELD
};

#define EVENT_FIELD(id, name) \
    _Static_assert(sizeof(name) - 1 <= NAME_LENGTH_MAX, name " is longer than the table's names");
#include "ingest/event_field.def"
#undef EVENT_FIELD

const char *event_field_name(event_field field) {
    return names[field].name;
}

/* Whether two runs of `length` bytes are equal: a few loads, which may overlap, instead of a call.
 */
static inline bool short_equal(const char *a, const char *b, size_t length) {
    if (length >= 8) {
        uint64_t words[4];
        memcpy(&words[0], a, 8);
        memcpy(&words[1], b, 8);
        memcpy(&words[2], a + length - 8, 8);
        memcpy(&words[3], b + length - 8, 8);
        return words[0] == words[1] && words[2] == words[3];
    }
    if (length >= 4) {
        uint32_t words[4];
        memcpy(&words[0], a, 4);
        memcpy(&words[1], b, 4);
        memcpy(&words[2], a + length - 4, 4);
        memcpy(&words[3], b + length - 4, 4);
        return words[0] == words[1] && words[2] == words[3];
    }
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

/* Sends all but two of the names to places of their own. */
static inline uint32_t first_place(const char *name, size_t length) {
    uint32_t first = (unsigned char)name[0];
    uint32_t last = (unsigned char)name[length - 1];
    return (first + 2 * last + 11 * (uint32_t)length) % FIELD_NAMES_ROOM;
}

void field_names_init(field_names *self) {
    memset(self->fields, FIELD_COUNT, sizeof self->fields);
    for (int field = 0; field < FIELD_COUNT; field++) {
        uint32_t place = first_place(names[field].name, names[field].length);
        while (self->fields[place] != FIELD_COUNT) {
            place = (place + 1) % FIELD_NAMES_ROOM;
        }
        self->fields[place] = (uint8_t)field;
    }
}

static inline event_field find(const field_names *self, const char *name, size_t length) {
    if (length == 0 || length > NAME_LENGTH_MAX) {
        return FIELD_COUNT;
    }
    uint32_t place = first_place(name, length);
    while (self->fields[place] != FIELD_COUNT) {
        const field_name *found = &names[self->fields[place]];
        if (found->length == length && short_equal(found->name, name, length)) {
            return (event_field)self->fields[place];
        }
        place = (place + 1) % FIELD_NAMES_ROOM;
    }
    return FIELD_COUNT;
}

event_field field_names_find(const field_names *self, const char *name, size_t length) {
    return find(self, name, length);
}

/* A name written with escapes, such as "\u0069d". */
static event_field find_escaped(const field_names *self, const char *name, size_t length) {
    enum { LONGEST_ESCAPE = 6 };
    char plain[NAME_LENGTH_MAX * LONGEST_ESCAPE];
    if (length > sizeof plain) {
        return FIELD_COUNT;
    }
    size_t plain_length = json_unescape(name, length, plain);
    return plain_length == SIZE_MAX ? FIELD_COUNT : find(self, plain, plain_length);
}

void object_fields_read(const json_view *view, const field_names *self, const json_value *object,
                        object_fields *ret) {
    memset(ret, 0, sizeof *ret);
    uint32_t end = object->next;
    uint32_t at = (uint32_t)(object - view->values) + 1;
    while (at < end) {
        const json_value *key = &view->values[at];
        const char *name = view->bytes + key->start + 1;
        size_t length = key->length - 2U;
        event_field field =
            key->escaped ? find_escaped(self, name, length) : find(self, name, length);
        if (field != FIELD_COUNT && ret->at[field] == 0) {
            ret->at[field] = at + 1;
        }
        at = view->values[at + 1].next;
    }
}
