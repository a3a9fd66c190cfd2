/* canned_store_internal.h - what the SQL of single responses and of lists shares. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CANNED_CANNED_STORE_INTERNAL_H
#define DOMAINS_CANNED_CANNED_STORE_INTERNAL_H

#include "domains/canned/canned_internal.h"

/* In the order of canned_store_read(). */
#define CANNED_FIELDS \
	"r.id, r.version, r.scope, r.owner_user_id, o.name, r.team_id, t.name, r.title," \
	" r.shortcut, r.body_en, r.body_ar, r.category, r.tags, r.use_count, r.used_us," \
	" r.created_us, r.updated_us, w.name"
#define CANNED_COLUMN_COUNT 18
#define CANNED_NAMES \
	" LEFT JOIN users o ON o.company_id = r.company_id AND o.id = r.owner_user_id" \
	" LEFT JOIN teams t ON t.company_id = r.company_id AND t.id = r.team_id" \
	" LEFT JOIN users w ON w.company_id = r.company_id AND w.id = r.updated_by"
#define CANNED_COLUMNS \
	"SELECT " CANNED_FIELDS " FROM canned_responses r" CANNED_NAMES " WHERE r.company_id = $1"

void canned_store_read(const struct db_value *cells, struct canned *canned);

/* Holders whose responses the actor has, beside the company. */
struct canned_eyes {
	const char *own, *team;
};
struct canned_eyes canned_store_eyes(const struct cx *cx);

#endif
