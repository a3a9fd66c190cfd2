/* canned_list_store.c - the SQL of lists: numbers of rows first, found and put in order, then the page. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_store_internal.h"

/*
 * $1 company, $2 and $3 own holder and team's, $4 whether every team's, $5 scope,
 * $6 category, $7 tag, $8 team, $9 to $12 words. A company has ten thousands at
 * most, so what the holders leave is looked through.
 */
#define SEEN \
	"r.company_id = $1 AND r.removed_us IS NULL AND (r.holder IN ('c', $2, $3)" \
	" OR (CAST($4 AS BIGINT) = 1 AND r.scope = 'team'))"
#define HAS(word) " AND (" word " = '' OR r.search_text LIKE " word ")"
#define FILTER \
	SEEN " AND ($5 = '' OR r.scope = $5) AND ($6 = '' OR r.category_key = $6)" \
	     " AND ($7 = '' OR r.tags LIKE '%' || $7 || '%')" \
	     " AND (CAST($8 AS BIGINT) = 0 OR r.team_id = $8)" HAS("$9") HAS("$10") HAS("$11") \
		     HAS("$12")

/* $13 is how a shortcut or title begins that is meant, $14 the order. */
#define RANK \
	"CASE WHEN $13 = '' THEN 0 WHEN r.shortcut_key || '%' = $13 THEN 0" \
	" WHEN r.shortcut_key LIKE $13 THEN 1 WHEN r.title_key LIKE $13 THEN 2 ELSE 3 END"
#define ORDER \
	" ORDER BY x.rank, CASE WHEN $14 = 'used' THEN -x.use_count" \
	" WHEN $14 = 'newest' THEN -x.updated_us ELSE 0 END, x.title_key, x.id"

#define FOUND \
	"(SELECT r.id, r.use_count, r.updated_us, r.title_key, " RANK " AS rank," \
	" COUNT(*) OVER () AS total FROM canned_responses r WHERE " FILTER ") x"
static const struct db_query list_sql = {"canned.list",
	"SELECT " CANNED_FIELDS ", x.total FROM (SELECT x.id, x.use_count, x.updated_us,"
	" x.title_key, x.rank, x.total FROM " FOUND ORDER " LIMIT $15 OFFSET $16) x"
	" JOIN canned_responses r ON r.company_id = $1 AND r.id = x.id" CANNED_NAMES ORDER,
	NULL, NULL};

static const struct db_query each_sql = {"canned.each",
	"SELECT " CANNED_FIELDS " FROM canned_responses r" CANNED_NAMES " WHERE " FILTER
	" ORDER BY r.scope, r.holder, r.title_key, r.id",
	NULL, NULL};

static const struct db_query categories_sql = {"canned.categories",
	"SELECT MIN(r.category), COUNT(*) FROM canned_responses r WHERE " SEEN
	" AND r.category_key <> '' GROUP BY r.category_key ORDER BY r.category_key LIMIT 200",
	NULL, NULL};
static const struct db_query counts_sql = {"canned.counts",
	"SELECT COUNT(CASE WHEN r.scope = 'personal' THEN 1 END),"
	" COUNT(CASE WHEN r.scope = 'team' THEN 1 END),"
	" COUNT(CASE WHEN r.scope = 'company' THEN 1 END)"
	" FROM canned_responses r WHERE " SEEN,
	NULL, NULL};

db_query_list canned_list_queries = {&list_sql, &each_sql, &categories_sql, &counts_sql, NULL};

#define FILTER_ARGS 12
static void filter_args(
	const struct cx *cx, const struct canned_filter *filter, struct db_value *args)
{
	const struct canned_eyes eyes = canned_store_eyes(cx);
	const struct db_value fixed[FILTER_ARGS] = {db_int(cx->actor->company_id),
		db_text(eyes.own), db_text(eyes.team), db_int(filter->every_team),
		db_text(filter->scope), db_text(filter->category), db_text(filter->tag),
		db_int(filter->team_id), db_text(filter->words[0]), db_text(filter->words[1]),
		db_text(filter->words[2]), db_text(filter->words[3])};

	memcpy(args, fixed, sizeof(fixed));
}

enum err canned_store_list(
	struct cx *cx, const struct canned_filter *filter, struct canned_list *list)
{
	struct db_value args[FILTER_ARGS + 4];
	struct db_result result;

	filter_args(cx, filter, args);
	args[FILTER_ARGS] = db_text(filter->start);
	args[FILTER_ARGS + 1] = db_text(filter->sort);
	args[FILTER_ARGS + 2] = db_int(filter->limit);
	args[FILTER_ARGS + 3] = db_int(filter->offset);
	TRY(db_run(cx, &list_sql, args, COUNT(args), &result));
	list->count = result.count;
	list->total = result.count ? db_int_at(&result, 0, CANNED_COLUMN_COUNT) : 0;
	list->rows = arena_array(cx->arena, result.count, sizeof(*list->rows));
	for (size_t i = 0; i < result.count; i++)
		canned_store_read(&result.cells[i * result.columns], &list->rows[i]);
	return OK;
}

struct each {
	enum err (*fn)(struct cx *cx, const struct canned *canned, void *arg);
	void *arg;
};

static enum err hand_over(struct cx *cx, const struct db_value *cells, void *arg)
{
	const struct each *each = arg;
	struct canned canned;

	canned_store_read(cells, &canned);
	return each->fn(cx, &canned, each->arg);
}

enum err canned_store_each(struct cx *cx, const struct canned_filter *filter,
	enum err (*each)(struct cx *cx, const struct canned *canned, void *arg), void *arg)
{
	struct each state = {each, arg};
	struct db_value args[FILTER_ARGS];

	filter_args(cx, filter, args);
	return db_each(cx, &each_sql, args, FILTER_ARGS, hand_over, &state);
}

enum err canned_store_choices(struct cx *cx, struct canned_choices *choices)
{
	const struct canned_query nothing = {0};
	struct db_value args[FILTER_ARGS];
	struct canned_filter filter;
	struct db_result result;

	db_read_together(cx);
	canned_filter_make(cx, &nothing, &filter);
	filter_args(cx, &filter, args);
	TRY(db_run(cx, &categories_sql, args, 4, &result));
	choices->category_count = result.count;
	choices->categories = arena_array(cx->arena, result.count, sizeof(*choices->categories));
	for (size_t i = 0; i < result.count; i++)
		choices->categories[i] = (struct canned_category){
			db_text_at(&result, i, 0), db_int_at(&result, i, 1)};
	TRY(db_run(cx, &counts_sql, args, 4, &result));
	choices->personal = db_int_at(&result, 0, 0);
	choices->of_teams = db_int_at(&result, 0, 1);
	choices->of_company = db_int_at(&result, 0, 2);
	return canned_store_teams(cx, &choices->teams, &choices->team_count);
}
