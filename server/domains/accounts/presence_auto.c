/* presence_auto.c - states that come about by themselves: idle, full, gone. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/presence_internal.h"

#include "domains/notifications/notification.h"

static bool is_lost(const struct presence_row *row, int64_t now_us, bool patient)
{
	if (row->facts.heard_us > now_us - PRESENCE_GRACE_US)
		return false;
	return !patient || row->state.source == PRESENCE_BY_CONNECTION;
}

static bool is_idle(const struct presence_facts *facts, int64_t now_us)
{
	return facts->away_after_us && now_us - facts->active_us >= facts->away_after_us;
}

static struct presence_state become(const struct presence_row *row, enum presence presence,
	enum presence_source source, int64_t now_us)
{
	struct presence_state next = row->state;

	next.source = source;
	if (next.presence != presence) {
		next.presence = presence;
		next.since_us = now_us;
	}
	return next;
}

struct presence_state presence_judge(const struct presence_row *row, int64_t now_us, bool patient)
{
	const enum presence chosen = row->state.chosen;
	const bool works = chosen == PRESENCE_AVAILABLE || chosen == PRESENCE_BUSY;
	const bool planned = row->facts.plan_us > row->state.chosen_us;
	struct presence_state gone;

	/* Leave needs nobody to be there. */
	if (planned && row->facts.plan == PRESENCE_ON_LEAVE)
		return become(row, PRESENCE_ON_LEAVE, PRESENCE_BY_SCHEDULE, now_us);
	if (chosen == PRESENCE_OFFLINE)
		return row->state.source == PRESENCE_BY_SCHEDULE
			? become(row, PRESENCE_OFFLINE, PRESENCE_BY_RETURN, now_us)
			: row->state;
	if (!row->facts.sessions) {
		gone = become(row, PRESENCE_OFFLINE, PRESENCE_BY_SESSION, now_us);
		gone.chosen = PRESENCE_OFFLINE;
		gone.chosen_us = 0;
		return gone;
	}
	if (is_lost(row, now_us, patient))
		return become(row, PRESENCE_OFFLINE, PRESENCE_BY_CONNECTION, now_us);
	/* Whoever talks is neither idle nor somewhere else yet. */
	if (presence_stays(chosen) && presence_automatic(row->facts.occupied))
		return become(row, PRESENCE_BUSY, row->facts.occupied, now_us);
	if (planned && works)
		return become(row, row->facts.plan, PRESENCE_BY_SCHEDULE, now_us);
	if (works && is_idle(&row->facts, now_us))
		return become(row, PRESENCE_AWAY, PRESENCE_BY_IDLE, now_us);
	if (chosen == PRESENCE_AVAILABLE && row->facts.full)
		return become(row, PRESENCE_BUSY, PRESENCE_BY_CAPACITY, now_us);
	if (presence_automatic(row->state.source))
		return become(row, chosen, PRESENCE_BY_RETURN, now_us);
	return row->state;
}

static bool differs(const struct presence_state *a, const struct presence_state *b)
{
	return a->presence != b->presence || a->source != b->source;
}

/*
 * A line that went down, or somebody who does nothing: those who lead the agent may
 * want to give its work to somebody (S1-NOTIF-08).
 */
static enum err tell_leads(struct cx *cx, const struct presence_row *row, const char *type)
{
	struct notification_new lost = {.type = type,
		.subject_type = "agent",
		.subject_id = row->agent_id,
		.replaces = true};
	struct json data;
	int64_t *users;
	size_t count;

	json_begin(&data, cx->arena, 128);
	json_open(&data);
	json_field_text(&data, "agent_id", agent_code(cx->arena, row->agent_no));
	json_field_text(&data, "agent_name", row->agent_name);
	json_close(&data);
	lost.data = json_end(&data).ptr;
	TRY(presence_store_leads(cx, row->agent_id, &users, &count));
	for (size_t i = 0; i < count; i++) {
		lost.user_id = users[i];
		TRY(notification_send(cx, &lost));
	}
	return OK;
}

static enum err review(struct cx *cx, int64_t agent_id, bool patient)
{
	struct presence_row row;
	struct presence_state next;

	TRY(presence_store_hold(cx, agent_id));
	TRY(presence_store_get(cx, agent_id, &row));
	next = presence_judge(&row, cx->now_us, patient);
	if (!differs(&row.state, &next))
		return OK;
	TRY(presence_write(cx, &row, &next));
	if (next.source == PRESENCE_BY_CONNECTION)
		return tell_leads(cx, &row, "agent_lost");
	return next.source == PRESENCE_BY_IDLE ? tell_leads(cx, &row, "agent_away") : OK;
}

enum err presence_review(struct cx *cx, int64_t agent_id)
{
	return review(cx, agent_id, true);
}

enum err presence_input(struct cx *cx, int64_t idle_us)
{
	TRY(presence_store_input(cx, cx->now_us - idle_us, true));
	return cx->actor->agent_id ? presence_review(cx, cx->actor->agent_id) : OK;
}

enum err presence_review_all(struct cx *cx, bool patient)
{
	const struct actor *before = cx->actor;
	struct presence_row *list;
	size_t count;
	int changes = 0;

	TRY(presence_store_all(cx, &list, &count));
	for (size_t i = 0; i < count && changes < PRESENCE_REVIEW_MAX; i++) {
		const struct presence_state next = presence_judge(&list[i], cx->now_us, patient);
		const struct company *company;

		if (!differs(&list[i].state, &next))
			continue;
		if (company_by_id(cx, list[i].company_id, &company) != OK) {
			fail_clear(cx); /* suspended: nobody of it can be there */
			continue;
		}
		cx->actor = actor_system(cx->arena, company);
		TRY(review(cx, list[i].agent_id, patient));
		changes++;
	}
	cx->actor = before;
	return OK;
}
