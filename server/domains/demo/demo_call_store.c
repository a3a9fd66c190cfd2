/* demo_call_store.c - rows of the demo's calls, as a PBX would have left them; none goes on now. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_call_internal.h"

#include "platform/db/db.h"

#include <inttypes.h>

#define PEOPLE 300
#define TRUNK "PJSIP/carrier"
#define LINE "80044823" /* what customers dial */

/* ---- Statements ------------------------------------------------------------------------ */

static const struct db_query people_sql = {"demo.call_people",
	"SELECT c.id, c.name, c.phone, o.id, o.created_us FROM customers c"
	" JOIN orders o ON o.company_id = c.company_id AND o.id = (SELECT MAX(x.id) FROM orders x"
	" WHERE x.company_id = $1 AND x.customer_id = c.id)"
	" WHERE c.company_id = $1 AND c.phone IS NOT NULL ORDER BY c.id DESC LIMIT $2",
	NULL, NULL};
/* The place of then is that of the agent now; without one the department of the queue. */
static const struct db_query call_sql = {"demo.add_phone_call",
	"INSERT INTO calls (company_id, id, call_code, linkedid, direction, status, is_active,"
	" phone_number, customer_name, customer_id, order_id, agent_id, team_id, department_id,"
	" caller, caller_name, callee, context, trunk, answered_by, hangup_by, hangup_cause,"
	" by_system, started_us, answered_us, ended_us, setup_us, queue_us, ring_us, talk_us,"
	" hold_us, rang_us, as_of_us, wrap_us)"
	" SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3, $4, $5, $6, 0, $7, $8,"
	" CAST($9 AS BIGINT), CAST($10 AS BIGINT), a.id, a.team_id,"
	" COALESCE(d.id, a.department_id), $13, $14, $15, $16, $17, $18, $19,"
	" CAST($20 AS BIGINT), CAST($21 AS BIGINT), CAST($22 AS BIGINT), CAST($23 AS BIGINT),"
	" CAST($24 AS BIGINT), CAST($25 AS BIGINT), CAST($26 AS BIGINT), CAST($27 AS BIGINT),"
	" CAST($28 AS BIGINT), CAST($29 AS BIGINT), CAST($30 AS BIGINT), CAST($24 AS BIGINT),"
	" CAST($31 AS BIGINT)"
	" FROM (SELECT 1 AS one) n"
	" LEFT JOIN agents a ON a.company_id = $1 AND a.id = $11"
	" LEFT JOIN departments d ON d.company_id = $1 AND d.code = $12",
	NULL, NULL};
static const struct db_query leg_sql = {"demo.add_phone_leg",
	"INSERT INTO call_legs (company_id, call_id, leg, uniqueid, channel, endpoint, agent_id,"
	" team_id, role, is_trunk, number, name, connected_number, connected_name, exten, context,"
	" dial_status, hangup_cause, started_us, ringing_us, answered_us, ended_us, talk_us,"
	" hold_us, call_started_us)"
	" SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), $4, $5, $6, a.id,"
	" a.team_id, $8, CAST($9 AS BIGINT), $10, $11, '', '', $12, 'internal', $13, 16,"
	" CAST($14 AS BIGINT), CAST($15 AS BIGINT), CAST($16 AS BIGINT), CAST($17 AS BIGINT),"
	" CAST($18 AS BIGINT), CAST($19 AS BIGINT), CAST($20 AS BIGINT)"
	" FROM (SELECT 1 AS one) n LEFT JOIN agents a ON a.company_id = $1 AND a.id = $7",
	NULL, NULL};
static const struct db_query segment_sql = {"demo.add_phone_segment",
	"INSERT INTO call_segments (company_id, call_id, leg, segment, bridge, kind, entered_us,"
	" left_us) VALUES ($1, $2, $3, $4, $5, 'talk', $6, $7)",
	NULL, NULL};
