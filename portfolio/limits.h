/* limits.h - bounds on what one document may carry, so that every sum of all documents fits int64_t.
 *
 * An event is refused on its own content alone: a limit on sums would make refusal depend on the
 * order of arrival. Beyond DOCUMENTS_MAX the daemon answers busy; nothing is lost. */
#ifndef PORTFOLIO_LIMITS_H
#define PORTFOLIO_LIMITS_H

#include <stdint.h>

#define ID_BYTES_MAX 128       /* document, client, rep ids */
#define NAMESPACE_BYTES_MAX 64 /* put before a feed's document ids */
#define NAME_BYTES_MAX 512     /* names, segments, countries, categories, skus, tags, sources */
#define TAGS_MAX 64
#define LINES_MAX 1000
#define EVENT_BYTES_MAX (1 << 20)
#define MESSAGE_BYTES_MAX (16 << 20)
#define BATCH_EVENTS_MAX 10000 /* events in one CloudEvents batch message */
#define JSON_DEPTH_MAX 32

#define DOCUMENT_SUM_MAX \
    INT64_C(100000000000) /* sum of |amount|, |cost|, |quantity| each, base units */
#define DOCUMENT_MINOR_MAX INT64_C(1000000000000000) /* in the document's own currency */
#define DOCUMENTS_MAX INT64_C(40000000)
/* A margin is revenue less cost: twice a document's sum. */
_Static_assert(2 * DOCUMENT_SUM_MAX <= INT64_MAX / DOCUMENTS_MAX, "every sum fits");

#endif
