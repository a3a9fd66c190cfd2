/* call_list_store.c - lists of calls: fixed statements, each walking indexes in the order of time. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_list_internal.h"

/*
 * $2 is the far end of the period, ($3, $4) the place to go on from, $5 LIMIT,
 * $6 OFFSET, $7 to $16 what narrows it; then what the index is asked for, and
 * the actor. Statements give ids: rows are read of the page alone.
 */
#define TALKED(agent) \
	"EXISTS (SELECT 1 FROM call_legs t WHERE t.company_id = c.company_id" \
	" AND t.call_id = c.id AND t.agent_id + 0 = " agent " AND t.talk_us > 0)"
/* Of an agent who is asked for it is what that agent did. */
#define ANSWERED "(CASE WHEN $11 = 0 THEN c.answered_us IS NOT NULL ELSE " TALKED("$11") " END)"
#define WORDS_OF \
	"LOWER(c.phone_number || ' ' || c.caller || ' ' || c.caller_name || ' ' || c.callee" \
	" || ' ' || c.customer_name || ' ' || c.call_code)"
#define IN_QUEUE(queue) \
	"EXISTS (SELECT 1 FROM call_queue_visits v WHERE v.company_id = c.company_id" \
	" AND v.call_id = c.id AND v.queue || '' = " queue ")"
#define MISSED "c.direction = 'incoming' AND c.is_active = 0 AND c.by_system = 0 AND NOT " ANSWERED
/*
 * One term to SQLite's planner, which takes each term for a reason to expect
 * fewer rows, and few rows for quicker sorted than walked in order.
 */
#define FILTER(seen) \
	" AND CASE WHEN ($7 = '' OR $7 LIKE '%,' || c.status || ',%')" \
	" AND ($8 = '' OR c.direction = $8) AND ($9 = -1 OR c.is_active = $9)" \
	" AND ($10 = 0 OR c.department_id = $10) AND ($11 = 0 OR " CALL_OF_AGENT( \
		"$11") ") AND ($12 = 0 OR " CALL_OF_TEAM("$12") ") AND ($13 = '' OR c.source = " \
								"$13)" \
								" AND ($14 = '' OR " IN_QUEUE( \
									"$14") ") AND ($15 = '' " \
									       "OR " WORDS_OF \
									       " LIKE $15 ESCAPE " \
									       "'!') AND ($16 = " \
									       "'' OR ($16 = " \
									       "'answered' " \
									       "AND " ANSWERED \
									       ") OR ($16 = " \
									       "'missed' " \
									       "AND " MISSED \
									       "))" seen \
									       " THEN 1 ELSE 0 " \
									       "END = 1"

/*
 * Several ranges: as many of each as the page could need, put in order
 * afterwards, so that the work is bounded by the page and not by the set.
 */
#define REACH " LIMIT CAST($5 AS BIGINT) + CAST($6 AS BIGINT)"
#define OF_CALLS(name, of, seen) \
	"SELECT " name ".id, " name ".started_us FROM (SELECT c.id, c.started_us FROM calls c" \
	" WHERE c.company_id = $1" of CALL_PERIOD_C \
	FILTER(seen) " ORDER BY c.started_us DESC, c.id DESC" REACH ") " name
#define OF_LEGS(name, of, seen) \
	"SELECT " name ".id, " name ".started_us FROM (SELECT DISTINCT l.call_id AS id," \
	" l.call_started_us AS started_us FROM call_legs l CROSS JOIN calls c" \
	" WHERE l.company_id = $1" of CALL_PERIOD_L \
	" AND c.company_id = $1 AND c.id = l.call_id" FILTER( \
		seen) " ORDER BY l.call_started_us DESC, l.call_id DESC" REACH ") " name
#define UNION " UNION "
#define IDS(parts) \
	"SELECT z.id, z.started_us FROM (" parts ") z ORDER BY z.started_us DESC, z.id DESC" \
	" LIMIT $5 OFFSET $6"
#define NUMBER(parts) "SELECT COUNT(*) FROM (" IDS(parts) ") n"

#define BOTH(suffix, parts) \
	static const struct db_query suffix##_ids = { \
		"call_list." #suffix, IDS(parts), NULL, NULL}; \
	static const struct db_query suffix##_count = { \
		"call_list." #suffix "_count", NUMBER(parts), NULL, NULL}

