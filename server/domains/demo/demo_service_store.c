/* demo_service_store.c - contacts, ratings, complaints and escalations of gulf's last month. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#include "platform/db/db.h"

#define DAYS 30
#define SALT 0x7365727669 /* so that the service's dice are not its order's */
#define LINK_US (26 * US_PER_HOUR) /* after an order was closed */

static const struct db_query add_interaction_sql = {"demo.add_interaction",
	"INSERT INTO customer_interactions (company_id, id, order_id, agent_id, customer_id,"
	" interaction_type, interaction_time, duration_seconds, resolution_status,"
	" interaction_notes, customer_satisfaction, communication_id, is_automatic, created_at)"
	" VALUES ($1, $2, $3, $4, $5, 'call', $6, $7, $8, $9, $10, $11, $12, $6)",
	NULL, NULL};
static const struct db_query add_rating_sql = {"demo.add_rating",
	"INSERT INTO ratings (company_id, id, order_id, customer_id, agent_id, interaction_id,"
	" score, comment, channel, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	NULL, NULL};
static const struct db_query orders_sql = {"demo.service_orders",
	"SELECT o.id, o.customer_id, a.id, a.user_id, o.created_us FROM orders o"
	" JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id"
	" WHERE o.company_id = $1 AND o.created_us >= $2 AND o.created_us < $3"
	" AND o.id < $4 ORDER BY o.id DESC LIMIT 40",
	NULL, NULL};
static const struct db_query user_sql = {"demo.service_user",
	"SELECT u.id, a.id FROM users u"
	" LEFT JOIN agents a ON a.company_id = u.company_id AND a.user_id = u.id"
	" WHERE u.company_id = $1 AND u.username = $2",
	NULL, NULL};
static const struct db_query add_complaint_sql = {"demo.add_complaint",
	"INSERT INTO complaints (company_id, id, customer_id, order_id, created_by, agent_id,"
	" subject, description, priority, status, resolution, resolved_us, version, created_us,"
	" updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
	NULL, NULL};
static const struct db_query add_escalation_sql = {"demo.add_escalation",
	"INSERT INTO escalations (company_id, id, subject_type, subject_id, order_id, level,"
	" reason, status, raised_by, agent_id, origin_by, assigned_to, assigned_agent_id,"
	" resolution, resolved_by, resolved_us, assigned_us, version, created_us, updated_us)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $11, $12, $13, $14, $15, $16, $17,"
	" $18, $19)",
	NULL, NULL};

/* ---- With each call ----------------------------------------------------------------------- */

static const char *const words[] = {"", "", "Friendly and quick", "خدمة ممتازة وسريعة",
	"Answered all my questions", "", "تعامل راقٍ", "I had to wait too long",
	"Called at a bad time", ""};

/* Mostly content, as people who answer are. */
static int64_t score_of(struct demo_dice *dice)
{
	const int64_t roll = demo_roll(dice, 100);

	return roll < 58 ? 5 : roll < 84 ? 4 : roll < 93 ? 3 : roll < 97 ? 2 : 1;
}

static enum err write_rating(struct demo_load *load, const struct order *order, int64_t score,
	const char *comment, int64_t at_us)
{
	const bool by_agent = comment == NULL;

	return db_exec(load->cx, &add_rating_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(++load->rating_id),
			db_int(order->id), db_int(order->customer_id), db_int(order->agent_id),
			by_agent ? db_int(load->interaction_id) : db_null(), db_int(score),
			db_text(by_agent ? "" : comment), db_text(by_agent ? "agent" : "link"),
			db_int(at_us)),
		NULL);
}

static bool is_recent(const struct demo_world *world, int64_t at_us)
{
	return world->demo->fixed_count > 0 && at_us >= world->now_us - DAYS * US_PER_DAY;
}

