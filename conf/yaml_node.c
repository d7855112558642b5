/* yaml_node.c - libyaml's events to a tree.
 *
 * libyaml's own documents resolve aliases, so that a few lines can stand for billions of nodes, and
 * keep the last of two equal keys in silence: the tree is built from its events instead. */
#include "conf/yaml_node.h"

#include <stdlib.h>
#include <yaml.h>

#include "conf/utf8.h"

typedef struct tree {
    yaml_parser_t parser;
    yaml_event_t event;
    const char *file;
    config_memory *memory;
    complaint *complaint;
    yaml_node *open[YAML_DEPTH_MAX];      /* lists and mappings not yet ended, outermost first */
    yaml_node *last[YAML_DEPTH_MAX];      /* their newest child */
    const yaml_node *key[YAML_DEPTH_MAX]; /* of a mapping: read, and its value not yet */
    size_t depth;
    yaml_node *root;
    size_t documents;
    bool ended;
} tree;

static uint32_t place_number(size_t from_zero) {
    return from_zero < UINT32_MAX ? (uint32_t)from_zero + 1 : UINT32_MAX;
}

static bool refuse(tree *self, yaml_mark_t at, const char *sentence) {
    complaint_write(self->complaint, self->file, place_number(at.line), place_number(at.column),
                    "%s", sentence);
    return false;
}

static bool no_memory(tree *self) {
    complaint_write(self->complaint, self->file, 0, 0, "no memory to read it");
    return false;
}

/* The place of a byte, for what is refused before libyaml has seen it. */
static bool refuse_byte(const char *file, const char *bytes, size_t at, const char *sentence,
                        complaint *reterr) {
    uint32_t line = 1;
    uint32_t column = 1;
    for (size_t i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
            line++;
            column = 1;
        } else if (!utf8_is_continuation(bytes[i])) {
            column++;
        }
    }
    complaint_write(reterr, file, line, column, "%s", sentence);
    return false;
}

/* libyaml calls some of these control characters fine and names others by their offset only. */
static bool check_bytes(const char *file, const char *bytes, size_t length, complaint *reterr) {
    if (length > YAML_BYTES_MAX) {
        complaint_write(reterr, file, 0, 0, "longer than 1 MiB; is this the configuration?");
        return false;
    }
    size_t whole = utf8_whole(bytes, length);
    if (whole < length)
        return refuse_byte(file, bytes, whole, "not UTF-8; save the file in that encoding", reterr);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            return refuse_byte(file, bytes, i, "a control character; remove it", reterr);
    }
    return true;
}

/* ---- the tree ---- */

static yaml_node *node_create(tree *self, yaml_kind kind) {
    yaml_node *node = config_memory_take(self->memory, 1, sizeof *node);
    if (node == NULL) {
        (void)no_memory(self);
        return NULL;
    }
    node->kind = kind;
    node->line = place_number(self->event.start_mark.line);
    node->column = place_number(self->event.start_mark.column);
    return node;
}

static bool is_key(const tree *self) {
    return self->depth > 0 && self->open[self->depth - 1]->kind == YAML_MAPPING &&
           self->key[self->depth - 1] == NULL;
}

/* Gives the node its place: the root, a key, or the next child of what is open. */
static bool put_node(tree *self, yaml_node *node) {
    if (self->depth == 0) {
        self->root = node;
        return true;
    }
    size_t top = self->depth - 1;
    if (is_key(self)) {
        if (node->kind != YAML_SCALAR)
            return refuse(self, self->event.start_mark,
                          "a key must be a text, not a list or a mapping");
        self->key[top] = node;
        return true;
    }
    node->key = self->key[top];
    self->key[top] = NULL;
    if (self->last[top] == NULL)
        self->open[top]->first = node;
    else
        self->last[top]->next = node;
    self->last[top] = node;
    self->open[top]->count++;
    return true;
}

static bool take_scalar(tree *self) {
    const char *bytes = (const char *)self->event.data.scalar.value;
    size_t length = self->event.data.scalar.length;
    if (memchr(bytes, '\0', length) != NULL)
        return refuse(self, self->event.start_mark, "a text with a NUL character; remove it");
    yaml_node *node = node_create(self, YAML_SCALAR);
    if (node == NULL)
        return false;
    node->quoted = self->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->scalar.bytes = config_memory_copy(self->memory, bytes, length);
    node->scalar.length = (uint32_t)length;
    return node->scalar.bytes != NULL ? put_node(self, node) : no_memory(self);
}

static bool open_node(tree *self, yaml_kind kind) {
    if (self->depth == YAML_DEPTH_MAX)
        return refuse(self, self->event.start_mark, "nested more than 16 deep; no key needs that");
    yaml_node *node = node_create(self, kind);
    if (node == NULL || !put_node(self, node))
        return false;
    self->open[self->depth] = node;
    self->last[self->depth] = NULL;
    self->key[self->depth] = NULL;
    self->depth++;
    return true;
}

static int compare_keys(const void *a, const void *b) {
    const yaml_node *first = *(const yaml_node *const *)a;
    const yaml_node *second = *(const yaml_node *const *)b;
    int order = text_compare(first->scalar, second->scalar);
    if (order != 0)
        return order;
    if (first->line != second->line)
        return first->line < second->line ? -1 : 1;
    return (first->column > second->column) - (first->column < second->column);
}

