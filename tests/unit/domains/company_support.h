/* company_support.h - a database with one empty company, for tests of a domain on either engine. */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_COMPANY_SUPPORT_H
#define TESTS_COMPANY_SUPPORT_H

#include "../platform/db/db_support.h"

#include "domains/tenancy/tenancy.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"

/* A place of its own with the company "gulf" in it; place_remove() takes both away. */
static inline void company_place_make(struct place *place, bool on_postgres, int64_t *company_id)
{
	struct migrate_report report;
	const char *why = NULL;
	struct unit unit;
	struct cx *cx;

	assert_true(crypto_init());
	if (on_postgres)
		place_make_postgres(place);
	else
		place_make(place);
	place_open(place, (struct db_options){0});
	if (migrate_run(place->pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	events_init(place->pool);
	cx = unit_open(&unit, place->pool, 0);
	assert_int_equal(company_create(cx, &(struct company_new){.code = "gulf", .name = "Gulf"},
				 company_id),
		OK);
	assert_int_equal(db_commit(cx), OK);
	unit_close(&unit);
}

#endif
