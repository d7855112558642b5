/* config_types.c - `types`: other systems' names for our event types. */
#include <stdlib.h>

#include "conf/config_read.h"
#include "conf/likeness.h"
#include "portfolio/limits.h"

static int compare_aliases(const void *a, const void *b) {
    return text_compare(((const type_alias *)a)->from, ((const type_alias *)b)->from);
}

/* The type most like a wrong name, NULL when none is alike. */
static const event_type *nearest_type(text wrong) {
    const event_type *nearest = NULL;
    unsigned least = LIKENESS_NONE;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
            char name[64];
            int length = snprintf(name, sizeof name, "%s.%s",
                                  document_kind_name((document_kind)kind), verb_name((verb)v));
            const event_type *type =
                length > 0 && (size_t)length < sizeof name ? event_type_find(text_of(name)) : NULL;
            unsigned distance = type != NULL ? likeness(wrong, text_of(name)) : LIKENESS_NONE;
            if (distance < least) {
                least = distance;
                nearest = type;
            }
        }
    }
    return nearest;
}

static bool read_alias(config_reader *self, const yaml_node *value, type_alias *ret_alias) {
    text from;
    if (!config_want_text(self, value->key, 1, NAME_BYTES_MAX, &from))
        return false;
    if (value->kind != YAML_SCALAR)
        return config_complain(self, value,
                               "types: `%s` needs the name of one type; write for instance "
                               "invoice.issued",
                               shown_of(from).text);
    const event_type *to = event_type_find(value->scalar);
    if (to == NULL) {
        const event_type *nearest = nearest_type(value->scalar);
        return config_complain(self, value, "types: `%s` is no event type; %s%s",
                               shown_of(value->scalar).text,
                               nearest != NULL ? "did you mean " : "write for instance ",
                               nearest != NULL ? nearest->name : "invoice.issued");
    }
    *ret_alias = (type_alias){.from = from, .to = to};
    return true;
}

bool config_read_types(config_reader *self, const yaml_node *value) {
    if (!config_want_mapping(self, value))
        return false;
    type_alias *kept = config_memory_take(self->memory, value->count, sizeof *kept);
    if (kept == NULL)
        return config_no_memory(self);
    size_t count = 0;
    for (const yaml_node *one = value->first; one != NULL; one = one->next)
        if (!read_alias(self, one, &kept[count++]))
            return false;
    if (count > 0)
        qsort(kept, count, sizeof *kept, compare_aliases);
    self->config.decode.aliases = kept;
    self->config.decode.alias_count = count;
    return true;
}
