/* call_people_store.c - whose phones and whose numbers these are: one statement for all calls. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_store_internal.h"

#define PLACES(among) \
	"SELECT e.endpoint, e.agent_id, COALESCE(a.team_id, e.team_id)," \
	" COALESCE(a.department_id, t.department_id), a.agent_no FROM extensions e" \
	" LEFT JOIN agents a ON a.company_id = e.company_id AND a.id = e.agent_id" \
	" LEFT JOIN teams t ON t.company_id = e.company_id" \
	" AND t.id = COALESCE(a.team_id, e.team_id)" \
	" WHERE e.company_id = $1 AND e.endpoint " among
static const struct db_query places_sql = {
	"call.places", NULL, PLACES(AMONG_LITE), PLACES(AMONG_PG)};

#define CUSTOMERS(among) \
	"SELECT phone, id, name FROM customers WHERE company_id = $1 AND phone " among
static const struct db_query customers_sql = {
	"call.customers", NULL, CUSTOMERS(AMONG_LITE), CUSTOMERS(AMONG_PG)};

/* ---- Phones --------------------------------------------------------------------------- */

static const char *interface_of(struct cx *cx, const struct call_leg *leg)
{
	return arena_format(cx->arena, "%s/%s", leg->technology, leg->endpoint);
}

struct place {
	const char *endpoint;
	int64_t agent_id, team_id, department_id, agent_no;
};
struct places {
	struct place *rows; /* in the order of endpoints */
	size_t count;
};

/* An engine's order may not be ours. */
static int by_endpoint(const void *a, const void *b)
{
	return strcmp(((const struct place *)a)->endpoint, ((const struct place *)b)->endpoint);
}

static struct places read_places(struct cx *cx, const struct db_result *rows)
{
	struct places places = {
		arena_array(cx->arena, rows->count, sizeof(*places.rows)), rows->count};

	for (size_t i = 0; i < rows->count; i++)
		places.rows[i] = (struct place){db_text_at(rows, i, 0), db_int_at(rows, i, 1),
			db_int_at(rows, i, 2), db_int_at(rows, i, 3), db_int_at(rows, i, 4)};
	qsort(places.rows, places.count, sizeof(*places.rows), by_endpoint);
	return places;
}

static void place(struct cx *cx, struct call_leg *leg, const struct places *places)
{
	const struct place wanted = {.endpoint = interface_of(cx, leg)};
	const struct place *found = places->count
		? bsearch(&wanted, places->rows, places->count, sizeof(wanted), by_endpoint)
		: NULL;

	leg->placed = true;
	if (!found)
		return;
	leg->agent_id = found->agent_id;
	leg->agent_no = found->agent_no;
	leg->team_id = found->team_id;
	leg->department_id = found->department_id;
}

static bool is_placeable(const struct call_leg *leg)
{
	return !leg->placed && !leg->helper && !leg->trunk;
}

enum err people_place(struct cx *cx, const struct call *const *calls, size_t count)
{
	struct db_result rows;
	struct places places;
	struct json names;
	bool any = false;

	json_begin(&names, cx->arena, 256);
	json_open_array(&names);
	for (size_t i = 0; i < count; i++)
		for (struct call_leg *leg = calls[i]->legs; leg; leg = leg->next)
			if (is_placeable(leg)) {
				any = true;
				json_text(&names, interface_of(cx, leg));
			}
	json_close_array(&names);
	if (!any)
		return OK;
	TRY(db_run(cx, &places_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr)), &rows));
	places = read_places(cx, &rows);
	for (size_t i = 0; i < count; i++)
		for (struct call_leg *leg = calls[i]->legs; leg; leg = leg->next)
			if (is_placeable(leg))
				place(cx, leg, &places);
	return OK;
}

/* ---- Numbers ---------------------------------------------------------------------------- */

static int by_phone(const void *a, const void *b)
{
	return strcmp(((const struct person *)a)->phone, ((const struct person *)b)->phone);
}

enum err people_find(struct cx *cx, const char *const *phones, size_t count, struct people *people)
{
	struct db_result rows;
	struct json names;
	bool any = false;

	*people = (struct people){0};
	json_begin(&names, cx->arena, 256);
	json_open_array(&names);
	for (size_t i = 0; i < count; i++)
		if (phones[i]) {
			any = true;
			json_text(&names, phones[i]);
		}
	json_close_array(&names);
	if (!any)
		return OK;
	TRY(db_run(cx, &customers_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_text(json_end(&names).ptr)), &rows));
	people->rows = arena_array(cx->arena, rows.count, sizeof(*people->rows));
	people->count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		people->rows[i] = (struct person){.phone = db_text_at(&rows, i, 0),
			.customer_id = db_int_at(&rows, i, 1),
			.name = db_text_at(&rows, i, 2)};
	qsort(people->rows, people->count, sizeof(*people->rows), by_phone);
	return OK;
}

const struct person *people_with(const struct people *people, const char *phone)
{
	const struct person wanted = {.phone = phone};

	if (!phone || !people->count)
		return NULL;
	return bsearch(&wanted, people->rows, people->count, sizeof(wanted), by_phone);
}

db_query_list call_people_queries = {&places_sql, &customers_sql, NULL};
