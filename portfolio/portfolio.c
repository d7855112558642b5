#include "portfolio/portfolio.h"

#include "portfolio/array.h"

static void book_init(book *self, day today) {
    *self = (book){0};
    ledger_init(&self->ledger, today);
}

static void book_finish(book *self) {
    ledger_finish(&self->ledger);
    day_counts_finish(&self->ends);
}

portfolio *portfolio_create(const rules *r, day today, uint64_t seed) {
    portfolio *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    self->rules = r;
    self->windows = windows_at(r, today);
    directory_init(&self->names.clients, seed);
    directory_init(&self->names.reps, seed);
    directory_init(&self->names.categories, seed);
    book_init(&self->total, today);
    standings_init(&self->standings, &self->names.clients, r->class_metric);
    return self;
}

void portfolio_destroy(portfolio *self) {
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; i < self->account_count; i++) {
        account_finish(portfolio_account(self, i));
    }
    for (uint32_t i = 0; i < self->chunk_count; i++) {
        free(self->chunks[i]);
    }
    for (uint32_t i = 0; i < self->rep_count; i++) {
        book_finish(&self->reps[i].book);
        ledger_finish(&self->reps[i].sold);
    }
    book_finish(&self->total);
    standings_finish(&self->standings);
    directory_finish(&self->names.clients);
    directory_finish(&self->names.reps);
    directory_finish(&self->names.categories);
    due_days_finish(&self->due);
    free(self->chunks);
    free(self->reps);
    free(self->touched);
    free(self->posted);
    free(self->phase_changes.items);
    free(self->dirty);
    free(self);
}

uint32_t portfolio_find_client(const portfolio *self, text id) {
    uint32_t client = directory_find(&self->names.clients, id);
    bool known = client < self->account_count && portfolio_account(self, client)->documents > 0;
    return known ? client : NUMBER_NONE;
}

bool portfolio_rep_known(const portfolio *self, uint32_t rep_number) {
    const rep *r = &self->reps[rep_number];
    return r->documents > 0 || r->book.tally.known > 0;
}

uint32_t portfolio_find_rep(const portfolio *self, text id) {
    uint32_t rep_number = directory_find(&self->names.reps, id);
    bool known = rep_number < self->rep_count && portfolio_rep_known(self, rep_number);
    return known ? rep_number : NUMBER_NONE;
}

static bool add_chunk(portfolio *self) {
    if (!array_reserve((void **)&self->chunks, &self->chunk_room, self->chunk_count + 1,
                       sizeof(account *)) ||
        !array_reserve((void **)&self->dirty, &self->dirty_words,
                       (self->chunk_count + 1) * (ACCOUNT_CHUNK / 64), sizeof *self->dirty)) {
        return false;
    }
    self->chunks[self->chunk_count] = calloc(ACCOUNT_CHUNK, sizeof(account));
    if (self->chunks[self->chunk_count] == NULL) {
        return false;
    }
    memset(self->dirty + (size_t)self->chunk_count * (ACCOUNT_CHUNK / 64), 0, ACCOUNT_CHUNK / 8);
    self->chunk_count++;
    return true;
}

bool portfolio_make_room(portfolio *self) {
    while (self->account_count < self->names.clients.count) {
        if (self->account_count == self->chunk_count * ACCOUNT_CHUNK && !add_chunk(self)) {
            return false;
        }
        account_init(portfolio_account(self, self->account_count), self->windows.today);
        self->account_count++;
    }
    while (self->rep_count < self->names.reps.count) {
        if (!array_reserve((void **)&self->reps, &self->rep_room, self->rep_count + 1,
                           sizeof(rep))) {
            return false;
        }
        rep *r = &self->reps[self->rep_count++];
        *r = (rep){0};
        book_init(&r->book, self->windows.today);
        ledger_init(&r->sold, self->windows.today);
    }
    return true;
}

void portfolio_refresh(const portfolio *self, account *a) {
    if (a->ledger.as_of != self->windows.today) {
        windows before = windows_at(self->rules, a->ledger.as_of);
        ledger_roll(&a->ledger, &before, &self->windows);
    }
}

