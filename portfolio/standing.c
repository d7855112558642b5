#include "portfolio/standing.h"

#include <assert.h>

#include "portfolio/decimal.h"

__extension__ typedef unsigned __int128 unsigned_wide;

enum {
    WHOLE = 1000000,
    PARETO_MILLIONTHS = 800000,
    TOP20_PERCENT = 20,
    G_PERCENT = 5,
    GM_PERCENT = 20
};

int64_t standing_share(const ranking *r, int64_t part) {
    int64_t total = ranking_total(r).sum;
    return total > 0 ? ratio_millionths(part, total) : INT64_MIN;
}

static border border_at(const ranking *r, uint32_t place) {
    return place == 0 ? (border){0} : (border){place, ranking_at(r, place)};
}

/* The fewest leading clients with at least that part of the total: those before whom less of it is
 * reached. */
static border border_reaching(const ranking *r, int32_t millionths) {
    int64_t total = ranking_total(r).sum;
    if (total <= 0) {
        return (border){0};
    }
    wide least = ((wide)total * millionths + WHOLE - 1) / WHOLE;
    uint32_t place = ranking_reaching(r, (int64_t)least);
    assert(place != UINT32_MAX); /* positive figures alone are no less than the total */
    return border_at(r, place);
}

borders standing_borders(const ranking *r, const standing_rules *rules) {
    assert(rules->a_millionths <= rules->b_millionths && rules->b_millionths <= WHOLE);
    borders b;
    b.large = border_reaching(r, PARETO_MILLIONTHS);
    b.a = rules->a_millionths == PARETO_MILLIONTHS ? b.large
                                                   : border_reaching(r, rules->a_millionths);
    b.b = border_reaching(r, rules->b_millionths);
    return b;
}

/* Percent of the positive clients, rounded up. */
static uint32_t leading(const ranking *r, uint32_t percent) {
    return (uint32_t)(((uint64_t)r->positive.count * percent + 99) / 100);
}

pmg_borders standing_pmg_borders(const ranking *r, const standing_rules *rules) {
    if (rules->g_amount == 0) {
        return (pmg_borders){border_at(r, leading(r, G_PERCENT)),
                             border_at(r, leading(r, GM_PERCENT))};
    }
    assert(rules->g_amount >= rules->m_amount && rules->m_amount > 0);
    return (pmg_borders){border_at(r, ranking_above(r, rules->g_amount - 1)),
                         border_at(r, ranking_above(r, rules->m_amount - 1))};
}

bool border_holds(const border *b, const ranking *r, uint32_t client, int64_t figure) {
    return b->place > 0 && !ranking_precedes(r, b->last, (ranked){figure, client});
}

ranking_sums border_sums(const border *b, const ranking *r) {
    return ranking_first(r, b->place);
}

abc_class standing_abc(const borders *b, const ranking *r, uint32_t client, int64_t figure) {
    if (border_holds(&b->a, r, client, figure)) {
        return ABC_A;
    }
    return border_holds(&b->b, r, client, figure) ? ABC_B : ABC_C;
}

bool standing_large(const borders *b, const ranking *r, uint32_t client, int64_t figure) {
    return border_holds(&b->large, r, client, figure);
}

pmg_class standing_pmg(const pmg_borders *b, const ranking *r, uint32_t client, int64_t figure) {
    if (border_holds(&b->g, r, client, figure)) {
        return PMG_G;
    }
    return border_holds(&b->m, r, client, figure) ? PMG_M : PMG_P;
}

int standing_potential(const borders *b, const ranking *potentials, const standing_rules *rules,
                       uint32_t client, int64_t potential) {
    if (rules->first_amount > 0) {
        return potential >= rules->first_amount ? 1 : potential >= rules->second_amount ? 2 : 3;
    }
    switch (standing_abc(b, potentials, client, potential)) {
    case ABC_A: return 1;
    case ABC_B: return 2;
    case ABC_C:
    case ABC_NONE: break;
    }
    return 3;
}

