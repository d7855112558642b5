#include "store/document_record.h"

#include "portfolio/array.h"
#include "portfolio/limits.h"

enum { LAYOUT = 1 };

enum body_flags {
    BODY_DATE_GIVEN = 1 << 0,
    BODY_LINES_GIVEN = 1 << 1,
    BODY_DEPOSIT = 1 << 2,
    BODY_AUTO_RENEW = 1 << 3,
    BODY_HAS_AMOUNT = 1 << 4,
    BODY_HAS_POTENTIAL = 1 << 5,
    BODY_ABANDONED = 1 << 6,
};

enum line_flags { LINE_HAS_COST = 1 << 0, LINE_HAS_QUANTITY = 1 << 1 };

static void write_stamp(record_writer *w, const stamp *s) {
    write_unsigned(w, s->version);
    write_signed(w, s->time);
    write_text(w, s->event_id);
}

static stamp read_stamp(record_reader *r) {
    stamp s;
    s.version = read_unsigned(r);
    s.time = read_signed(r);
    s.event_id = read_text(r);
    return s;
}

static void write_lines(record_writer *w, const body *b) {
    write_unsigned(w, b->line_count);
    for (uint32_t i = 0; i < b->line_count; i++) {
        const document_line *l = &b->lines[i];
        write_u8(w, (uint8_t)((l->has_cost ? LINE_HAS_COST : 0) |
                              (l->has_quantity ? LINE_HAS_QUANTITY : 0)));
        write_text(w, l->sku);
        write_text(w, l->category);
        write_text(w, l->order);
        write_signed(w, l->amount);
        if (l->has_cost) {
            write_signed(w, l->cost);
        }
        if (l->has_quantity) {
            write_signed(w, l->quantity);
        }
    }
}

static bool read_lines(record_reader *r, document_room *room, body *b) {
    b->line_count = read_count(r, LINES_MAX);
    if (!array_reserve((void **)&room->lines, &room->line_room, b->line_count,
                       sizeof *room->lines)) {
        return false;
    }
    b->lines = room->lines;
    for (uint32_t i = 0; i < b->line_count; i++) {
        uint8_t flags = read_u8(r);
        document_line *l = &b->lines[i];
        *l = (document_line){.has_cost = flags & LINE_HAS_COST,
                             .has_quantity = flags & LINE_HAS_QUANTITY};
        l->sku = read_text(r);
        l->category = read_text(r);
        l->order = read_text(r);
        l->amount = read_signed(r);
        l->cost = l->has_cost ? read_signed(r) : 0;
        l->quantity = l->has_quantity ? read_signed(r) : 0;
    }
    return !r->failed;
}

static void write_record_of_client(record_writer *w, const body *b) {
    write_text(w, b->name);
    write_text(w, b->segment);
    write_text(w, b->country);
    write_signed(w, b->potential);
    write_signed(w, b->since);
    write_unsigned(w, b->tag_count);
    for (uint32_t i = 0; i < b->tag_count; i++) {
        write_text(w, b->tags[i]);
    }
}

static bool read_record_of_client(record_reader *r, document_room *room, body *b) {
    b->name = read_text(r);
    b->segment = read_text(r);
    b->country = read_text(r);
    b->potential = read_signed(r);
    b->since = read_int32(r);
    b->tag_count = read_count(r, TAGS_MAX);
    if (!array_reserve((void **)&room->tags, &room->tag_room, b->tag_count, sizeof *room->tags)) {
        return false;
    }
    b->tags = room->tags;
    for (uint32_t i = 0; i < b->tag_count; i++) {
        b->tags[i] = read_text(r);
    }
    return !r->failed;
}

static void write_body(record_writer *w, document_kind kind, const body *b) {
    write_u8(w, (uint8_t)((b->date_given ? BODY_DATE_GIVEN : 0) |
                          (b->lines_given ? BODY_LINES_GIVEN : 0) |
                          (b->deposit ? BODY_DEPOSIT : 0) | (b->auto_renew ? BODY_AUTO_RENEW : 0) |
                          (b->has_amount ? BODY_HAS_AMOUNT : 0) |
                          (b->has_potential ? BODY_HAS_POTENTIAL : 0) |
                          (b->abandoned ? BODY_ABANDONED : 0)));
    write_text(w, b->client);
    write_text(w, b->rep);
    write_signed(w, b->date);
    write_text(w, text_of(currency_code(b->currency))); /* by code: the table may gain rows */
    if (kind == KIND_CLIENT) {
        write_record_of_client(w, b);
    } else if (kind == KIND_CONTRACT) {
        write_signed(w, b->start);
        write_signed(w, b->end);
        write_signed(w, b->notice_days);
        write_signed(w, b->amount);
    } else if (kind == KIND_CONTACT) {
        write_u8(w, (uint8_t)b->contact);
    } else {
        write_text(w, b->order);
        write_text(w, b->invoice);
        write_text(w, b->quote);
        write_text(w, b->contract);
        write_lines(w, b);
    }
}

static bool read_body(record_reader *r, document_room *room, document_kind kind, body *b) {
    uint8_t flags = read_u8(r);
    *b = (body){
        .date_given = flags & BODY_DATE_GIVEN,
        .lines_given = flags & BODY_LINES_GIVEN,
        .deposit = flags & BODY_DEPOSIT,
        .auto_renew = flags & BODY_AUTO_RENEW,
        .has_amount = flags & BODY_HAS_AMOUNT,
        .has_potential = flags & BODY_HAS_POTENTIAL,
        .abandoned = flags & BODY_ABANDONED,
        .end = DAY_NONE,
        .since = DAY_NONE,
        .notice_days = -1,
    };
    b->client = read_text(r);
    b->rep = read_text(r);
    b->date = read_int32(r);
    b->currency = currency_find(read_text(r));
    if (b->currency == CURRENCY_NONE) {
        return false;
    }
    if (kind == KIND_CLIENT) {
        return read_record_of_client(r, room, b);
    }
    if (kind == KIND_CONTRACT) {
        b->start = read_int32(r);
        b->end = read_int32(r);
        b->notice_days = read_int32(r);
        b->amount = read_signed(r);
        return !r->failed;
    }
    if (kind == KIND_CONTACT) {
        b->contact = (contact_kind)read_u8(r);
        return !r->failed && b->contact < CONTACT_KINDS;
    }
    b->order = read_text(r);
    b->invoice = read_text(r);
    b->quote = read_text(r);
    b->contract = read_text(r);
    return read_lines(r, room, b);
}

void document_record_write(record_writer *w, const document *d) {
    write_u8(w, LAYOUT);
    write_u8(w, (uint8_t)d->state);
    write_stamp(w, &d->state_stamp);
    write_signed(w, d->state_date);
    write_u8(w, d->state_date_given);
    write_u8(w, d->has_body);
    if (d->has_body) {
        write_stamp(w, &d->body_stamp);
        write_body(w, d->kind, &d->body);
    }
}

bool document_record_read(text bytes, document_room *room, document *d) {
    record_reader r = record_reader_of(bytes);
    bool known = read_u8(&r) == LAYOUT;
    uint8_t state = read_u8(&r);
    d->state = (verb)state;
    d->state_stamp = read_stamp(&r);
    d->state_date = read_int32(&r);
    d->state_date_given = read_u8(&r);
    d->has_body = read_u8(&r);
    if (!known || r.failed || state == VERB_NONE || state >= VERB_COUNT) {
        return false;
    }
    if (d->has_body) {
        d->body_stamp = read_stamp(&r);
        if (!read_body(&r, room, d->kind, &d->body)) {
            return false;
        }
    }
    return read_complete(&r);
}