/* Sorts the keys, so that a hostile file of many keys costs n log n. */
static bool close_mapping(tree *self, const yaml_node *mapping) {
    size_t count = mapping->count;
    const yaml_node **keys = count > 1 ? calloc(count, sizeof(const yaml_node *)) : NULL;
    if (keys == NULL)
        return count <= 1 || no_memory(self);
    size_t filled = 0;
    for (const yaml_node *value = mapping->first; value != NULL; value = value->next)
        keys[filled++] = value->key;
    qsort(keys, filled, sizeof(const yaml_node *), compare_keys);
    bool once = true;
    for (size_t i = 1; i < filled && once; i++) {
        if (!text_equal(keys[i - 1]->scalar, keys[i]->scalar))
            continue;
        complaint_write(self->complaint, self->file, keys[i]->line, keys[i]->column,
                        "the key `%s` comes a second time, first on line %u; keep one of them",
                        shown_of(keys[i]->scalar).text, keys[i - 1]->line);
        once = false;
    }
    free(keys);
    return once;
}

static bool close_node(tree *self) {
    const yaml_node *node = self->open[--self->depth];
    return node->kind != YAML_MAPPING || close_mapping(self, node);
}

/* ---- the events ---- */

static bool check_properties(tree *self, const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor != NULL)
        return refuse(self, self->event.start_mark, "anchors (&name) are not taken; remove it");
    if (tag != NULL)
        return refuse(self, self->event.start_mark,
                      "tags (!name) are not taken; remove it, or quote the text");
    return true;
}

static bool take_event(tree *self) {
    const yaml_event_t *event = &self->event;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return refuse(self, event->start_mark,
                      "aliases (*name) are not taken; write the value again, or quote the text");
    case YAML_SCALAR_EVENT:
        return check_properties(self, event->data.scalar.anchor, event->data.scalar.tag) &&
               take_scalar(self);
    case YAML_SEQUENCE_START_EVENT:
        return check_properties(self, event->data.sequence_start.anchor,
                                event->data.sequence_start.tag) &&
               open_node(self, YAML_LIST);
    case YAML_MAPPING_START_EVENT:
        return check_properties(self, event->data.mapping_start.anchor,
                                event->data.mapping_start.tag) &&
               open_node(self, YAML_MAPPING);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return close_node(self);
    case YAML_DOCUMENT_START_EVENT:
        return ++self->documents == 1 ||
               refuse(self, event->start_mark,
                      "a second document (---) begins; a configuration is one document");
    case YAML_STREAM_END_EVENT: self->ended = true; return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: return true;
    }
    return true;
}

/* Whether the character that libyaml stumbled over is a tab: its own message does not say so. */
static bool is_tab_at(const char *bytes, size_t length, size_t characters) {
    size_t i = 0;
    for (size_t seen = 0; i < length; i++)
        if (!utf8_is_continuation(bytes[i]) && seen++ == characters)
            break;
    return i < length && bytes[i] == '\t';
}

static bool refuse_syntax(tree *self, const char *bytes, size_t length) {
    const yaml_parser_t *parser = &self->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return no_memory(self);
    yaml_mark_t at = parser->problem_mark;
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
    if (parser->error == YAML_READER_ERROR)
        return refuse_byte(self->file, bytes,
                           parser->problem_offset < length ? parser->problem_offset : length,
                           "a character that YAML does not allow; remove it", self->complaint);
    if (is_tab_at(bytes, length, at.index))
        return refuse(self, at, "a tab cannot indent YAML; use spaces");
    complaint_write(
        self->complaint, self->file, place_number(at.line), place_number(at.column),
        "not YAML: %s%s%s; check indentation, colons, quotes and brackets here and above", problem,
        parser->context != NULL ? " " : "", parser->context != NULL ? parser->context : "");
    return false;
}

static bool take_events(tree *self, const char *bytes, size_t length) {
    while (!self->ended) {
        if (!yaml_parser_parse(&self->parser, &self->event))
            return refuse_syntax(self, bytes, length);
        bool taken = take_event(self);
        yaml_event_delete(&self->event);
        if (!taken)
            return false;
    }
    return true;
}

bool yaml_node_read(const char *file, const char *bytes, size_t length, config_memory *memory,
                    const yaml_node **ret_root, complaint *reterr) {
    if (!check_bytes(file, bytes, length, reterr))
        return false;
    tree self = {.file = file, .memory = memory, .complaint = reterr};
    if (!yaml_parser_initialize(&self.parser))
        return no_memory(&self);
    yaml_parser_set_encoding(&self.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&self.parser, (const unsigned char *)bytes, length);
    bool done = take_events(&self, bytes, length);
    yaml_parser_delete(&self.parser);
    if (done)
        *ret_root = self.root;
    return done;
}

bool yaml_node_is_empty(const yaml_node *self) {
    return self->kind == YAML_SCALAR && !self->quoted &&
           (self->scalar.length == 0 || text_equal(self->scalar, text_of("~")) ||
            text_equal(self->scalar, text_of("null")));
}

const yaml_node *yaml_node_find(const yaml_node *mapping, const char *key) {
    for (const yaml_node *value = mapping->first; value != NULL; value = value->next)
        if (text_equal(value->key->scalar, text_of(key)))
            return value;
    return NULL;
}
