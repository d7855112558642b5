#include "daemon/business_clock.h"

#include "conf/zone.h"
#include "daemon/log.h"

#define HOUR_NANOSECONDS INT64_C(3600000000000)

static void tell(log_level level, const char *event, day kept, day refused, const char *why) {
    char today[DAY_TEXT_SIZE];
    char date[DAY_TEXT_SIZE];
    day_format(kept, today);
    day_format(refused, date);
    log_write(level, event, log_string("today", today), log_string("system_date", date),
              log_string("why", why));
}

bool business_clock_moves(business_clock *self, day today, int64_t now, day *ret_day) {
    day local = zone_local_day(now);
    if (local < today) {
        if (!self->told_backwards) {
            tell(LEVEL_WARNING, "clock_behind", today, local,
                 "the system clock is behind the store's day; the day stays until the clock is "
                 "past it");
            self->told_backwards = true;
        }
        return false;
    }
    self->told_backwards = false;
    if (local - today <= CLOCK_JUMP_DAYS_MAX) {
        *ret_day = local;
        return local > today;
    }
    bool hour_over = now - self->told_when >= HOUR_NANOSECONDS || now < self->told_when;
    if (self->told_jump != local || hour_over) {
        tell(LEVEL_ERROR, "clock_jump", today, local,
             "more than a year ahead at once, so the day stays; correct the system clock, or "
             "restart the "
             "daemon if the date is right");
        self->told_jump = local;
        self->told_when = now;
    }
    return false;
}
