#include <assert.h>

#include "tools/clientele_sim/model.h"

#define THOUSANDTHS INT64_C(1000)

static int64_t divide_half_up(int64_t numerator, int64_t denominator) {
    return (numerator + denominator / 2) / denominator;
}

int64_t minor_from_hundredths(currency c, int64_t hundredths) {
    switch (currency_decimals(c)) {
    case 0: return hundredths; /* such a unit is worth about a hundredth of the others' */
    case 3: return hundredths * 10;
    case 4: return hundredths * 100;
    default: return hundredths;
    }
}

static int64_t draw_quantity(business *self, const sim_client *client, bool measured) {
    double drawn = dice_lognormal(&self->chance, 4 * client->size, 0.8);
    drawn = drawn > 5000 ? 5000 : drawn;
    int64_t whole = (int64_t)drawn;
    if (measured && dice_chance(&self->chance, 600)) {
        /* 12.5, 3.25 or 0.375: to the unit of 125 thousandths. */
        return whole * THOUSANDTHS + 125 * dice_between(&self->chance, 1, 7);
    }
    return (whole < 1 ? 1 : whole) * THOUSANDTHS;
}

static void set_sums(business *self, sim_line *line, currency c, int32_t price_per_mille) {
    const product *sold = &self->products[line->product];
    int64_t price = minor_from_hundredths(c, sold->price) * price_per_mille;
    line->amount = divide_half_up(price * line->quantity, 1000 * THOUSANDTHS);
    line->cost = divide_half_up(minor_from_hundredths(c, sold->cost) * line->quantity, THOUSANDTHS);
    if (line->amount < 1) {
        line->amount = 1;
    }
}

static void draw_line(business *self, const sim_client *client, currency c, sim_line *line) {
    dice *chance = &self->chance;
    uint32_t category = dice_chance(chance, 800) ? client->categories[dice_below(chance, 3)]
                                                 : dice_below(chance, CATALOGUE_CATEGORIES);
    uint32_t sold = category * CATALOGUE_PER_CATEGORY + dice_below(chance, CATALOGUE_PER_CATEGORY);
    uint32_t rolls = (uint32_t)dice_roll(chance);
    *line = (sim_line){
        .product = (uint16_t)sold,
        .quantity_told = rolls % 32 != 0,
        .cost_told = rolls / 32 % 16 != 0,
        .category_told = rolls / 512 % 32 != 0,
        .quantity = draw_quantity(self, client, self->products[sold].measured),
    };
    set_sums(self, line, c, dice_between(chance, 850, 1030));
}

void lines_draw(business *self, const sim_client *client, sim_document *document) {
    document->line_count = 1;
    while (document->line_count < 6 && dice_chance(&self->chance, 620)) {
        document->line_count++;
    }
    for (uint32_t i = 0; i < document->line_count; i++) {
        draw_line(self, client, document->currency, &document->lines[i]);
    }
}

void lines_amend(business *self, sim_document *document) {
    dice *chance = &self->chance;
    uint32_t roll = dice_below(chance, 100);
    const sim_client *client = client_at(self, document->client - 1);
    if (roll < 20 && document->line_count > 1) {
        document->line_count--;
        return;
    }
    if (roll < 40 && document->line_count < 6 && document->kind != SIM_INVOICE) {
        draw_line(self, client, document->currency, &document->lines[document->line_count++]);
        return;
    }
    sim_line *line = &document->lines[dice_below(chance, document->line_count)];
    int64_t price = divide_half_up(line->amount * THOUSANDTHS, line->quantity);
    int64_t cost = divide_half_up(line->cost * THOUSANDTHS, line->quantity);
    line->quantity = divide_half_up(line->quantity * dice_between(chance, 3, 17), 10 * THOUSANDTHS);
    line->quantity = (line->quantity < 1 ? 1 : line->quantity) * THOUSANDTHS;
    line->amount = divide_half_up(price * line->quantity, THOUSANDTHS);
    line->cost = divide_half_up(cost * line->quantity, THOUSANDTHS);
    if (line->amount < 1) {
        line->amount = 1;
    }
}

int64_t lines_amount(const sim_document *document) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        sum += document->lines[i].amount;
    }
    return sum;
}

/* Moves `quantity` of the line, with its share of the amount and the cost. */
static void move_part(sim_line *from, int64_t quantity, sim_document *to) {
    sim_line moved = *from;
    if (quantity < from->quantity) {
        moved.quantity = quantity;
        moved.amount = from->amount * quantity / from->quantity;
        moved.cost = from->cost * quantity / from->quantity;
    }
    from->quantity -= moved.quantity;
    from->amount -= moved.amount;
    from->cost -= moved.cost;
    to->lines[to->line_count++] = moved;
}

static void drop_empty_lines(sim_document *document) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        if (document->lines[i].quantity > 0) {
            document->lines[kept++] = document->lines[i];
        }
    }
    document->line_count = kept;
}

void lines_take(business *self, sim_document *from, sim_document *to, bool all) {
    assert(from->line_count + to->line_count <= SIM_LINES_MAX);
    uint32_t had = to->line_count;
    for (uint32_t i = 0; i < from->line_count; i++) {
        sim_line *line = &from->lines[i];
        uint32_t share = all ? 0 : dice_below(&self->chance, 3);
        int64_t half = line->quantity / (2 * THOUSANDTHS) * THOUSANDTHS;
        if (share == 0) {
            move_part(line, line->quantity, to);
        } else if (share == 1 && half > 0) {
            move_part(line, half, to);
        }
    }
    if (to->line_count == had && from->line_count > 0) {
        move_part(&from->lines[0], from->lines[0].quantity, to);
    }
    drop_empty_lines(from);
}
