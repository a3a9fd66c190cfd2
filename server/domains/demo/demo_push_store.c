/* demo_push_store.c - the demo's app of Pusher's protocol, by which pages of others follow live. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/crypto/crypto.h"
#include "platform/db/db.h"

#define DAYS_AGO 20
#define KEY_BYTES 10
#define SECRET_BYTES 20

static const struct db_query add_sql = {
	.name = "demo.push_app",
	.text = "INSERT INTO push_apps (company_id, key, secret_sealed, secret_us, enabled,"
		" client_events, server_events, updated_us) VALUES ($1, $2, $3, $4, 1, 1, 0, $4)",
};

db_query_list demo_push_queries = {&add_sql, NULL};

static const char *random_hex(struct arena *arena, size_t count)
{
	unsigned char bytes[SECRET_BYTES];

	crypto_random(bytes, count);
	return crypto_hex(arena, bytes, count);
}

/* Key and secret are no demo's to know beforehand: another one each time. */
enum err demo_push_write(struct cx *cx, const struct demo_world *world)
{
	const char *secret = random_hex(cx->arena, SECRET_BYTES);

	return db_exec(cx, &add_sql,
		DB_ARGS(db_int(world->company->id), db_text(random_hex(cx->arena, KEY_BYTES)),
			db_text(auth_seal(cx->arena, str_of(secret))),
			db_int(world->today_us - DAYS_AGO * US_PER_DAY + 10 * US_PER_HOUR)),
		NULL);
}
