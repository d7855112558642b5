#include "portfolio/standings.h"

#include "portfolio/array.h"

int64_t metric_figure(metric m, const account *a) {
    switch (m) {
    case METRIC_REVENUE: return a->ledger.trailing.revenue;
    case METRIC_MARGIN: return a->ledger.trailing.margin;
    case METRIC_QUANTITY: return a->ledger.trailing.quantity;
    case METRIC_ORDERS: return a->ledger.orders_trailing;
    case METRIC_REVENUE_TOTAL: return a->ledger.total.revenue;
    case METRIC_COUNT: break;
    }
    return 0;
}

int64_t score_figure(score s, const account *a, bool purchases_are_invoices) {
    switch (s) {
    case SCORE_RECENCY: return ledger_last_purchase(&a->ledger, purchases_are_invoices);
    case SCORE_FREQUENCY: return a->ledger.purchase_days_trailing;
    case SCORE_AMOUNT: return a->ledger.trailing.revenue;
    case SCORE_DIVERSITY: return ledger_diversity(&a->ledger);
    case SCORE_COUNT: break;
    }
    return 0;
}

static void kept_finish(kept_ranking *self) {
    ranking_finish(&self->whole);
    for (uint32_t i = 0; i < self->rep_count; i++) {
        ranking_finish(&self->of_reps[i]);
    }
    free(self->of_reps);
    free(self->figures);
    free(self->reps);
    *self = (kept_ranking){0};
}

static void kept_init(kept_ranking *self, const directory *clients, bool by_rep) {
    self->kept = true;
    self->by_rep = by_rep;
    ranking_init(&self->whole, clients);
}

static bool reserve_client(kept_ranking *self, uint32_t client) {
    if (!array_reserve((void **)&self->figures, &self->figure_room, client + 1,
                       sizeof *self->figures) ||
        !array_reserve((void **)&self->reps, &self->rep_of_room, client + 1, sizeof *self->reps)) {
        return false;
    }
    for (; self->client_count <= client; self->client_count++) {
        self->figures[self->client_count] = FIGURE_NONE;
        self->reps[self->client_count] = NUMBER_NONE;
    }
    return true;
}

static bool reserve_rep(kept_ranking *self, uint32_t rep_number) {
    if (!array_reserve((void **)&self->of_reps, &self->rep_room, rep_number + 1,
                       sizeof *self->of_reps)) {
        return false;
    }
    while (self->rep_count <= rep_number) {
        ranking_init(&self->of_reps[self->rep_count++], self->whole.clients);
    }
    return true;
}

/* Moves the client to its new figure in the whole and in its rep's ranking. */
static bool kept_move(kept_ranking *self, uint32_t client, int64_t figure, uint32_t rep_number) {
    if (!reserve_client(self, client) ||
        (self->by_rep && rep_number != NUMBER_NONE && !reserve_rep(self, rep_number))) {
        return false;
    }
    int64_t before = self->figures[client];
    uint32_t rep_before = self->reps[client];
    uint32_t rep_now = self->by_rep && figure != FIGURE_NONE ? rep_number : NUMBER_NONE;
    bool moved = before != figure;
    if (rep_before != NUMBER_NONE && (moved || rep_before != rep_now)) {
        ranking_remove(&self->of_reps[rep_before], client, before);
    }
    if (moved && before != FIGURE_NONE) {
        ranking_remove(&self->whole, client, before);
    }
    self->figures[client] = figure;
    self->reps[client] = rep_now;
    if (rep_now != NUMBER_NONE && (moved || rep_before != rep_now) &&
        !ranking_put(&self->of_reps[rep_now], client, figure)) {
        return false;
    }
    return !moved || figure == FIGURE_NONE || ranking_put(&self->whole, client, figure);
}

