/* zone.h - the configured time zone, for the whole process.
 *
 * Set once, before any thread starts; zone_local_day may then be called by any thread. The rules are
 * those of the system's tz database: /usr/share/zoneinfo, or the folder that TZDIR names. */
#ifndef CONF_ZONE_H
#define CONF_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "portfolio/calendar.h"

/* Whether the tz database has that zone. Refuses absolute paths, "..", and names that mean another zone on
 * another machine or count leap seconds ("localtime", "posixrules", "right/..."). */
bool zone_known(const char *name);

/* false: the tz database has no such zone (package tzdata), nothing changed. Refuses absolute paths and "..". */
bool zone_set(const char *name);

/* The local date of an instant, in nanoseconds since 1970 UTC. DAY_NONE beyond DAY_MIN .. DAY_MAX. */
day zone_local_day(int64_t nanoseconds);

#endif