static const struct db_query step_sql = {"demo.add_phone_step",
	"INSERT INTO call_steps (company_id, call_id, step, kind, at_us, leg, from_party,"
	" to_party, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	NULL, NULL};
static const struct db_query visit_sql = {"demo.add_phone_visit",
	"INSERT INTO call_queue_visits (company_id, call_id, visit, queue, result, agent, member,"
	" position, missed, joined_us, left_us) VALUES ($1, $2, 0, $3, $4, $5, $6, 1, $7, $8, $9)",
	NULL, NULL};
static const struct db_query hold_sql = {"demo.add_phone_hold",
	"INSERT INTO call_holds (company_id, call_id, hold, kind, leg, from_us, to_us)"
	" VALUES ($1, $2, $3, 'hold', $4, $5, $6)",
	NULL, NULL};
static const struct db_query transfer_sql = {"demo.add_phone_transfer",
	"INSERT INTO call_transfers (company_id, call_id, transfer, kind, result, from_party,"
	" to_party, at_us) VALUES ($1, $2, 0, $3, 'completed', $4, $5, $6)",
	NULL, NULL};
static const struct db_query conversation_sql = {"demo.add_conversation",
	"INSERT INTO conversations (company_id, id, type, call_id, customer_id, summary,"
	" sentiment, message_count, created_us, updated_us)"
	" VALUES ($1, $2, 'voice', $3, $4, $5, $6, $7, $8, $9)",
	NULL, NULL};
static const struct db_query message_sql = {"demo.add_conversation_message",
	"INSERT INTO conversation_messages (company_id, conversation_id, id, speaker, content,"
	" language, user_id, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	NULL, NULL};

/* ---- One call ----------------------------------------------------------------------------- */

struct person {
	int64_t id, order_id;
	const char *name, *phone;
};

struct writer {
	struct cx *cx;
	const struct demo_world *world;
	const struct db_result *people;
	const struct demo_call *call;
	struct person person;
	int64_t id, step, leg;
	const char *linkedid, *queue; /* NULL: through none */
	bool in, inside;
};

static const struct demo_agent *agent_of(const struct writer *to, int agent)
{
	return &to->world->agents[agent];
}

static const char *phone_of(const struct writer *to, int agent)
{
	return arena_format(to->cx->arena, "%d", DEMO_FIRST_PHONE + agent);
}

static enum err add_step(
	struct writer *to, const char *kind, int64_t at_us, const char *from, const char *other)
{
	return db_exec(to->cx, &step_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_int(to->step++),
			db_text(kind), db_int(at_us), db_null(), db_text(from ? from : ""),
			db_text(other ? other : ""), db_text("")),
		NULL);
}

/* A channel: whose it is, and its times. */
struct leg {
	int agent; /* -1: of the person outside */
	const char *role;
	bool refused; /* rang, and nobody took it */
	int64_t started_us, ringing_us, answered_us, ended_us; /* 0: not */
	int64_t talk_us, hold_us;
};

static enum err add_leg(struct writer *to, const struct leg *leg)
{
	struct arena *arena = to->cx->arena;
	const bool ours = leg->agent >= 0;
	const char *phone = ours ? phone_of(to, leg->agent) : "carrier";

	return db_exec(to->cx, &leg_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_int(to->leg),
			db_text(arena_format(arena, "%s.%" PRId64, to->linkedid, to->leg)),
			db_text(arena_format(arena, "%s-%08" PRIx64,
				ours ? arena_format(arena, "PJSIP/%s", phone) : TRUNK,
				(uint64_t)(to->id * 8 + to->leg++))),
			db_text(phone), db_id(ours ? agent_of(to, leg->agent)->id : 0),
			db_text(leg->role), db_int(!ours), db_text(ours ? phone : to->person.phone),
			db_text(ours ? agent_of(to, leg->agent)->name : to->person.name),
			db_text(to->in ? LINE : to->person.phone),
			db_text(leg->refused               ? "NOANSWER"
					: leg->answered_us ? "ANSWER"
							   : NULL),
			db_int(leg->started_us), db_id(leg->ringing_us), db_id(leg->answered_us),
			db_int(leg->ended_us), db_int(leg->talk_us), db_int(leg->hold_us),
			db_int(to->call->started_us)),
		NULL);
}

static enum err add_stay(
	struct writer *to, int64_t leg, int64_t segment, int64_t from_us, int64_t to_us)
{
	const char *bridge = arena_format(to->cx->arena, "%s-b%" PRId64, to->linkedid, segment);

	return db_exec(to->cx, &segment_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_int(leg),
			db_int(segment), db_text(bridge), db_int(from_us), db_int(to_us)),
		NULL);
}

/* When the first person answered. */
static int64_t answer_us(const struct demo_call *call)
{
	return call->started_us + call->setup_us + call->queue_us + call->ring_us;
}

static bool answered(const struct demo_call *call)
{
	return call->talk_us > 0;
}

/* ---- Its course ----------------------------------------------------------------------------- */

static enum err add_visit(struct writer *to)
{
	const struct demo_call *call = to->call;
	const int64_t joined_us = call->started_us + call->setup_us;
	const bool taken = call->kind == DEMO_CALL_TAKEN;

