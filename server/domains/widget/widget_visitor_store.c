/* widget_visitor_store.c - the SQL of visitors and of their tokens. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "platform/db/db_cells.h"

#define VISITOR \
	"v.id, v.name, v.email, v.phone, v.language, v.external_id, v.vouched_email," \
	" v.vouched_phone, v.customer_id"

/* tenancy: all companies, the token says which company's visitor it is */
static const struct db_query caller_sql = {"widget_visitor.caller",
	"SELECT t.company_id, t.until_us, w.id, w.is_active, w.origins, w.look, " VISITOR
	" FROM widget_tokens t"
	" JOIN widgets w ON w.company_id = t.company_id AND w.id = t.widget_id"
	" JOIN widget_visitors v ON v.company_id = t.company_id AND v.id = t.visitor_id"
	" WHERE t.token_hash = $1 AND t.until_us > $2",
	NULL, NULL};
static const struct db_query by_external_sql = {"widget_visitor.by_external",
	"SELECT " VISITOR " FROM widget_visitors v WHERE v.company_id = $1 AND v.external_id = $2",
	NULL, NULL};
/* SQLite lets one unit write at a time. */
#define HOLD "SELECT v.id FROM widget_visitors v WHERE v.company_id = $1 AND v.id = $2"
static const struct db_query hold_sql = {"widget_visitor.hold", NULL, HOLD, HOLD " FOR UPDATE"};
static const struct db_query name_hold_sql = {"widget_visitor.name_hold", NULL,
	"SELECT CAST($1 AS BIGINT) WHERE $2 <> ''",
	"SELECT pg_advisory_xact_lock(hashtextextended($2, $1))"};
static const struct db_query new_sql = {"widget_visitor.new",
	"INSERT INTO widget_visitors (company_id, id, name, email, phone, language, external_id,"
	" vouched_email, vouched_phone, customer_id, seen_us, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
	NULL, NULL};
