/* demo_store.c - the companies one after the other, and what Sarah still has to do today. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"
#include "domains/notifications/notification.h"
#include "domains/performance/performance.h"
#include "domains/team/team.h"

#include "platform/db/db.h"
#include "platform/intl/intl.h"
#include "platform/jobs/jobs.h"

#define SUM_UP_ROWS 100000 /* a transaction */

static const struct db_query order_sql = {"demo.order",
	"SELECT customer_id, customer_name, customer_phone FROM orders"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

static const struct db_query add_callback_sql = {"demo.add_callback",
	"INSERT INTO callbacks (company_id, id, order_id, customer_id, agent_id, due_us, phone,"
	" notes, status, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
	NULL, NULL};

static const struct db_query add_follow_up_sql = {"demo.add_follow_up",
	"INSERT INTO follow_ups (company_id, id, order_id, customer_id, agent_id, due_us, reason,"
	" created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
	NULL, NULL};

/* ---- Sarah's tasks ---------------------------------------------------------- */

static const struct task {
	const char *kind; /* of its job */
	int64_t order_id;
	int minutes; /* from now; negative: its time has come */
	const char *text;
} tasks[] = {
	{"follow_up.due", 1849, -30, "confirmed"},
	{"callback.due", 1847, 45, "Asked to be called after 4 pm"},
	{"callback.due", 1845, 150, "بعد صلاة المغرب"},
	{"callback.due", 1850, 1200, "Will have the address at hand"},
	{"callback.due", 1848, -10, "Wants to hear about delivery to Sharjah"},
	{"follow_up.due", 1848, 180, "postponed"},
	{"follow_up.due", 1844, 1260, "confirmed"},
};

/* The orders that she was told of. */
enum { ASSIGNED_FIRST = 1850, ASSIGNED_LAST = 1852 };

/* What she has not read yet, as the domains send it. */
static enum err notify(struct cx *cx, const struct demo_world *world,
	const struct notification_new *wanted, int64_t order_id, const char *customer_name)
{
	struct notification_new notification = *wanted;
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "order_id", order_id);
	json_field_text(
		&json, "short_code", arena_format(cx->arena, "ORD-%06lld", (long long)order_id));
	json_field_text(&json, "customer_name", customer_name);
	json_close(&json);
	notification.user_id = world->agents[0].user_id;
	notification.data = json_end(&json).ptr;
	return notification_send(cx, &notification);
}

static enum err notify_due(struct cx *cx, const struct demo_world *world, const struct task *task,
	int64_t id, const char *customer_name)
{
	const bool callback = text_is(task->kind, "callback.due");

	cx->now_us = world->now_us + task->minutes * US_PER_MINUTE;
	TRY(notify(cx, world,
		&(struct notification_new){.type = callback ? "callback_due" : "follow_up_due",
			.body = callback ? task->text : customer_name,
			.subject_type = callback ? "callback" : "follow_up",
			.subject_id = id},
		task->order_id, customer_name));
	cx->now_us = world->now_us;
	return OK;
}

static enum err notify_assigned(struct cx *cx, const struct demo_world *world, int64_t order_id)
{
	struct db_result order;

	TRY(db_run(cx, &order_sql, DB_ARGS(db_int(world->company->id), db_int(order_id)), &order));
	/* Before what has come due since, one after the other. */
	cx->now_us = world->now_us - (ASSIGNED_LAST + 4 - order_id) * 10 * US_PER_MINUTE;
	TRY(notify(cx, world,
		&(struct notification_new){.type = "order_assigned",
			.body = db_text_at(&order, 0, 1),
			.subject_type = "order",
			.subject_id = order_id},
		order_id, db_text_at(&order, 0, 1)));
	cx->now_us = world->now_us;
	return OK;
}

static enum err add_task(struct cx *cx, const struct demo_world *world, const struct task *task)
{
	const bool callback = text_is(task->kind, "callback.due");
	const struct db_value company = db_int(world->company->id);
	const struct db_value agent = db_int(world->agents[0].id);
	const int64_t due_us = world->now_us + task->minutes * US_PER_MINUTE;
	const int64_t created_us = world->today_us + (world->now_us - world->today_us) / 2;
	struct db_result order;
	int64_t id;

	TRY(db_run(cx, &order_sql, DB_ARGS(company, db_int(task->order_id)), &order));
	TRY(db_next_id(cx, callback ? "callback" : "follow_up", &id));
	if (callback)
		TRY(db_exec(cx, &add_callback_sql,
			DB_ARGS(company, db_int(id), db_int(task->order_id), *db_at(&order, 0, 0),
				agent, db_int(due_us), *db_at(&order, 0, 2), db_text(task->text),
				db_text(task->minutes < 0 ? "due" : "pending"), db_int(created_us)),
			NULL));
	else
		TRY(db_exec(cx, &add_follow_up_sql,
			DB_ARGS(company, db_int(id), db_int(task->order_id), *db_at(&order, 0, 0),
				agent, db_int(due_us), db_text(task->text), db_int(created_us)),
			NULL));
	if (task->minutes < 0)
		return notify_due(cx, world, task, id, db_text_at(&order, 0, 1));
	return jobs_schedule(
		cx, task->kind, arena_format(cx->arena, "%lld", (long long)id), id, "{}", due_us);
}

