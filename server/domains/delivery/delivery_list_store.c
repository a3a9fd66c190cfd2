/* delivery_list_store.c - parcels of an actor's scope, newest first, and how many there are. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_store_internal.h"

#include <ctype.h>
#include <string.h>

/* Under way in the period: begun before its end and not over before it began. */
#define WANTED \
	" WHERE d.company_id = $1 AND d.created_us < $3" \
	" AND (d.ended_us IS NULL OR d.ended_us >= $2)" \
	" AND ($4 = 0 OR d.courier_id = $4)" \
	" AND ($5 = '' OR d.tracking_key LIKE $6 OR o.customer_phone LIKE $5" \
	" OR LOWER(o.customer_name) LIKE $5 ESCAPE '\\' OR o.id = $7)"
#define OWN(agent, department, assigned) \
	" AND " ORDER_VISIBLE_OWN(agent, department) " AND (" assigned \
						     " = 0 OR o.assigned_agent_id = " agent ")"
#define TEAM(agent, department, team) " AND " ORDER_VISIBLE_TEAM(agent, department, team)

#define LISTED \
	"SELECT " DELIVERY_COLUMNS DELIVERY_FROM WANTED \
	" AND $8 LIKE '%,' || d.status || ',%' AND d.id < $9"
#define PAGE " ORDER BY d.id DESC LIMIT $10"
static const struct db_query list_own_sql = {
	"delivery.list_own", LISTED OWN("$11", "$12", "$13") PAGE, NULL, NULL};
static const struct db_query list_team_sql = {
	"delivery.list_team", LISTED TEAM("$11", "$12", "$13") PAGE, NULL, NULL};
static const struct db_query list_company_sql = {"delivery.list_company", LISTED PAGE, NULL, NULL};

#define COUNTED "SELECT x.status, COUNT(*) FROM (SELECT d.status" DELIVERY_FROM WANTED
#define CAPPED " LIMIT 20001) x GROUP BY x.status"
static const struct db_query count_own_sql = {
	"delivery.count_own", COUNTED OWN("$8", "$9", "$10") CAPPED, NULL, NULL};
static const struct db_query count_team_sql = {
	"delivery.count_team", COUNTED TEAM("$8", "$9", "$10") CAPPED, NULL, NULL};
static const struct db_query count_company_sql = {
	"delivery.count_company", COUNTED CAPPED, NULL, NULL};

/* Two ranges of two indexes: what is under way, and what ended today. */
#define NUMBERS \
	"SELECT SUM(CASE WHEN d.ended_us IS NULL AND d.status <> 'pending' THEN 1 ELSE 0 END)," \
	" SUM(CASE WHEN d.ended_us IS NULL AND d.stuck_us IS NOT NULL THEN 1 ELSE 0 END)," \
	" SUM(CASE WHEN d.status = 'delivered' THEN 1 ELSE 0 END)" DELIVERY_FROM \
	" WHERE d.company_id = $1 AND d.id IN (SELECT u.id FROM deliveries u" \
	" WHERE u.company_id = $1 AND u.ended_us IS NULL AND u.id > 0 UNION ALL SELECT e.id FROM " \
	"deliveries e" \
	" WHERE e.company_id = $1 AND e.ended_us >= $2)"
static const struct db_query numbers_own_sql = {
	"delivery.numbers_own", NUMBERS OWN("$3", "$4", "$5"), NULL, NULL};
static const struct db_query numbers_team_sql = {
	"delivery.numbers_team", NUMBERS TEAM("$3", "$4", "$5"), NULL, NULL};
static const struct db_query numbers_company_sql = {
	"delivery.numbers_company", NUMBERS, NULL, NULL};

/* ---- Arguments ------------------------------------------------------------------------------ */

/* The scope's three, or none; the own scope's third says whether the pool is left out. */
static size_t scope_args(
	const struct cx *cx, const struct delivery_filter *filter, struct db_value *args)
{
	const size_t n = order_store_scope_args(cx->actor, args);

	if (order_scope(cx->actor) != SCOPE_OWN)
		return n;
	args[2] = db_int(filter->assigned);
	return 3;
}

/* "%ahmed%" of what was typed, "" of nothing. */
static const char *like_of(struct cx *cx, const char *typed)
{
	struct buf like = buf_in(cx->arena, 128);

	if (!typed || !*typed)
		return "";
	buf_byte(&like, '%');
	for (const unsigned char *at = (const unsigned char *)typed; *at; at++) {
		if (strchr("%_\\", *at))
			buf_byte(&like, '\\');
		buf_byte(&like, (char)tolower(*at));
	}
	buf_byte(&like, '%');
	return like.ptr;
}

