/* office_time.h - instants of the simulated company: its time zone, business days, office hours.
 *
 * Unit    an instant is the number of seconds since 1970-01-01T00:00:00Z.
 * Zone    one hour east of UTC, two from the last Sunday of March to the last Sunday of October.
 * Days    Monday to Friday without the fixed public holidays. Dates before 1970 are not asked. */
#ifndef TOOLS_CLIENTELE_SIM_OFFICE_TIME_H
#define TOOLS_CLIENTELE_SIM_OFFICE_TIME_H

#include "portfolio/calendar.h"
#include "tools/clientele_sim/dice.h"

typedef int64_t instant;

#define SECONDS_A_DAY INT64_C(86400)

/* Seconds east of UTC at that instant: 3600 or 7200. */
int32_t office_offset(instant t);
day office_day(instant t);
instant office_midnight(day d);

bool office_is_open(day d);
/* d itself when it is a business day. */
day office_next_day(day d);

/* A moment in office hours on the first business day at or after `now` + days; always after now. */
instant office_moment(dice *chance, instant now, double days);
/* The same in the evening, when the day's invoices are printed. */
instant office_evening(dice *chance, instant now, double days);
/* The evening of the last business day of now's month; always after now. */
instant office_month_end(dice *chance, instant now);

#endif
