/* chat_list_store.c - lists of chats: those that go on are few and are put in order; those that are over are walked in theirs. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_list.h"

#include "domains/chat/chat_visible.h"
#include "platform/db/db.h"

/*
 * $1 company, $2 LIMIT, ($3, $4) the place to go on behind, $5 state, $6 pattern,
 * $7 tag, $8 department, $9 agent, $10 customer, $11 what it is to have, $12 ended
 * before; $13 is what the statement is asked for beside: the order of those that
 * go on, the reach of those that are over; $14 and on what each says. One term to
 * SQLite's planner, which takes each term for a reason to expect fewer rows.
 */
#define FILTER(seen) \
	" AND CASE WHEN ($5 = '' OR c.state || '' = $5) AND ($6 = '' OR c.search_text LIKE $6)" \
	" AND ($7 = '' OR c.tags LIKE '%' || $7 || '%')" \
	" AND ($8 = 0 OR c.department_id + 0 = $8) AND ($9 = 0 OR c.agent_id + 0 = $9)" \
	" AND ($10 = 0 OR c.customer_id + 0 = $10)" \
	" AND ($11 = '' OR ($11 = 'rated' AND c.rating IS NOT NULL) OR ($11 = 'answered'" \
	" AND c.first_response_us IS NOT NULL AND c.source <> 'agent'))" \
	" AND COALESCE(c.closed_us, 0) < $12" seen " THEN 1 ELSE 0 END = 1"

/* ---- Those that go on ---------------------------------------------------------------------- */

/* The views are narrowed by $14: waiting, active. Each part goes along an index of few rows. */
#define VIEW_IS \
	" AND ($14 = '' OR ($14 = 'waiting' AND c.queue_key IS NOT NULL)" \
	" OR ($14 = 'active' AND c.state = 'active'))"
#define PART(of) \
	"SELECT c.id, CASE WHEN $13 = 'wait_time'" \
	" THEN COALESCE(c.queue_key, c.waiting_since_us, 9000000000000000000)" \
	" WHEN $13 = 'oldest' THEN c.touched_us ELSE -c.touched_us END AS k," \
	" CASE WHEN $13 = 'newest' THEN -c.id ELSE c.id END AS r FROM chats c" \
	" WHERE c.company_id = $1 AND c.closed_us IS NULL" of \
	FILTER(VIEW_IS)
#define LIVE(parts) \
	"SELECT x.k, x.r, x.id FROM (" parts ") x WHERE (x.k, x.r) > ($3, $4)" \
	" ORDER BY x.k, x.r LIMIT $2"
#define UNION " UNION "
#define MINE PART(" AND c.agent_id = $15")
#define QUEUED(department) \
	PART(" AND c.queue_key IS NOT NULL AND (c.department_id + 0 IS NULL" \
	     " OR c.department_id + 0 = " department ")")
#define OFFERED PART(" AND c.offered_agent_id = $15")
#define ASKED \
	PART(" AND c.id IN (SELECT g.chat_id FROM chat_guests g WHERE g.company_id = $1" \
	     " AND g.agent_id = $15)")
#define OWN MINE UNION QUEUED("$16") UNION OFFERED UNION ASKED
static const struct db_query live_own = {"chat_list.live_own", LIVE(OWN), NULL, NULL};
static const struct db_query live_team = {
	"chat_list.live_team", LIVE(OWN UNION PART(" AND c.team_id = $17")), NULL, NULL};
static const struct db_query live_company = {"chat_list.live_company", LIVE(PART("")), NULL, NULL};
/*
 * All of a company, as pages show them at first. SQLite has an index of this order; with
 * PostgreSQL, where it would make every message write to every index of the row, they are sorted.
 */
static const struct db_query live_newest = {.name = "chat_list.live_newest",
	.lite = "SELECT -c.touched_us, -c.id, c.id FROM chats c INDEXED BY chats_live_touched"
		" WHERE c.company_id = $1 AND c.closed_us IS NULL AND $13 = 'newest'"
		" AND (c.touched_us, c.id) < (-$3, -$4)" FILTER(
			VIEW_IS) " ORDER BY c.touched_us DESC, c.id DESC LIMIT $2",
	.postgres = LIVE(PART(""))};
/* What waits, of a company, is few of what goes on. */
static const struct db_query live_queue = {
	"chat_list.live_queue", LIVE(PART(" AND c.queue_key IS NOT NULL")), NULL, NULL};
static const struct db_query live_mine = {"chat_list.live_mine", LIVE(MINE), NULL, NULL};
static const struct db_query *const live_sql[] = {&live_own, &live_team, &live_company};

/* ---- Those that are over ------------------------------------------------------------------- */

/*
 * Each way names its index to SQLite, which takes one company's rows for as few as one
 * agent's and would walk all of them in their order.
 */
