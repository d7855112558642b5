#include "tools/clientele_sim/office_time.h"

enum {
    HOUR = 3600,
    OPENS = 8 * HOUR,
    OPEN_FOR = 10 * HOUR,
    EVENING = 18 * HOUR + 1800,
    EVENING_FOR = 5 * HOUR,
};

/* 0 is Monday. */
static int weekday(day d) {
    return (int)((d + 3) % 7);
}

static day last_sunday(int year, int month) {
    day last = day_from_civil(year, month, 31);
    return last - (weekday(last) + 1) % 7;
}

/* The two changes of one year, kept for the next question: nearly all questions are of one year. */
typedef struct summer {
    instant year_from;
    instant year_until;
    instant from;
    instant until;
} summer;

int32_t office_offset(instant t) {
    static summer known;
    if (t < known.year_from || t >= known.year_until) {
        int year = day_to_civil((day)(t / SECONDS_A_DAY)).year;
        known.year_from = day_from_civil(year, 1, 1) * SECONDS_A_DAY;
        known.year_until = (day_from_civil(year, 12, 31) + 1) * SECONDS_A_DAY;
        known.from = last_sunday(year, 3) * SECONDS_A_DAY + HOUR;
        known.until = last_sunday(year, 10) * SECONDS_A_DAY + HOUR;
    }
    return t >= known.from && t < known.until ? 2 * HOUR : HOUR;
}

day office_day(instant t) {
    return (day)((t + office_offset(t)) / SECONDS_A_DAY);
}

instant office_midnight(day d) {
    instant utc = d * SECONDS_A_DAY;
    return utc - office_offset(utc - HOUR);
}

bool office_is_open(day d) {
    static const unsigned char holidays[][2] = {{1, 1},  {5, 1},  {5, 8},   {7, 14},
                                                {8, 15}, {11, 1}, {11, 11}, {12, 25}};
    if (weekday(d) > 4) {
        return false;
    }
    civil_date date = day_to_civil(d);
    for (size_t i = 0; i < sizeof holidays / sizeof holidays[0]; i++) {
        if (date.month == holidays[i][0] && date.day == holidays[i][1]) {
            return false;
        }
    }
    return true;
}

day office_next_day(day d) {
    while (!office_is_open(d)) {
        d++;
    }
    return d;
}

static instant moment_between(dice *chance, instant now, double days, int32_t from,
                              int32_t length) {
    day d = office_next_day(office_day(now + (instant)(days * (double)SECONDS_A_DAY)));
    instant noon = d * SECONDS_A_DAY + SECONDS_A_DAY / 2;
    instant drawn = d * SECONDS_A_DAY - office_offset(noon) + from +
                    (int32_t)dice_below(chance, (uint32_t)length);
    return drawn > now ? drawn : now + 1 + (instant)dice_below(chance, HOUR);
}

instant office_moment(dice *chance, instant now, double days) {
    return moment_between(chance, now, days, OPENS, OPEN_FOR);
}

instant office_evening(dice *chance, instant now, double days) {
    return moment_between(chance, now, days, EVENING, EVENING_FOR);
}

instant office_month_end(dice *chance, instant now) {
    civil_date date = day_to_civil(office_day(now));
    day first_of_next = date.month == 12 ? day_from_civil(date.year + 1, 1, 1)
                                         : day_from_civil(date.year, date.month + 1, 1);
    day last = first_of_next - 1;
    while (!office_is_open(last)) {
        last--;
    }
    double days = (double)(last - office_day(now));
    return office_evening(chance, now, days > 0 ? days : 0);
}