enum err demo_load_tasks(struct cx *cx, const struct demo_world *world)
{
	for (int64_t id = ASSIGNED_FIRST; id <= ASSIGNED_LAST; id++)
		TRY(notify_assigned(cx, world, id));
	for (size_t i = 0; i < COUNT(tasks); i++)
		TRY(add_task(cx, world, &tasks[i]));
	return db_commit(cx);
}

/* ---- The whole ---------------------------------------------------------------- */

/* What only the company whose day is drawn has, after its orders. */
static enum err fill_day(struct cx *cx, const struct demo_world *world)
{
	TRY(demo_load_tasks(cx, world));
	TRY(demo_changes_write(cx, world));
	return demo_service_cases(cx, world);
}

typedef enum err people_fn(struct cx *cx, const char *password, struct demo_world *world);

/* Work as the job would have summed it up, in larger steps. */
static enum err sum_up(struct cx *cx)
{
	bool left = true;

	while (left) {
		TRY(db_begin_write(cx)); /* before the mark: the unit's own memory stays */
		const struct arena_mark mark = arena_mark(cx->arena);

		TRY(work_fold_company(cx, SUM_UP_ROWS, &left));
		TRY(db_commit(cx));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err fill_company(struct cx *cx, const struct demo_options *options,
	const struct demo_company *demo, people_fn *people)
{
	struct demo_world *world = arena_alloc(cx->arena, sizeof(*world));
	struct demo_load load = {.cx = cx, .world = world, .options = options};
	int64_t days;

	world->demo = demo;
	TRY(people(cx, options->password, world));
	TRY(demo_stock_make(cx, world));
	if (demo->fixed_count) {
		TRY(demo_announce(cx, world));
		TRY(demo_push_write(cx, world));
	}
	TRY(demo_access_write(cx, world));
	TRY(db_commit(cx));
	demo_plan_prepare(cx->arena, world, options->scale);
	TRY(demo_couriers_write(cx, world));
	if (demo->fixed_count) {
		TRY(demo_sla_write(cx, world));
		TRY(demo_goals_write(cx, world));
	}
	TRY(demo_load_orders(&load));
	TRY(demo_schedules_write(cx, world));
	TRY(demo_phones_write(cx, world));
	TRY(demo_calls_write(cx, world));
	TRY(demo_chats_write(cx, world));
	if (demo->fixed_count)
		TRY(demo_canned_write(cx, world));
	TRY(demo_customers_write(cx, world));
	TRY(sum_up(cx));
	TRY(demo_outcomes_finish(cx, world));
	if (demo->fixed_count)
		TRY(fill_day(cx, world));
	return performance_rebuild(cx, 0, 0, &days);
}

/* The unit's memory dies before the terminal is told. */
static const char *keep_why(const char *message)
{
	static _Thread_local char text[400];

	(void)snprintf(text, sizeof(text), "%s", message);
	return text;
}

/* A unit of work for one company; the next one must not see this one's actor. */
static enum err run_company(struct db_pool *pool, const struct demo_options *options,
	const struct demo_company *demo, people_fn *people, const char **why)
{
	struct cx cx = {.arena = arena_new((size_t)4 << 30),
		.actor = actor_nobody(),
		.now_us = options->now_us ? options->now_us : clock_now_us(),
		.request_id = "demo"};
	enum err err;

	db_lend(pool, &cx);
	err = fill_company(&cx, options, demo, people);
	if (err == ERR_CONFLICT)
		*why = "the companies gulf and homes are here already";
	else if (err != OK && cx.failure.message)
		*why = keep_why(cx.failure.message);
	db_return(&cx);
	arena_free(&cx.arena);
	return err;
}

static bool exists(struct db_pool *pool, const char *code)
{
	struct cx cx = {.arena = arena_new(0),
		.actor = actor_nobody(),
		.now_us = clock_now_us(),
		.request_id = "demo"};
	const struct company *company;
	bool found;

	db_lend(pool, &cx);
	found = company_by_code(&cx, code, &company) == OK;
	db_return(&cx);
	arena_free(&cx.arena);
	return found;
}

enum err demo_fill(struct db_pool *pool, const struct demo_options *options, const char **why)
{
	*why = NULL;
	if (exists(pool, demo_gulf.code) || exists(pool, demo_homes.code)) {
		*why = "the companies gulf and homes are here already";
		return ERR_CONFLICT;
	}
	TRY(run_company(pool, options, &demo_gulf, demo_people_gulf, why));
	return run_company(pool, options, &demo_homes, demo_people_homes, why);
}

db_query_list demo_queries = {&order_sql, &add_callback_sql, &add_follow_up_sql, NULL};