#define PLACE(sign) "SELECT " sign "c.closed_us, " sign "c.id, c.id FROM chats c"
#define ENDED " WHERE c.company_id = $1 AND c.closed_us IS NOT NULL AND c.closed_us >= $13"
#define NEWEST(index, of, seen) \
	PLACE("-") \
	index ENDED of " AND (c.closed_us, c.id) < ($3, $4)" FILTER( \
		seen) " ORDER BY c.closed_us DESC, c.id DESC LIMIT $2"
#define OLDEST(index, of, seen) \
	PLACE("") \
	index ENDED of " AND (c.closed_us, c.id) > ($3, $4) AND c.closed_us < $12" FILTER( \
		seen) " ORDER BY c.closed_us, c.id LIMIT $2"

#define BOTH_WAYS(suffix, index, of, seen) \
	static const struct db_query suffix##_newest = {.name = "chat_list." #suffix "_newest", \
		.lite = NEWEST(" INDEXED BY " #index, of, seen), \
		.postgres = NEWEST("", of, seen)}; \
	static const struct db_query suffix##_oldest = {.name = "chat_list." #suffix "_oldest", \
		.lite = OLDEST(" INDEXED BY " #index, of, seen), \
		.postgres = OLDEST("", of, seen)}

/* What is over is its agent's and the team's; $14 is what the index is asked for. */
#define SEEN_TEAM " AND (c.agent_id + 0 = $15 OR c.team_id + 0 = $16)"
BOTH_WAYS(time, chats_closed, "", "");
BOTH_WAYS(agent, chats_closed_agent, " AND c.agent_id = $14", "");
BOTH_WAYS(agent_team, chats_closed_agent, " AND c.agent_id = $14", SEEN_TEAM);
BOTH_WAYS(team, chats_closed_team, " AND c.team_id = $14", "");
BOTH_WAYS(department, chats_closed_department, " AND c.department_id = $14", "");
BOTH_WAYS(customer, chats_customer, " AND c.customer_id = $14", "");
/* Those that ended otherwise than most do have an index of their own. */
BOTH_WAYS(rare, chats_closed_rare, " AND c.state <> 'closed' AND c.state = $14", "");

#define TAGGED(seen) \
	"SELECT x.k, x.r, x.id FROM (SELECT c.id, CASE WHEN $14 = 'oldest' THEN c.closed_us" \
	" ELSE -c.closed_us END AS k, CASE WHEN $14 = 'oldest' THEN c.id ELSE -c.id END AS r" \
	" FROM chat_tagged t CROSS JOIN chats c WHERE t.company_id = $1 AND t.tag_id = $15" \
	" AND c.company_id = $1 AND c.id = t.chat_id AND c.closed_us IS NOT NULL" \
	" AND c.closed_us >= $13" FILTER( \
		seen) ") x" \
		      " WHERE (x.k, x.r) > ($3, $4) ORDER BY x.k, x.r LIMIT $2"
static const struct db_query tagged_own = {
	"chat_list.tagged_own", TAGGED(" AND c.agent_id + 0 = $16"), NULL, NULL};
static const struct db_query tagged_team = {"chat_list.tagged_team",
	TAGGED(" AND (c.agent_id + 0 = $16 OR c.team_id + 0 = $17)"), NULL, NULL};
static const struct db_query tagged_company = {"chat_list.tagged_company", TAGGED(""), NULL, NULL};
static const struct db_query *const tagged_sql[] = {&tagged_own, &tagged_team, &tagged_company};

/* ---- Beside lists ---------------------------------------------------------------------------- */

#define FEW 2000
static const struct db_query tag_sql = {"chat_list.tag",
	"SELECT t.id, (SELECT COUNT(*) FROM (SELECT 1 FROM chat_tagged g"
	" WHERE g.company_id = t.company_id AND g.tag_id = t.id LIMIT 2001) n)"
	" FROM chat_tags t WHERE t.company_id = $1 AND t.code = $2",
	NULL, NULL};
static const struct db_query reach_sql = {"chat_list.reach",
	"SELECT c.closed_us FROM chats c WHERE c.company_id = $1 AND c.closed_us IS NOT NULL"
	" ORDER BY c.closed_us DESC LIMIT 1 OFFSET $2",
	NULL, NULL};

#define WAITING(seen) \
	"SELECT COUNT(*) FROM chats c WHERE c.company_id = $1 AND c.queue_key IS NOT NULL" seen
static const struct db_query waiting_sql = {"chat_list.waiting",
	WAITING(" AND (c.department_id + 0 IS NULL OR c.department_id + 0 = $2)"), NULL, NULL};
static const struct db_query waiting_company = {
	"chat_list.waiting_company", WAITING(""), NULL, NULL};