/* 1847 of 1847, 001847, ORD-001847 and ORD-2026-001847; 0 of anything else. */
static int64_t order_id_of(const char *typed)
{
	const char *digits = typed ? strrchr(typed, '-') : NULL;
	int64_t id;

	digits = digits ? digits + 1 : typed;
	return text_int(digits, &id) && id > 0 ? id : 0;
}

static size_t filter_args(
	struct cx *cx, const struct delivery_filter *filter, struct db_value *args)
{
	const char *key = filter->search ? tracking_key(cx->arena, filter->search) : "";

	args[0] = db_int(cx->actor->company_id);
	args[1] = db_int(filter->from_us);
	args[2] = db_int(filter->to_us);
	args[3] = db_int(filter->courier_id);
	args[4] = db_text(like_of(cx, filter->search));
	args[5] = db_text(*key ? arena_format(cx->arena, "%%%s%%", key) : "");
	args[6] = db_int(order_id_of(filter->search));
	return 7;
}

static size_t list_args(struct cx *cx, const struct delivery_filter *filter, struct db_value *args)
{
	size_t n = filter_args(cx, filter, args);

	args[n++] = db_text(filter->statuses);
	args[n++] = db_int(filter->before_id);
	args[n++] = db_int(filter->limit);
	return n + scope_args(cx, filter, args + n);
}

static const struct db_query *list_query(const struct cx *cx)
{
	static const struct db_query *const queries[] = {
		&list_own_sql, &list_team_sql, &list_company_sql};

	return queries[order_scope(cx->actor)];
}

/* ---- Reading ---------------------------------------------------------------------------------- */

enum err delivery_list(
	struct cx *cx, const struct delivery_filter *filter, struct delivery **rows, size_t *count)
{
	struct db_value args[13];
	const size_t n = list_args(cx, filter, args);
	struct db_result result;

	TRY(db_run(cx, list_query(cx), args, n, &result));
	*rows = arena_array(cx->arena, result.count, sizeof(**rows));
	*count = result.count;
	for (size_t i = 0; i < result.count; i++)
		delivery_read(db_at(&result, i, 0), &(*rows)[i]);
	return OK;
}

struct each_row {
	delivery_row_fn *each;
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each_row *to = arg;
	struct delivery delivery;

	delivery_read(cells, &delivery);
	return to->each(cx, &delivery, to->arg);
}

enum err delivery_list_each(
	struct cx *cx, const struct delivery_filter *filter, delivery_row_fn *each, void *arg)
{
	struct db_value args[13];
	const size_t n = list_args(cx, filter, args);
	struct each_row to = {each, arg};

	return db_each(cx, list_query(cx), args, n, hand_over, &to);
}

static enum err count_statuses(
	struct cx *cx, const struct delivery_filter *filter, struct delivery_counts *counts)
{
	static const struct db_query *const queries[] = {
		&count_own_sql, &count_team_sql, &count_company_sql};
	struct db_value args[10];
	size_t n = filter_args(cx, filter, args);
	struct db_result result;

	n += scope_args(cx, filter, args + n);
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	for (size_t i = 0; i < result.count; i++)
		counts->by_status[word_index(delivery_status_words, db_text_at(&result, i, 0))] =
			db_int_at(&result, i, 1);
	return OK;
}

enum err delivery_count(struct cx *cx, const struct delivery_filter *filter, int64_t day_start_us,
	struct delivery_counts *counts)
{
	static const struct db_query *const queries[] = {
		&numbers_own_sql, &numbers_team_sql, &numbers_company_sql};
	struct db_value args[5] = {db_int(cx->actor->company_id), db_int(day_start_us)};
	const size_t n = 2 + scope_args(cx, filter, args + 2);
	struct db_result result;

	*counts = (struct delivery_counts){0};
	TRY(count_statuses(cx, filter, counts));
	TRY(db_run(cx, queries[order_scope(cx->actor)], args, n, &result));
	counts->active = db_int_at(&result, 0, 0);
	counts->stuck = db_int_at(&result, 0, 1);
	counts->completed_today = db_int_at(&result, 0, 2);
	return OK;
}

db_query_list delivery_list_queries = {&list_own_sql, &list_team_sql, &list_company_sql,
	&count_own_sql, &count_team_sql, &count_company_sql, &numbers_own_sql, &numbers_team_sql,
	&numbers_company_sql, NULL};