static bool book_post(book *self, const windows *w, const posting *p) {
    tally_post(&self->tally, p);
    return ledger_post(&self->ledger, w, p);
}

static bool will_review(portfolio *self, uint32_t client) {
    if (self->phases_wait ||
        (self->posted_count > 0 && self->posted[self->posted_count - 1] == client)) {
        return true;
    }
    if (!array_reserve((void **)&self->posted, &self->posted_room, self->posted_count + 1,
                       sizeof *self->posted)) {
        return false;
    }
    self->posted[self->posted_count++] = client;
    return true;
}

static bool touch(portfolio *self, uint32_t client) {
    if (!will_review(self, client)) {
        return false;
    }
    if (self->touched_count > 0 && self->touched[self->touched_count - 1] == client) {
        return true;
    }
    if (!array_reserve((void **)&self->touched, &self->touched_room, self->touched_count + 1,
                       sizeof *self->touched)) {
        return false;
    }
    self->touched[self->touched_count++] = client;
    return true;
}

/* Takes the account out of a rep's book (sign -1) or puts it in (1). */
static bool book_add_account(book *b, const windows *w, const account *a, int sign) {
    tally_add(&b->tally, &a->tally, sign);
    if (a->life.counted != PHASE_NONE) {
        b->phases[a->life.counted] += sign;
    }
    return (a->next_end == DAY_NONE || day_counts_add(&b->ends, a->next_end, sign)) &&
           ledger_merge(&b->ledger, w, &a->ledger, sign);
}

static bool move_to_rep(portfolio *self, account *a, uint32_t from, uint32_t to) {
    const windows *w = &self->windows;
    return from == to ||
           ((from == NUMBER_NONE || book_add_account(&self->reps[from].book, w, a, -1)) &&
            (to == NUMBER_NONE || book_add_account(&self->reps[to].book, w, a, 1)));
}

bool portfolio_post_account(portfolio *self, const posting *p) {
    if (!portfolio_make_room(self)) {
        return false;
    }
    account *a = portfolio_account(self, p->client);
    portfolio_refresh(self, a);
    portfolio_mark_dirty(self, p->client);
    return account_post(a, &self->windows, p);
}

bool portfolio_post_seller(portfolio *self, const posting *p) {
    if (p->rep == NUMBER_NONE) {
        return true;
    }
    if (!portfolio_make_room(self)) {
        return false;
    }
    rep *r = &self->reps[p->rep];
    r->dirty = true;
    if (p->kind == POSTING_DOCUMENT) {
        r->documents += p->document.times;
    }
    return ledger_post(&r->sold, &self->windows, p);
}

bool portfolio_post(portfolio *self, const posting *p) {
    if (!portfolio_make_room(self)) {
        return false;
    }
    account *a = portfolio_account(self, p->client);
    uint32_t rep_before = a->profile.rep;
    portfolio_refresh(self, a);
    if (p->kind == POSTING_PROFILE && !move_to_rep(self, a, rep_before, p->profile.rep)) {
        return false;
    }
    return portfolio_post_account(self, p) && portfolio_post_seller(self, p) &&
           book_post(&self->total, &self->windows, p) &&
           (rep_before == NUMBER_NONE ||
            book_post(&self->reps[rep_before].book, &self->windows, p)) &&
           touch(self, p->client);
}

static bool book_replace(book *b, const tally *before, const tally *now, day end_before,
                         day end_now) {
    tally_add(&b->tally, before, -1);
    tally_add(&b->tally, now, 1);
    return end_before == end_now ||
           ((end_before == DAY_NONE || day_counts_add(&b->ends, end_before, -1)) &&
            (end_now == DAY_NONE || day_counts_add(&b->ends, end_now, 1)));
}

