/* demo_changes_store.c - service levels of a month, and changes that wait or were decided (see README). */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

#define SLA_DAYS 30
/* A demo just made keeps still: nothing runs out so soon. */
#define STILL_US (2 * US_PER_HOUR)

static const struct db_query add_policy_sql = {"demo.add_sla",
	"INSERT INTO sla_policies (company_id, id, name, name_key, subject_type, priority,"
	" response_minutes, resolution_minutes, hours, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, 'order', $5, $6, $7, $8, $9, $9)",
	NULL, NULL};
static const struct db_query set_sla_sql = {"demo.set_sla",
	"UPDATE orders SET sla_policy_id = $3, sla_state = $4, sla_response_due_us = $5,"
	" sla_responded_us = $6, sla_resolution_due_us = $7, sla_resolved_us = $8,"
	" sla_next_us = $9 WHERE company_id = $1 AND id = $2",
	NULL, NULL};
static const struct db_query add_event_sql = {"demo.add_sla_event",
	"INSERT INTO sla_events (company_id, subject_type, subject_id, kind, policy_id, due_us,"
	" at_us) VALUES ($1, 'order', $2, $3, $4, $5, $5)",
	NULL, NULL};
/* Of one agent, today's first confirmed ones that are not of the source document. */
static const struct db_query confirmed_sql = {"demo.confirmed",
	"SELECT id, landmark, quantity, version FROM orders WHERE company_id = $1"
	" AND assigned_agent_id = $2 AND status = 'confirmed' AND id NOT BETWEEN $3 AND $4"
	" ORDER BY created_us DESC, id DESC LIMIT 2",
	NULL, NULL};
static const struct db_query add_change_sql = {"demo.add_modification",
	"INSERT INTO order_modifications (company_id, id, order_id, kind, changes, reason, status,"
	" user_id, user_name, agent_id, order_version, decided_name, decided_us, decision_reason,"
	" version, created_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
	NULL, NULL};
static const struct db_query set_pending_sql = {"demo.set_pending",
	"UPDATE orders SET pending_changes = $3, version = version + $4"
	" WHERE company_id = $1 AND id = $2",
	NULL, NULL};

/* ---- Service levels --------------------------------------------------------------- */

/* From nine to nine, all days; as domains/policies stores it. */
static const char week_text[] = "0:540-1260 1:540-1260 2:540-1260 3:540-1260 4:540-1260"
				" 5:540-1260 6:540-1260";

/* High priority around the clock; all others in the hours that agents call in. */
static struct sla_policy policy_of(bool high)
{
	struct sla_policy policy = {.id = high ? 1 : 2,
		.response_minutes = {high ? 60 : 240, true},
		.resolution_minutes = {high ? 480 : 1440, true}};

	for (int day = 0; !high && day < WEEK_DAYS; day++) {
		policy.week.span[day].day = day;
		policy.week.span[day].from = 9 * 60;
		policy.week.span[day].to = 21 * 60;
		policy.week.count++;
	}
	return policy;
}

enum err demo_sla_write(struct cx *cx, const struct demo_world *world)
{
	const int64_t since_us = world->today_us - SLA_DAYS * US_PER_DAY;
	int64_t id;

	TRY(db_next_ids(cx, world->company->id, "sla_policy", 2, &id));
	for (int high = 1; high >= 0; high--) {
		const struct sla_policy policy = policy_of(high);

		TRY(db_exec(cx, &add_policy_sql,
			DB_ARGS(db_int(world->company->id), db_int(policy.id),
				db_text(high ? "High priority" : "Standard"),
				db_text(high ? "high priority" : "standard"),
				high ? db_text("high") : db_null(), db_opt(policy.response_minutes),
				db_opt(policy.resolution_minutes),
				high ? db_null() : db_text(week_text), db_int(since_us)),
			NULL));
	}
	return OK;
}

static struct opt_int resolved_of(const struct demo_plan *plan)
{
	for (int i = 0; i < plan->step_count; i++)
		if (!order_is_open(plan->step[i].to))
			return (struct opt_int){plan->step[i].at_us, true};
	return (struct opt_int){0};
}

/* Was it missed by now? */
static bool is_late(struct opt_int due, struct opt_int met, int64_t now_us)
{
	return (met.given ? met.value : now_us) >= due.value;
}

static struct opt_int next_of(const struct order_sla *sla, int64_t now_us)
{
	struct opt_int next = {0};

	if (!sla->responded_us.given && sla->response_due_us.value > now_us)
		next = sla->response_due_us;
	if (!sla->resolved_us.given && sla->resolution_due_us.value > now_us &&
		(!next.given || sla->resolution_due_us.value < next.value))
		next = sla->resolution_due_us;
	return next;
}

static enum err write_missed(struct demo_load *load, int64_t order_id, const char *kind,
	int64_t policy_id, struct opt_int due)
{
	return db_exec(load->cx, &add_event_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(order_id), db_text(kind),
			db_int(policy_id), db_opt(due)),
		NULL);
}

enum err demo_sla_of_order(struct demo_load *load, const struct demo_plan *plan)
{
	const struct sla_policy policy = policy_of(plan->high);
	const int64_t now_us = load->world->now_us;
	struct order_sla sla = {.policy_id = policy.id, .resolved_us = resolved_of(plan)};
	bool response_late, resolution_late;

