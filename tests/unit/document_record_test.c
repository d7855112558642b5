/* document_record_test.c - a document of every kind comes back whole; a damaged one is refused or harmless. */
#include "tests/unit/support/hostile.h"
#include "tests/unit/support/sample.h"

#include "portfolio/limits.h"
#include "store/document_record.h"

typedef struct attempt {
    document_kind kind;
    document_room room;
} attempt;

/* Reads a record; what is taken must be readable again once it is written. */
static bool read_again(void *context, text record) {
    attempt *a = context;
    document d = {.kind = a->kind, .id = {"D-1", 3}};
    if (!document_record_read(record, &a->room, &d))
        return false;
    record_writer w = {0};
    document_record_write(&w, &d);
    assert_false(w.failed);
    document_room room = {0};
    document again = {.kind = a->kind, .id = {"D-1", 3}};
    assert_true(document_record_read(record_written(&w), &room, &again));
    record_writer second = {0};
    document_record_write(&second, &again);
    assert_true(text_equal(record_written(&w), record_written(&second)));
    record_writer_finish(&w);
    record_writer_finish(&second);
    document_room_finish(&room);
    return true;
}

static document_line lines[LINES_MAX];
static text tags[TAGS_MAX];

static document full_document(document_kind kind) {
    document d = sample_document(kind, VERB_AMENDED, "D-1", "C-1", day_of("2026-03-02"));
    d.state_stamp = (stamp){7, INT64_C(1772445240000000000), text_of("event-2")};
    d.body_stamp = (stamp){UINT64_MAX, -1, text_of("event-1")};
    d.state_date = day_of("1900-01-01");
    d.state_date_given = true;
    d.body.rep = text_of("anna");
    d.body.currency = sample_currency("KWD");
    if (kind == KIND_CLIENT) {
        tags[0] = text_of("vip");
        tags[1] = (text){NULL, 0};
        d.body.tags = tags;
        d.body.tag_count = 2;
        d.body.name = text_of("Dupont \xc3\xa9 fils");
        d.body.segment = text_of("retail");
        d.body.country = text_of("FR");
        d.body.potential = 123456789;
        d.body.has_potential = d.body.abandoned = true;
        d.body.since = day_of("2001-02-03");
    } else if (kind == KIND_CONTRACT) {
        d.body.end = day_of("2199-12-31");
        d.body.auto_renew = d.body.has_amount = true;
        d.body.notice_days = 90;
        d.body.amount = 99;
    } else if (kind == KIND_CONTACT) {
        d.body.contact = CONTACT_MEETING;
    } else {
        lines[0] = (document_line){
            text_of("A12"), text_of("Binders"), text_of("O-1"), 11960, 7120, 4000, true, true};
        lines[1] = (document_line){.amount = -DOCUMENT_MINOR_MAX};
        d.body.lines = lines;
        d.body.line_count = 2;
        d.body.lines_given = d.body.deposit = true;
        d.body.order = text_of("O-2");
        d.body.invoice = text_of("F-1");
        d.body.quote = text_of("Q-1");
        d.body.contract = text_of("K-1");
    }
    return d;
}

static void expect_same_line(const document_line *a, const document_line *b) {
    assert_true(text_equal(a->sku, b->sku) && text_equal(a->category, b->category) &&
                text_equal(a->order, b->order));
    assert_true(a->amount == b->amount && a->cost == b->cost && a->quantity == b->quantity);
    assert_true(a->has_cost == b->has_cost && a->has_quantity == b->has_quantity);
}

static void expect_same_body(const body *a, const body *b) {
    assert_true(text_equal(a->client, b->client) && text_equal(a->rep, b->rep) &&
                text_equal(a->order, b->order));
    assert_true(text_equal(a->invoice, b->invoice) && text_equal(a->quote, b->quote));
    assert_true(text_equal(a->contract, b->contract) && text_equal(a->name, b->name));
    assert_true(text_equal(a->segment, b->segment) && text_equal(a->country, b->country));
    assert_true(a->date == b->date && a->date_given == b->date_given && a->currency == b->currency);
    assert_true(a->lines_given == b->lines_given && a->deposit == b->deposit && a->end == b->end);
    assert_true(a->auto_renew == b->auto_renew && a->notice_days == b->notice_days &&
                a->amount == b->amount);
    assert_true(a->has_amount == b->has_amount && a->potential == b->potential &&
                a->since == b->since);
    assert_true(a->has_potential == b->has_potential && a->abandoned == b->abandoned &&
                a->contact == b->contact);
    assert_int_equal(a->line_count, b->line_count);
    for (uint32_t i = 0; i < a->line_count; i++)
        expect_same_line(&a->lines[i], &b->lines[i]);
    assert_int_equal(a->tag_count, b->tag_count);
    for (uint32_t i = 0; i < a->tag_count; i++)
        assert_true(text_equal(a->tags[i], b->tags[i]));
}