static const struct db_query name_sql = {"widget_visitor.name",
	"UPDATE widget_visitors SET name = $3, email = $4, phone = $5, external_id = $6,"
	" vouched_email = $7, vouched_phone = $8, customer_id = $9"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query told_sql = {"widget_visitor.told",
	"UPDATE widget_visitors SET name = $3, email = $4, phone = $5"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query page_sql = {"widget_visitor.page",
	"UPDATE widget_visitors SET seen_us = $3, page_url = COALESCE($4, page_url),"
	" page_title = COALESCE($5, page_title), referrer = COALESCE($6, referrer),"
	" browser = COALESCE($7, browser), system = COALESCE($8, system), ip = $9,"
	" language = COALESCE($10, language) WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query token_sql = {"widget_visitor.token",
	"INSERT INTO widget_tokens (company_id, token_hash, widget_id, visitor_id, until_us,"
	" created_us) VALUES ($1, $2, $3, $4, $5, $6)",
	NULL, NULL};
static const struct db_query keep_token_sql = {"widget_visitor.keep_token",
	"UPDATE widget_tokens SET until_us = $3 WHERE company_id = $1 AND token_hash = $2", NULL,
	NULL};
static const struct db_query too_many_sql = {"widget_visitor.too_many",
	"DELETE FROM widget_tokens WHERE company_id = $1 AND token_hash IN"
	" (SELECT t.token_hash FROM widget_tokens t WHERE t.company_id = $1 AND t.visitor_id = $2"
	" ORDER BY t.until_us DESC, t.created_us DESC, t.token_hash LIMIT 500 OFFSET 20)",
	NULL, NULL};
static const struct db_query end_token_sql = {"widget_visitor.end_token",
	"DELETE FROM widget_tokens WHERE company_id = $1 AND token_hash = $2", NULL, NULL};
static const struct db_query named_there_sql = {"widget_visitor.named_there",
	"SELECT DISTINCT v.id FROM widget_tokens t JOIN widget_visitors v"
	" ON v.company_id = t.company_id AND v.id = t.visitor_id AND v.is_online = 1"
	" AND v.external_id IS NOT NULL WHERE t.company_id = $1 AND t.widget_id = $2 LIMIT 1000",
	NULL, NULL};
static const struct db_query end_named_sql = {"widget_visitor.end_named",
	"DELETE FROM widget_tokens WHERE company_id = $1 AND widget_id = $2 AND EXISTS"
	" (SELECT 1 FROM widget_visitors v WHERE v.company_id = widget_tokens.company_id"
	" AND v.id = widget_tokens.visitor_id AND v.external_id IS NOT NULL)",
	NULL, NULL};
static const struct db_query end_tokens_sql = {"widget_visitor.end_tokens",
	"DELETE FROM widget_tokens WHERE company_id = $1 AND visitor_id = $2", NULL, NULL};

/* tenancy: all companies, pages are visited and nothing is written in every one */
static const struct db_query forget_sql = {"widget_visitor.forget",
	"DELETE FROM widget_visitors WHERE has_chat = 0 AND is_online = 0 AND (company_id, id) IN"
	" (SELECT v.company_id, v.id FROM widget_visitors v WHERE v.has_chat = 0"
	" AND v.is_online = 0 AND v.seen_us < $1 ORDER BY v.seen_us LIMIT 500)",
	NULL, NULL};
/* tenancy: all companies, visits end in every one */
static const struct db_query forget_tokens_sql = {"widget_visitor.forget_tokens",
	"DELETE FROM widget_tokens WHERE (company_id, token_hash) IN"
	" (SELECT t.company_id, t.token_hash FROM widget_tokens t WHERE t.until_us <= $1"
	" ORDER BY t.until_us LIMIT 500)",
	NULL, NULL};

db_query_list widget_visitor_queries = {&caller_sql, &by_external_sql, &hold_sql, &name_hold_sql,
	&new_sql, &name_sql, &told_sql, &page_sql, &token_sql, &keep_token_sql, &too_many_sql,
	&end_token_sql, &end_tokens_sql, &named_there_sql, &end_named_sql, &forget_sql,
	&forget_tokens_sql, NULL};

static void take_visitor(struct cells *cells, struct widget_visitor *visitor)
{
	visitor->id = take_int(cells);
	visitor->name = take_text(cells);
	visitor->email = take_text(cells);
	visitor->phone = take_text(cells);
	visitor->language = take_text(cells);
	visitor->external_id = take_text(cells);
	visitor->vouched_email = take_text(cells);
	visitor->vouched_phone = take_text(cells);
	visitor->customer_id = take_int(cells);
}

enum err widget_store_caller(
	struct cx *cx, const char *token_hash, struct widget_caller *caller, bool *found)
{
	struct db_result result;
	struct cells cells;

	*caller = (struct widget_caller){0};
	TRY(db_run(cx, &caller_sql, DB_ARGS(db_text(token_hash), db_int(cx->now_us)), &result));
	*found = result.count > 0;
	if (!*found)
		return OK;
	cells = (struct cells){result.cells};
	caller->widget.company_id = take_int(&cells);
	caller->until_us = take_int(&cells);
	caller->widget.id = take_int(&cells);
	caller->widget.active = take_int(&cells) != 0;
	TRY(widget_origins_of(cx, take_text(&cells), &caller->widget.origins));
	TRY(widget_look_of(cx, take_text(&cells), &caller->widget.look));
	take_visitor(&cells, &caller->visitor);
	return OK;
}

enum err widget_store_hold(struct cx *cx, int64_t visitor_id)
{
	return db_exec(
		cx, &hold_sql, DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)), NULL);
}

enum err widget_store_hold_name(struct cx *cx, const char *external_id)
{
	return db_exec(cx, &name_hold_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(external_id)), NULL);
}

enum err widget_store_forget(struct cx *cx, int64_t before_us, int64_t *count)
{
	return db_exec(cx, &forget_sql, DB_ARGS(db_int(before_us)), count);
}

