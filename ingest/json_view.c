#include "ingest/json_view.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/json_token.h"

enum { KEPT_VALUES = 1 << 16 };
#define NOT_OPEN UINT32_MAX

/* The walk's steps are one loop: inlined, a walk stays in registers (half the instructions,
 * measured). */
#define STEP __attribute__((always_inline)) static inline

/* What the grammar allows next. */
typedef enum walk_state {
    WANT_VALUE,
    WANT_KEY,
    AFTER_VALUE,
    WALK_DONE,
    WALK_BROKEN,
    WALK_NO_MEMORY
} walk_state;

/* A walk over the tokens of one value: the view's members in hand, so that they can stay in
 * registers. An open container's `next` holds the container around it. */
typedef struct walk {
    json_view *view;
    const char *bytes;
    const uint32_t *token; /* offset of the current token */
    json_value *values;
    uint32_t count, room;
    uint32_t open;  /* innermost open container, or NOT_OPEN */
    bool in_object; /* that one is an object */
    uint32_t depth, deepest;
    bool escapes;
} walk;

bool json_view_init(json_view *self) {
    *self = (json_view){.index = json_index_create()};
    return self->index != NULL;
}

void json_view_finish(json_view *self) {
    json_index_destroy(self->index);
    free(self->values);
    *self = (json_view){.index = NULL};
}

static json_step broken(json_view *self, reason r, size_t offset, const char *sentence) {
    self->fault = (json_fault){.reason = r, .sentence = sentence, .offset = offset};
    return JSON_BROKEN;
}

static walk_state broken_at(json_view *view, size_t offset, const char *sentence) {
    (void)broken(view, REASON_JSON, offset, sentence);
    return WALK_BROKEN;
}

/* Twice the room. false: no memory. */
static bool grow(json_view *self) {
    uint32_t room = self->value_room < 256 ? 256 : self->value_room * 2;
    json_value *more = reallocarray(self->values, room, sizeof *more);
    if (more == NULL) {
        return false;
    }
    self->values = more;
    self->value_room = room;
    return true;
}

/* Makes room for one more value. */
STEP bool reserve(walk *w) {
    if (w->count < w->room) {
        return true;
    }
    if (!grow(w->view)) {
        return false;
    }
    w->values = w->view->values;
    w->room = w->view->value_room;
    return true;
}

STEP char current_byte(const walk *w) {
    return w->bytes[*w->token];
}

/* Length of the current token: up to the next one, without the white space between. */
STEP uint32_t token_length(const walk *w) {
    uint32_t start = w->token[0];
    uint32_t end = w->token[1];
    while (end > start + 1 && json_is_space(w->bytes[end - 1])) {
        end--;
    }
    return end - start;
}

/* Lists the current token; there is room. */
STEP void list_token(walk *w, uint32_t length, bool escaped) {
    uint32_t start = *w->token;
    json_value *value = &w->values[w->count++];
    *value = (json_value){
        .start = start, .length = length & INT32_MAX, .escaped = escaped, .next = w->count};
    w->token++;
}

/* Lists the string at the current token, a value or a key. */
STEP walk_state take_string(walk *w, walk_state then) {
    if (!reserve(w)) {
        return WALK_NO_MEMORY;
    }
    const char *string = w->bytes + *w->token;
    uint32_t length = token_length(w);
    if (length < 2 || string[length - 1] != '"') {
        return broken_at(w->view, *w->token, "a string has something behind it");
    }
    bool escaped = w->escapes && memchr(string, '\\', length) != NULL;
    if (escaped && !json_escapes_valid(string + 1, length - 2)) {
        return broken_at(w->view, *w->token, "a string has an escape that JSON does not know");
    }
    list_token(w, length, escaped);
    return then;
}

STEP walk_state take_scalar(walk *w) {
    if (*w->token == w->view->length) {
        return broken_at(w->view, *w->token, "it ends too early");
    }
    if (!reserve(w)) {
        return WALK_NO_MEMORY;
    }
    uint32_t length = token_length(w);
    if (!json_scalar_valid(w->bytes + *w->token, length)) {
        return broken_at(w->view, *w->token, "a value is expected, and this is none");
    }
    list_token(w, length, false);
    return AFTER_VALUE;
}

/* Ends the innermost open container with the current token. */
STEP walk_state close_container(walk *w) {
    json_value *container = &w->values[w->open];
    w->open = container->next;
    w->in_object = w->open != NOT_OPEN && w->bytes[w->values[w->open].start] == '{';
    w->depth--;
    container->next = w->count;
    container->length = (*w->token + 1 - container->start) & INT32_MAX;
    w->token++;
    return AFTER_VALUE;
}

STEP walk_state open_container(walk *w, char end, walk_state then) {
    if (!reserve(w)) {
        return WALK_NO_MEMORY;
    }
    list_token(w, 0, false);
    w->values[w->count - 1].next = w->open;
    w->open = w->count - 1;
    w->in_object = end == '}';
    w->depth++;
    if (w->depth > w->deepest) {
        w->deepest = w->depth;
    }
    return current_byte(w) == end ? close_container(w) : then;
}