/* Whatever waits for a department is among the few that go on now. */
#define WAITING(department) \
	" AND c.is_active = 1 AND c.agent_id + 0 IS NULL AND c.department_id + 0 = " department

BOTH(time_company, OF_CALLS("x", "", ""));
BOTH(time_own,
	OF_CALLS("x", " AND c.agent_id = $17", "") UNION OF_LEGS("y", " AND l.agent_id = $17", "")
		UNION OF_CALLS("w", WAITING("$18"), ""));
BOTH(time_team,
	OF_CALLS("x", " AND c.agent_id = $17", "") UNION OF_LEGS("y", " AND l.agent_id = $17", "")
		UNION OF_CALLS("w", WAITING("$18"), "") UNION OF_CALLS("t", " AND c.team_id = $19",
			"") UNION OF_LEGS("s", " AND l.team_id = $19", ""));
BOTH(department, OF_CALLS("x", " AND c.department_id = $17", ""));

/* Where the index is not of the actor's own set, each row says whether it is seen. */
#define SEEN_OWN " AND " CALL_VISIBLE_OWN("$18", "$19")
#define SEEN_TEAM " AND " CALL_VISIBLE_TEAM("$18", "$19", "$20")
#define EACH_SCOPE(suffix, PARTS) \
	BOTH(suffix##_own, PARTS(SEEN_OWN)); \
	BOTH(suffix##_team, PARTS(SEEN_TEAM)); \
	BOTH(suffix##_company, PARTS(""))
#define AGENT_PARTS(seen) \
	OF_CALLS("x", " AND c.agent_id = $17", seen) \
	UNION OF_LEGS("y", " AND l.agent_id = $17", seen)
#define TEAM_PARTS(seen) \
	OF_CALLS("x", " AND c.team_id = $17", seen) UNION OF_LEGS("y", " AND l.team_id = $17", seen)
#define STATUS_PARTS(seen) OF_CALLS("x", " AND c.status = $17", seen)
#define DIRECTION_PARTS(seen) OF_CALLS("x", " AND c.direction = $17", seen)
#define CUSTOMER_PARTS(seen) OF_CALLS("x", " AND c.customer_id = $17", seen)
#define ORDER_PARTS(seen) OF_CALLS("x", " AND c.order_id = $17", seen)
#define PHONE_PARTS(seen) OF_CALLS("x", " AND c.phone_number <> '' AND c.phone_number = $17", seen)
/* A call without a PBX is in no phone: it is its agent's. */
#define OF_PHONE_AGENT \
	" AND c.agent_id = (SELECT e.agent_id FROM extensions e WHERE e.company_id = $1" \
	" AND e.extension = $17) AND c.source = 'manual'"
#define EXTEN_PARTS(seen) \
	OF_CALLS("x", OF_PHONE_AGENT, seen) UNION OF_LEGS("y", " AND l.endpoint = $17", seen)
/* Of a queue that few calls were in, all of those: they lie in the order of joining it. */
#define QUEUE_PARTS(seen) \
	"SELECT x.id, x.started_us FROM (SELECT c.id, c.started_us FROM (SELECT DISTINCT" \
	" q.call_id FROM call_queue_visits q WHERE q.company_id = $1 AND q.queue = $17) j" \
	" CROSS JOIN calls c WHERE c.company_id = $1 AND c.id = j.call_id" CALL_PERIOD_C \
	FILTER(seen) " ORDER BY c.started_us DESC, c.id DESC" REACH ") x"
EACH_SCOPE(queue, QUEUE_PARTS);
EACH_SCOPE(agent, AGENT_PARTS);
EACH_SCOPE(team, TEAM_PARTS);
EACH_SCOPE(status, STATUS_PARTS);
EACH_SCOPE(direction, DIRECTION_PARTS);
EACH_SCOPE(customer, CUSTOMER_PARTS);
EACH_SCOPE(order, ORDER_PARTS);
EACH_SCOPE(phone, PHONE_PARTS);
EACH_SCOPE(exten, EXTEN_PARTS);

static const struct db_query reach_sql = {"call_list.reach",
	"SELECT c.started_us FROM calls c WHERE c.company_id = $1 AND c.started_us >= $2"
	" AND c.started_us < $3 ORDER BY c.started_us DESC LIMIT 1 OFFSET $4",
	NULL, NULL};

#define RARE(column) \
	"SELECT COUNT(*) FROM (SELECT c.id FROM calls c WHERE c.company_id = $1 AND c." column \
	" = $4 AND c.started_us >= $2 AND c.started_us < $3 LIMIT $5) n"
static const struct db_query rare_status_sql = {
	"call_list.rare_status", RARE("status"), NULL, NULL};
static const struct db_query rare_direction_sql = {
	"call_list.rare_direction", RARE("direction"), NULL, NULL};

static const struct db_query rare_queue_sql = {"call_list.rare_queue",
	"SELECT COUNT(*) FROM (SELECT v.call_id FROM call_queue_visits v"
	" WHERE v.company_id = $1 AND v.queue = $2 LIMIT $3) n",
	NULL, NULL};

struct both {
	const struct db_query *ids, *count;
};
#define PAIR(name) \
	{ \
		&name##_ids, &name##_count \
	}
#define SCOPES(name) \
	{ \
		PAIR(name##_own), PAIR(name##_team), PAIR(name##_company) \
	}

/* By way and scope; what is one index of the company's is that of the company alone. */
static const struct both ways[CALL_WAYS][3] = {
	[CALL_BY_TIME] = SCOPES(time),
	[CALL_BY_STATUS] = SCOPES(status),
	[CALL_BY_DIRECTION] = SCOPES(direction),
	[CALL_BY_QUEUE] = SCOPES(queue),
	[CALL_BY_DEPARTMENT] = {[SCOPE_COMPANY] = PAIR(department)},
	[CALL_BY_AGENT] = SCOPES(agent),
	[CALL_BY_TEAM] = SCOPES(team),
	[CALL_BY_CUSTOMER] = SCOPES(customer),
	[CALL_BY_ORDER] = SCOPES(order),
	[CALL_BY_EXTEN] = SCOPES(exten),
	[CALL_BY_PHONE] = SCOPES(phone),
};

#define ARGS_MAX 20

/* What the way's index is asked for; none of CALL_BY_TIME. */
static size_t add_key(const struct call_filter *filter, struct db_value *args)
{
	switch (filter->way) {
	case CALL_BY_STATUS:
		*args = db_text(filter->status);
		return 1;
	case CALL_BY_DIRECTION:
		*args = db_text(filter->direction);
		return 1;
	case CALL_BY_QUEUE:
		*args = db_text(filter->queue);
		return 1;
	case CALL_BY_DEPARTMENT:
		*args = db_int(filter->department_id);
		return 1;
	case CALL_BY_AGENT:
		*args = db_int(filter->agent_id);
		return 1;
	case CALL_BY_TEAM:
		*args = db_int(filter->team_id);
		return 1;
	case CALL_BY_CUSTOMER:
		*args = db_int(filter->customer_id);
		return 1;
	case CALL_BY_ORDER:
		*args = db_int(filter->order_id);
		return 1;
	case CALL_BY_EXTEN:
		*args = db_text(filter->exten);
		return 1;
	case CALL_BY_PHONE:
		*args = db_text(filter->phone);
		return 1;
	default:
		return 0;
	}
}

/* What the index has is not asked of each row again. */
static int64_t beside(const struct call_filter *filter, enum call_way way, int64_t id)
{
	return filter->way == way ? 0 : id;
}

static size_t make_args(const struct cx *cx, const struct call_filter *filter,
	const struct call_page *page, struct db_value args[ARGS_MAX])
{
	const struct db_value fixed[] = {db_int(cx->actor->company_id), db_int(filter->from_us),
		db_int(page->before_us), db_int(page->before_id), db_int(page->limit),
		db_int(page->offset), db_text(filter->statuses), db_text(filter->direction),
		db_int(filter->active),
		db_int(beside(filter, CALL_BY_DEPARTMENT, filter->department_id)),
		db_int(*filter->outcome ? filter->agent_id
					: beside(filter, CALL_BY_AGENT, filter->agent_id)),
		db_int(beside(filter, CALL_BY_TEAM, filter->team_id)), db_text(filter->source),
		db_text(filter->queue), db_text(filter->pattern), db_text(filter->outcome)};
	size_t count = COUNT(fixed);

	memcpy(args, fixed, sizeof(fixed));
	count += add_key(filter, args + count);
	if (call_scope(cx->actor) != SCOPE_COMPANY)
		count += call_store_scope_args(cx->actor, args + count);
	return count;
}

enum err call_store_heads(struct cx *cx, const struct call_filter *filter,
	const struct call_page *page, struct call_head **heads, size_t *count)
{
	struct db_value args[ARGS_MAX];
	const size_t n = make_args(cx, filter, page, args);
	struct db_result result;

	TRY(db_run(cx, ways[filter->way][call_scope(cx->actor)].ids, args, n, &result));
	*count = result.count;
	*heads = arena_array(cx->arena, result.count, sizeof(**heads));
	for (size_t i = 0; i < result.count; i++)
		(*heads)[i] = (struct call_head){
			db_int_at(&result, i, 0), db_int_at(&result, i, 1)};
	return OK;
}

enum err call_store_count(struct cx *cx, const struct call_filter *filter, int64_t *count)
{
	const struct call_page page = {.limit = CALL_COUNT_CAP + 1, .before_us = filter->to_us};
	struct db_value args[ARGS_MAX];
	const size_t n = make_args(cx, filter, &page, args);
	struct db_result result;

	TRY(db_run(cx, ways[filter->way][call_scope(cx->actor)].count, args, n, &result));
	*count = db_int_at(&result, 0, 0);
	return OK;
}

enum err call_store_reach(struct cx *cx, int64_t from_us, int64_t to_us, int64_t *reach_us)
{
	struct db_result result;

	TRY(db_run(cx, &reach_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(from_us), db_int(to_us),
			db_int(CALL_SEARCH_REACH)),
		&result));
	*reach_us = result.count ? db_int_at(&result, 0, 0) : from_us;
	return OK;
}

static enum err count_rare(struct cx *cx, const struct call_filter *filter,
	const struct db_query *query, const char *word, bool *rare)
{
	struct db_result result;

	TRY(db_run(cx, query,
		DB_ARGS(db_int(cx->actor->company_id), db_int(filter->from_us),
			db_int(filter->to_us), db_text(word), db_int(CALL_COUNT_CAP)),
		&result));
	*rare = db_int_at(&result, 0, 0) < CALL_COUNT_CAP;
	return OK;
}

static enum err is_rare_queue(struct cx *cx, const struct call_filter *filter, bool *rare)
{
	struct db_result result;

	TRY(db_run(cx, &rare_queue_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(filter->queue),
			db_int(CALL_COUNT_CAP)),
		&result));
	*rare = db_int_at(&result, 0, 0) < CALL_COUNT_CAP;
	return OK;
}

enum err call_store_rare(struct cx *cx, struct call_filter *filter)
{
	bool rare = false;

	if (filter->status) {
		TRY(count_rare(cx, filter, &rare_status_sql, filter->status, &rare));
		if (rare)
			filter->way = CALL_BY_STATUS;
	}
	if (!rare && *filter->direction) {
		TRY(count_rare(cx, filter, &rare_direction_sql, filter->direction, &rare));
		if (rare)
			filter->way = CALL_BY_DIRECTION;
	}
	if (!rare && *filter->queue) {
		TRY(is_rare_queue(cx, filter, &rare));
		if (rare)
			filter->way = CALL_BY_QUEUE;
	}
	return OK;
}

#define LISTED(name) &name##_ids, &name##_count
#define LISTED_SCOPES(name) LISTED(name##_own), LISTED(name##_team), LISTED(name##_company)

db_query_list call_list_queries = {LISTED_SCOPES(time), LISTED(department), LISTED_SCOPES(status),
	LISTED_SCOPES(direction), LISTED_SCOPES(queue), LISTED_SCOPES(agent), LISTED_SCOPES(team),
	LISTED_SCOPES(customer), LISTED_SCOPES(order), LISTED_SCOPES(exten), LISTED_SCOPES(phone),
	&reach_sql, &rare_status_sql, &rare_direction_sql, &rare_queue_sql, NULL};
