/* dossier.h - the sections of a client, a rep's portfolio or the whole one, side by side.
 *
 * To add a figure: one row in its table; figures of one section stand together. A figure whose
 * value an older daemon does not send is left out, null is a dash. */
#ifndef TOOLS_CLIENTELE_DOSSIER_H
#define TOOLS_CLIENTELE_DOSSIER_H

#include "tools/clientele/figure.h"
#include "tools/clientele/session.h"

typedef struct dossier_figure {
    const char *section;
    const char *label;
    const char *path;
    figure_format format;
} dossier_figure;

extern const dossier_figure client_figures[];
extern const size_t client_figure_count;
extern const dossier_figure portfolio_figures[];
extern const size_t portfolio_figure_count;
extern const dossier_figure sold_figures[]; /* of rep.get */
extern const size_t sold_figure_count;

void dossier_print(session *s, const dossier_figure *figures, size_t count, const json_t *object);

/* The categories of an object's `products`, with bars; nothing for none. */
void products_print(session *s, const json_t *object);

/* "as of 2026-03-10, commit 18277", faint. */
void as_of_print(session *s, const json_t *object);

/* Two years of revenue by month up to the object's as_of, asked with `method` and params (taken
 * over). No line when the daemon has none to give. */
void revenue_line_print(session *s, const char *method, json_t *params, const json_t *object);

#endif
