/* query_portfolio.h - what the answers about a portfolio share. */
#ifndef DAEMON_QUERY_PORTFOLIO_H
#define DAEMON_QUERY_PORTFOLIO_H

#include "daemon/figure_section.h"

/* clients, new, retention, attrition, then the sections. */
void summary_write(json_writer *out, section_set which, const portfolio *p, const book *b);

#endif
