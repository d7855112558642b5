#include "daemon/figure_standing.h"

const char *abc_name(abc_class c) {
    static const char *const words[] = {"", "A", "B", "C"};
    return words[c];
}

const char *pareto_name(bool large) {
    return large ? "large" : "small";
}

const char *pmg_name(pmg_class c) {
    static const char *const words[] = {"G", "M", "P"};
    return words[c];
}

/* The client's figure in a kept ranking; FIGURE_NONE: it is not in it. */
static int64_t ranked_figure(const subject *f, const kept_ranking *k) {
    return f->account != NULL && f->client < k->client_count ? k->figures[f->client] : FIGURE_NONE;
}

/* ---- rank: by trailing revenue ---- */

static const kept_ranking *by_revenue(const subject *f) {
    return &f->portfolio->standings.metrics[METRIC_REVENUE];
}

int64_t place_of(const subject *f) {
    const kept_ranking *k = by_revenue(f);
    int64_t value = ranked_figure(f, k);
    return value == FIGURE_NONE ? FIGURE_NULL : ranking_find(&k->whole, f->client, value).place;
}

int64_t places_of(const subject *f) {
    return f->account == NULL ? FIGURE_NULL : ranking_total(&by_revenue(f)->whole).count;
}

int64_t cumulative_share_of(const subject *f) {
    const kept_ranking *k = by_revenue(f);
    int64_t value = ranked_figure(f, k);
    if (value == FIGURE_NONE) {
        return FIGURE_NULL;
    }
    int64_t before = ranking_find(&k->whole, f->client, value).sum_before;
    return standing_share(&k->whole, before + value);
}

/* NULL: nobody's client. */
static const ranking *own_rep(const subject *f) {
    const kept_ranking *k = by_revenue(f);
    bool owned = ranked_figure(f, k) != FIGURE_NONE && k->reps[f->client] != NUMBER_NONE;
    return owned ? &k->of_reps[k->reps[f->client]] : NULL;
}

int64_t place_in_rep_of(const subject *f) {
    const ranking *r = own_rep(f);
    return r == NULL ? FIGURE_NULL
                     : ranking_find(r, f->client, ranked_figure(f, by_revenue(f))).place;
}

int64_t places_in_rep_of(const subject *f) {
    const ranking *r = own_rep(f);
    return r == NULL ? FIGURE_NULL : ranking_total(r).count;
}

/* ---- classes: by the configured metric ---- */

static const kept_ranking *by_class_metric(const subject *f) {
    const standings *s = &f->portfolio->standings;
    return &s->metrics[s->class_metric];
}

static abc_class abc_class_of(const subject *f) {
    const kept_ranking *k = by_class_metric(f);
    int64_t value = ranked_figure(f, k);
    return value == FIGURE_NONE
               ? ABC_NONE
               : standing_abc(&f->portfolio->standings.borders, &k->whole, f->client, value);
}

int64_t abc_of(const subject *f) {
    abc_class c = abc_class_of(f);
    return c == ABC_NONE ? FIGURE_NULL : class_figure(abc_name(c));
}

int64_t pareto_of(const subject *f) {
    const kept_ranking *k = by_class_metric(f);
    int64_t value = ranked_figure(f, k);
    if (value == FIGURE_NONE) {
        return FIGURE_NULL;
    }
    const borders *b = &f->portfolio->standings.borders;
    return class_figure(pareto_name(standing_large(b, &k->whole, f->client, value)));
}

int64_t pmg_of(const subject *f) {
    const kept_ranking *k = by_class_metric(f);
    int64_t value = ranked_figure(f, k);
    if (value == FIGURE_NONE) {
        return FIGURE_NULL;
    }
    pmg_borders b = standing_pmg_borders(&k->whole, &f->portfolio->rules->standing);
    return class_figure(pmg_name(standing_pmg(&b, &k->whole, f->client, value)));
}

int64_t crossed_of(const subject *f) {
    const kept_ranking *k = &f->portfolio->standings.potential;
    abc_class c = abc_class_of(f);
    int64_t potential = ranked_figure(f, k);
    if (c == ABC_NONE || potential == FIGURE_NONE) {
        return FIGURE_NULL;
    }
    const standing_rules *parts = &f->portfolio->rules->standing;
    borders b = standing_borders(&k->whole, parts);
    int number = standing_potential(&b, &k->whole, parts, f->client, potential);
    const char crossed[] = {abc_name(c)[0], (char)('0' + number), '\0'};
    return class_figure(crossed);
}

/* ---- scores ---- */

int64_t score_of(const subject *f, score s) {
    const kept_ranking *k = &f->portfolio->standings.scores[s];
    int64_t value = ranked_figure(f, k);
    return value == FIGURE_NONE ? FIGURE_NULL : standing_score(&k->whole, value);
}

int64_t rfm_cell_of(const subject *f) {
    const rfm_map *map = f->portfolio->rules->rfm;
    int64_t recency = score_of(f, SCORE_RECENCY);
    if (map == NULL || recency == FIGURE_NULL) {
        return FIGURE_NULL;
    }
    int frequency = (int)score_of(f, SCORE_FREQUENCY);
    int amount = (int)score_of(f, SCORE_AMOUNT);
    return map->name_of[rfm_cell((int)recency, frequency, amount)];
}