#define ACTIVE(seen) \
	"SELECT COUNT(*) FROM chats c WHERE c.company_id = $1 AND c.closed_us IS NULL" seen \
	" AND c.state = 'active'"
static const struct db_query active_team = {
	"chat_list.active_team", ACTIVE(" AND c.team_id = $2"), NULL, NULL};
static const struct db_query active_company = {"chat_list.active_company", ACTIVE(""), NULL, NULL};
static const struct db_query mine_sql = {"chat_list.mine",
	"SELECT COUNT(*), SUM(c.customer_count - COALESCE(r.customer_count, 0)) FROM chats c"
	" LEFT JOIN chat_reads r ON r.company_id = c.company_id AND r.user_id = $2"
	" AND r.chat_id = c.id WHERE c.company_id = $1 AND c.closed_us IS NULL"
	" AND c.agent_id = $3 AND c.state = 'active'",
	NULL, NULL};

db_query_list chat_list_queries = {&live_own, &live_team, &live_company, &live_newest, &live_queue,
	&live_mine, &time_newest, &time_oldest, &agent_newest, &agent_oldest, &agent_team_newest,
	&agent_team_oldest, &team_newest, &team_oldest, &department_newest, &department_oldest,
	&customer_newest, &customer_oldest, &rare_newest, &rare_oldest, &tagged_own, &tagged_team,
	&tagged_company, &tag_sql, &reach_sql, &waiting_sql, &waiting_company, &active_team,
	&active_company, &mine_sql, NULL};

#define ARGS_MAX 18

/* $1 to $12. */
static size_t common(const struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct db_value args[ARGS_MAX])
{
	const struct chat_place from = page->behind
		? page->from
		: (struct chat_place){.key = -INT64_MAX, .rank = -INT64_MAX};
	const struct db_value fixed[] = {db_int(cx->actor->company_id), db_int(page->limit),
		db_int(from.key), db_int(from.rank), db_text(filter->state),
		db_text(filter->pattern), db_text(filter->tag), db_int(filter->department_id),
		db_int(filter->agent_id), db_int(filter->customer_id), db_text(filter->with),
		db_int(filter->until_us)};

	memcpy(args, fixed, sizeof(fixed));
	return COUNT(fixed);
}

static enum err run(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, struct chat_place **places, size_t *count)
{
	struct db_result result;

	TRY(db_run(cx, query, args, arg_count, &result));
	*count = result.count;
	*places = arena_array(cx->arena, result.count, sizeof(**places));
	for (size_t i = 0; i < result.count; i++)
		(*places)[i] = (struct chat_place){.key = db_int_at(&result, i, 0),
			.rank = db_int_at(&result, i, 1),
			.id = db_int_at(&result, i, 2)};
	return OK;
}

static const char *sort_word(const struct chat_filter *filter)
{
	if (filter->wait_time)
		return "wait_time";
	return filter->oldest ? "oldest" : "newest";
}

enum err chat_store_live(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count)
{
	const bool mine = filter->agent_id && filter->agent_id == cx->actor->agent_id;
	const enum scope scope = chat_scope(cx->actor);
	const struct db_query *query = live_sql[scope];
	struct db_value args[ARGS_MAX];
	size_t n = common(cx, filter, page, args);

	args[n++] = db_text(sort_word(filter));
	args[n++] = db_text(filter->view);
	if (mine)
		args[n++] = db_int(filter->agent_id);
	else
		n += chat_store_scope_args(cx->actor, args + n);
	if (mine)
		query = &live_mine;
	else if (scope == SCOPE_COMPANY && text_is(filter->view, "waiting"))
		query = &live_queue;
	else if (scope == SCOPE_COMPANY && !filter->wait_time && !filter->oldest)
		query = &live_newest;
	return run(cx, query, args, n, places, count);
}

/* ---- The way of those that are over ------------------------------------------------------------ */

struct way {
	const struct db_query *newest, *oldest;
	int64_t keys[3]; /* what they are asked for, from $14 on */
	size_t key_count;
	const char *word; /* instead of them */
};
#define WAY(way, ...) \
	{ \
		.newest = &way##_newest, .oldest = &way##_oldest, .keys = {__VA_ARGS__}, \
		.key_count = sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t) \
	}

/* Along the index of what narrows most, where the actor sees all of it. */
static struct way way_of(const struct actor *actor, const struct chat_filter *filter)
{
	const struct way own = WAY(agent, actor->agent_id);
	const struct way team = WAY(team, actor->team_id);
	const struct way of_agent = WAY(agent, filter->agent_id);
	const struct way of_agent_team = WAY(
		agent_team, filter->agent_id, actor->agent_id, actor->team_id);
	const struct way customer = WAY(customer, filter->customer_id);
	const struct way department = WAY(department, filter->department_id);

