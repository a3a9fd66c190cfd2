/* events.c - publishing: collected on the unit, numbered and stored as its last act. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events_internal.h"

#include "platform/log/log.h"

#include <assert.h>

#define SWEEP_STEP INT64_C(2000)

struct db_pool *events_pool;

static struct pending_company *company_of(struct cx *cx, int64_t company_id)
{
	struct pending_company **at;
	struct pending_company *made;

	if (!cx->events)
		cx->events = arena_alloc(cx->arena, sizeof(*cx->events));
	at = &cx->events->companies;
	while (*at && (*at)->company_id < company_id)
		at = &(*at)->next;
	if (*at && (*at)->company_id == company_id)
		return *at;
	made = arena_alloc(cx->arena, sizeof(*made));
	made->company_id = company_id;
	made->next = *at;
	*at = made;
	return made;
}

enum err events_publish(struct cx *cx, const struct event *event)
{
	struct pending_company *company;
	struct pending_event *pending;

	assert(cx->actor->company_id > 0);
	assert(event->subject_type && event->data && event->data[0] == '{');
	assert(events_kind(event->type));
	assert(event->audience.permission >= 0 && event->audience.permission < PERM_COUNT);
	TRY(db_begin_write(cx));
	company = company_of(cx, cx->actor->company_id);
	pending = arena_alloc(cx->arena, sizeof(*pending));
	pending->event = *event;
	pending->event.type = arena_text(cx->arena, event->type);
	pending->event.subject_type = arena_text(cx->arena, event->subject_type);
	pending->event.data = arena_text(cx->arena, event->data);
	if (company->last)
		company->last->next = pending;
	else
		company->first = pending;
	company->last = pending;
	company->count++;
	return OK;
}

void events_tell(struct cx *cx, const struct event *event)
{
	const int64_t company_id = cx->actor->company_id;
	struct event_frame *frame = event_frame_new(company_id, 0, cx->now_us, event);

	assert(company_id > 0 && events_kind(event->type));
	if (!frame)
		return;
	event_stream_tell(frame);
	event_frame_release(&frame);
	event_follow_pass(event_pass_write(cx->arena, company_id, event));
}

static enum err store_company(struct cx *cx, struct pending_company *company)
{
	int64_t seq;

	TRY(event_store_take(cx, company->company_id, company->count, &seq));
	seq -= company->count;
	for (struct pending_event *at = company->first; at; at = at->next)
		at->seq = ++seq;
	return event_store_insert(cx, company);
}

static enum err before(struct cx *cx)
{
	if (!cx->events)
		return OK;
	for (struct pending_company *at = cx->events->companies; at; at = at->next)
		TRY(store_company(cx, at));
	return OK;
}

static void hand_out(const struct cx *cx, const struct pending_company *company)
{
	for (const struct pending_event *at = company->first; at; at = at->next) {
		struct event_frame *frame = event_frame_new(
			company->company_id, at->seq, cx->now_us, &at->event);

		/* Without memory the gap stays; the follower fills it from the database. */
		if (!frame) {
			log_error("events.memory", LOG_INT("seq", at->seq));
			event_follow_wake();
			return;
		}
		event_stream_offer(frame);
		event_frame_release(&frame);
	}
}

static void after(struct cx *cx)
{
	if (!cx->events)
		return;
	for (const struct pending_company *at = cx->events->companies; at; at = at->next)
		hand_out(cx, at);
	cx->events = NULL;
	event_follow_tell();
}

void events_init(struct db_pool *pool)
{
	events_pool = pool;
	event_stream_reset();
	db_set_hooks((struct db_hooks){.before = before, .after = after});
}

/*
 * How far a scope carries for rows of which there are wider permissions: as far as
 * lists go, which ask for them too.
 */
static enum scope reach(const struct actor *actor, enum perm permission)
{
	static const struct {
		enum perm own, team, company;
	} rows[] = {
		{PERM_ORDERS_READ, PERM_ORDERS_READ_TEAM, PERM_ORDERS_READ_ALL},
		{PERM_CALLS_READ, PERM_CALLS_READ_TEAM, PERM_CALLS_READ_ALL},
		{PERM_CHATS_READ, PERM_CHATS_READ_TEAM, PERM_CHATS_READ_ALL},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (permission != rows[i].own)
			continue;
		if (actor->scope == SCOPE_COMPANY && actor_may(actor, rows[i].company))
			return SCOPE_COMPANY;
		if (actor->scope != SCOPE_OWN &&
			(actor_may(actor, rows[i].team) || actor_may(actor, rows[i].company)))
			return SCOPE_TEAM;
		return SCOPE_OWN;
	}
	return actor->scope;
}

