#include "tools/clientele_check/recompute.h"

#include "portfolio/array.h"
#include "store/document_table.h"

enum { PROGRESS_DOCUMENTS = 4096 };

typedef struct fold {
    transaction *t;
    const portfolio *stored;
    recomputed *out;
    document_room room;
    posting_list postings;
    order_bills bills;
    record_writer key;
} fold;

void recomputed_finish(recomputed *self) {
    portfolio_destroy(self->portfolio);
    directory_finish(&self->orders.ids);
    free(self->orders.items);
    *self = (recomputed){0};
}

static order_billing *billing_of(recomputed_orders *orders, text order) {
    uint32_t number = directory_number(&orders->ids, order);
    if (number == NUMBER_NONE ||
        !array_reserve((void **)&orders->items, &orders->room, number + 1, sizeof *orders->items)) {
        return NULL;
    }
    while (orders->count <= number) {
        orders->items[orders->count++] = (order_billing){.client = NUMBER_NONE};
    }
    return &orders->items[number];
}

static bool fold_bills(fold *f, const document *d) {
    portfolio *p = f->out->portfolio;
    f->bills.count = 0;
    if (!contribution_bills(d, p->rules, &p->names, p->windows.today, 1, &f->bills)) {
        return false;
    }
    for (uint32_t i = 0; i < f->bills.count; i++) {
        const order_bill *bill = &f->bills.items[i];
        order_billing *billing = billing_of(&f->out->orders, bill->order);
        if (billing == NULL) {
            return false;
        }
        if (bill->placed) {
            billing->client = bill->client;
            billing->ordered = bill->ordered;
        }
        billing->billed += bill->billed;
    }
    return true;
}

static bool fold_postings(fold *f, const document *d) {
    portfolio *p = f->out->portfolio;
    f->postings.count = 0;
    if (!contribution_post(d, p->rules, &p->names, p->windows.today, 1, &f->postings) ||
        !portfolio_make_room(p)) {
        return false;
    }
    for (uint32_t i = 0; i < f->postings.count; i++) {
        if (!portfolio_post_account(p, &f->postings.items[i]) ||
            !portfolio_post_seller(p, &f->postings.items[i])) {
            return false;
        }
    }
    return true;
}

static bool key_is_there(fold *f, table in) {
    text value;
    return transaction_get(f->t, in, record_written(&f->key), &value) == LOOKUP_FOUND;
}

static void look_up_lists(fold *f, const document *d) {
    if (!d->has_body || d->kind == KIND_CLIENT) {
        return;
    }
    uint32_t client = directory_find(&f->stored->names.clients, d->body.client);
    f->out->indexed++;
    record_writer_clear(&f->key);
    write_key_u32(&f->key, client);
    write_key_day(&f->key, d->body.date);
    write_u8(&f->key, (uint8_t)d->kind);
    write_bytes(&f->key, d->id.bytes, d->id.length);
    bool written = client < f->stored->account_count &&
                   portfolio_account(f->stored, client)->index_changes.length == 0;
    f->out->unindexed += written && !key_is_there(f, TABLE_INDEX);
    if (d->body.date > f->out->portfolio->windows.today) {
        f->out->pending++;
        record_writer_clear(&f->key);
        write_key_day(&f->key, d->body.date);
        write_u8(&f->key, (uint8_t)d->kind);
        write_bytes(&f->key, d->id.bytes, d->id.length);
        f->out->not_listed += !key_is_there(f, TABLE_PENDING);
    }
}

static bool same_numbers(directory *to, const directory *from) {
    for (uint32_t i = 0; i < from->count; i++) {
        if (directory_number(to, directory_name(from, i)) != i) {
            return false;
        }
    }
    return true;
}

static bool post_backlogs(recomputed *out) {
    for (uint32_t i = 0; i < out->orders.count; i++) {
        const order_billing *b = &out->orders.items[i];
        posting p = {.kind = POSTING_BACKLOG, .client = b->client, .rep = NUMBER_NONE};
        p.backlog = order_backlog(b);
        if (p.backlog != 0 && !portfolio_post_account(out->portfolio, &p)) {
            return false;
        }
    }
    return true;
}

static lookup fold_documents(fold *f, recompute_progress *progress, void *context) {
    char after[DOCUMENT_AFTER_SIZE];
    uint32_t after_length = 0;
    document d;
    lookup found;
    while ((found = document_table_next(f->t, after, &after_length, &f->room, &d)) ==
           LOOKUP_FOUND) {
        f->out->documents++;
        if (!fold_postings(f, &d) || !fold_bills(f, &d)) {
            transaction_fail(f->t, STORE_FAILED,
                             "cannot compute the stored %s `%.*s`: no memory, or no rate for %s",
                             document_kind_name(d.kind), (int)d.id.length, d.id.bytes,
                             currency_code(d.body.currency));
            return LOOKUP_FAILED;
        }
        look_up_lists(f, &d);
        if (progress != NULL && f->out->documents % PROGRESS_DOCUMENTS == 0) {
            progress(context, f->out->documents);
        }
    }
    return found;
}

bool recompute(transaction *t, const portfolio *stored, recomputed *ret,
               recompute_progress *progress, void *context) {
    *ret = (recomputed){.portfolio = portfolio_create(stored->rules, stored->windows.today,
                                                      stored->names.clients.seed)};
    directory_init(&ret->orders.ids, stored->names.clients.seed);
    fold f = {.t = t, .stored = stored, .out = ret};
    names *n = ret->portfolio == NULL ? NULL : &ret->portfolio->names;
    bool done = n != NULL && same_numbers(&n->clients, &stored->names.clients) &&
                same_numbers(&n->reps, &stored->names.reps) &&
                same_numbers(&n->categories, &stored->names.categories) &&
                portfolio_make_room(ret->portfolio) &&
                fold_documents(&f, progress, context) == LOOKUP_ABSENT && post_backlogs(ret) &&
                portfolio_sum_up(ret->portfolio);
    if (!done) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    document_room_finish(&f.room);
    posting_list_finish(&f.postings);
    free(f.bills.items);
    record_writer_finish(&f.key);
    return transaction_status(t) == STORE_OK;
}
