#include "store/account_table.h"

#include "portfolio/array.h"
#include "store/account_record.h"
#include "store/document_table.h"

static void put_record(transaction *t, table into, uint32_t number, const record_writer *record) {
    unsigned char key[4];
    if (record->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_put(t, into, key_of_u32(key, number), record_written(record));
}

bool account_index_later(account *a, const document_reference *r) {
    if (r->kind == KIND_CLIENT) {
        return true; /* the account itself */
    }
    record_writer w = {a->index_changes.bytes, a->index_changes.length, a->index_changes.room,
                       false};
    write_signed(&w, r->times);
    write_signed(&w, r->date);
    write_u8(&w, (uint8_t)r->kind);
    write_text(&w, r->id);
    a->index_changes =
        (index_changes){w.bytes, w.failed ? a->index_changes.length : w.length, w.room};
    return !w.failed;
}

static void write_index_changes(transaction *t, record_writer *scratch, uint32_t client,
                                account *a) {
    record_reader r =
        record_reader_of((text){(const char *)a->index_changes.bytes, a->index_changes.length});
    while (r.at < r.end && !r.failed) {
        document_reference change = {.times = read_int32(&r), .date = read_int32(&r)};
        change.kind = (document_kind)read_u8(&r);
        change.id = read_text(&r);
        document_index_set(t, scratch, client, &change);
    }
    free(a->index_changes.bytes);
    a->index_changes = (index_changes){0};
}

void account_table_put(transaction *t, record_writer *scratch, uint32_t client, account *a) {
    write_index_changes(t, scratch, client, a);
    record_writer_clear(scratch);
    account_record_write(scratch, a);
    put_record(t, TABLE_ACCOUNTS, client, scratch);
}

void seller_table_put(transaction *t, record_writer *scratch, uint32_t rep_number, const rep *r) {
    record_writer_clear(scratch);
    seller_record_write(scratch, r);
    put_record(t, TABLE_SELLERS, rep_number, scratch);
}

enum { LIST_CLIENTS, LIST_REPS, LIST_CATEGORIES, LIST_COUNT };

static void put_names(transaction *t, record_writer *scratch, uint8_t list, const directory *d,
                      uint32_t *stored) {
    for (; *stored < d->count; *stored += 1) {
        record_writer_clear(scratch);
        write_u8(scratch, list);
        write_key_u32(scratch, *stored);
        if (scratch->failed) {
            transaction_fail(t, STORE_FAILED, "no memory");
            return;
        }
        transaction_put(t, TABLE_NAMES, record_written(scratch), directory_name(d, *stored));
    }
}

void name_table_put(transaction *t, record_writer *scratch, const names *n, names_stored *stored) {
    put_names(t, scratch, LIST_CLIENTS, &n->clients, &stored->clients);
    put_names(t, scratch, LIST_REPS, &n->reps, &stored->reps);
    put_names(t, scratch, LIST_CATEGORIES, &n->categories, &stored->categories);
}

static bool load_name(transaction *t, names *n, text key, text name) {
    directory *const lists[LIST_COUNT] = {&n->clients, &n->reps, &n->categories};
    record_reader r = record_reader_of(key);
    uint8_t list = read_u8(&r);
    uint32_t number = read_key_u32(&r);
    if (!read_complete(&r) || list >= LIST_COUNT || number != lists[list]->count) {
        transaction_fail(t, STORE_DAMAGED, "the list of names has a gap or a double");
        return false;
    }
    uint32_t given = directory_number(lists[list], name);
    if (given != number) {
        transaction_fail(t, given == NUMBER_NONE ? STORE_FAILED : STORE_DAMAGED,
                         given == NUMBER_NONE ? "no memory" : "a name is stored twice");
    }
    return given == number;
}

static bool load_names(transaction *t, names *n) {
    walk *w = walk_open(t, TABLE_NAMES);
    text key;
    text name;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &name);
    while (found == LOOKUP_FOUND && load_name(t, n, key, name)) {
        found = walk_next(w, &key, &name);
    }
    walk_close(w);
    return transaction_status(t) == STORE_OK;
}

/* Reads each record of a numbered table into its place. */
static bool load_records(transaction *t, table from, portfolio *p) {
    walk *w = walk_open(t, from);
    text key;
    text value;
    lookup found = w == NULL ? LOOKUP_FAILED : walk_from(w, (text){NULL, 0}, &key, &value);
    while (found == LOOKUP_FOUND) {
        record_reader r = record_reader_of(key);
        uint32_t number = read_key_u32(&r);
        uint32_t count = from == TABLE_ACCOUNTS ? p->account_count : p->rep_count;
        bool done =
            read_complete(&r) && number < count &&
            (from == TABLE_ACCOUNTS ? account_record_read(value, p, portfolio_account(p, number))
                                    : seller_record_read(value, p, &p->reps[number]));
        if (!done) {
            transaction_fail(t, STORE_DAMAGED, "the stored %s %u cannot be read",
                             from == TABLE_ACCOUNTS ? "account of client" : "sales of rep", number);
            break;
        }
        found = walk_next(w, &key, &value);
    }
    walk_close(w);
    return transaction_status(t) == STORE_OK;
}

bool account_tables_load(transaction *t, portfolio *p, names_stored *ret_stored) {
    if (!load_names(t, &p->names)) {
        return false;
    }
    if (!portfolio_make_room(p)) {
        transaction_fail(t, STORE_FAILED, "no memory");
        return false;
    }
    *ret_stored =
        (names_stored){p->names.clients.count, p->names.reps.count, p->names.categories.count};
    return load_records(t, TABLE_ACCOUNTS, p) && load_records(t, TABLE_SELLERS, p);
}
