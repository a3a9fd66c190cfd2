/* profile_file_store.c - statements on the pictures of users. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/profile_file.h"

#include "platform/auth/auth.h"
#include "platform/db/db.h"

/* The row is locked: of two pictures at once the second finds the first, and removes it. */
static const struct db_query begin_sql = {
	.name = "avatar.begin",
	.text = "UPDATE users SET updated_us = $3 WHERE company_id = $1 AND id = $2"
		" RETURNING avatar",
};

static const struct db_query set_sql = {
	.name = "avatar.set",
	.text = "UPDATE users SET avatar = $3 WHERE company_id = $1 AND id = $2",
};

db_query_list profile_file_queries = {&begin_sql, &set_sql, NULL};

enum err avatar_store_begin(struct cx *cx, const char **code)
{
	struct db_result result;

	TRY(db_run(cx, &begin_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id),
			db_int(cx->now_us)),
		&result));
	*code = result.count ? db_text_at(&result, 0, 0) : NULL;
	return OK;
}

enum err avatar_store_set(struct cx *cx, const char *code)
{
	return db_exec(cx, &set_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(cx->actor->user_id), db_text(code)),
		NULL);
}
