/* calendar.h - business days as whole numbers, and the windows of the figures.
 *
 * Unit    a day is the number of days since 1970-01-01 in the proleptic Gregorian calendar.
 * Range   DAY_MIN to DAY_MAX (1900-01-01 to 2199-12-31); anything else is not a day of ours.
 * Year    "a year before" keeps month and day; the year before 29 February is 28 February. */
#ifndef PORTFOLIO_CALENDAR_H
#define PORTFOLIO_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t day;

#define DAY_NONE INT32_MIN /* no such day, unknown */
#define DAY_MIN (-25567)   /* 1900-01-01 */
#define DAY_MAX 84005      /* 2199-12-31 */
#define DAY_TEXT_SIZE 11   /* "YYYY-MM-DD" and NUL */

typedef struct civil_date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
} civil_date;

/* DAY_NONE when there is no such date (2025-02-30) or it is out of range. */
day day_from_civil(int year, int month, int day_of_month);
civil_date day_to_civil(day d);

/* Reads exactly YYYY-MM-DD. false: not a date; *ret_day untouched. */
bool day_parse(const char *bytes, size_t length, day *ret_day);

/* Writes YYYY-MM-DD and NUL. */
void day_format(day d, char out[static DAY_TEXT_SIZE]);

/* The same month and day `years` later (negative: earlier); 29 February becomes 28 February where
 * that year has none. Not clamped to the range. */
day day_add_years(day d, int years);

/* The first day D for which day_add_years(D, -years) >= d: the day on which d has left the window
 * (D - years, D]. For d = 29 February 2024 and 1 year: 1 March 2025. */
day day_leaves_window(day d, int years);

/* The last fiscal-year start on or before d, for a year that starts on month/day_of_month (never 29
 * February). */
day day_fiscal_year_start(day d, int month, int day_of_month);

/* Parses RFC 3339 with offset ("2026-03-02T09:14:00+01:00", "...Z", any fraction, leap second 60
 * taken as 59) to nanoseconds since 1970-01-01T00:00:00Z; digits beyond nanoseconds are cut.
 * false: not a time, or outside DAY_MIN .. DAY_MAX. */
bool instant_parse(const char *bytes, size_t length, int64_t *ret_nanoseconds);

#define INSTANT_TEXT_SIZE 31 /* "2026-03-02T08:14:00.123456789Z" and NUL */
/* RFC 3339 in UTC, the fraction only when there is one. */
void instant_format(int64_t nanoseconds, char out[static INSTANT_TEXT_SIZE]);

#endif