enum err widget_store_by_external(
	struct cx *cx, const char *external_id, struct widget_visitor *visitor, bool *found)
{
	struct db_result result;
	struct cells cells;

	TRY(db_run(cx, &by_external_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(external_id)), &result));
	*found = result.count > 0;
	cells = (struct cells){result.cells};
	if (*found)
		take_visitor(&cells, visitor);
	return OK;
}

enum err widget_store_new_visitor(struct cx *cx, struct widget_visitor *visitor)
{
	TRY(db_next_id(cx, "widget_visitor", &visitor->id));
	return db_exec(cx, &new_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor->id), db_text(visitor->name),
			db_text(visitor->email), db_text(visitor->phone),
			db_text(visitor->language), db_text(visitor->external_id),
			db_text(visitor->vouched_email), db_text(visitor->vouched_phone),
			db_id(visitor->customer_id), db_int(cx->now_us)),
		NULL);
}

enum err widget_store_name_visitor(struct cx *cx, const struct widget_visitor *visitor)
{
	return db_exec(cx, &name_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor->id), db_text(visitor->name),
			db_text(visitor->email), db_text(visitor->phone),
			db_text(visitor->external_id), db_text(visitor->vouched_email),
			db_text(visitor->vouched_phone), db_id(visitor->customer_id)),
		NULL);
}

enum err widget_store_visitor_told(struct cx *cx, const struct widget_visitor *visitor)
{
	return db_exec(cx, &told_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor->id), db_text(visitor->name),
			db_text(visitor->email), db_text(visitor->phone)),
		NULL);
}

enum err widget_store_page(struct cx *cx, int64_t visitor_id, const struct widget_page *page)
{
	return db_exec(cx, &page_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id), db_int(cx->now_us),
			db_text(page->url), db_text(page->title), db_text(page->referrer),
			db_text(page->browser), db_text(page->system), db_text(page->ip),
			db_text(page->language)),
		NULL);
}

enum err widget_store_token(struct cx *cx, const struct widget *widget, int64_t visitor_id,
	const char *token_hash, int64_t until_us)
{
	const struct db_value company = db_int(cx->actor->company_id);

	TRY(db_exec(cx, &token_sql,
		DB_ARGS(company, db_text(token_hash), db_int(widget->id), db_int(visitor_id),
			db_int(until_us), db_int(cx->now_us)),
		NULL));
	return db_exec(cx, &too_many_sql, DB_ARGS(company, db_int(visitor_id)), NULL);
}

enum err widget_store_keep_token(struct cx *cx, const char *token_hash, int64_t until_us)
{
	return db_exec(cx, &keep_token_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(token_hash), db_int(until_us)),
		NULL);
}

enum err widget_store_end_token(struct cx *cx, const char *token_hash)
{
	return db_exec(cx, &end_token_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(token_hash)), NULL);
}

enum err widget_store_end_named(struct cx *cx, int64_t widget_id, int64_t **visitors, size_t *count)
{
	const struct db_value company = db_int(cx->actor->company_id);
	struct db_result result;

	TRY(db_run(cx, &named_there_sql, DB_ARGS(company, db_int(widget_id)), &result));
	*count = result.count;
	*visitors = arena_array(cx->arena, result.count, sizeof(**visitors));
	for (size_t i = 0; i < result.count; i++)
		(*visitors)[i] = db_int_at(&result, i, 0);
	return db_exec(cx, &end_named_sql, DB_ARGS(company, db_int(widget_id)), NULL);
}

enum err widget_store_forget_tokens(struct cx *cx, int64_t *count)
{
	return db_exec(cx, &forget_tokens_sql, DB_ARGS(db_int(cx->now_us)), count);
}

enum err widget_store_end_tokens(struct cx *cx, int64_t visitor_id)
{
	return db_exec(cx, &end_tokens_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(visitor_id)), NULL);
}
