/* rfm.h - names for the cells that scores of recency, frequency and amount make. */
#ifndef PORTFOLIO_RFM_H
#define PORTFOLIO_RFM_H

#include "portfolio/text.h"

enum { RFM_SCORES = 5, RFM_CELLS = RFM_SCORES * RFM_SCORES * RFM_SCORES };

typedef struct rfm_map {
    text names[RFM_CELLS]; /* as configured; each once */
    uint32_t name_count;
    uint8_t name_of[RFM_CELLS]; /* a name's number, by rfm_cell */
} rfm_map;

/* The number of a cell; scores are 1 to 5. */
static inline uint32_t rfm_cell(int recency, int frequency, int amount) {
    return (uint32_t)(((recency - 1) * RFM_SCORES + frequency - 1) * RFM_SCORES + amount - 1);
}

#endif
