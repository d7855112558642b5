/* config_load.c - file to text to nodes to config. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/config_read.h"
#include "conf/zone.h"

typedef bool (*option_reader)(config_reader *self, const yaml_node *value);

static const option_reader readers[] = {
#define OPTION(id, section, key, type, fallback, write, sentence) config_read_##id,
#include "conf/option.def"
#undef OPTION
};

static bool refuse_unknown(config_reader *self, const yaml_node *key, const char *section) {
    const char *nearest = option_nearest(section, key->scalar);
    if (nearest != NULL)
        return config_complain(self, key, "unknown key `%s`; did you mean `%s`?",
                               shown_of(key->scalar).text, nearest);
    char known[COMPLAINT_SIZE] = "";
    size_t used = 0;
    for (size_t i = 0; i < option_count(); i++) {
        if (strcmp(option_at(i)->section, section) != 0)
            continue;
        int wrote = snprintf(known + used, sizeof known - used, "%s%s", used > 0 ? ", " : "",
                             option_at(i)->key);
        if (wrote < 0 || (size_t)wrote >= sizeof known - used)
            break;
        used += (size_t)wrote;
    }
    return config_complain(self, key, "unknown key `%s`; known here are %s",
                           shown_of(key->scalar).text, known);
}

bool config_read_section(config_reader *self, const yaml_node *mapping, const char *section) {
    for (const yaml_node *value = mapping->first; value != NULL; value = value->next) {
        size_t i = option_find(section, value->key->scalar);
        if (i == option_count())
            return refuse_unknown(self, value->key, section);
        self->option = option_at(i);
        if (!readers[i](self, value))
            return false;
    }
    return true;
}

/* Defaults go the way of what is written. An empty mapping, list or text is the zeroed config already; the items
 * of a list have none until they are read. */
static bool read_default(config_reader *self, size_t number) {
    const option *row = option_at(number);
    if (row->fallback == NULL || strcmp(row->fallback, "{}") == 0 ||
        strcmp(row->fallback, "[]") == 0 || row->fallback[0] == '"' ||
        strstr(row->section, "[]") != NULL)
        return true;
    const yaml_node scalar = {.kind = YAML_SCALAR, .scalar = text_of(row->fallback)};
    const yaml_node *value = &scalar;
    if (row->fallback[0] == '[' &&
        !yaml_node_read("(defaults)", row->fallback, strlen(row->fallback), self->scrap, &value,
                        self->complaint))
        return false;
    self->option = row;
    return readers[number](self, value);
}

static bool read_defaults(config_reader *self) {
    for (size_t i = 0; i < option_count(); i++)
        if (!read_default(self, i))
            return false;
    self->quarantine_node = NULL;
    for (size_t i = 0; i < sizeof self->endpoint_nodes / sizeof self->endpoint_nodes[0]; i++)
        self->endpoint_nodes[i] = NULL;
    return true;
}

static bool read_root(config_reader *self, const yaml_node *root) {
    if (root == NULL || yaml_node_is_empty(root))
        return true;
    if (root->kind != YAML_MAPPING)
        return config_complain(self, root,
                               "not a mapping; write lines such as `timezone: Europe/Paris`");
    return config_read_section(self, root, "");
}

static bool read_text(config_reader *self, const char *bytes, size_t length) {
    config *c = &self->config;
    c->path = config_memory_copy(self->memory, self->file, strlen(self->file));
    self->rates = config_memory_take(self->memory, 1, sizeof *self->rates);
    self->sockets = config_memory_take(self->scrap, SOCKETS_MAX, sizeof *self->sockets);
    if (c->path == NULL || self->rates == NULL || self->sockets == NULL)
        return config_no_memory(self);
    const yaml_node *root = NULL;
    if (!yaml_node_read(self->file, bytes, length, self->scrap, &root, self->complaint) ||
        !read_defaults(self) || !read_root(self, root) || !config_check(self))
        return false;
    *self->rates = c->rules.rates;
    c->decode.rates = self->rates;
    c->decode.local_day = zone_local_day;
    c->memory = self->memory;
    return true;
}

bool config_load_text(const char *name, const char *bytes, size_t length, config *ret_config,
                      complaint *reterr) {
    config_reader self = {.file = name, .complaint = reterr};
    self.memory = config_memory_create();
    self.scrap = config_memory_create();
    bool done = self.memory != NULL && self.scrap != NULL ? read_text(&self, bytes, length)
                                                          : config_no_memory(&self);
    config_memory_destroy(self.scrap);
    if (done)
        *ret_config = self.config;
    else
        config_memory_destroy(self.memory);
    return done;
}

/* Reads up to `room` bytes. -1: errno says why. */
static ssize_t read_all(int file, char *bytes, size_t room) {
    size_t length = 0;
    while (length < room) {
        ssize_t got = read(file, bytes + length, room - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

static bool load_open_file(const char *path, int file, config *ret_config, complaint *reterr) {
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        complaint_write(reterr, path, 0, 0, "not a file; name a YAML file");
        return false;
    }
    char *bytes = malloc(YAML_BYTES_MAX + 1);
    if (bytes == NULL) {
        complaint_write(reterr, path, 0, 0, "no memory to read it");
        return false;
    }
    ssize_t length = read_all(file, bytes, YAML_BYTES_MAX + 1);
    if (length < 0)
        complaint_write(reterr, path, 0, 0, "cannot be read (%s); check its file system",
                        strerror(errno));
    bool done = length >= 0 && config_load_text(path, bytes, (size_t)length, ret_config, reterr);
    free(bytes);
    return done;
}

/* Without O_NONBLOCK a named pipe would hold the start until someone writes to it. */
bool config_load(const char *path, config *ret_config, complaint *reterr) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        complaint_write(reterr, path, 0, 0,
                        "cannot be opened (%s); check the path and who may read it",
                        strerror(errno));
        return false;
    }
    bool done = load_open_file(path, file, ret_config, reterr);
    (void)close(file);
    return done;
}

bool config_defaults(config *ret_config, complaint *reterr) {
    return config_load_text("(defaults)", "", 0, ret_config, reterr);
}

void config_finish(config *self) {
    config_memory_destroy(self->memory);
    memset(self, 0, sizeof *self);
}
