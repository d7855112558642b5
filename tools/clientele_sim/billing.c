#include "tools/clientele_sim/model.h"

/* ---- invoices ---- */

static sim_document *open_invoice(business *self, const sim_client *client, uint32_t *ret_index) {
    *ret_index = document_open(self, SIM_INVOICE, client);
    return document_at(self, *ret_index);
}

/* Tells a new invoice and plans what becomes of it: at most one thing. */
static void issue_invoice(business *self, uint32_t index) {
    dice *chance = &self->chance;
    sim_document *invoice = document_at(self, index);
    uint32_t roll = dice_below(chance, 1000);
    if (roll < 20) {
        invoice->date -= dice_between(chance, 1, 6); /* entered some days after its date */
    } else if (roll < 30) {
        invoice->date += dice_between(chance, 1, 10); /* dated ahead */
    }
    tell(self, SIM_INVOICE_ISSUED, invoice);
    roll = invoice->deposit ? 1000 : dice_below(chance, 1000);
    if (roll < 30) {
        plan_for_document(self, soon(self, 0, 20), HAPPENS_INVOICE_AMENDED, index);
    } else if (roll < 50) {
        plan_for_document(self, soon(self, 0, 15), HAPPENS_INVOICE_CANCELLED, index);
    } else if (roll < 65) {
        plan_for_document(self, soon(self, 5, 45), HAPPENS_INVOICE_CREDITED, index);
    } else if (roll < 110) {
        plan_for_document(self, soon(self, 5, 45), HAPPENS_INVOICE_PART_CREDITED, index);
    }
    document_release(self, index);
}

void order_plan_billing(business *self, uint32_t index) {
    dice *chance = &self->chance;
    sim_document *order = document_at(self, index);
    sim_client *client = client_at(self, order->client - 1);
    if (client->monthly) {
        if (client->waiting == NO_INDEX) {
            plan_for_client(self, office_month_end(chance, self->now), HAPPENS_MONTH_END, client);
        }
        order->next = client->waiting;
        order->planned++; /* the month's invoice */
        client->waiting = index;
        return;
    }
    if (lines_amount(order) > minor_from_hundredths(order->currency, 800000) &&
        dice_chance(chance, 300)) {
        plan_for_document(self, soon(self, 1, 3), HAPPENS_ORDER_DEPOSIT, index);
    }
    double days = dice_between(chance, 2, 14);
    if (dice_chance(chance, 70)) {
        days += dice_between(chance, 40, 110); /* forgotten by billing */
    }
    happens what = dice_chance(chance, 180) ? HAPPENS_ORDER_PART_BILLED : HAPPENS_ORDER_BILLED;
    plan_for_document(self, office_evening(chance, self->now, days), what, index);
}

void order_bill_deposit(business *self, uint32_t index) {
    const sim_document *order = document_at(self, index);
    uint32_t opened = 0;
    sim_document *invoice = open_invoice(self, client_at(self, order->client - 1), &opened);
    invoice->deposit = true;
    invoice->order = order->number;
    invoice->rep = order->rep;
    invoice->amount = lines_amount(order) * dice_between(&self->chance, 2, 5) / 10;
    issue_invoice(self, opened);
}

void order_bill_part(business *self, uint32_t index, bool all) {
    dice *chance = &self->chance;
    sim_document *order = document_at(self, index);
    uint32_t opened = 0;
    sim_document *invoice = open_invoice(self, client_at(self, order->client - 1), &opened);
    order->billing_begun = true;
    invoice->rep = order->rep;
    invoice->currency = order->currency;
    lines_take(self, order, invoice, all);
    invoice->lines_name_order = dice_chance(chance, 200);
    invoice->summary = !invoice->lines_name_order && dice_chance(chance, 80);
    if (invoice->lines_name_order) {
        for (uint32_t i = 0; i < invoice->line_count; i++) {
            invoice->lines[i].order = order->number;
        }
    } else {
        invoice->order = order->number;
    }
    if (order->line_count > 0) {
        bool more = dice_chance(chance, 250);
        plan_for_document(self, office_evening(chance, self->now, dice_between(chance, 5, 40)),
                          more ? HAPPENS_ORDER_PART_BILLED : HAPPENS_ORDER_BILLED, index);
    }
    issue_invoice(self, opened);
}