enum err demo_service_call(struct demo_load *load, const struct order *order, const char *outcome,
	int64_t talk_s, int64_t at_us)
{
	struct demo_dice dice = demo_dice_of(SALT, load->communication_id);
	const bool answered = text_is(outcome, "answered");
	const int64_t of_today = order->id - DEMO_TODAY_FIRST_ID;
	const bool drawn = of_today >= 0 &&
		of_today < DEMO_TODAY_FIXED; /* as the document has it */
	const bool rated = answered && !drawn && demo_chance(&dice, 15);
	const int64_t score = rated ? score_of(&dice) : 0;
	/* Reached, and no further: somebody wrote that down. */
	const bool open = answered && !rated && demo_chance(&dice, 9);

	if (!is_recent(load->world, at_us))
		return OK;
	TRY(db_exec(load->cx, &add_interaction_sql,
		DB_ARGS(db_int(load->world->company->id), db_int(++load->interaction_id),
			db_int(order->id), db_int(order->agent_id), db_int(order->customer_id),
			db_int(at_us), db_int(talk_s),
			db_text(answered && !open ? "resolved" : "pending"),
			db_text(rated          ? "Asked how satisfied the customer is"
					: open ? "Wants to talk to the family first"
					       : ""),
			db_id(score), db_int(load->communication_id), db_int(!rated && !open)),
		NULL));
	return rated ? write_rating(load, order, score, NULL, at_us) : OK;
}

enum err demo_service_closed(struct demo_load *load, const struct order *order)
{
	struct demo_dice dice = demo_dice_of(SALT, -order->id);
	const int64_t at_us = order->status_since_us + demo_wait(&dice, LINK_US);
	int64_t score;

	if (order->status != ORDER_CLOSED || !order->agent_id || !is_recent(load->world, at_us) ||
		at_us >= load->world->now_us || !demo_chance(&dice, 35))
		return OK;
	score = score_of(&dice);
	return write_rating(load, order, score,
		score >= 4 ? words[demo_roll(&dice, 7)] : words[7 + demo_roll(&dice, 3)], at_us);
}

/* ---- Cases ---------------------------------------------------------------------------------- */

/* One row an order, newest orders first. */
static const struct demo_case {
	const char *subject; /* of a complaint, or NULL: the order itself is handed up */
	const char *text; /* what happened, or why it is handed up */
	const char *level; /* or NULL: not handed up */
	const char *status; /* of the escalation, or of a complaint that is not handed up */
	const char *answer; /* how it was resolved, or NULL */
	bool high;
} cases[] = {
	{NULL, "The customer insists on a lower price than the shop's page says.", "supervisor",
		"raised", NULL, false},
	{"Wrong colour delivered", "Ordered black, got white. Wants an exchange, not a refund.",
		"supervisor", "assigned", NULL, true},
	{"الطلب تأخر عن موعده", "وُعد العميل بالتسليم يوم الخميس ولم يصله شيء.", NULL, "open", NULL,
		false},
	{NULL, "يطلب العميل التحدث مع المدير مباشرة.", "manager", "raised", NULL, false},
	{"Rude courier", "The courier refused to come up to the flat.", NULL, "in_progress", NULL,
		false},
	{NULL, "Three calls in one day; the customer asks not to be called again.", "supervisor",
		"resolved", "The number is called by the supervisor alone.", false},
	{"Box was open", "Seal broken, nothing missing.", NULL, "resolved",
		"The courier was told; the customer keeps the goods.", false},
	{NULL, "The address is outside of every courier's area.", "supervisor", "resolved",
		"QuickShip takes it for a surcharge, which we pay.", false},
	{"Charged twice", "Paid the courier although the card was charged.", "manager", "resolved",
		"The second payment was returned the same day.", true},
	{"المنتج لا يعمل", "لا يشتغل الجهاز بعد الشحن.", "supervisor", "resolved",
		"استُبدل الجهاز بآخر جديد.", true},
};

struct demo_team {
	int64_t supervisor, supervisor_agent, manager, manager_agent;
};

static enum err find_team(struct cx *cx, struct demo_team *team)
{
	struct db_result result;

