#include "tools/clientele_sim/run.h"

static void hear(void *context, const sim_event *event) {
    run *self = context;
    if (self->told >= self->limit) {
        return;
    }
    self->told++;
    self->now = event->time;
    sim_source source = sim_type_source(event->type);
    for (sim_source other = 0; other < SIM_SOURCES; other++) {
        if (self->deliveries[other] != NULL && other != source) {
            delivery_advance(self->deliveries[other], event->time);
        }
    }
    if (self->deliveries[source] != NULL) {
        delivery_take(self->deliveries[source], event);
    }
}

void run_init(run *self, const sim_options *options, const bool wanted[static SIM_SOURCES],
              delivery_sink *sink, void *context) {
    *self = (run){
        .limit = options->limit,
        .until = options->until,
        .now = office_midnight(options->business.start),
    };
    self->company = business_create(&options->business, hear, self);
    const product *products = business_products(self->company);
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        if (wanted[source]) {
            self->deliveries[source] = delivery_create(&options->faults, options->business.seed,
                                                       source, products, sink, context);
        }
    }
}

void run_finish(run *self) {
    business_destroy(self->company);
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        delivery_destroy(self->deliveries[source]);
        self->deliveries[source] = NULL;
    }
    self->company = NULL;
}

bool run_step(run *self) {
    if (self->told < self->limit && business_step(self->company, self->until)) {
        return true;
    }
    for (sim_source source = 0; source < SIM_SOURCES; source++) {
        if (self->deliveries[source] != NULL) {
            delivery_drain(self->deliveries[source]);
        }
    }
    return false;
}