static void expect_same(const document *a, const document *b) {
    assert_int_equal(a->state, b->state);
    assert_int_equal(stamp_compare(&a->state_stamp, &b->state_stamp), 0);
    assert_int_equal(a->state_date, b->state_date);
    assert_int_equal(a->state_date_given, b->state_date_given);
    assert_int_equal(a->has_body, b->has_body);
    if (a->has_body) {
        assert_int_equal(stamp_compare(&a->body_stamp, &b->body_stamp), 0);
        expect_same_body(&a->body, &b->body);
    }
}

static void expect_round_trip(const document *d, attempt *a) {
    record_writer w = {0};
    document_record_write(&w, d);
    assert_false(w.failed);
    document back = {.kind = d->kind, .id = d->id};
    assert_true(document_record_read(record_written(&w), &a->room, &back));
    expect_same(&back, d);
    record_writer again = {0};
    document_record_write(&again, &back);
    assert_true(text_equal(record_written(&w), record_written(&again)));
    record_writer_finish(&w);
    record_writer_finish(&again);
}

static void test_every_kind(void **state) {
    (void)state;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        attempt a = {.kind = (document_kind)kind};
        document d = full_document(a.kind);
        expect_round_trip(&d, &a);
        document plain = sample_document(a.kind, VERB_CANCELLED, "D-1", "C-1", DAY_MIN);
        if (kind == KIND_CONTRACT)
            plain.body.start = DAY_MAX;
        else if (kind != KIND_CLIENT)
            plain.body.start = 0; /* only contracts keep it */
        expect_round_trip(&plain, &a);
        document ended = {.kind = a.kind,
                          .id = {"D-1", 3},
                          .state = VERB_ERASED,
                          .state_stamp = {1, 2, text_of("e")}};
        expect_round_trip(&ended, &a);
        document_room_finish(&a.room);
    }
}

static void test_the_largest(void **state) {
    (void)state;
    attempt a = {.kind = KIND_INVOICE};
    document d = full_document(KIND_INVOICE);
    char name[NAME_BYTES_MAX];
    memset(name, 'n', sizeof name);
    for (uint32_t i = 0; i < LINES_MAX; i++) {
        text full = {name, sizeof name};
        lines[i] = (document_line){full, full, full, INT64_MAX, INT64_MIN, INT64_MIN, true, true};
    }
    d.body.line_count = LINES_MAX;
    expect_round_trip(&d, &a);
    document small = full_document(KIND_INVOICE);
    expect_round_trip(&small, &a); /* in the room of the large one */
    a.kind = KIND_CLIENT;
    document client = full_document(KIND_CLIENT);
    for (uint32_t i = 0; i < TAGS_MAX; i++)
        tags[i] = (text){name, i};
    client.body.tag_count = TAGS_MAX;
    expect_round_trip(&client, &a);
    document_room_finish(&a.room);
}

static void test_damage(void **state) {
    (void)state;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        attempt a = {.kind = (document_kind)kind};
        document d = full_document(a.kind);
        record_writer w = {0};
        document_record_write(&w, &d);
        expect_cuts_refused(record_written(&w), read_again, &a);
        expect_flips_harmless(record_written(&w), read_again, &a);
        record_writer_finish(&w);
        document_room_finish(&a.room);
    }
}

/* A record of one kind under the key of another: refused or harmless. */
static void test_kinds_mixed_up(void **state) {
    (void)state;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        document d = full_document((document_kind)kind);
        record_writer w = {0};
        document_record_write(&w, &d);
        for (int other = 0; other < KIND_COUNT; other++) {
            attempt a = {.kind = (document_kind)other};
            (void)try_copy(record_written(&w), read_again, &a);
            document_room_finish(&a.room);
        }
        record_writer_finish(&w);
    }
}

static void test_more_lines_than_can_be(void **state) {
    (void)state;
    attempt a = {.kind = KIND_ORDER};
    document d = full_document(KIND_ORDER);
    document_line *many = calloc(LINES_MAX + 1, sizeof *many);
    assert_non_null(many);
    d.body.lines = many;
    d.body.line_count = LINES_MAX + 1;
    record_writer w = {0};
    document_record_write(&w, &d);
    assert_false(try_copy(record_written(&w), read_again, &a));
    free(many);
    record_writer_finish(&w);
    document_room_finish(&a.room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_the_largest),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_kinds_mixed_up),
        cmocka_unit_test(test_more_lines_than_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
