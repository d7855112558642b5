#include "portfolio/calendar.h"

#include <assert.h>

static const int64_t nanoseconds_a_second = INT64_C(1000000000);
static const int64_t seconds_a_day = 86400;

enum { FEBRUARY = 2 };

/* Days before each month of a year without 29 February. */
static const int days_before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month) {
    int days = days_before_month[month] - days_before_month[month - 1];
    return days + (month == FEBRUARY && is_leap(year));
}

/* Rounds down, where / rounds towards zero; divisor > 0. */
static int64_t floor_divide(int64_t value, int64_t divisor) {
    return value / divisor - (value % divisor < 0);
}

/* 1 January of the year, which may lie outside the range. */
static day year_begins(int year) {
    const int64_t leap_days_to_1970 = 477;
    int64_t before = (int64_t)year - 1;
    int64_t leap_days =
        floor_divide(before, 4) - floor_divide(before, 100) + floor_divide(before, 400);
    return (day)(((int64_t)year - 1970) * 365 + leap_days - leap_days_to_1970);
}

/* The date exists; it may lie outside the range. */
static day day_of_date(int year, int month, int day_of_month) {
    int past_february = month > FEBRUARY && is_leap(year);
    return year_begins(year) + days_before_month[month - 1] + past_february + day_of_month - 1;
}

day day_from_civil(int year, int month, int day_of_month) {
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day_of_month < 1 ||
        day_of_month > days_in_month(year, month)) {
        return DAY_NONE;
    }
    return day_of_date(year, month, day_of_month);
}

civil_date day_to_civil(day d) {
    const int64_t days_in_400_years = 146097;
    /* The average year is at most one too far or one short. */
    int year = (int)(1970 + floor_divide((int64_t)d * 400, days_in_400_years));
    while (year_begins(year) > d) {
        year--;
    }
    while (year_begins(year + 1) <= d) {
        year++;
    }
    int left = d - year_begins(year);
    int month = left / 31 + 1; /* exact, or one month short */
    int leap_day = is_leap(year);
    if (month < 12 && left >= days_before_month[month] + (month >= FEBRUARY ? leap_day : 0)) {
        month++;
    }
    int before = days_before_month[month - 1] + (month > FEBRUARY ? leap_day : 0);
    return (civil_date){.year = year, .month = month, .day = left - before + 1};
}

/* Reads `count` digits. -1: not all of them are digits. */
static int read_digits(const char *bytes, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        unsigned digit = (unsigned char)bytes[i] - (unsigned)'0';
        if (digit > 9) {
            return -1;
        }
        value = value * 10 + (int)digit;
    }
    return value;
}

bool day_parse(const char *bytes, size_t length, day *ret_day) {
    if (length != DAY_TEXT_SIZE - 1 || bytes[4] != '-' || bytes[7] != '-') {
        return false;
    }
    /* A part that is not digits is -1, which is no year, month or day. */
    day d =
        day_from_civil(read_digits(bytes, 4), read_digits(bytes + 5, 2), read_digits(bytes + 8, 2));
    if (d == DAY_NONE) {
        return false;
    }
    *ret_day = d;
    return true;
}

