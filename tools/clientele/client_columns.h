/* client_columns.h - the columns of a list of clients (portfolio.list). */
#ifndef TOOLS_CLIENTELE_CLIENT_COLUMNS_H
#define TOOLS_CLIENTELE_CLIENT_COLUMNS_H

#include "tools/clientele/listing.h"

extern const figure_column client_columns[];
extern const size_t client_column_count;

#endif