bool events_may_receive(const struct actor *actor, const struct audience *audience)
{
	enum scope scope;

	if (audience->visitor_id || !actor_may(actor, audience->permission))
		return false;
	if (audience->everyone)
		return true;
	if (audience->user_id && audience->user_id == actor->user_id)
		return true;
	if (actor->agent_id &&
		(actor->agent_id == audience->agent_id ||
			actor->agent_id == audience->other_agent_id))
		return true;
	if (audience->permission == PERM_SELF)
		return false;
	scope = reach(actor, audience->permission);
	if (scope == SCOPE_COMPANY)
		return true;
	if (scope == SCOPE_TEAM && actor->team_id &&
		(actor->team_id == audience->team_id || actor->team_id == audience->other_team_id))
		return true;
	return audience->pool &&
		(audience->department_id == 0 || audience->department_id == actor->department_id);
}

enum err events_last_seq(struct cx *cx, int64_t *seq)
{
	struct event_position position;

	TRY(event_store_position(cx, cx->actor->company_id, &position));
	*seq = position.last;
	return OK;
}

/* ---- Replay -------------------------------------------------------------- */

struct replay {
	const struct actor *actor;
	events_receiver_fn *each;
	void *arg;
	int64_t next; /* number the next row must have; of a visitor: the last one's */
	size_t rows;
};

static enum err replay_row(struct event_frame *frame, void *arg)
{
	struct replay *replay = arg;

	/* The sweep may delete between our two statements: a hole is never passed over. */
	if (frame->seq != replay->next)
		return ERR_NOT_FOUND;
	replay->next++;
	if (events_may_receive(replay->actor, &frame->audience))
		replay->each(frame, replay->arg);
	return OK;
}

static enum err check_since(struct cx *cx, int64_t since, struct event_position *position)
{
	TRY(event_store_position(cx, cx->actor->company_id, position));
	if (since < 0 || since < position->oldest - 1 || since > position->last)
		return fail(
			cx, ERR_NOT_FOUND, "since", "The events since then are not kept any more.");
	return OK;
}

enum err events_since(struct cx *cx, int64_t since, size_t limit, events_receiver_fn *each,
	void *arg, int64_t *last_seq)
{
	struct replay replay = {.actor = cx->actor, .each = each, .arg = arg};
	struct event_position position;

	TRY(check_since(cx, since, &position));
	replay.next = since + 1;
	TRY(event_store_each(
		cx, cx->actor->company_id, since, (int64_t)limit, replay_row, &replay));
	if (replay.next == since + 1 && position.last > since && limit > 0)
		return fail(
			cx, ERR_NOT_FOUND, "since", "The events since then are not kept any more.");
	*last_seq = replay.next - 1;
	return OK;
}

static enum err replay_visitor_row(struct event_frame *frame, void *arg)
{
	struct replay *replay = arg;

	replay->next = frame->seq;
	replay->rows++;
	replay->each(frame, replay->arg);
	return OK;
}

/* Numbers of others lie between a visitor's own: that none was swept away is asked once more. */
enum err events_since_of_visitor(struct cx *cx, int64_t visitor_id, int64_t since, size_t limit,
	events_receiver_fn *each, void *arg, int64_t *last_seq)
{
	struct replay replay = {.each = each, .arg = arg};
	struct event_position position;
	int64_t last;

	TRY(check_since(cx, since, &position));
	last = position.last;
	TRY(event_store_each_of_visitor(
		cx, visitor_id, since, (int64_t)limit, replay_visitor_row, &replay));
	TRY(check_since(cx, since, &position));
	*last_seq = replay.rows == limit || replay.next > last ? replay.next : last;
	return OK;
}

/* ---- Sweep --------------------------------------------------------------- */

/*
 * The first number that is to be kept for its time. Times rise with the numbers
 * but for the moments that units wait for each other, so halves are looked at:
 * an index by time would be one more for every event.
 */
static enum err first_young(struct cx *cx, const struct sweep_company *company, int64_t *seq)
{
	const int64_t since_us = cx->now_us - EVENTS_KEEP_US;
	int64_t low = company->oldest, high = company->last + 1;

	while (low < high) {
		const int64_t middle = low + (high - low) / 2;
		int64_t at_us;

		TRY(event_store_time_of(cx, company->company_id, middle, &at_us));
		if (at_us >= since_us)
			high = middle;
		else
			low = middle + 1;
	}
	*seq = low;
	return OK;
}

static enum err sweep_company(struct cx *cx, const struct sweep_company *company)
{
	int64_t keep_from = company->last - EVENTS_KEEP_ROWS + 1;
	int64_t oldest = company->oldest, young;

	TRY(first_young(cx, company, &young));
	if (young > keep_from)
		keep_from = young;
	while (oldest < keep_from) {
		oldest = oldest + SWEEP_STEP < keep_from ? oldest + SWEEP_STEP : keep_from;
		TRY(event_store_delete_below(cx, company->company_id, oldest));
		TRY(db_commit(cx));
	}
	return OK;
}

enum err events_sweep(struct cx *cx)
{
	struct sweep_company *companies;
	size_t count;

	TRY(event_store_sweep_list(cx, &companies, &count));
	for (size_t i = 0; i < count; i++)
		TRY(sweep_company(cx, &companies[i]));
	return OK;
}