	switch (chat_scope(actor)) {
	case SCOPE_OWN:
		return own;
	case SCOPE_TEAM:
		return filter->agent_id ? of_agent_team : team;
	default:
		break;
	}
	if (filter->agent_id)
		return of_agent;
	if (filter->customer_id)
		return customer;
	if (filter->department_id)
		return department;
	if (*filter->state && !text_is(filter->state, "closed"))
		return (struct way){
			.newest = &rare_newest, .oldest = &rare_oldest, .word = filter->state};
	return (struct way){.newest = &time_newest, .oldest = &time_oldest};
}

/* Where the time that is asked for begins: at its end, from the newest on; places rise, times fall. */
static void begin_way(const struct chat_filter *filter, const struct chat_page *page,
	struct db_value *key, struct db_value *rank)
{
	if (!page->behind) {
		*key = db_int(filter->oldest ? filter->reach_us : -filter->until_us);
		*rank = db_int(filter->oldest ? -INT64_MAX : 0);
	}
	if (!filter->oldest) {
		key->integer = -key->integer;
		rank->integer = -rank->integer;
	}
}

static enum err run_way(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count)
{
	const struct way way = way_of(cx->actor, filter);
	struct db_value args[ARGS_MAX];
	size_t n = common(cx, filter, page, args);

	begin_way(filter, page, &args[2], &args[3]);
	args[n++] = db_int(filter->reach_us);
	for (size_t i = 0; i < way.key_count; i++)
		args[n++] = db_int(way.keys[i]);
	if (way.word)
		args[n++] = db_text(way.word);
	return run(cx, filter->oldest ? way.oldest : way.newest, args, n, places, count);
}

static enum err run_tagged(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count)
{
	const enum scope scope = chat_scope(cx->actor);
	struct db_value args[ARGS_MAX];
	size_t n = common(cx, filter, page, args);

	args[n++] = db_int(filter->reach_us);
	args[n++] = db_text(sort_word(filter));
	args[n++] = db_int(filter->tag_id);
	if (scope != SCOPE_COMPANY)
		args[n++] = db_int(cx->actor->agent_id);
	if (scope == SCOPE_TEAM)
		args[n++] = db_int(cx->actor->team_id);
	return run(cx, tagged_sql[scope], args, n, places, count);
}

enum err chat_store_over(struct cx *cx, const struct chat_filter *filter,
	const struct chat_page *page, struct chat_place **places, size_t *count)
{
	return filter->by_tag ? run_tagged(cx, filter, page, places, count)
			      : run_way(cx, filter, page, places, count);
}

/* ---- Beside lists ---------------------------------------------------------------------------- */

enum err chat_store_tag(struct cx *cx, const char *code, int64_t *id, bool *few)
{
	struct db_result result;

	TRY(db_run(cx, &tag_sql, DB_ARGS(db_int(cx->actor->company_id), db_text(code)), &result));
	*id = result.count ? db_int_at(&result, 0, 0) : 0;
	*few = result.count && db_int_at(&result, 0, 1) <= FEW;
	return OK;
}

enum err chat_store_reach(struct cx *cx, int64_t *reach_us)
{
	struct db_result result;

	TRY(db_run(cx, &reach_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(CHAT_SEARCH_REACH)), &result));
	*reach_us = result.count ? db_int_at(&result, 0, 0) : 0;
	return OK;
}

static enum err count(struct cx *cx, const struct db_query *query, const struct db_value *args,
	size_t arg_count, int64_t *number)
{
	struct db_result result;

	TRY(db_run(cx, query, args, arg_count, &result));
	*number = db_int_at(&result, 0, 0);
	return OK;
}

enum err chat_store_counts(struct cx *cx, struct chat_counts *counts)
{
	const struct db_value company = db_int(cx->actor->company_id);
	const enum scope scope = chat_scope(cx->actor);
	struct db_result mine;

	TRY(db_run(cx, &mine_sql,
		DB_ARGS(company, db_int(cx->actor->user_id), db_int(cx->actor->agent_id)), &mine));
	*counts = (struct chat_counts){.mine = db_int_at(&mine, 0, 0),
		.active = db_int_at(&mine, 0, 0),
		.unread = db_int_at(&mine, 0, 1)};
	if (scope == SCOPE_COMPANY) {
		TRY(count(cx, &active_company, DB_ARGS(company), &counts->active));
		return count(cx, &waiting_company, DB_ARGS(company), &counts->waiting);
	}
	if (scope == SCOPE_TEAM)
		TRY(count(cx, &active_team, DB_ARGS(company, db_int(cx->actor->team_id)),
			&counts->active));
	return count(cx, &waiting_sql, DB_ARGS(company, db_int(cx->actor->department_id)),
		&counts->waiting);
}
