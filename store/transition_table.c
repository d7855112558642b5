#include "store/transition_table.h"

enum { LAYOUT = 1 };

static void write_reason(record_writer *w, const reason_told *r) {
    write_u8(w, (uint8_t)r->measure);
    write_u8(w, (uint8_t)r->comparison);
    write_signed(w, r->value);
    write_signed(w, r->threshold);
    write_signed(w, r->cadence);
}

static reason_told read_reason(record_reader *r) {
    reason_told told = {.measure = (measure)read_u8(r), .comparison = (comparison)read_u8(r)};
    told.value = read_signed(r);
    told.threshold = read_signed(r);
    told.cadence = read_signed(r);
    r->failed |= told.measure >= MEASURE_COUNT || told.comparison >= COMPARISONS;
    return told;
}

void transition_table_put(transaction *t, record_writer *scratch, const transition *one) {
    unsigned char key[8];
    record_writer_clear(scratch);
    write_u8(scratch, LAYOUT);
    write_unsigned(scratch, one->previous);
    write_unsigned(scratch, one->commit);
    write_u8(scratch, (uint8_t)one->kind);
    write_text(scratch, one->client);
    write_text(scratch, one->from);
    write_text(scratch, one->to);
    write_signed(scratch, one->day);
    write_u8(scratch, (uint8_t)one->cause.kind);
    write_text(scratch, one->cause.type);
    write_text(scratch, one->cause.event);
    write_text(scratch, one->cause.document);
    write_u8(scratch, one->reasons.count);
    for (uint8_t i = 0; i < one->reasons.count; i++) {
        write_reason(scratch, &one->reasons.items[i]);
    }
    if (scratch->failed) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
    transaction_append(t, TABLE_TRANSITIONS, key_of_u64(key, one->number), record_written(scratch));
}

static bool read_record(text value, uint64_t number, transition *ret) {
    record_reader r = record_reader_of(value);
    bool known = read_u8(&r) == LAYOUT;
    *ret = (transition){.number = number, .previous = read_unsigned(&r)};
    ret->commit = read_unsigned(&r);
    ret->kind = (transition_kind)read_u8(&r);
    ret->client = read_text(&r);
    ret->from = read_text(&r);
    ret->to = read_text(&r);
    ret->day = read_int32(&r);
    ret->cause.kind = (cause_kind)read_u8(&r);
    ret->cause.type = read_text(&r);
    ret->cause.event = read_text(&r);
    ret->cause.document = read_text(&r);
    uint8_t count = read_u8(&r);
    for (; ret->reasons.count < count && count <= PHASE_CONDITIONS_MAX && !r.failed;
         ret->reasons.count++) {
        ret->reasons.items[ret->reasons.count] = read_reason(&r);
    }
    return known && read_complete(&r) && ret->previous < number && ret->kind < TRANSITION_KINDS &&
           ret->cause.kind < CAUSE_KINDS && ret->client.length > 0 && ret->day >= DAY_MIN &&
           ret->day <= DAY_MAX;
}

static lookup read_or_fail(transaction *t, text value, uint64_t number, transition *ret) {
    if (read_record(value, number, ret)) {
        return LOOKUP_FOUND;
    }
    transaction_fail(t, STORE_DAMAGED, "the record of transition %llu cannot be read",
                     (unsigned long long)number);
    return LOOKUP_FAILED;
}

lookup transition_table_get(transaction *t, uint64_t number, transition *ret) {
    unsigned char key[8];
    text value;
    lookup found = transaction_get(t, TABLE_TRANSITIONS, key_of_u64(key, number), &value);
    return found == LOOKUP_FOUND ? read_or_fail(t, value, number, ret) : found;
}

static void take_up(portfolio *p, uint32_t client, const transition *one) {
    life *l = &portfolio_account(p, client)->life;
    l->last = one->number;
    if (one->kind == TRANSITION_PHASE) {
        l->phase = lifecycle_find(portfolio_lifecycle(p), one->to);
        l->since = one->day;
    }
}

/* The last number of all; 0: nothing is recorded. */
static uint64_t last_number(transaction *t) {
    return transaction_entries(t, TABLE_TRANSITIONS); /* numbered from 1 without gaps */
}

bool transition_table_replay(transaction *t, portfolio *p, uint64_t covered) {
    transition one;
    uint64_t last = last_number(t);
    uint64_t first = last + 1;
    while (first > 1 && transition_table_get(t, first - 1, &one) == LOOKUP_FOUND &&
           one.commit > covered) {
        first--;
    }
    for (uint64_t number = first; number <= last; number++) {
        if (transition_table_get(t, number, &one) != LOOKUP_FOUND) {
            break;
        }
        uint32_t client = directory_find(&p->names.clients, one.client);
        if (client >= p->account_count) {
            transaction_fail(t, STORE_DAMAGED,
                             "transition %llu names a client that has no name stored",
                             (unsigned long long)number);
            break;
        }
        if (one.commit > portfolio_account(p, client)->upto) {
            take_up(p, client, &one);
            portfolio_mark_dirty(p, client);
        }
    }
    return transaction_status(t) == STORE_OK;
}

bool transition_table_take_up(transaction *t, portfolio *p) {
    transition one;
    uint64_t last = last_number(t);
    for (uint64_t number = 1; number <= last; number++) {
        if (transition_table_get(t, number, &one) != LOOKUP_FOUND) {
            break;
        }
        uint32_t client = directory_number(&p->names.clients, one.client);
        if (client == NUMBER_NONE || !portfolio_make_room(p)) {
            transaction_fail(t, STORE_FAILED, "no memory");
            break;
        }
        take_up(p, client, &one);
        portfolio_mark_dirty(
            p, client); /* also one without documents: later replays begin after this */
    }
    return transaction_status(t) == STORE_OK;
}
