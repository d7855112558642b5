/* standing.h - what a client's place in one ranking makes of it: Pareto, ABC, PMG, scores.
 *
 * Words   positive clients: with a figure above 0. total: the sum over all clients of the ranking,
 *         negative figures included; the one denominator of shares. Without a positive total no
 *         share exists: nobody is large, everyone is C.
 * Exact   whole numbers are compared, never quotients. Shares are in millionths, half away from
 *         zero; INT64_MIN: there is none (or, over a total near 0, it does not fit).
 * Cost    O(log n) a call unless said. Pure: nothing is kept between calls. */
#ifndef PORTFOLIO_STANDING_H
#define PORTFOLIO_STANDING_H

#include "portfolio/ranking.h"

typedef struct standing_rules {
    int32_t a_millionths, b_millionths; /* 0 <= a <= b <= 1000000 of the total */
    int64_t g_amount, m_amount; /* PMG by figure, g >= m > 0; both 0: by number of clients */
    int64_t first_amount, second_amount; /* potential classes 1 and 2 by figure, first >= second
                                          * > 0; both 0: they end where A and B do */
} standing_rules;

#define STANDING_DEFAULTS ((standing_rules){.a_millionths = 800000, .b_millionths = 950000})

/* A part of the ranking's total, as a share. O(1). */
int64_t standing_share(const ranking *r, int64_t part);

/* ---- groups of leading clients ---- */

/* The last client of the group, with its figure; place 0: the group is empty. */
typedef struct border {
    uint32_t place;
    ranked last;
} border;

/* The borders within which Pareto and ABC classes are the same for each client. */
typedef struct borders {
    border large; /* the fewest that make 80 %: its place is clients_for_80 */
    border a;     /* A */
    border b;     /* A and B */
} borders;

typedef struct pmg_borders {
    border g; /* G */
    border m; /* G and M */
} pmg_borders;

borders standing_borders(const ranking *r, const standing_rules *rules);

/* By number: G ends at 5 % of the positive clients, M at 20 %, each rounded up. */
pmg_borders standing_pmg_borders(const ranking *r, const standing_rules *rules);

/* Whether a client with that figure is in the group. The ranking is asked for the order of ids
 * alone, so that a border that was taken earlier still tells who was in the group then. */
bool border_holds(const border *b, const ranking *r, uint32_t client, int64_t figure);

/* The clients of the group. */
ranking_sums border_sums(const border *b, const ranking *r);

/* ---- classes ---- */

typedef enum abc_class { ABC_NONE, ABC_A, ABC_B, ABC_C } abc_class; /* NONE: not in the ranking */
enum { ABC_CLASSES = 4 };
typedef enum pmg_class { PMG_G, PMG_M, PMG_P } pmg_class;
enum { PMG_CLASSES = 3 };

abc_class standing_abc(const borders *b, const ranking *r, uint32_t client, int64_t figure);
bool standing_large(const borders *b, const ranking *r, uint32_t client, int64_t figure);
pmg_class standing_pmg(const pmg_borders *b, const ranking *r, uint32_t client, int64_t figure);

/* 1, 2 or 3: the class of a client's potential; `b` are the borders of the ranking of potentials. */
int standing_potential(const borders *b, const ranking *potentials, const standing_rules *rules,
                       uint32_t client, int64_t potential);

/* How many clients each class has, and their sum. */
void standing_abc_sums(const borders *b, const ranking *r, ranking_sums ret_sums[ABC_CLASSES]);
void standing_pmg_sums(const pmg_borders *b, const ranking *r, ranking_sums ret_sums[PMG_CLASSES]);

/* ---- Pareto and concentration ---- */

/* What the ceil(0.2 n) largest of the n positive clients make: over the total it is top20_share. */
ranking_sums standing_top20(const ranking *r);

typedef struct curve_point {
    uint32_t place;
    int64_t sum; /* of places 1 .. place */
} curve_point;

/* Up to `points` points, evenly over the places of the n positive clients, the last one at n;
 * returns how many. O(points log n). */
uint32_t standing_curve(const ranking *r, uint32_t points, curve_point *out);

typedef struct concentration {
    int64_t largest;     /* share of the largest client */
    int64_t ten_largest; /* of the ten largest positive ones */
    int64_t herfindahl;  /* sum of the positive clients' squared shares */
    int64_t gini; /* over positive clients: 0 all alike, towards 1 one has all; their own sum is its
                   * denominator, so that it exists whenever there is one of them */
} concentration;

concentration standing_concentration(const ranking *r);

/* ---- scores ---- */

/* 5 (best) to 1: 5 - floor(5 b / n), b = clients with a greater figure, n = all of the ranking. The
 * figure is one that is ranked. */
int standing_score(const ranking *r, int64_t figure);

/* The least figure that is ranked with a score of 2, 3, 4, 5 or better, in this order: a client's
 * score is 1 and as many more as it reaches. false: nobody is ranked, *ret_cuts untouched. */
bool standing_cuts(const ranking *r, int64_t ret_cuts[4]);

#endif
