/* figure.h - every figure of a client, a rep's portfolio or the whole one, as a row: its name, its kind, its value.
 *
 * Sections, sorting and the described parameters all come from the rows of figure.def. */
#ifndef DAEMON_FIGURE_H
#define DAEMON_FIGURE_H

#include "daemon/json_write.h"
#include "portfolio/portfolio.h"

/* Whose figures: borrowed from the portfolio, valid until it changes. */
typedef struct subject {
    const portfolio *portfolio;
    const ledger *ledger;
    const tally *tally;
    const account *account; /* NULL: not one client */
    uint32_t client;        /* its number */
    day next_end;           /* of contracts */
} subject;

/* Rolls the account's windows to today first. */
subject subject_of_client(const portfolio *p, uint32_t client);
subject subject_of_book(const portfolio *p, const book *b);
/* The documents that name a rep: what is tallied over clients is 0. */
subject subject_of_seller(const portfolio *p, const rep *r);

/* The sections of an answer, in its order; the rows of section.def. */
typedef enum section {
#define SECTION(id, name, write) SECTION_##id,
#include "daemon/section.def"
#undef SECTION
    SECTION_COUNT
} section;

typedef enum figure_kind {
    FIGURE_COUNT,    /* a whole number */
    FIGURE_AMOUNT,   /* minor units of the base currency */
    FIGURE_QUANTITY, /* thousandths */
    FIGURE_RATIO,    /* millionths */
    FIGURE_DATE,     /* days since 1970 */
    FIGURE_CLASS,    /* a short word, as class_figure packs it */
    FIGURE_CELL,     /* the number of a name in the configured map of scores */
} figure_kind;

#define FIGURE_NULL INT64_MIN

typedef struct figure {
    section section;
    const char *path;  /* "revenue.total", "segments.rfm.r" */
    const char *group; /* the object within its section's it stands in: "rfm"; NULL: none */
    const char *name;  /* "total" */
    bool alone;        /* not in an object of its section */
    figure_kind kind;
    int64_t (*value)(const subject *f); /* comparable; FIGURE_NULL: unknown */
} figure;

/* A class as a figure: up to 7 letters, ordered as they are. */
int64_t class_figure(const char *letters);

/* By number from 0; NULL: no more. Those of a section stand together. */
const figure *figure_row(size_t number);

/* The figure's key and value. */
void figure_write(json_writer *out, const figure *row, const subject *f);
void figure_write_value(json_writer *out, const figure *row, const subject *f);

#endif