static void write_digits(char *out, int count, int64_t value) {
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void day_format(day d, char out[static DAY_TEXT_SIZE]) {
    civil_date date = day_to_civil(d);
    assert(date.year >= 0 && date.year <= 9999);
    write_digits(out, 4, date.year);
    out[4] = '-';
    write_digits(out + 5, 2, date.month);
    out[7] = '-';
    write_digits(out + 8, 2, date.day);
    out[10] = '\0';
}

day day_add_years(day d, int years) {
    civil_date date = day_to_civil(d);
    int year = date.year + years;
    if (date.month == FEBRUARY && date.day == 29 && !is_leap(year)) {
        date.day = 28;
    }
    return day_of_date(year, date.month, date.day);
}

day day_leaves_window(day d, int years) {
    day same_date = day_add_years(d, years);
    /* 29 February became 28 February, whose own year before is still the 28th. */
    return day_add_years(same_date, -years) < d ? same_date + 1 : same_date;
}

day day_fiscal_year_start(day d, int month, int day_of_month) {
    int year = day_to_civil(d).year;
    day start = day_of_date(year, month, day_of_month);
    return start <= d ? start : day_of_date(year - 1, month, day_of_month);
}

/* Reads HH:MM:SS as seconds of the day. -1: not a time of day. */
static int read_time_of_day(const char *bytes) {
    int hour = read_digits(bytes, 2);
    int minute = read_digits(bytes + 3, 2);
    int second = read_digits(bytes + 6, 2);
    if (bytes[2] != ':' || bytes[5] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60) {
        return -1;
    }
    return hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
}

/* Reads Z or +HH:MM up to the end of the text, as seconds east of UTC. */
static bool read_offset(const char *bytes, size_t length, int *ret_seconds) {
    if (length == 1 && (bytes[0] == 'Z' || bytes[0] == 'z')) {
        *ret_seconds = 0;
        return true;
    }
    if (length != 6 || (bytes[0] != '+' && bytes[0] != '-') || bytes[3] != ':') {
        return false;
    }
    int hours = read_digits(bytes + 1, 2);
    int minutes = read_digits(bytes + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return false;
    }
    int seconds = hours * 3600 + minutes * 60;
    *ret_seconds = bytes[0] == '-' ? -seconds : seconds;
    return true;
}

/* Reads the digits after the point as nanoseconds and returns how many there were. */
static size_t read_fraction(const char *bytes, size_t length, int64_t *ret_nanoseconds) {
    int64_t value = 0;
    int64_t unit = nanoseconds_a_second;
    size_t i = 0;
    for (; i < length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
        unit /= 10; /* 0 from the tenth digit on: cut */
        value += (bytes[i] - '0') * unit;
    }
    *ret_nanoseconds = value;
    return i;
}

bool instant_parse(const char *bytes, size_t length, int64_t *ret_nanoseconds) {
    enum { DATE_LENGTH = 10, FRACTION_AT = 19 };
    day date;
    if (length <= FRACTION_AT || !day_parse(bytes, DATE_LENGTH, &date) ||
        (bytes[DATE_LENGTH] != 'T' && bytes[DATE_LENGTH] != 't')) {
        return false;
    }
    int time_of_day = read_time_of_day(bytes + DATE_LENGTH + 1);
    if (time_of_day < 0) {
        return false;
    }
    size_t at = FRACTION_AT;
    int64_t fraction = 0;
    if (bytes[at] == '.') {
        at++;
        size_t digits = read_fraction(bytes + at, length - at, &fraction);
        if (digits == 0) {
            return false;
        }
        at += digits;
    }
    int offset;
    if (!read_offset(bytes + at, length - at, &offset)) {
        return false;
    }
    int64_t seconds = date * seconds_a_day + time_of_day - offset;
    if (seconds < DAY_MIN * seconds_a_day || seconds >= (DAY_MAX + 1) * seconds_a_day) {
        return false;
    }
    *ret_nanoseconds = seconds * nanoseconds_a_second + fraction;
    return true;
}

void instant_format(int64_t nanoseconds, char out[static INSTANT_TEXT_SIZE]) {
    int64_t seconds = floor_divide(nanoseconds, nanoseconds_a_second);
    int64_t fraction = nanoseconds - seconds * nanoseconds_a_second;
    int64_t date = floor_divide(seconds, seconds_a_day);
    int64_t time_of_day = seconds - date * seconds_a_day;
    day_format((day)date, out);
    out[10] = 'T';
    write_digits(out + 11, 2, time_of_day / 3600);
    out[13] = ':';
    write_digits(out + 14, 2, time_of_day / 60 % 60);
    out[16] = ':';
    write_digits(out + 17, 2, time_of_day % 60);
    size_t length = 19;
    if (fraction != 0) {
        out[length] = '.';
        write_digits(out + length + 1, 9, fraction);
        length += 10;
        while (out[length - 1] == '0') {
            length--;
        }
    }
    out[length] = 'Z';
    out[length + 1] = '\0';
}
