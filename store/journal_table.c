#include "store/journal_table.h"

#include "store/account_record.h"
#include "store/account_table.h"

void journal_table_put(transaction *t, uint64_t commit, text postings) {
    unsigned char key[8];
    if (postings.length > 0) {
        transaction_append(t, TABLE_JOURNAL, key_of_u64(key, commit), postings);
    }
}

void journal_table_trim(transaction *t, uint64_t through, uint32_t most) {
    walk *w = walk_open(t, TABLE_JOURNAL);
    text key;
    text value;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
    for (; found == LOOKUP_FOUND && most > 0; most--) {
        record_reader r = record_reader_of(key);
        if (read_key_u64(&r) > through) {
            break;
        }
        walk_delete(w);
        found = walk_next(w, &key, &value);
    }
    walk_close(w);
}

static bool replay_posting(portfolio *p, uint64_t commit, const posting *one) {
    account *a = portfolio_account(p, one->client);
    if (commit > a->upto &&
        (!portfolio_post_account(p, one) ||
         (one->kind == POSTING_DOCUMENT && !account_index_later(a, &one->document)))) {
        return false;
    }
    bool seller_behind = one->rep != NUMBER_NONE && commit > p->reps[one->rep].upto;
    return !seller_behind || portfolio_post_seller(p, one);
}

static bool replay_commit(transaction *t, portfolio *p, uint64_t commit, text postings) {
    text tags[TAGS_MAX];
    record_reader r = record_reader_of(postings);
    while (r.at < r.end) {
        posting one;
        if (!posting_record_read(&r, p, tags, &one)) {
            transaction_fail(t, STORE_DAMAGED, "the journal of commit %llu cannot be read",
                             (unsigned long long)commit);
            return false;
        }
        if (!replay_posting(p, commit, &one)) {
            transaction_fail(t, STORE_FAILED, "no memory");
            return false;
        }
    }
    return true;
}

bool journal_table_replay(transaction *t, portfolio *p) {
    walk *w = walk_open(t, TABLE_JOURNAL);
    text key;
    text value;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
    while (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(key);
        if (!replay_commit(t, p, read_key_u64(&r), value)) {
            break;
        }
        found = walk_next(w, &key, &value);
    }
    walk_close(w);
    return transaction_status(t) == STORE_OK;
}