/* One invoice for the month's orders, each line naming its own; a second one where they do not fit.
 */
void client_bill_month(business *self, sim_client *client) {
    uint32_t opened = NO_INDEX;
    sim_document *invoice = NULL;
    uint32_t next = client->waiting;
    client->waiting = NO_INDEX;
    while (next != NO_INDEX) {
        uint32_t index = next;
        sim_document *order = document_at(self, index);
        next = order->next;
        if (!order->closed) {
            if (invoice != NULL && invoice->line_count + order->line_count > SIM_LINES_MAX) {
                issue_invoice(self, opened);
                invoice = NULL;
            }
            if (invoice == NULL) {
                invoice = open_invoice(self, client, &opened);
                invoice->currency = order->currency;
                invoice->lines_name_order = true;
            }
            uint32_t had = invoice->line_count;
            order->billing_begun = true;
            lines_take(self, order, invoice, true);
            for (uint32_t i = had; i < invoice->line_count; i++) {
                invoice->lines[i].order = order->number;
            }
        }
        order->planned--;
        document_release(self, index);
    }
    if (invoice != NULL) {
        issue_invoice(self, opened);
    }
}

/* ---- what becomes of an invoice ---- */

static void copy_lines(const sim_document *from, sim_document *to) {
    to->line_count = from->line_count;
    for (uint32_t i = 0; i < from->line_count; i++) {
        to->lines[i] = from->lines[i];
    }
}

static void credit_invoice(business *self, const sim_document *invoice, bool all) {
    dice *chance = &self->chance;
    uint32_t index = document_open(self, SIM_CREDIT_NOTE, client_at(self, invoice->client - 1));
    sim_document *note = document_at(self, index);
    note->rep = invoice->rep;
    note->currency = invoice->currency;
    note->invoice = invoice->number;
    note->invoice_year = invoice->year;
    if (all) {
        copy_lines(invoice, note);
    } else if (dice_chance(chance, 500)) {
        /* A price reduction: an amount and no goods. */
        note->amount = lines_amount(invoice) * dice_between(chance, 2, 25) / 100;
        note->amount = note->amount < 1 ? 1 : note->amount;
    } else {
        sim_document copy = *invoice;
        lines_take(self, &copy, note, false);
    }
    tell(self, SIM_CREDIT_NOTE_ISSUED, note);
    if (dice_chance(chance, 40)) {
        plan_for_document(self, soon(self, 0, 10), HAPPENS_CREDIT_CANCELLED, index);
    }
    document_release(self, index);
}

/* The cancelled invoice once more, under a new number. */
static void bill_again(business *self, const sim_document *cancelled) {
    uint32_t opened = 0;
    sim_document *invoice = open_invoice(self, client_at(self, cancelled->client - 1), &opened);
    invoice->rep = cancelled->rep;
    invoice->currency = cancelled->currency;
    invoice->order = cancelled->order;
    invoice->lines_name_order = cancelled->lines_name_order;
    copy_lines(cancelled, invoice);
    issue_invoice(self, opened);
}

void invoice_happens(business *self, happens what, uint32_t index) {
    sim_document *document = document_at(self, index);
    if (what == HAPPENS_INVOICE_AMENDED) {
        lines_amend(self, document);
        tell(self, SIM_INVOICE_AMENDED, document);
    } else if (what == HAPPENS_INVOICE_CANCELLED) {
        tell_bare(self, SIM_INVOICE_CANCELLED, document);
        if (dice_chance(&self->chance, 750)) {
            plan_for_document(self, soon(self, 0, 3), HAPPENS_INVOICE_AGAIN, index);
        }
    } else if (what == HAPPENS_INVOICE_AGAIN) {
        bill_again(self, document);
    } else if (what == HAPPENS_INVOICE_CREDITED) {
        credit_invoice(self, document, true);
    } else if (what == HAPPENS_INVOICE_PART_CREDITED) {
        credit_invoice(self, document, false);
    } else if (what == HAPPENS_CREDIT_CANCELLED) {
        tell_bare(self, SIM_CREDIT_NOTE_CANCELLED, document);
    }
}