	if (!to->queue)
		return OK;
	TRY(add_step(to, "queued", joined_us, NULL, to->queue));
	return db_exec(to->cx, &visit_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_text(to->queue),
			db_text(taken                                       ? "answered"
					: call->kind == DEMO_CALL_ABANDONED ? "abandoned"
									    : "timeout"),
			db_text(taken ? phone_of(to, call->agent) : NULL),
			db_text(taken ? agent_of(to, call->agent)->name : NULL),
			db_int(call->missed), db_int(joined_us),
			db_int(taken ? answer_us(call) : call->ended_us)),
		NULL);
}

/* The phone that rang before the one that took it. */
static enum err add_missed(struct writer *to)
{
	const struct demo_call *call = to->call;
	const int agent = (call->agent + 1) % (int)to->world->agent_count;
	const int64_t from_us = call->started_us + call->setup_us + call->queue_us;
	const int64_t to_us = from_us + 15 * US_PER_SECOND;

	if (!call->missed)
		return OK;
	TRY(add_step(to, "dialled", from_us, NULL, phone_of(to, agent)));
	TRY(add_step(to, "missed", to_us, phone_of(to, agent), to->queue));
	return add_leg(to,
		&(struct leg){.agent = agent,
			.role = "callee",
			.refused = true,
			.started_us = from_us,
			.ringing_us = from_us,
			.ended_us = to_us});
}

static enum err add_hold(struct writer *to, int64_t number, int64_t from_us, int64_t us)
{
	const char *phone = phone_of(to, to->call->agent);

	if (!us)
		return OK;
	TRY(add_step(to, "held", from_us, phone, NULL));
	TRY(add_step(to, "resumed", from_us + us, phone, NULL));
	return db_exec(to->cx, &hold_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id), db_int(number),
			db_int(to->leg - 1), db_int(from_us), db_int(from_us + us)),
		NULL);
}

/* From the first agent to the second one. */
static enum err add_transfer(struct writer *to, int64_t at_us)
{
	const struct demo_call *call = to->call;
	const char *from = phone_of(to, call->agent), *other = phone_of(to, call->second);
	const int64_t up_us = at_us + call->second_ring_us;

	TRY(add_step(to, "transferred", at_us, from, other));
	TRY(add_step(to, "dialled", at_us, from, other));
	TRY(add_step(to, "handed_over", up_us, from, other));
	TRY(add_leg(to,
		&(struct leg){.agent = call->second,
			.role = "callee",
			.started_us = at_us,
			.ringing_us = at_us,
			.answered_us = up_us,
			.ended_us = call->ended_us,
			.talk_us = call->second_talk_us}));
	TRY(add_stay(to, to->leg - 1, 1, up_us, call->ended_us));
	return db_exec(to->cx, &transfer_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id),
			db_text(call->attended ? "attended" : "blind"), db_text(from),
			db_text(other), db_int(at_us)),
		NULL);
}

static enum err add_talk(struct writer *to)
{
	const struct demo_call *call = to->call;
	const int64_t up_us = answer_us(call);
	const int64_t until_us = up_us + call->talk_us + call->hold_us;

	TRY(add_step(to, "answered", up_us, NULL,
		to->in || to->inside ? phone_of(to, call->agent) : to->person.phone));
	TRY(add_stay(to, 0, 0, up_us, until_us));
	TRY(add_stay(to, to->leg - 1, 0, up_us, until_us));
	TRY(add_hold(to, 0, up_us + call->talk_us / 2, call->hold_us));
	if (call->second < 0)
		return OK;
	TRY(add_stay(to, 0, 1, until_us + call->second_ring_us, call->ended_us));
	return add_transfer(to, until_us);
}

/* Who calls, and from where; and who is called. */
static enum err add_ends(struct writer *to)
{
	const struct demo_call *call = to->call;
	const int64_t rings_us = call->started_us + call->setup_us + call->queue_us +
		(call->missed ? 15 * US_PER_SECOND : 0);
	const int64_t up_us = answered(call) ? answer_us(call) : 0;
	const int64_t own_end_us = up_us ? up_us + call->talk_us + call->hold_us : call->ended_us;
	const int caller = to->in ? -1 : to->inside ? (call->agent + 2) % 3 : call->agent;
	const bool called = call->kind != DEMO_CALL_ABANDONED &&
		call->kind != DEMO_CALL_TIMED_OUT && call->kind != DEMO_CALL_VOICEMAIL;

