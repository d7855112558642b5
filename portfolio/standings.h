/* standings.h - the rankings of a portfolio's clients, kept current with every settled change.
 *
 * Metrics rank the known clients, scores rank those with a purchase day, the potential those where it is known.
 * Trailing revenue, the metric that classes are made of, the scores and the potential are always kept, the other
 * metrics from their first use on.
 * Owner   the portfolio; its thread alone.
 * Errors  false, NULL: no memory; the portfolio must then be loaded again. */
#ifndef PORTFOLIO_STANDINGS_H
#define PORTFOLIO_STANDINGS_H

#include "portfolio/account.h"
#include "portfolio/crossing.h"
#include "portfolio/metric.h"

int64_t metric_figure(metric m, const account *a);

typedef enum score {
    SCORE_RECENCY,   /* last purchase day */
    SCORE_FREQUENCY, /* purchase days in the trailing year */
    SCORE_AMOUNT,    /* trailing revenue */
    SCORE_DIVERSITY, /* categories with positive trailing revenue */
    SCORE_COUNT
} score;
int64_t score_figure(score s, const account *a, bool purchases_are_invoices);

#define FIGURE_NONE INT64_MIN /* the client is not in the ranking */

/* One ranking of all clients and, where they are kept, the same within each rep's portfolio. */
typedef struct kept_ranking {
    bool kept;
    bool by_rep;
    int64_t *figures; /* by client: as it is ranked, FIGURE_NONE: it is not */
    uint32_t *reps;   /* by client: in whose ranking, NUMBER_NONE: nobody's */
    uint32_t client_count, figure_room, rep_of_room;
    ranking whole;
    ranking *of_reps; /* by rep */
    uint32_t rep_count, rep_room;
} kept_ranking;

typedef struct standings {
    const directory *clients;
    kept_ranking metrics[METRIC_COUNT];
    kept_ranking scores[SCORE_COUNT];
    kept_ranking potential;
    metric class_metric; /* what ABC, Pareto and PMG are made of */
    borders borders;     /* of class_metric, as of the last settle */
    move *moves;         /* of class_metric since, each client once, ascending */
    uint32_t move_count, move_room;
    crossings crossings; /* who changed class since the owner last set its count to 0, in order */
} standings;

void standings_init(standings *self, const directory *clients, metric class_metric);
void standings_finish(standings *self);

/* Brings a client's places up to date with its account, whose derived fields are. Call once per client and settle, in
 * ascending order of clients. */
bool standings_update(standings *self, uint32_t client, const account *a,
                      bool purchases_are_invoices);

/* After the updates of loading: takes the borders as they are; nobody has changed class. */
void standings_begin(standings *self, const standing_rules *r);

/* After the updates: moves the borders and appends to `crossings` who changed class. */
bool standings_settle(standings *self, const standing_rules *r);

/* The ranking that classes are made of: of all (NUMBER_NONE), or within a rep's portfolio. */
const ranking *standings_class_ranking(const standings *self, uint32_t rep_number);

/* Begins to keep a metric, when it is not kept yet: O(n log n) once. The accounts' ledgers must be at today. */
bool standings_keep(standings *self, metric m, const account *(*account_of)(const void *, uint32_t),
                    const void *accounts, uint32_t count);

#endif
