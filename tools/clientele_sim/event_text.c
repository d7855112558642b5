#include "tools/clientele_sim/event_text.h"

#include <assert.h>
#include <string.h>

/* The next byte to write. There is always room: see EVENT_TEXT_SIZE. */
typedef struct pen {
    char *at;
    int decimals;       /* of the document's currency */
    bool amounts_plain; /* amounts as JSON numbers */
} pen;

static void put(pen *p, const char *bytes, size_t length) {
    memcpy(p->at, bytes, length);
    p->at += length;
}

#define PUT(p, literal) put((p), (literal), sizeof(literal) - 1)

static void put_string(pen *p, const char *string) {
    put(p, string, strlen(string));
}

static void put_digits(pen *p, uint64_t value, int at_least) {
    char digits[20];
    int count = 0;
    while (value > 0 || count < at_least) {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    }
    while (count > 0) {
        *p->at++ = digits[--count];
    }
}

static void put_date(pen *p, day d) {
    char date[DAY_TEXT_SIZE];
    day_format(d, date);
    put(p, date, DAY_TEXT_SIZE - 1);
}

static void put_decimal(pen *p, int64_t value, int decimals) {
    uint64_t scale = 1;
    for (int i = 0; i < decimals; i++) {
        scale *= 10;
    }
    if (value < 0) {
        *p->at++ = '-';
    }
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    put_digits(p, size / scale, 1);
    if (decimals > 0) {
        *p->at++ = '.';
        put_digits(p, size % scale, decimals);
    }
}

static void put_amount(pen *p, int64_t minor) {
    if (p->amounts_plain) {
        put_decimal(p, minor, p->decimals);
    } else {
        *p->at++ = '"';
        put_decimal(p, minor, p->decimals);
        *p->at++ = '"';
    }
}

/* Thousandths without trailing zeros. */
static void put_quantity(pen *p, int64_t quantity) {
    *p->at++ = '"';
    if (quantity % 1000 == 0) {
        put_digits(p, (uint64_t)quantity / 1000, 1);
    } else {
        put_decimal(p, quantity, 3);
        while (p->at[-1] == '0') {
            p->at--;
        }
    }
    *p->at++ = '"';
}

static void put_time(pen *p, const sim_event *event) {
    int32_t offset = sim_type_source(event->type) == SIM_CRM ? 0 : office_offset(event->time);
    instant local = event->time + offset;
    uint64_t second = (uint64_t)(local % SECONDS_A_DAY);
    put_date(p, (day)(local / SECONDS_A_DAY));
    *p->at++ = 'T';
    put_digits(p, second / 3600, 2);
    *p->at++ = ':';
    put_digits(p, second / 60 % 60, 2);
    *p->at++ = ':';
    put_digits(p, second % 60, 2);
    if (offset == 0) {
        *p->at++ = 'Z';
    } else {
        PUT(p, "+0");
        put_digits(p, (uint64_t)offset / 3600, 1);
        PUT(p, ":00");
    }
}

/* ---- ids ---- */

static void put_client_id(pen *p, uint32_t number) {
    PUT(p, "C-");
    put_digits(p, number, 5);
}

static void put_document_id(pen *p, sim_kind kind, int year, uint32_t number) {
    static const char *const prefixes[SIM_KINDS] = {"DEV-", "CMD-", "F-", "AV-", "CTR-", "ACT-"};
    put_string(p, prefixes[kind]);
    if (kind == SIM_INVOICE || kind == SIM_CREDIT_NOTE) {
        put_digits(p, (uint64_t)year, 4);
        *p->at++ = '-';
    }
    put_digits(p, number, 6);
}

static void put_own_id(pen *p, const sim_document *document) {
    put_document_id(p, document->kind, document->year, document->number);
}

static void put_rep(pen *p, uint32_t rep) {
    char name[CATALOGUE_NAME_SIZE];
    catalogue_rep(rep, name);
    PUT(p, ",\"rep\":\"");
    put_string(p, name);
    *p->at++ = '"';
}

/* ---- data ---- */

