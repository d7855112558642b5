/* config_want.c - what a value must be, and the complaint when it is not. */
#include <stdarg.h>

#include "conf/config_read.h"

bool config_no_memory(config_reader *self) {
    complaint_write(self->complaint, self->file, 0, 0, "no memory to read it");
    return false;
}

bool config_complain(config_reader *self, const yaml_node *at, const char *format, ...) {
    char sentence[COMPLAINT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    complaint_write(self->complaint, self->file, at->line, at->column, "%s", sentence);
    return false;
}

bool config_refuse(config_reader *self, const yaml_node *value) {
    char name[OPTION_NAME_SIZE];
    option_name(self->option, name);
    const char *write = self->option->write;
    if (value->kind != YAML_SCALAR)
        return config_complain(self, value, "%s cannot be a %s; write %s", name,
                               value->kind == YAML_LIST ? "list" : "mapping", write);
    if (value->scalar.length == 0 || yaml_node_is_empty(value))
        return config_complain(self, value, "%s cannot be empty; write %s", name, write);
    return config_complain(self, value, "%s cannot be `%s`; write %s", name,
                           shown_of(value->scalar).text, write);
}

bool config_want_mapping(config_reader *self, const yaml_node *value) {
    return value->kind == YAML_MAPPING || yaml_node_is_empty(value) || config_refuse(self, value);
}

bool config_want_list(config_reader *self, const yaml_node *value, uint32_t most) {
    if (value->kind != YAML_LIST && !yaml_node_is_empty(value))
        return config_refuse(self, value);
    char name[OPTION_NAME_SIZE];
    option_name(self->option, name);
    return value->count <= most || config_complain(self, value, "%s has %u items; write at most %u",
                                                   name, value->count, most);
}

static bool has_control_character(text t) {
    for (uint32_t i = 0; i < t.length; i++)
        if ((unsigned char)t.bytes[i] < ' ' || t.bytes[i] == 0x7f)
            return true;
    return false;
}

bool config_want_text(config_reader *self, const yaml_node *value, size_t least, size_t most,
                      text *ret_text) {
    text t = value->scalar;
    if (value->kind != YAML_SCALAR)
        return config_refuse(self, value);
    if (yaml_node_is_empty(value))
        t.length = 0;
    if (t.length < least || t.length > most || has_control_character(t))
        return config_refuse(self, value);
    const char *copy = config_memory_copy(self->memory, t.bytes, t.length);
    if (copy == NULL)
        return config_no_memory(self);
    *ret_text = (text){copy, t.length};
    return true;
}

bool config_want_endpoint(config_reader *self, const yaml_node *value, bool bound,
                          const char **ret_endpoint) {
    text t = {NULL, 0};
    address parsed;
    if (!config_want_text(self, value, 1, YAML_BYTES_MAX, &t))
        return false;
    if (!address_parse(t, bound, &parsed))
        return config_refuse(self, value);
    *ret_endpoint = t.bytes;
    return true;
}
