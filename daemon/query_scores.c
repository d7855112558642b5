/* query_scores.c - portfolio.segments by scores: the named RFM cells, and FRAT. */
#include "daemon/json_figures.h"
#include "daemon/query_segments.h"
#include "portfolio/decimal.h"

enum { CUTS = RFM_SCORES - 1, FRAT_CELLS = RFM_CELLS * RFM_SCORES };

/* The scores of the clients in scope. */
typedef struct scoring {
    const standings *standings;
    ranking rooms[SCORE_COUNT];
    uint32_t scored; /* clients with a purchase day */
    int64_t cuts[SCORE_COUNT][CUTS];
} scoring;

static void scoring_finish(scoring *self) {
    for (int s = 0; s < SCORE_COUNT; s++) {
        ranking_finish(&self->rooms[s]);
    }
}

static bool scoring_init(scoring *self, rpc_call *call, const metric_scope *scope) {
    *self = (scoring){.standings = &scope->portfolio->standings};
    for (int s = 0; s < SCORE_COUNT; s++) {
        const ranking *r =
            metric_scope_part(call, scope, &self->standings->scores[s], &self->rooms[s]);
        if (r == NULL) {
            return false;
        }
        self->scored = ranking_total(r).count;
        (void)standing_cuts(r, self->cuts[s]); /* nobody is scored: no score is asked for */
    }
    return true;
}

/* 1 to 5; 0: the client has no purchase day. */
static int scoring_score(const scoring *self, score s, uint32_t client) {
    const kept_ranking *k = &self->standings->scores[s];
    int64_t value = client < k->client_count ? k->figures[client] : FIGURE_NONE;
    if (value == FIGURE_NONE) {
        return 0;
    }
    int points = 1;
    while (points <= CUTS && value >= self->cuts[s][points - 1]) {
        points++;
    }
    return points;
}

static void write_cut(json_writer *out, const metric_scope *scope, score s, int64_t cut) {
    switch (s) {
    case SCORE_RECENCY: json_day(out, (day)cut); break;
    case SCORE_AMOUNT: metric_write(out, scope->portfolio, METRIC_REVENUE, cut); break;
    case SCORE_FREQUENCY:
    case SCORE_DIVERSITY:
    case SCORE_COUNT: json_whole(out, cut); break;
    }
}

static void write_cuts(json_writer *out, const metric_scope *scope, const scoring *scores,
                       const char *name, score s) {
    json_key(out, name);
    if (scores->scored == 0) {
        json_nothing(out);
        return;
    }
    json_open_array(out);
    for (int i = 0; i < CUTS; i++) {
        write_cut(out, scope, s, scores->cuts[s][i]);
    }
    json_close_array(out);
}

static void write_scored(json_writer *out, const scoring *scores) {
    json_key(out, "scored");
    json_whole(out, scores->scored);
}

static void write_score(json_writer *out, const char *name, uint32_t points) {
    json_key(out, name);
    json_whole(out, points);
}

static void add_client(ranking_sums *cell, int64_t value) {
    cell->count++;
    cell->sum += value;
}

/* ---- RFM ---- */

static void write_name(json_writer *out, const rfm_map *map, uint32_t cell) {
    json_key(out, "name");
    if (map == NULL) {
        json_nothing(out);
    } else {
        json_text(out, map->names[map->name_of[cell]]);
    }
}

static void write_named_rows(json_writer *out, const metric_scope *scope, const scoring *scores,
                             const ranking_sums cells[RFM_CELLS]) {
    const rfm_map *map = scope->portfolio->rules->rfm;
    ranking_sums named[RFM_CELLS] = {{0}};
    for (uint32_t i = 0; map != NULL && i < RFM_CELLS; i++) {
        named[map->name_of[i]].count += cells[i].count;
        named[map->name_of[i]].sum += cells[i].sum;
    }
    for (uint32_t i = 0; map != NULL && i < map->name_count; i++) {
        json_open_object(out);
        json_key(out, "name");
        json_text(out, map->names[i]);
        metric_scope_write_counts(out, scope, named[i], scores->scored,
                                  ranking_total(scope->ranking).sum);
        json_close_object(out);
    }
}