	TRY(add_leg(to,
		&(struct leg){.agent = caller,
			.role = "caller",
			.started_us = call->started_us,
			.answered_us = up_us || !called ? call->started_us + call->setup_us : 0,
			.ended_us = call->ended_us,
			.talk_us = call->talk_us + call->second_talk_us,
			.hold_us = call->hold_us + call->second_ring_us}));
	TRY(add_missed(to));
	if (!called)
		return OK;
	TRY(add_step(to, "dialled", rings_us, NULL,
		to->in || to->inside ? phone_of(to, call->agent) : to->person.phone));
	return add_leg(to,
		&(struct leg){.agent = to->in || to->inside ? call->agent : -1,
			.role = "callee",
			.refused = !up_us,
			.started_us = rings_us,
			.ringing_us = call->ring_us ? rings_us : 0,
			.answered_us = up_us,
			.ended_us = own_end_us,
			.talk_us = call->talk_us,
			.hold_us = call->hold_us});
}

/* ---- The row --------------------------------------------------------------------------------- */

static const char *status_of(enum demo_call_kind kind)
{
	switch (kind) {
	case DEMO_CALL_ABANDONED:
		return "abandoned";
	case DEMO_CALL_TIMED_OUT:
	case DEMO_CALL_OUT_UNANSWERED:
		return "no_answer";
	case DEMO_CALL_OUT_BUSY:
		return "busy";
	case DEMO_CALL_OUT_FAILED:
		return "failed";
	default:
		return "completed";
	}
}

static int64_t cause_of(enum demo_call_kind kind)
{
	return kind == DEMO_CALL_OUT_BUSY          ? 17
		: kind == DEMO_CALL_OUT_UNANSWERED ? 19
		: kind == DEMO_CALL_OUT_FAILED     ? 38
						   : 16;
}

static const char *hung_up(const struct demo_call *call)
{
	if (call->kind == DEMO_CALL_TIMED_OUT || call->kind >= DEMO_CALL_OUT_BUSY)
		return answered(call) ? "caller" : "system";
	return call->by_caller || !answered(call) ? "caller" : "callee";
}

/* Nobody has a call that nobody took; one that goes out is who made it's. */
static int64_t whose(const struct writer *to)
{
	const struct demo_call *call = to->call;

	if (call->second >= 0)
		return agent_of(to, call->second)->id;
	return to->in && !answered(call) ? 0 : agent_of(to, call->agent)->id;
}

static enum err add_row(struct writer *to)
{
	const struct demo_call *call = to->call;
	struct arena *arena = to->cx->arena;
	const uint32_t code = (uint32_t)(call->index + 1) * UINT32_C(2654435761);
	const char *phone = phone_of(to, call->agent);
	const char *own = to->inside ? phone_of(to, (call->agent + 2) % 3) : phone;
	const bool outside = !to->inside;

	return db_exec(to->cx, &call_sql,
		DB_ARGS(db_int(to->world->company->id), db_int(to->id),
			db_text(arena_format(arena, "CALL-%08" PRIX32, code)),
			db_text(to->linkedid),
			db_text(to->in               ? "incoming"
					: to->inside ? "internal"
						     : "outgoing"),
			db_text(status_of(call->kind)), db_text(outside ? to->person.phone : ""),
			db_text(outside ? to->person.name : ""), db_id(outside ? to->person.id : 0),
			db_id(outside ? to->person.order_id : 0), db_id(whose(to)),
			db_text(to->queue ? to->queue : ""),
			db_text(to->in ? to->person.phone : own),
			db_text(to->in ? to->person.name : agent_of(to, call->agent)->name),
			db_text(to->in               ? LINE
					: to->inside ? phone
						     : to->person.phone),
			db_text("internal"), db_text(outside ? TRUNK : NULL),
			db_text(!answered(call)                ? NULL
					: to->in || to->inside ? phone
							       : to->person.phone),
			db_text(hung_up(call)), db_int(cause_of(call->kind)),
			db_int(call->kind == DEMO_CALL_VOICEMAIL), db_int(call->started_us),
			db_id(answered(call) ? answer_us(call) : 0), db_int(call->ended_us),
			db_int(call->setup_us), db_int(call->queue_us), db_int(call->ring_us),
			db_int(call->talk_us + call->second_talk_us),
			db_int(call->hold_us + call->second_ring_us),
			call->ring_us ? db_int(call->ring_us) : db_null(), db_int(call->wrap_us)),
		NULL);
}