static void put_lines(pen *p, const product *products, const sim_document *document) {
    PUT(p, ",\"lines\":[");
    for (uint32_t i = 0; i < document->line_count; i++) {
        const sim_line *line = &document->lines[i];
        const product *sold = &products[line->product];
        put(p, i == 0 ? "{" : ",{", i == 0 ? 1 : 2);
        PUT(p, "\"sku\":\"");
        put(p, sold->sku, sold->sku_length);
        if (line->category_told) {
            PUT(p, "\",\"category\":\"");
            put_string(p, catalogue_category(sold->category));
        }
        if (document->lines_name_order) {
            PUT(p, "\",\"order\":\"");
            put_document_id(p, SIM_ORDER, 0, line->order);
        }
        if (line->quantity_told) {
            PUT(p, "\",\"quantity\":");
            put_quantity(p, line->quantity);
        } else {
            *p->at++ = '"';
        }
        PUT(p, ",\"amount\":");
        put_amount(p, line->amount);
        if (line->cost_told) {
            PUT(p, ",\"cost\":");
            put_amount(p, line->cost);
        }
        *p->at++ = '}';
    }
    *p->at++ = ']';
}

static void put_sums(pen *p, const product *products, const sim_document *document) {
    int64_t amount = 0;
    int64_t cost = 0;
    int64_t quantity = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        amount += document->lines[i].amount;
        cost += document->lines[i].cost;
        quantity += document->lines[i].quantity;
    }
    PUT(p, ",\"amount\":");
    put_amount(p, amount);
    PUT(p, ",\"quantity\":");
    put_quantity(p, quantity);
    PUT(p, ",\"cost\":");
    put_amount(p, cost);
    PUT(p, ",\"category\":\"");
    put_string(p, catalogue_category(products[document->lines[0].product].category));
    *p->at++ = '"';
}

static void put_reference(pen *p, const char *name, sim_kind kind, int year, uint32_t number) {
    if (number == SIM_NONE) {
        return;
    }
    PUT(p, ",\"");
    put_string(p, name);
    PUT(p, "\":\"");
    put_document_id(p, kind, year, number);
    *p->at++ = '"';
}

static void put_contract(pen *p, const sim_document *contract) {
    PUT(p, ",\"start\":\"");
    put_date(p, contract->start);
    PUT(p, "\",\"end\":\"");
    put_date(p, contract->end);
    PUT(p, "\",\"auto_renew\":");
    put_string(p, contract->auto_renew ? "true" : "false");
    PUT(p, ",\"notice_days\":");
    put_digits(p, (uint64_t)contract->notice_days, 1);
    PUT(p, ",\"amount\":");
    put_amount(p, contract->amount);
}

static void put_document_content(pen *p, const product *products, const sim_document *document,
                                 uint32_t form) {
    static const char *const contacts[] = {"visit", "call", "mail", "meeting"};
    if (form / 8 % 16 != 0) {
        put_rep(p, document->rep);
    }
    if (document->kind == SIM_CONTACT) {
        PUT(p, ",\"kind\":\"");
        put_string(p, contacts[document->contact_kind]);
        *p->at++ = '"';
        return;
    }
    PUT(p, ",\"currency\":\"");
    put_string(p, currency_code(document->currency));
    *p->at++ = '"';
    put_reference(p, "quote", SIM_QUOTE, 0, document->quote);
    put_reference(p, "contract", SIM_CONTRACT, 0, document->contract);
    put_reference(p, "order", SIM_ORDER, 0, document->order);
    put_reference(p, "invoice", SIM_INVOICE, document->invoice_year, document->invoice);
    if (document->deposit) {
        PUT(p, ",\"deposit\":true");
    }
    if (document->kind == SIM_CONTRACT) {
        put_contract(p, document);
    } else if (document->line_count == 0) {
        PUT(p, ",\"amount\":");
        put_amount(p, document->amount);
    } else if (document->summary) {
        put_sums(p, products, document);
    } else {
        put_lines(p, products, document);
    }
}

static void put_document(pen *p, const product *products, const sim_event *event) {
    const sim_document *document = event->document;
    PUT(p, "{\"id\":\"");
    put_own_id(p, document);
    *p->at++ = '"';
    if (!event->bare) {
        PUT(p, ",\"client\":\"");
        put_client_id(p, document->client);
        *p->at++ = '"';
    }
    if (document->versioned) {
        PUT(p, ",\"version\":");
        put_digits(p, document->revision, 1);
    }
    if (event->date_told) {
        PUT(p, ",\"date\":\"");
        put_date(p, document->date);
        *p->at++ = '"';
    }
    if (!event->bare) {
        put_document_content(p, products, document, event->form);
    }
    *p->at++ = '}';
}