	TRY(db_run(cx, &user_sql, DB_ARGS(db_int(cx->actor->company_id), db_text("supervisor")),
		&result));
	team->supervisor = db_int_at(&result, 0, 0);
	team->supervisor_agent = db_int_at(&result, 0, 1);
	TRY(db_run(cx, &user_sql, DB_ARGS(db_int(cx->actor->company_id), db_text("manager")),
		&result));
	team->manager = db_int_at(&result, 0, 0);
	team->manager_agent = db_int_at(&result, 0, 1);
	return OK;
}

/* What a case is about. */
struct demo_subject {
	int64_t order_id, customer_id, agent_id, user_id, at_us, complaint_id;
};

static enum err write_complaint(
	struct cx *cx, const struct demo_case *one, struct demo_subject *subject)
{
	const bool over = one->answer != NULL;
	const char *status = one->level && !over ? "open" : one->status;
	const int64_t end_us = subject->at_us + 5 * US_PER_HOUR;

	TRY(db_next_id(cx, "complaint", &subject->complaint_id));
	return db_exec(cx, &add_complaint_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(subject->complaint_id),
			db_int(subject->customer_id), db_int(subject->order_id),
			db_int(subject->user_id), db_int(subject->agent_id), db_text(one->subject),
			db_text(one->text), db_text(one->high ? "high" : "normal"), db_text(status),
			db_text(one->answer), db_opt((struct opt_int){end_us, over}),
			db_int(over ? 2 : 1), db_int(subject->at_us),
			db_int(over ? end_us : subject->at_us)),
		NULL);
}

static enum err write_escalation(struct cx *cx, const struct demo_case *one,
	const struct demo_subject *subject, const struct demo_team *team)
{
	const bool manager = text_is(one->level, "manager");
	const bool taken = !text_is(one->status, "raised"), over = one->answer != NULL;
	const int64_t who = manager ? team->manager : team->supervisor;
	const int64_t agent = manager ? team->manager_agent : team->supervisor_agent;
	const int64_t taken_us = subject->at_us + US_PER_HOUR;
	const int64_t end_us = subject->at_us + 5 * US_PER_HOUR;
	int64_t id;

	TRY(db_next_id(cx, "escalation", &id));
	return db_exec(cx, &add_escalation_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(id),
			db_text(one->subject ? "complaint" : "order"),
			db_int(one->subject ? subject->complaint_id : subject->order_id),
			db_int(subject->order_id), db_text(one->level), db_text(one->text),
			db_text(one->status), db_int(subject->user_id), db_int(subject->agent_id),
			db_id(taken ? who : 0), db_id(taken ? agent : 0), db_text(one->answer),
			db_id(over ? who : 0), db_opt((struct opt_int){end_us, over}),
			db_opt((struct opt_int){taken_us, taken}), db_int(1 + taken + over),
			db_int(subject->at_us),
			db_int(over             ? end_us
					: taken ? taken_us
						: subject->at_us)),
		NULL);
}

enum err demo_service_cases(struct cx *cx, const struct demo_world *world)
{
	struct db_result orders;
	struct demo_team team;

	TRY(find_team(cx, &team));
	TRY(db_run(cx, &orders_sql,
		DB_ARGS(db_int(cx->actor->company_id), db_int(world->now_us - DAYS * US_PER_DAY),
			db_int(world->now_us - US_PER_DAY / 2), db_int(DEMO_TODAY_FIRST_ID)),
		&orders));
	for (size_t i = 0; i < COUNT(cases) && i * 4 < orders.count; i++) {
		const size_t row = i * 4;
		struct demo_subject subject = {.order_id = db_int_at(&orders, row, 0),
			.customer_id = db_int_at(&orders, row, 1),
			.agent_id = db_int_at(&orders, row, 2),
			.user_id = db_int_at(&orders, row, 3),
			.at_us = db_int_at(&orders, row, 4) + 3 * US_PER_HOUR};

		if (cases[i].subject)
			TRY(write_complaint(cx, &cases[i], &subject));
		if (cases[i].level)
			TRY(write_escalation(cx, &cases[i], &subject, &team));
	}
	return db_commit(cx);
}

db_query_list demo_service_queries = {&add_interaction_sql, &add_rating_sql, &orders_sql, &user_sql,
	&add_complaint_sql, &add_escalation_sql, NULL};
