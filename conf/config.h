/* config.h - the daemon's configuration: conf/clienteled.yaml, checked, with every default filled in.
 *
 * Owner   config_load allocates, config_finish frees; every text and array lives as long as the config.
 * Copies  a config may be copied by value while one of the copies is finished once: nothing in it points
 *         into the struct. decode.rates points to a copy of rules.rates that `memory` holds.
 * Errors  the first mistake in the order of the file; mistakes between keys after those of single keys.
 * Nothing is opened or created but the file: state_dir and endpoints are checked as texts only. */
#ifndef CONF_CONFIG_H
#define CONF_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/complaint.h"
#include "ingest/event_decode.h"
#include "portfolio/rules.h"

typedef enum clock_mode { CLOCK_WALL, CLOCK_EVENT } clock_mode;

#define FEEDS_MAX 256

typedef struct feed_config {
    const char *name;     /* unique */
    const char *endpoint; /* ZeroMQ endpoint */
    bool bind;            /* `bind:` was given instead of `connect:` */
    const char **topics;  /* subscription prefixes; none given: one empty prefix, all topics */
    size_t topic_count;
    text name_space;
    const char *replay; /* endpoint, or NULL */
} feed_config;

typedef struct config {
    const char *path;      /* the file it came from, or "(defaults)" */
    const char *state_dir; /* 1 to STATE_DIR_BYTES_MAX bytes; may be relative, may not exist */
    const char *timezone;  /* known to zone_set */
    clock_mode clock;
    const char *query_endpoint;
    const char *ingest_endpoint;
    const char *publish_endpoint;
    feed_config *feeds;
    size_t feed_count;
    uint64_t map_bytes;        /* store.map_size: the store's address space and largest size */
    uint64_t quarantine_bytes; /* store.quarantine_size: beyond, refused events keep their reason
                                  only; when not given at most a quarter of map_bytes */
    rules rules;               /* what the figures mean */
    decode_rules decode; /* what events may say; aliases by name; local_day is conf/zone.h's */
    const char **later_sections; /* given and not empty, and not used in this version */
    size_t later_count;
    void *memory; /* everything above */
} config;

/* state_dir/admin.sock must fit a Unix socket's address. */
#define STATE_DIR_BYTES_MAX 96

/* Reads and checks the file. false: *reterr says file:line:column and what to do; *ret_config untouched. */
bool config_load(const char *path, config *ret_config, complaint *reterr);
/* The same from memory; `name` stands for the file. */
bool config_load_text(const char *name, const char *bytes, size_t length, config *ret_config,
                      complaint *reterr);
/* The configuration of an empty file. */
bool config_defaults(config *ret_config, complaint *reterr);
void config_finish(config *self); /* accepts a zeroed config */

/* A hash over all that changes what figures mean: base currency, rates, zone, fiscal year, purchases, margin
 * rates. The store keeps it; when it differs, figures are recomputed from the documents. */
uint64_t config_fingerprint(const config *self);

#endif