static void choose_person(struct writer *to)
{
	const struct db_result *people = to->people;
	const size_t row = (size_t)to->call->person % people->count;
	const bool after = to->call->started_us > db_int_at(people, row, 4);

	to->person = (struct person){.id = db_int_at(people, row, 0),
		.name = db_text_at(people, row, 1),
		.phone = db_text_at(people, row, 2),
		.order_id = after ? db_int_at(people, row, 3) : 0};
}

static enum err write_call(struct writer *to)
{
	static const char *const queues[] = {"sales", "support"};
	const struct demo_call *call = to->call;

	choose_person(to);
	to->step = to->leg = 0;
	to->in = call->kind <= DEMO_CALL_VOICEMAIL;
	to->inside = call->kind == DEMO_CALL_INSIDE;
	to->queue = call->kind <= DEMO_CALL_TIMED_OUT ? queues[call->agent >= 4] : NULL;
	to->linkedid = arena_format(to->cx->arena, "%s-%" PRId64 ".%" PRId64, to->world->demo->code,
		call->started_us / US_PER_SECOND, call->index * 8);
	TRY(add_row(to));
	TRY(add_step(to, "started", call->started_us,
		to->in ? to->person.phone : phone_of(to, call->agent),
		to->in ? LINE : to->person.phone));
	TRY(add_visit(to));
	TRY(add_ends(to));
	if (answered(call))
		TRY(add_talk(to));
	return add_step(to, "hung_up", call->ended_us,
		text_is(hung_up(call), "caller") ? (to->in ? to->person.phone : NULL) : NULL, NULL);
}

/* ---- What was said --------------------------------------------------------------------------- */

static enum err write_talk(struct writer *to, const struct demo_talk *talk)
{
	const int64_t company_id = to->world->company->id;
	const int64_t pause_us = to->call->talk_us / (DEMO_LINES + 1);
	const int64_t from_us = answer_us(to->call);
	int64_t id, message;

	TRY(db_next_ids(to->cx, company_id, "conversation", 1, &id));
	TRY(db_next_ids(to->cx, company_id, "conversation_message", DEMO_LINES, &message));
	TRY(db_exec(to->cx, &conversation_sql,
		DB_ARGS(db_int(company_id), db_int(id), db_int(to->id), db_id(to->person.id),
			db_text(talk->summary), db_text(talk->sentiment), db_int(DEMO_LINES),
			db_int(from_us), db_int(to->call->ended_us)),
		NULL));
	for (int line = 0; line < DEMO_LINES; line++) {
		const bool agent = text_is(talk->lines[line].speaker, "agent");

		TRY(db_exec(to->cx, &message_sql,
			DB_ARGS(db_int(company_id), db_int(id), db_int(message + line),
				db_text(talk->lines[line].speaker),
				db_text(talk->lines[line].content),
				db_text(talk->lines[line].language),
				db_id(agent ? agent_of(to, to->call->agent)->user_id : 0),
				db_int(from_us + (line + 1) * pause_us)),
			NULL));
	}
	return OK;
}

/* The last calls that were taken, the newest first. */
static enum err write_talks(
	struct writer *to, const struct demo_call *calls, size_t count, int64_t first_id)
{
	size_t written = 0;

	for (size_t i = count; i-- > 0 && written < DEMO_TALKS;) {
		if (calls[i].kind != DEMO_CALL_TAKEN)
			continue;
		to->call = &calls[i];
		to->id = first_id + (int64_t)i;
		choose_person(to);
		TRY(write_talk(to, &demo_talks[written++]));
	}
	return OK;
}

enum err demo_calls_write(struct cx *cx, const struct demo_world *world)
{
	struct db_result people;
	struct writer to = {.cx = cx, .world = world, .people = &people};
	struct demo_call *calls;
	int64_t first_id;
	size_t count;

	if (!world->demo->fixed_count) /* homes calls by other means */
		return OK;
	count = demo_calls_make(cx->arena, world, &calls);
	TRY(db_run(cx, &people_sql, DB_ARGS(db_int(world->company->id), db_int(PEOPLE)), &people));
	if (!people.count || !count)
		return OK;
	TRY(db_next_ids(cx, world->company->id, "call", (int64_t)count, &first_id));
	for (size_t i = 0; i < count; i++) {
		to.call = &calls[i];
		to.id = first_id + (int64_t)i;
		TRY(write_call(&to));
	}
	TRY(write_talks(&to, calls, count, first_id));
	return db_commit(cx);
}

db_query_list demo_call_queries = {&people_sql, &call_sql, &leg_sql, &segment_sql, &step_sql,
	&visit_sql, &hold_sql, &transfer_sql, &conversation_sql, &message_sql, NULL};