/* Looks whether the client is in another phase by now. */
static bool review(portfolio *self, uint32_t client) {
    account *a = portfolio_account(self, client);
    const lifecycle_rules *r = portfolio_lifecycle(self);
    indicators i = lifecycle_indicators(a, &self->windows);
    uint8_t phase = lifecycle_classify(r, &i);
    if (a->documents <= 0 || phase == a->life.phase) {
        return true;
    }
    phase_changes *to = &self->phase_changes;
    if (!array_reserve((void **)&to->items, &to->room, to->count + 1, sizeof *to->items)) {
        return false;
    }
    to->items[to->count++] =
        (phase_change){client, a->life.phase, phase, lifecycle_reasons(r, &i, phase)};
    a->life.phase = phase;
    a->life.since = self->windows.today;
    portfolio_mark_dirty(self, client);
    return true;
}

bool portfolio_review(portfolio *self) {
    for (uint32_t i = 0; i < self->posted_count; i++) {
        if (!review(self, self->posted[i])) {
            return false;
        }
    }
    self->posted_count = 0;
    return true;
}

bool portfolio_look_again(portfolio *self, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        portfolio_refresh(self, portfolio_account(self, i));
        if (!touch(self, i)) {
            return false;
        }
    }
    return true;
}

/* The books count the client in the phase it is in now. */
static void count_phase(portfolio *self, account *a) {
    uint8_t now = a->documents > 0 ? a->life.phase : PHASE_NONE;
    book *const books[] = {&self->total,
                           a->profile.rep == NUMBER_NONE ? NULL : &self->reps[a->profile.rep].book};
    for (size_t i = 0; i < 2 && now != a->life.counted; i++) {
        if (books[i] != NULL && a->life.counted != PHASE_NONE) {
            books[i]->phases[a->life.counted]--;
        }
        if (books[i] != NULL && now != PHASE_NONE) {
            books[i]->phases[now]++;
        }
    }
    a->life.counted = now;
}

/* The next day on which the account's figures or its phase can change without an event. */
static day next_change(const portfolio *self, const account *a) {
    indicators i = lifecycle_indicators(a, &self->windows);
    day figures = account_next_change(a, &self->windows);
    day phase = lifecycle_next_change(portfolio_lifecycle(self), &i);
    return figures == DAY_NONE || (phase != DAY_NONE && phase < figures) ? phase : figures;
}

/* Puts the account in the due list for its next change, unless it stands there early enough. */
static bool schedule(portfolio *self, uint32_t client, account *a) {
    day next = next_change(self, a);
    if (next == DAY_NONE || (a->queued != DAY_NONE && a->queued <= next)) {
        return true;
    }
    a->queued = next;
    return due_days_put(&self->due, next, client);
}

