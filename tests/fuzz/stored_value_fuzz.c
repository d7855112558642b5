/* stored_value_fuzz.c - any bytes as a stored record: refused, or taken as something that is stored and read again as
 * itself. The first byte says which record the rest is. */
#include <assert.h>
#include <stdlib.h>

#include "store/account_record.h"
#include "store/document_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NAMES = 4 };

static rules rules_of_test(void) {
    currency euro = currency_find(text_of("EUR"));
    return (rules){.rates = {.base = euro}, .fiscal_month = 1, .fiscal_day = 1};
}

/* A few clients, reps and categories, today 2026-03-02. */
static portfolio *make_portfolio(const rules *r) {
    static const char *const known[NAMES] = {"a", "b", "c", "d"};
    portfolio *p = portfolio_create(r, day_from_civil(2026, 3, 2), 1);
    assert(p != NULL);
    for (uint32_t i = 0; i < NAMES; i++) {
        text name = text_of(known[i]);
        assert(directory_number(&p->names.clients, name) == i);
        assert(directory_number(&p->names.reps, name) == i);
        assert(directory_number(&p->names.categories, name) == i);
    }
    return p;
}

static void try_document(document_kind kind, text record) {
    document_room room = {0};
    document d = {.kind = kind, .id = {"D-1", 3}};
    if (document_record_read(record, &room, &d)) {
        document_room more_room = {0};
        document again = {.kind = kind, .id = d.id};
        record_writer w = {0};
        record_writer second = {0};
        document_record_write(&w, &d);
        bool taken = document_record_read(record_written(&w), &more_room, &again);
        assert(taken);
        document_record_write(&second, &again);
        assert(text_equal(record_written(&w), record_written(&second)));
        record_writer_finish(&w);
        record_writer_finish(&second);
        document_room_finish(&more_room);
    }
    document_room_finish(&room);
}

static void try_account(const portfolio *p, text record) {
    account a;
    account_init(&a, p->windows.today);
    if (account_record_read(record, p, &a)) {
        record_writer w = {0};
        account again;
        account_record_write(&w, &a);
        account_init(&again, p->windows.today);
        bool taken = account_record_read(record_written(&w), p, &again);
        assert(taken);
        account_derive(&a, &p->windows);
        account_derive(&again, &p->windows);
        assert(tally_equal(&a.tally, &again.tally) && ledger_equal(&a.ledger, &again.ledger));
        assert(ledger_verify(&a.ledger, &p->windows));
        assert(account_next_change(&a, &p->windows) == account_next_change(&again, &p->windows));
        account_finish(&again);
        record_writer_finish(&w);
    }
    account_finish(&a);
}

static void try_seller(const portfolio *p, text record) {
    rep r = {0};
    ledger_init(&r.sold, p->windows.today);
    if (seller_record_read(record, p, &r)) {
        record_writer w = {0};
        rep again = {0};
        seller_record_write(&w, &r);
        ledger_init(&again.sold, p->windows.today);
        bool taken = seller_record_read(record_written(&w), p, &again);
        assert(taken && ledger_equal(&r.sold, &again.sold) && r.documents == again.documents);
        ledger_finish(&again.sold);
        record_writer_finish(&w);
    }
    ledger_finish(&r.sold);
}

/* As many postings as there are, each to a fresh account: one alone does no harm to any. */
static void try_postings(const portfolio *p, text record) {
    text tags[TAGS_MAX];
    record_reader r = record_reader_of(record);
    posting one;
    while (r.at < r.end && posting_record_read(&r, p, tags, &one)) {
        account a;
        account_init(&a, p->windows.today);
        bool posted = account_post(&a, &p->windows, &one);
        assert(posted);
        account_derive(&a, &p->windows);
        account_finish(&a);
        record_writer w = {0};
        text more_tags[TAGS_MAX];
        posting again;
        posting_record_write(&w, &one);
        record_reader second = record_reader_of(record_written(&w));
        bool taken = posting_record_read(&second, p, more_tags, &again);
        assert(taken && read_complete(&second) && again.kind == one.kind);
        record_writer_finish(&w);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > EVENT_BYTES_MAX)
        return 0;
    const rules r = rules_of_test();
    portfolio *p = make_portfolio(&r);
    text record = {(const char *)data + 1, (uint32_t)size - 1};
    switch (data[0]) {
    case 'a': try_account(p, record); break;
    case 's': try_seller(p, record); break;
    case 'p': try_postings(p, record); break;
    default: try_document((document_kind)(data[0] % KIND_COUNT), record); break;
    }
    portfolio_destroy(p);
    return 0;
}