void standings_init(standings *self, const directory *clients, metric class_metric) {
    *self = (standings){.clients = clients, .class_metric = class_metric};
    kept_init(&self->metrics[METRIC_REVENUE], clients, true);
    kept_init(&self->metrics[class_metric], clients, true);
    kept_init(&self->potential, clients, false);
    for (int s = 0; s < SCORE_COUNT; s++) {
        kept_init(&self->scores[s], NULL, false); /* a score asks for no order among equals */
    }
}

void standings_finish(standings *self) {
    for (int m = 0; m < METRIC_COUNT; m++) {
        kept_finish(&self->metrics[m]);
    }
    for (int s = 0; s < SCORE_COUNT; s++) {
        kept_finish(&self->scores[s]);
    }
    kept_finish(&self->potential);
    free(self->moves);
    crossings_finish(&self->crossings);
    *self = (standings){0};
}

bool standings_keep(standings *self, metric m, const account *(*account_of)(const void *, uint32_t),
                    const void *accounts, uint32_t count) {
    kept_ranking *k = &self->metrics[m];
    if (k->kept) {
        return true;
    }
    kept_init(k, self->clients, true);
    for (uint32_t client = 0; client < count; client++) {
        const account *a = account_of(accounts, client);
        if (a->documents > 0 && !kept_move(k, client, metric_figure(m, a), a->profile.rep)) {
            kept_finish(k);
            return false;
        }
    }
    return true;
}

const ranking *standings_class_ranking(const standings *self, uint32_t rep_number) {
    static const ranking nobody;
    const kept_ranking *k = &self->metrics[self->class_metric];
    if (rep_number == NUMBER_NONE) {
        return &k->whole;
    }
    return rep_number < k->rep_count ? &k->of_reps[rep_number] : &nobody;
}

/* Remembers where a client was in the metric that classes are made of. */
static bool add_move(standings *self, uint32_t client, int64_t before, int64_t now) {
    if (before == now) {
        return true;
    }
    if (!array_reserve((void **)&self->moves, &self->move_room, self->move_count + 1,
                       sizeof *self->moves)) {
        return false;
    }
    self->moves[self->move_count++] = (move){.client = client,
                                             .was_ranked = before != FIGURE_NONE,
                                             .is_ranked = now != FIGURE_NONE,
                                             .figure_before = before,
                                             .figure_now = now};
    return true;
}

static int64_t figure_before(const kept_ranking *k, uint32_t client) {
    return client < k->client_count ? k->figures[client] : FIGURE_NONE;
}

bool standings_update(standings *self, uint32_t client, const account *a,
                      bool purchases_are_invoices) {
    bool known = a->documents > 0;
    bool bought = known && a->ledger.purchase_days > 0;
    for (int m = 0; m < METRIC_COUNT; m++) {
        kept_ranking *k = &self->metrics[m];
        int64_t figure = known && k->kept ? metric_figure((metric)m, a) : FIGURE_NONE;
        if (k->kept && ((m == (int)self->class_metric &&
                         !add_move(self, client, figure_before(k, client), figure)) ||
                        !kept_move(k, client, figure, a->profile.rep))) {
            return false;
        }
    }
    for (int s = 0; s < SCORE_COUNT; s++) {
        int64_t figure = bought ? score_figure((score)s, a, purchases_are_invoices) : FIGURE_NONE;
        if (!kept_move(&self->scores[s], client, figure, NUMBER_NONE)) {
            return false;
        }
    }
    bool promising = known && a->profile.has_potential;
    return kept_move(&self->potential, client, promising ? a->profile.potential : FIGURE_NONE,
                     NUMBER_NONE);
}

void standings_begin(standings *self, const standing_rules *r) {
    self->borders = standing_borders(&self->metrics[self->class_metric].whole, r);
    self->move_count = 0;
}

bool standings_settle(standings *self, const standing_rules *r) {
    const ranking *classes = &self->metrics[self->class_metric].whole;
    borders now = standing_borders(classes, r);
    bool done = crossings_add(&self->crossings, classes, &self->borders, &now, self->moves,
                              self->move_count);
    self->borders = now;
    self->move_count = 0;
    return done;
}