STEP walk_state take_value(walk *w) {
    switch (current_byte(w)) {
    case '"': return take_string(w, AFTER_VALUE);
    case '{': return open_container(w, '}', WANT_KEY);
    case '[': return open_container(w, ']', WANT_VALUE);
    default: return take_scalar(w);
    }
}

STEP walk_state take_key(walk *w) {
    if (current_byte(w) != '"') {
        return broken_at(w->view, *w->token, "a field name in double quotes is expected");
    }
    walk_state state = take_string(w, WANT_VALUE);
    if (state != WANT_VALUE) {
        return state;
    }
    if (current_byte(w) != ':') {
        return broken_at(w->view, *w->token, "a colon is expected after the field name");
    }
    w->token++;
    return WANT_VALUE;
}

STEP walk_state take_separator(walk *w) {
    if (w->open == NOT_OPEN) {
        return WALK_DONE;
    }
    char found = current_byte(w);
    if (found == ',') {
        w->token++;
        return w->in_object ? WANT_KEY : WANT_VALUE;
    }
    if (found != (w->in_object ? '}' : ']')) {
        return broken_at(w->view, *w->token,
                         w->in_object ? "a comma or } is expected" : "a comma or ] is expected");
    }
    return close_container(w);
}

STEP walk_state take_next(walk *w, walk_state state) {
    switch (state) {
    case WANT_VALUE: return take_value(w);
    case WANT_KEY: return take_key(w);
    case AFTER_VALUE: return take_separator(w);
    case WALK_DONE:
    case WALK_BROKEN:
    case WALK_NO_MEMORY: break;
    }
    return state;
}

/* Lists one value and all it holds. */
static json_step take_event(json_view *self) {
    walk w = {
        .view = self,
        .bytes = self->bytes,
        .token = self->offsets + self->at,
        .values = self->values,
        .room = self->value_room,
        .open = NOT_OPEN,
        .escapes = self->escapes,
    };
    walk_state state = WANT_VALUE;
    while (state <= AFTER_VALUE) {
        state = take_next(&w, state);
    }
    self->value_count = w.count;
    self->depth = w.deepest;
    self->at = (uint32_t)(w.token - self->offsets);
    if (state == WALK_DONE) {
        return JSON_VALUE;
    }
    return state == WALK_BROKEN ? JSON_BROKEN : JSON_NO_MEMORY;
}

static char byte_at(const json_view *self) {
    return self->bytes[self->offsets[self->at]];
}

json_step json_view_open(json_view *self, const char *bytes, size_t length) {
    self->bytes = bytes;
    self->length = length;
    self->at = 0;
    self->ended = false;
    if (self->value_room > KEPT_VALUES) {
        free(self->values);
        self->values = NULL;
        self->value_room = 0;
    }
    switch (json_index_read(self->index, bytes, length, &self->offsets, &self->offset_count)) {
    case JSON_INDEX_OK: break;
    case JSON_INDEX_NO_MEMORY: return JSON_NO_MEMORY;
    case JSON_INDEX_EMPTY: return broken(self, REASON_JSON, 0, "it is empty");
    case JSON_INDEX_NOT_UTF8:
        return broken(self, REASON_ENCODING, json_first_not_utf8(bytes, length), "it is not UTF-8");
    case JSON_INDEX_OPEN_STRING: return broken(self, REASON_JSON, length, "a string is not closed");
    case JSON_INDEX_CONTROL_CHARACTER:
        return broken(self, REASON_JSON, json_first_control(bytes, length),
                      "a control character in a string is not escaped");
    case JSON_INDEX_UNREADABLE: return broken(self, REASON_JSON, 0, "it is not JSON");
    }
    self->escapes = memchr(bytes, '\\', length) != NULL;
    self->is_array = byte_at(self) == '[';
    return JSON_VALUE;
}

/* Steps to the next element of the message's array. */
static json_step next_element(json_view *self) {
    char found = byte_at(self);
    bool first = self->at == 0;
    self->at++;
    if (first && byte_at(self) == ']') {
        found = ']';
        self->at++;
    }
    self->ended = found == ']';
    if (!first && found != ',' && found != ']') {
        self->at--;
        return broken(self, REASON_JSON, self->offsets[self->at], "a comma or ] is expected");
    }
    return self->ended ? JSON_END : JSON_VALUE;
}

json_step json_view_next(json_view *self) {
    json_step step = JSON_END;
    if (self->is_array && !self->ended) {
        step = next_element(self);
        if (step == JSON_VALUE) {
            return take_event(self);
        }
    } else if (!self->ended) {
        self->ended = true;
        return take_event(self);
    }
    if (step == JSON_END && self->at != self->offset_count) {
        return broken(self, REASON_JSON, self->offsets[self->at],
                      "something follows the end of the JSON text");
    }
    return step;
}