/* The three classes that two groups, the second with the first in it, make of all. */
static void three_sums(const ranking *r, const border *first, const border *second,
                       ranking_sums out[3]) {
    ranking_sums one = border_sums(first, r);
    ranking_sums two = border_sums(second, r);
    ranking_sums all = ranking_total(r);
    out[0] = one;
    out[1] = (ranking_sums){two.count - one.count, two.sum - one.sum};
    out[2] = (ranking_sums){all.count - two.count, all.sum - two.sum};
}

void standing_abc_sums(const borders *b, const ranking *r, ranking_sums ret_sums[ABC_CLASSES]) {
    ret_sums[ABC_NONE] = (ranking_sums){0};
    three_sums(r, &b->a, &b->b, ret_sums + ABC_A);
}

void standing_pmg_sums(const pmg_borders *b, const ranking *r, ranking_sums ret_sums[PMG_CLASSES]) {
    three_sums(r, &b->g, &b->m, ret_sums + PMG_G);
}

ranking_sums standing_top20(const ranking *r) {
    return ranking_first(r, leading(r, TOP20_PERCENT));
}

uint32_t standing_curve(const ranking *r, uint32_t points, curve_point *out) {
    uint64_t count = r->positive.count;
    if (points > count) {
        points = (uint32_t)count;
    }
    for (uint32_t i = 0; i < points; i++) {
        uint32_t place = (uint32_t)((count * (i + 1) + points - 1) / points);
        out[i] = (curve_point){place, ranking_first(r, place).sum};
    }
    return points;
}

/* As ratio_millionths, for products: both below 2^126, which a total in int64_t, squared, is. */
static int64_t wide_ratio(unsigned_wide numerator, unsigned_wide denominator) {
    unsigned_wide quotient = numerator / denominator;
    if (quotient > INT64_MAX / WHOLE - 1) {
        return INT64_MIN;
    }
    /* rest x 1000000 / denominator, a bit of the million at a time: the product would not fit. */
    unsigned_wide rest = numerator % denominator;
    unsigned_wide left = 0;
    int64_t below = 0;
    for (uint32_t bit = UINT32_C(1) << 19; bit > 0; bit /= 2) {
        left = 2 * left + (WHOLE & bit ? rest : 0);
        below = 2 * below + (int64_t)(left / denominator);
        left %= denominator;
    }
    return (int64_t)quotient * WHOLE + below + (2 * left >= denominator);
}

concentration standing_concentration(const ranking *r) {
    const ranking_positive *p = &r->positive;
    int64_t total = ranking_total(r).sum;
    concentration c = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN};
    if (p->count > 0) {
        wide spread = (wide)p->sum * ((int64_t)p->count + 1) - 2 * p->weighted;
        c.gini = wide_ratio((unsigned_wide)spread, (unsigned_wide)p->sum * p->count);
    }
    if (total > 0) {
        c.largest = ratio_millionths(ranking_first(r, 1).sum, total);
        c.ten_largest =
            ratio_millionths(ranking_first(r, p->count < 10 ? p->count : 10).sum, total);
        c.herfindahl =
            wide_ratio((unsigned_wide)p->squares, (unsigned_wide)total * (unsigned_wide)total);
    }
    return c;
}

int standing_score(const ranking *r, int64_t figure) {
    uint32_t count = ranking_total(r).count;
    uint32_t better = ranking_above(r, figure);
    assert(better < count);
    return 5 - (int)((uint64_t)5 * better / count);
}

bool standing_cuts(const ranking *r, int64_t ret_cuts[4]) {
    uint64_t count = ranking_total(r).count;
    if (count == 0) {
        return false;
    }
    /* At least `score` means that fewer than (6 - score) n / 5 are better: the last place with so
     * few before it has the figure. */
    for (uint64_t score = 2; score <= 5; score++) {
        uint32_t place = (uint32_t)(((6 - score) * count + 4) / 5);
        ret_cuts[score - 2] = ranking_at(r, place).figure;
    }
    return true;
}