static void put_tags(pen *p, uint32_t tags) {
    PUT(p, ",\"tags\":[");
    bool first = true;
    for (uint32_t i = 0; i < CATALOGUE_TAGS; i++) {
        if ((tags >> i & 1) != 0) {
            if (!first) {
                *p->at++ = ',';
            }
            *p->at++ = '"';
            put_string(p, catalogue_tag(i));
            *p->at++ = '"';
            first = false;
        }
    }
    *p->at++ = ']';
}

static void put_record(pen *p, const sim_event *event) {
    const sim_client *client = event->client;
    PUT(p, "{\"client\":\"");
    put_client_id(p, client->number);
    *p->at++ = '"';
    if (event->form % 2 == 0) {
        PUT(p, ",\"id\":\"");
        put_client_id(p, client->number);
        *p->at++ = '"';
    }
    if (!event->bare) {
        char name[CATALOGUE_NAME_SIZE];
        catalogue_client_name(client->number * UINT64_C(2) + (client->renamed ? 1 : 0), name);
        PUT(p, ",\"name\":\"");
        put_string(p, name);
        *p->at++ = '"';
        put_rep(p, client->rep);
        PUT(p, ",\"segment\":\"");
        put_string(p, catalogue_segment(client->segment));
        PUT(p, "\",\"country\":\"");
        put_string(p, catalogue_country(client->country));
        PUT(p, "\",\"currency\":\"");
        put_string(p, currency_code(client->currency));
        PUT(p, "\",\"since\":\"");
        put_date(p, client->since);
        PUT(p, "\",\"relationship\":\"");
        put_string(p, client->abandoned ? "abandoned" : "active");
        *p->at++ = '"';
        if (client->potential > 0) {
            PUT(p, ",\"potential\":");
            put_amount(p, client->potential);
        }
        put_tags(p, client->tags);
    }
    *p->at++ = '}';
}

/* ---- the envelope ---- */

static void put_event_id(pen *p, const sim_event *event) {
    if (event->document != NULL) {
        put_own_id(p, event->document);
    } else {
        put_client_id(p, event->client->number);
    }
    PUT(p, "-r");
    put_digits(p, event->document != NULL ? event->document->revision : event->client->revision, 1);
}

void event_text_write(event_text *self, const product *products, const sim_event *event) {
    currency c = event->document != NULL ? event->document->currency : event->client->currency;
    pen p = {
        .at = self->bytes,
        .decimals = currency_decimals(c),
        .amounts_plain = event->form / 128 % 8 == 0,
    };
    PUT(&p, "{\"specversion\":\"1.0\",\"type\":\"");
    put_string(&p, sim_type_name(event->type));
    PUT(&p, "\",\"source\":\"");
    put_string(&p, sim_source_name(sim_type_source(event->type)));
    PUT(&p, "\",\"id\":\"");
    put_event_id(&p, event);
    PUT(&p, "\",\"time\":\"");
    put_time(&p, event);
    PUT(&p, "\",");
    self->sequence_from = (size_t)(p.at - self->bytes);
    PUT(&p, "\"sequence\":\"");
    self->digits_from = (size_t)(p.at - self->bytes);
    put_digits(&p, 0, EVENT_SEQUENCE_DIGITS);
    PUT(&p, "\",");
    self->sequence_until = (size_t)(p.at - self->bytes);
    PUT(&p, "\"data\":");
    if (event->document != NULL) {
        put_document(&p, products, event);
    } else {
        put_record(&p, event);
    }
    *p.at++ = '}';
    self->length = (size_t)(p.at - self->bytes);
    assert(self->length <= EVENT_TEXT_SIZE);
}

void event_text_number(char *digits, uint64_t sequence) {
    for (int i = EVENT_SEQUENCE_DIGITS - 1; i >= 0; i--) {
        digits[i] = (char)('0' + sequence % 10);
        sequence /= 10;
    }
}