	if (load->world->demo->fixed_count == 0 || plan->day < load->world->today - SLA_DAYS)
		return OK;
	sla.response_due_us = sla_due(load->cx, &policy, policy.response_minutes, plan->created_us);
	sla.resolution_due_us = sla_due(
		load->cx, &policy, policy.resolution_minutes, plan->created_us);
	if (plan->step_count)
		sla.responded_us = (struct opt_int){plan->step[0].at_us, true};
	sla.next_us = next_of(&sla, now_us);
	if (sla.next_us.given && sla.next_us.value < now_us + STILL_US)
		return OK;
	response_late = is_late(sla.response_due_us, sla.responded_us, now_us);
	resolution_late = is_late(sla.resolution_due_us, sla.resolved_us, now_us);
	sla.state = response_late || resolution_late ? SLA_BREACHED
		: sla.resolved_us.given              ? SLA_KEPT
						     : SLA_RUNNING;
	if (response_late)
		TRY(write_missed(load, plan->id, "response", policy.id, sla.response_due_us));
	if (resolution_late)
		TRY(write_missed(load, plan->id, "resolution", policy.id, sla.resolution_due_us));
	return db_exec(load->cx, &set_sla_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(plan->id), db_int(sla.policy_id),
			db_text(order_sla_words[sla.state - 1]), db_opt(sla.response_due_us),
			db_opt(sla.responded_us), db_opt(sla.resolution_due_us),
			db_opt(sla.resolved_us), db_opt(sla.next_us)),
		NULL);
}

/* ---- Changes ---------------------------------------------------------------------------- */

/* Two of each of these agents' orders, in this order. */
static const struct asked {
	int agent; /* index */
	int order; /* which of the two */
	bool cancellation;
	const char *status;
	int minutes_ago;
	const char *reason, *answer;
} asked[] = {
	{0, 0, false, "pending", 35, "The customer wants it delivered to the back entrance.", NULL},
	{0, 1, false, "approved", 190, "A nearer landmark, as the customer says.", "Fine"},
	{1, 0, true, "pending", 20, "The customer has bought it elsewhere.", NULL},
	{1, 1, false, "rejected", 240, "The customer would like two.", "Only one is left in stock"},
	{2, 0, false, "withdrawn", 130, "العنوان غير دقيق", NULL},
};

static void write_change(struct json *json, const char *field)
{
	json_open(json);
	json_field_text(json, "field", field);
}

/* As domains/orders keeps it: what was and what is to be. */
static const char *changes_of(
	struct cx *cx, const struct asked *wish, const struct db_result *orders, size_t row)
{
	const char *landmark = db_text_or_empty(orders, row, 1);
	const bool approved = text_is(wish->status, "approved");
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open_array(&json);
	if (wish->cancellation) {
		write_change(&json, "status");
		json_field_text(&json, "before", "confirmed");
		json_field_text(&json, "after", "cancelled");
		json_close(&json);
		write_change(&json, "cancellation_reason");
		json_field_null(&json, "before");
		json_field_text(&json, "after", "better_offer");
	} else if (text_is(wish->status, "rejected")) {
		write_change(&json, "quantity");
		json_field_int(&json, "before", db_int_at(orders, row, 2));
		json_field_int(&json, "after", db_int_at(orders, row, 2) + 1);
	} else {
		write_change(&json, "landmark");
		json_field_text(&json, "before", approved ? "" : landmark);
		json_field_text(&json, "after", approved ? landmark : "Back entrance, gate 2");
	}
	json_close(&json);
	json_close_array(&json);
	return json_end(&json).ptr;
}

/* How often the order's version was raised: asked, changed, decided. */
static int64_t raised(const struct asked *wish)
{
	return text_is(wish->status, "pending") ? 1 : text_is(wish->status, "approved") ? 3 : 2;
}

static enum err add_change(struct cx *cx, const struct demo_world *world, const struct asked *wish)
{
	const struct demo_agent *agent = &world->agents[wish->agent];
	const struct db_value company = db_int(world->company->id);
	const int64_t at_us = world->now_us - wish->minutes_ago * US_PER_MINUTE;
	const bool pending = text_is(wish->status, "pending");
	const char *by = text_is(wish->status, "withdrawn") ? agent->name : "Layla Haddad";
	struct db_result orders;
	int64_t id;

	TRY(db_run(cx, &confirmed_sql,
		DB_ARGS(company, db_int(agent->id), db_int(DEMO_TODAY_FIRST_ID),
			db_int(DEMO_TODAY_FIRST_ID + DEMO_TODAY_FIXED - 1)),
		&orders));
	if (orders.count <= (size_t)wish->order)
		return OK;
	const size_t row = (size_t)wish->order;

	TRY(db_next_id(cx, "order_modification", &id));
	TRY(db_exec(cx, &add_change_sql,
		DB_ARGS(company, db_int(id), *db_at(&orders, row, 0),
			db_text(wish->cancellation ? "cancellation" : "change"),
			db_text(changes_of(cx, wish, &orders, row)), db_text(wish->reason),
			db_text(wish->status), db_int(agent->user_id), db_text(agent->name),
			db_int(agent->id), *db_at(&orders, row, 3), db_text(pending ? NULL : by),
			pending ? db_null() : db_int(at_us + 12 * US_PER_MINUTE),
			db_text(wish->answer), db_int(pending ? 1 : 2), db_int(at_us)),
		NULL));
	return db_exec(cx, &set_pending_sql,
		DB_ARGS(company, *db_at(&orders, row, 0),
			db_int(pending ? wish->cancellation ? PENDING_CANCELLATION : PENDING_CHANGE
				       : 0),
			db_int(raised(wish))),
		NULL);
}

enum err demo_changes_write(struct cx *cx, const struct demo_world *world)
{
	for (size_t i = 0; i < COUNT(asked); i++)
		TRY(add_change(cx, world, &asked[i]));
	return OK;
}

db_query_list demo_changes_queries = {&add_policy_sql, &set_sla_sql, &add_event_sql, &confirmed_sql,
	&add_change_sql, &set_pending_sql, NULL};
