/* yaml_node.h - a YAML text as a tree whose nodes know their line and column.
 *
 * Read      one document of scalars, lists and mappings, block or flow style. Scalars are texts; what
 *           they mean is the reader's to decide.
 * Refused   anchors, aliases and tags, a second document, a key that is no scalar or comes twice in
 *           its mapping, NUL, bytes that are not UTF-8, nesting beyond YAML_DEPTH_MAX, more than
 *           YAML_BYTES_MAX bytes. */
#ifndef CONF_YAML_NODE_H
#define CONF_YAML_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/complaint.h"
#include "conf/config_memory.h"
#include "portfolio/text.h"

#define YAML_BYTES_MAX ((size_t)1 << 20)
#define YAML_DEPTH_MAX 16

typedef enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAPPING } yaml_kind;

typedef struct yaml_node {
    yaml_kind kind;
    bool quoted;                 /* a scalar in quotes, or a block scalar */
    uint32_t line;               /* from 1 */
    uint32_t column;             /* in characters, from 1 */
    text scalar;                 /* also ends with NUL */
    const struct yaml_node *key; /* of a mapping's child */
    struct yaml_node *first;     /* child of a list or mapping */
    struct yaml_node *next;      /* sibling, in the order of the file */
    uint32_t count;              /* children */
} yaml_node;

/* The tree lives in `memory`; `file` is only named in the complaint. *ret_root is NULL when the text
 * holds no document (empty, or comments only). false: *reterr says where and why. */
bool yaml_node_read(const char *file, const char *bytes, size_t length, config_memory *memory,
                    const yaml_node **ret_root, complaint *reterr);

/* An empty value (`rates:` and nothing more, or `~`). */
bool yaml_node_is_empty(const yaml_node *self);

/* The value of a mapping's key, NULL when there is none. */
const yaml_node *yaml_node_find(const yaml_node *mapping, const char *key);

#endif
