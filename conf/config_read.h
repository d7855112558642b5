/* config_read.h - private to conf/: reading nodes into a config, one function a row of option.def. */
#ifndef CONF_CONFIG_READ_H
#define CONF_CONFIG_READ_H

#include "conf/address.h"
#include "conf/config.h"
#include "conf/config_memory.h"
#include "conf/option.h"
#include "conf/yaml_node.h"
#include "portfolio/action_plan.h"

/* One socket that the configuration asks for, to see that no two meet. */
typedef struct socket_use {
    char name[96]; /* "endpoints.query", "feed billing" */
    address address;
    bool replay;           /* feeds of one publisher may share its replay endpoint */
    const yaml_node *node; /* NULL: a default */
} socket_use;

enum { SOCKETS_MAX = 4 + 2 * FEEDS_MAX };

typedef struct config_reader {
    config config;         /* being filled */
    config_memory *memory; /* lives as long as the config */
    config_memory *scrap;  /* freed after reading: the nodes, and what only checks need */
    const char *file;
    complaint *complaint;
    const option *option; /* the row being read */
    rates *rates;         /* what config.decode.rates will point to */

    /* inside an item of a list */
    feed_config *feed;
    const yaml_node *feed_connect;
    const yaml_node *feed_bind;
    const yaml_node *feed_replay;
    rate *rate;
    phase_rule *phase;
    action_rule *plan;
    bool plan_timed;       /* `every` or `within` was given */
    action_rules *actions; /* what config.rules.actions points to; NULL: the defaults */
    uint8_t *rfm_scores;   /* a bit for each score, of the row's r, f and m */
    text rfm_name;
    rfm_map *rfm;

    /* for checks between keys; NULL: not given */
    const yaml_node *rates_node;
    const yaml_node *plan_node;
    const yaml_node *quarantine_node;
    const yaml_node *pmg_node;
    const yaml_node *potential_node;
    const yaml_node *endpoint_nodes[3]; /* query, ingest, publish */
    socket_use *sockets;                /* SOCKETS_MAX */
    size_t socket_count;
} config_reader;

/* The functions that read: each checks one value and puts it in its place.
 * false: the complaint is written. */
#define OPTION(id, section, key, type, fallback, write, sentence) \
    bool config_read_##id(config_reader *self, const yaml_node *value);
#include "conf/option.def"
#undef OPTION

/* Reads every key of a mapping by its row; an empty value is an empty mapping. */
bool config_read_section(config_reader *self, const yaml_node *mapping, const char *section);

/* "KEY cannot be `x`; write ..." from the row being read. All complaints return false. */
bool config_refuse(config_reader *self, const yaml_node *value);
bool config_complain(config_reader *self, const yaml_node *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool config_no_memory(config_reader *self);

/* What kind of value it is; a mapping or a list (of at most so many items) may also be empty. */
bool config_want_mapping(config_reader *self, const yaml_node *value);
bool config_want_list(config_reader *self, const yaml_node *value, uint32_t most);
/* A text without control characters of least to most bytes, copied to memory that lives as long as the
 * config and ends with NUL. */
bool config_want_text(config_reader *self, const yaml_node *value, size_t least, size_t most,
                      text *ret_text);
/* An endpoint, checked and copied. */
bool config_want_endpoint(config_reader *self, const yaml_node *value, bool bound,
                          const char **ret_endpoint);

/* The amounts of `segments`, which need the base currency. */
bool config_check_segments(config_reader *self);
/* Whether the plan of actions names phases that there are. */
bool config_check_actions(config_reader *self);

/* Whether the keys go together. */
bool config_check(config_reader *self);

#endif
