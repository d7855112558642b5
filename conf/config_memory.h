/* config_memory.h - memory that is given piece by piece and freed at once.
 *
 * Bound  the caller's: what is taken grows with the text that is read, at most YAML_BYTES_MAX. */
#ifndef CONF_CONFIG_MEMORY_H
#define CONF_CONFIG_MEMORY_H

#include <stddef.h>

#include "portfolio/text.h"

typedef struct config_memory config_memory;

config_memory *config_memory_create(void);       /* NULL: no memory */
void config_memory_destroy(config_memory *self); /* accepts NULL */

/* Zeroed and aligned for any type, also for count 0. NULL: no memory. */
void *config_memory_take(config_memory *self, size_t count, size_t size);
/* A copy that ends with NUL. NULL: no memory. */
char *config_memory_copy(config_memory *self, const char *bytes, size_t length);

#endif