static void write_rfm_cells(json_writer *out, const metric_scope *scope,
                            const ranking_sums cells[RFM_CELLS]) {
    json_key(out, "cells");
    json_open_array(out);
    for (uint32_t i = RFM_CELLS; i-- > 0;) {
        if (cells[i].count == 0) {
            continue;
        }
        json_open_object(out);
        write_score(out, "r", i / (RFM_SCORES * RFM_SCORES) + 1);
        write_score(out, "f", i / RFM_SCORES % RFM_SCORES + 1);
        write_score(out, "m", i % RFM_SCORES + 1);
        write_name(out, scope->portfolio->rules->rfm, i);
        json_key(out, "clients");
        json_whole(out, cells[i].count);
        json_key(out, "sum");
        metric_write(out, scope->portfolio, scope->metric, cells[i].sum);
        json_close_object(out);
    }
    json_close_array(out);
}

static void write_rfm(rpc_call *call, const metric_scope *scope, const scoring *scores) {
    ranking_sums cells[RFM_CELLS] = {{0}};
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        int recency = scoring_score(scores, SCORE_RECENCY, r.client);
        if (recency > 0) {
            int frequency = scoring_score(scores, SCORE_FREQUENCY, r.client);
            int amount = scoring_score(scores, SCORE_AMOUNT, r.client);
            add_client(&cells[rfm_cell(recency, frequency, amount)], r.figure);
        }
    }
    json_writer *out = segments_begin(call, scope);
    segments_open_rows(out, scope, scope->ranking);
    write_named_rows(out, scope, scores, cells);
    json_close_array(out);
    write_scored(out, scores);
    json_key(out, "cuts");
    json_open_object(out);
    write_cuts(out, scope, scores, "r", SCORE_RECENCY);
    write_cuts(out, scope, scores, "f", SCORE_FREQUENCY);
    write_cuts(out, scope, scores, "m", SCORE_AMOUNT);
    json_close_object(out);
    write_rfm_cells(out, scope, cells);
}

/* ---- FRAT ---- */

static void write_frat_rows(json_writer *out, const metric_scope *scope, const scoring *scores,
                            const ranking_sums cells[FRAT_CELLS]) {
    for (uint32_t i = FRAT_CELLS; i-- > 0;) {
        if (cells[i].count == 0) {
            continue;
        }
        json_open_object(out);
        write_score(out, "f", i / RFM_CELLS + 1);
        write_score(out, "r", i / (RFM_SCORES * RFM_SCORES) % RFM_SCORES + 1);
        write_score(out, "a", i / RFM_SCORES % RFM_SCORES + 1);
        write_score(out, "t", i % RFM_SCORES + 1);
        metric_scope_write_counts(out, scope, cells[i], scores->scored,
                                  ranking_total(scope->ranking).sum);
        json_close_object(out);
    }
}

static void write_frat(rpc_call *call, const metric_scope *scope, const scoring *scores) {
    ranking_sums cells[FRAT_CELLS] = {{0}};
    scope_walk walker;
    ranked r;
    for (scope_walk_begin(&walker, scope); scope_walk_next(&walker, &r);) {
        int frequency = scoring_score(scores, SCORE_FREQUENCY, r.client);
        if (frequency > 0) {
            uint32_t rat = rfm_cell(scoring_score(scores, SCORE_RECENCY, r.client),
                                    scoring_score(scores, SCORE_AMOUNT, r.client),
                                    scoring_score(scores, SCORE_DIVERSITY, r.client));
            add_client(&cells[(uint32_t)(frequency - 1) * RFM_CELLS + rat], r.figure);
        }
    }
    json_writer *out = segments_begin(call, scope);
    segments_open_rows(out, scope, scope->ranking);
    write_frat_rows(out, scope, scores, cells);
    json_close_array(out);
    write_scored(out, scores);
    json_key(out, "cuts");
    json_open_object(out);
    write_cuts(out, scope, scores, "f", SCORE_FREQUENCY);
    write_cuts(out, scope, scores, "r", SCORE_RECENCY);
    write_cuts(out, scope, scores, "a", SCORE_AMOUNT);
    write_cuts(out, scope, scores, "t", SCORE_DIVERSITY);
    json_close_object(out);
}

bool segments_by_scores(rpc_call *call, const metric_scope *scope) {
    scoring scores;
    bool fine = scoring_init(&scores, call, scope);
    if (fine && rpc_number(call, PARAM_SEGMENTS_BY) == BY_RFM) {
        write_rfm(call, scope, &scores);
    } else if (fine) {
        write_frat(call, scope, &scores);
    }
    scoring_finish(&scores);
    return fine;
}
