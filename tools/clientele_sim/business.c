#include "tools/clientele_sim/business.h"

#include <stdlib.h>

#include "tools/clientele_sim/model.h"
#include "tools/common/must.h"

static const struct {
    const char *name;
    sim_source source;
} types[SIM_TYPE_COUNT] = {
#define SIM_TYPE(id, type_name, of_source) {type_name, of_source},
    SIM_TYPES(SIM_TYPE)
#undef SIM_TYPE
};

const char *sim_type_name(sim_type type) {
    return types[type].name;
}

sim_source sim_type_source(sim_type type) {
    return types[type].source;
}

const char *sim_source_name(sim_source source) {
    static const char *const names[SIM_SOURCES] = {"/orders", "/billing", "/crm"};
    return names[source];
}

const product *business_products(const business *self) {
    return self->products;
}

/* ---- clients and documents ---- */

sim_client *client_at(business *self, uint32_t index) {
    return &self->client_chunks[index >> CHUNK_BITS][index & (CHUNK_SIZE - 1)];
}

sim_document *document_at(business *self, uint32_t index) {
    return &self->document_chunks[index >> CHUNK_BITS][index & (CHUNK_SIZE - 1)];
}

sim_client *client_add(business *self) {
    uint32_t index = self->client_count++;
    if ((index & (CHUNK_SIZE - 1)) == 0) {
        uint32_t chunk = index >> CHUNK_BITS;
        self->client_chunks =
            must_resize(self->client_chunks, (size_t)chunk + 1, sizeof *self->client_chunks);
        self->client_chunks[chunk] = must_allocate(CHUNK_SIZE, sizeof(sim_client));
    }
    sim_client *added = client_at(self, index);
    added->number = index + 1;
    added->waiting = NO_INDEX;
    added->contract = NO_INDEX;
    return added;
}

static uint32_t document_index(business *self) {
    if (self->free_count > 0) {
        return self->free_documents[--self->free_count];
    }
    uint32_t index = self->document_count++;
    if ((index & (CHUNK_SIZE - 1)) == 0) {
        uint32_t chunk = index >> CHUNK_BITS;
        self->document_chunks =
            must_resize(self->document_chunks, (size_t)chunk + 1, sizeof *self->document_chunks);
        self->document_chunks[chunk] = must_allocate(CHUNK_SIZE, sizeof(sim_document));
    }
    return index;
}

uint32_t document_open(business *self, sim_kind kind, const sim_client *client) {
    uint32_t index = document_index(self);
    day today = office_day(self->now);
    int year = day_to_civil(today).year;
    if (year != self->invoice_year) {
        self->invoice_year = year;
        self->numbers[SIM_INVOICE] = 0;
        self->numbers[SIM_CREDIT_NOTE] = 0;
    }
    sim_document *opened = document_at(self, index);
    *opened = (sim_document){
        .kind = kind,
        .number = ++self->numbers[kind],
        .year = year,
        .client = client->number,
        .rep = client->rep,
        .date = today,
        .currency = client->currency,
        .versioned = dice_chance(&self->chance, 250),
        .next = NO_INDEX,
    };
    return index;
}

void document_release(business *self, uint32_t index) {
    if (document_at(self, index)->planned > 0) {
        return;
    }
    if (self->free_count == self->free_capacity) {
        self->free_capacity = self->free_capacity == 0 ? CHUNK_SIZE : self->free_capacity * 2;
        self->free_documents =
            must_resize(self->free_documents, self->free_capacity, sizeof *self->free_documents);
    }
    self->free_documents[self->free_count++] = index;
}

void plan_for_client(business *self, instant when, happens what, const sim_client *client) {
    happenings_plan(&self->queue, when, what, client->number - 1);
}

void plan_for_document(business *self, instant when, happens what, uint32_t index) {
    document_at(self, index)->planned++;
    happenings_plan(&self->queue, when, what, index);
}

/* ---- telling ---- */

static void tell_as(business *self, sim_type type, sim_document *document, bool bare) {
    document->revision++;
    uint32_t form = (uint32_t)dice_roll(&self->chance);
    /* Only a first telling on the date itself may leave the date to the time: a later one that did
     * would move the document. */
    bool date_needed = document->revision > 1 || document->date != office_day(self->now);
    uint32_t told_per_mille = document->kind == SIM_CONTACT ? 300 : 900;
    sim_event event = {
        .type = type,
        .time = self->now,
        .bare = bare,
        .date_told = date_needed || dice_chance(&self->chance, told_per_mille),
        .form = form,
        .client = client_at(self, document->client - 1),
        .document = document,
    };
    self->listener(self->context, &event);
}

void tell(business *self, sim_type type, sim_document *document) {
    tell_as(self, type, document, false);
}

void tell_bare(business *self, sim_type type, sim_document *document) {
    tell_as(self, type, document, true);
}

void tell_client(business *self, sim_type type, sim_client *client) {
    client->revision++;
    sim_event event = {
        .type = type,
        .time = self->now,
        .bare = type == SIM_CLIENT_ERASED,
        .form = (uint32_t)dice_roll(&self->chance),
        .client = client,
    };
    self->listener(self->context, &event);
}

/* ---- the run ---- */

business *business_create(const business_settings *settings, business_listener *listener,
                          void *context) {
    business *self = must_allocate(1, sizeof *self);
    self->settings = *settings;
    self->listener = listener;
    self->context = context;
    dice_init(&self->chance, settings->seed, 0);
    happenings_init(&self->queue);
    catalogue_fill(self->products);
    self->rep_count = 3 + settings->clients / 60;
    self->rep_count = self->rep_count > 60 ? 60 : self->rep_count;
    self->now = office_midnight(settings->start);
    company_opens(self);
    return self;
}

void business_destroy(business *self) {
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; i << CHUNK_BITS < self->client_count; i++) {
        free(self->client_chunks[i]);
    }
    for (uint32_t i = 0; i << CHUNK_BITS < self->document_count; i++) {
        free(self->document_chunks[i]);
    }
    free(self->client_chunks);
    free(self->document_chunks);
    free(self->free_documents);
    happenings_finish(&self->queue);
    free(self);
}

static void document_happens(business *self, happens what, uint32_t index) {
    document_at(self, index)->planned--;
    if (!document_at(self, index)->closed) {
        if (what <= HAPPENS_QUOTE_CANCELLED) {
            quote_happens(self, what, index);
        } else if (what <= HAPPENS_ORDER_BILLED) {
            order_happens(self, what, index);
        } else if (what <= HAPPENS_CREDIT_CANCELLED) {
            invoice_happens(self, what, index);
        } else {
            contract_happens(self, what, index);
        }
    }
    document_release(self, index);
}

bool business_step(business *self, instant until) {
    happening next;
    if (!happenings_first(&self->queue, &next) || next.when >= until) {
        return false;
    }
    happenings_drop_first(&self->queue);
    self->now = next.when;
    happens what = (happens)next.kind;
    if (what == HAPPENS_DAY_OPENS) {
        day_opens(self);
    } else if (what <= HAPPENS_SIGNATURE) {
        client_happens(self, what, client_at(self, next.subject));
    } else {
        document_happens(self, what, next.subject);
    }
    return true;
}
