/* zone.c - see zone.h. */
#include "conf/zone.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS_PER_SECOND INT64_C(1000000000)

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";

/* Names of the tz database have no dots, which keeps out "..". */
static bool is_zone_name(const char *name) {
    size_t length = strlen(name);
    return length > 0 && length <= 64 && strspn(name, letters) == length && name[0] != '/' &&
           strcmp(name, "localtime") != 0 && strcmp(name, "posixrules") != 0 &&
           strncmp(name, "right/", 6) != 0;
}

static bool is_zone_file(const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return false;
    struct stat status;
    char magic[4];
    bool found = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                 read(file, magic, sizeof magic) == (ssize_t)sizeof magic &&
                 memcmp(magic, "TZif", sizeof magic) == 0;
    (void)close(file);
    return found;
}

bool zone_known(const char *name) {
    if (!is_zone_name(name))
        return false;
    const char *folder = getenv("TZDIR");
    if (folder == NULL || folder[0] == '\0')
        folder = "/usr/share/zoneinfo";
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length > 0 && (size_t)length < sizeof path && is_zone_file(path);
}

/* The colon keeps libc from reading the name as a POSIX rule such as "EST5EDT". */
bool zone_set(const char *name) {
    char value[80];
    int length = zone_known(name) ? snprintf(value, sizeof value, ":%s", name) : -1;
    if (length < 0 || (size_t)length >= sizeof value || setenv("TZ", value, 1) != 0)
        return false;
    tzset();
    return true;
}

day zone_local_day(int64_t nanoseconds) {
    int64_t seconds = nanoseconds / NANOSECONDS_PER_SECOND;
    if (nanoseconds % NANOSECONDS_PER_SECOND < 0)
        seconds--;
    time_t instant = (time_t)seconds;
    struct tm local;
    if (localtime_r(&instant, &local) == NULL)
        return DAY_NONE;
    return day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}