/* The books follow what the account has become. */
static bool settle_account(portfolio *self, uint32_t client) {
    account *a = portfolio_account(self, client);
    tally before = a->tally;
    day end_before = a->next_end;
    account_derive(a, &self->windows);
    count_phase(self, a);
    book *own = a->profile.rep == NUMBER_NONE ? NULL : &self->reps[a->profile.rep].book;
    return book_replace(&self->total, &before, &a->tally, end_before, a->next_end) &&
           (own == NULL || book_replace(own, &before, &a->tally, end_before, a->next_end)) &&
           schedule(self, client, a);
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

bool portfolio_settle(portfolio *self) {
    uint32_t last = NUMBER_NONE;
    if (!portfolio_review(self)) {
        return false;
    }
    if (self->touched_count > 0) {
        qsort(self->touched, self->touched_count, sizeof *self->touched, by_number);
    }
    for (uint32_t i = 0; i < self->touched_count; i++) {
        uint32_t client = self->touched[i];
        if (client != last &&
            (!settle_account(self, client) ||
             !standings_update(&self->standings, client, portfolio_account(self, client),
                               self->rules->purchases_are_invoices))) {
            return false;
        }
        last = client;
    }
    self->touched_count = 0;
    return standings_settle(&self->standings, &self->rules->standing);
}

static void roll_books(portfolio *self, const windows *before) {
    ledger_roll(&self->total.ledger, before, &self->windows);
    for (uint32_t i = 0; i < self->rep_count; i++) {
        ledger_roll(&self->reps[i].book.ledger, before, &self->windows);
        ledger_roll(&self->reps[i].sold, before, &self->windows);
    }
}

day portfolio_next_due(portfolio *self) {
    while (due_days_first(&self->due) != DAY_NONE) {
        const due_day *first = &self->due.items[0];
        if (portfolio_account(self, first->client)->queued == first->day) {
            return first->day;
        }
        (void)due_days_take(&self->due); /* it was put forward since */
    }
    return DAY_NONE;
}

bool portfolio_roll(portfolio *self, day today) {
    windows before = self->windows;
    self->windows = windows_at(self->rules, today);
    roll_books(self, &before);
    while (due_days_first(&self->due) != DAY_NONE && due_days_first(&self->due) <= today) {
        due_day due = due_days_take(&self->due);
        account *a = portfolio_account(self, due.client);
        if (a->queued != due.day) {
            continue; /* it was put forward since */
        }
        a->queued = DAY_NONE;
        portfolio_refresh(self, a);
        if (!touch(self, due.client)) {
            return false;
        }
    }
    return true;
}

bool portfolio_advance(portfolio *self, day today) {
    return portfolio_roll(self, today) && portfolio_settle(self);
}

static const account *account_of(const void *self, uint32_t client) {
    account *a = portfolio_account(self, client);
    portfolio_refresh(self, a);
    return a;
}

const ranking *portfolio_ranking(portfolio *self, metric m, uint32_t rep_number) {
    static const ranking nobody;
    if (!standings_keep(&self->standings, m, account_of, self, self->account_count)) {
        return NULL;
    }
    const kept_ranking *k = &self->standings.metrics[m];
    if (rep_number == NUMBER_NONE) {
        return &k->whole;
    }
    return rep_number < k->rep_count ? &k->of_reps[rep_number] : &nobody;
}

/* The rep's book is built from its clients; the total then from the reps and from the clients without one. */
bool portfolio_sum_up(portfolio *self) {
    const windows *w = &self->windows;
    for (uint32_t i = 0; i < self->account_count; i++) {
        account *a = portfolio_account(self, i);
        portfolio_refresh(self, a);
        account_derive(a, w);
        if (!self->phases_wait && !review(self, i)) {
            return false;
        }
        a->life.counted = a->documents > 0 ? a->life.phase : PHASE_NONE;
        uint32_t own = a->profile.rep;
        if (!book_add_account(own == NUMBER_NONE ? &self->total : &self->reps[own].book, w, a, 1) ||
            !schedule(self, i, a) ||
            !standings_update(&self->standings, i, a, self->rules->purchases_are_invoices)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < self->rep_count; i++) {
        book *b = &self->reps[i].book;
        tally_add(&self->total.tally, &b->tally, 1);
        for (int phase = 0; phase < PHASES_MAX; phase++) {
            self->total.phases[phase] += b->phases[phase];
        }
        if (!ledger_merge(&self->total.ledger, w, &b->ledger, 1)) {
            return false;
        }
        for (uint32_t j = 0; j < b->ends.count; j++) {
            if (!day_counts_add(&self->total.ends, b->ends.items[j].day, b->ends.items[j].count)) {
                return false;
            }
        }
    }
    standings_begin(&self->standings, &self->rules->standing);
    return true;
}

void portfolio_mark_dirty(portfolio *self, uint32_t client) {
    uint64_t bit = UINT64_C(1) << (client % 64);
    self->dirty_count += (self->dirty[client / 64] & bit) == 0;
    self->dirty[client / 64] |= bit;
}

void portfolio_mark_clean(portfolio *self, uint32_t client) {
    uint64_t bit = UINT64_C(1) << (client % 64);
    self->dirty_count -= (self->dirty[client / 64] & bit) != 0;
    self->dirty[client / 64] &= ~bit;
}

uint32_t portfolio_next_dirty(const portfolio *self, uint32_t from) {
    for (uint32_t client = from; client < self->account_count;) {
        uint64_t rest = self->dirty[client / 64] >> (client % 64);
        if (rest != 0) {
            return client + (uint32_t)__builtin_ctzll(rest);
        }
        client = (client / 64 + 1) * 64;
    }
    return NUMBER_NONE;
}
