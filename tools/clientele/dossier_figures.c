#include "tools/clientele/dossier.h"

/* The sections that a client and a portfolio share. */
// clang-format off
#define SALES_FIGURES                                                                              \
    {"Revenue", "trailing 12 m", "revenue.trailing_12m", FIGURE_NUMBER},                           \
    {"Revenue", "previous 12 m", "revenue.previous_12m", FIGURE_NUMBER},                           \
    {"Revenue", "evolution", "revenue.evolution", FIGURE_CHANGE},                                  \
    {"Revenue", "total", "revenue.total", FIGURE_NUMBER},                                          \
    {"Revenue", "year to date", "revenue.year_to_date", FIGURE_NUMBER},                            \
    {"Revenue", "a year before", "revenue.previous_year_to_date", FIGURE_NUMBER}

#define MARGIN_FIGURES                                                                             \
    {"Margin", "trailing 12 m", "margin.trailing_12m", FIGURE_NUMBER},                             \
    {"Margin", "total", "margin.total", FIGURE_NUMBER},                                            \
    {"Margin", "rate 12 m", "margin.rate_12m", FIGURE_SHARE},                                      \
    {"Margin", "rate", "margin.rate", FIGURE_SHARE},                                               \
    {"Margin", "coverage 12 m", "margin.coverage_12m", FIGURE_SHARE},                              \
    {"Margin", "coverage", "margin.coverage", FIGURE_SHARE},                                       \
    {"Quantity", "trailing 12 m", "quantity.trailing_12m", FIGURE_NUMBER},                         \
    {"Quantity", "total", "quantity.total", FIGURE_NUMBER}

#define ORDER_FIGURES                                                                              \
    {"Orders", "in 12 m", "orders.count_12m", FIGURE_NUMBER},                                      \
    {"Orders", "in all", "orders.count", FIGURE_NUMBER},                                           \
    {"Orders", "last", "orders.last", FIGURE_TEXT},                                                \
    {"Orders", "first", "orders.first", FIGURE_TEXT},                                              \
    {"Orders", "days 12 m", "orders.purchase_days_12m", FIGURE_NUMBER},                            \
    {"Orders", "purchase days", "orders.purchase_days", FIGURE_NUMBER}

#define QUOTE_FIGURES                                                                              \
    {"Quotes", "sent", "quotes.sent", FIGURE_NUMBER},                                              \
    {"Quotes", "accepted", "quotes.accepted", FIGURE_NUMBER},                                      \
    {"Quotes", "declined", "quotes.declined", FIGURE_NUMBER},                                      \
    {"Quotes", "expired", "quotes.expired", FIGURE_NUMBER},                                        \
    {"Quotes", "open", "quotes.open", FIGURE_NUMBER},                                              \
    {"Quotes", "open amount", "quotes.open_amount", FIGURE_NUMBER},                                \
    {"Quotes", "conversion", "quotes.conversion", FIGURE_SHARE},                                   \
    {"Contracts", "active", "contracts.active", FIGURE_NUMBER},                                    \
    {"Contracts", "on record", "contracts.on_record", FIGURE_NUMBER},                              \
    {"Contracts", "next end", "contracts.next_end", FIGURE_TEXT}

const dossier_figure client_figures[] = {
    SALES_FIGURES,
    {"Share", "of portfolio", "share.revenue", FIGURE_SHARE},
    {"Share", "of potential", "share.wallet", FIGURE_SHARE},
    MARGIN_FIGURES,
    {"Products", "categories", "diversity", FIGURE_NUMBER},
    ORDER_FIGURES,
    {"Orders", "cadence, days", "orders.cadence_days", FIGURE_DAYS},
    {"Orders", "backlog", "orders.backlog", FIGURE_NUMBER},
    QUOTE_FIGURES,
    {"Life", "phase", "lifecycle.phase", FIGURE_TEXT},
    {"Life", "since", "lifecycle.since", FIGURE_TEXT},
    {"Life", "next review", "lifecycle.next_review", FIGURE_TEXT},
    {"Action", "to do", "action.what", FIGURE_TEXT},
    {"Action", "due", "action.due", FIGURE_TEXT},
};

const dossier_figure portfolio_figures[] = {
    {"Clients", "known", "clients.known", FIGURE_NUMBER},
    {"Clients", "prospects", "clients.prospects", FIGURE_NUMBER},
    {"Clients", "buyers 12 m", "clients.buyers", FIGURE_NUMBER},
    {"Clients", "new 12 m", "new", FIGURE_NUMBER},
    {"Clients", "retention", "retention", FIGURE_SHARE},
    {"Clients", "attrition", "attrition", FIGURE_SHARE},
    SALES_FIGURES,
    {"Share", "of portfolio", "share.revenue", FIGURE_SHARE},
    {"Share", "of potential", "share.wallet", FIGURE_SHARE},
    {"Classes", "A", "segments.abc.A", FIGURE_NUMBER},
    {"Classes", "B", "segments.abc.B", FIGURE_NUMBER},
    {"Classes", "C", "segments.abc.C", FIGURE_NUMBER},
    {"Classes", "top 20 % make", "segments.top20_share", FIGURE_SHARE},
    {"Classes", "make 80 %", "segments.clients_for_80", FIGURE_NUMBER},
    MARGIN_FIGURES,
    {"Products", "categories", "diversity", FIGURE_NUMBER},
    ORDER_FIGURES,
    {"Orders", "backlog", "orders.backlog", FIGURE_NUMBER},
    QUOTE_FIGURES,
};

const dossier_figure sold_figures[] = {
    {"Sold", "revenue 12 m", "sold.revenue.trailing_12m", FIGURE_NUMBER},
    {"Sold", "revenue", "sold.revenue.total", FIGURE_NUMBER},
    {"Sold", "margin 12 m", "sold.margin.trailing_12m", FIGURE_NUMBER},
    {"Sold", "margin", "sold.margin.total", FIGURE_NUMBER},
    {"Sold", "orders 12 m", "sold.orders.count_12m", FIGURE_NUMBER},
    {"Sold", "orders", "sold.orders.count", FIGURE_NUMBER},
    {"Sold", "quantity 12 m", "sold.quantity.trailing_12m", FIGURE_NUMBER},
    {"Sold", "quantity", "sold.quantity.total", FIGURE_NUMBER},
};
// clang-format on

const size_t client_figure_count = sizeof client_figures / sizeof client_figures[0];
const size_t portfolio_figure_count = sizeof portfolio_figures / sizeof portfolio_figures[0];
const size_t sold_figure_count = sizeof sold_figures / sizeof sold_figures[0];
