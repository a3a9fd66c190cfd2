/* presence.c - whether an agent is there: words, and the one way to change it. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/presence_internal.h"

#include "platform/events/events.h"

const char *const presence_words[] = {
	"available", "busy", "away", "on_break", "dnd", "in_meeting", "on_leave", "offline", NULL};

_Static_assert(COUNT(presence_words) == PRESENCE_COUNT + 1, "one word a state");

/* What each surface calls each state. */
static const char *const agent_words[] = {
	"available", "busy", "break", "break", "busy", "busy", "offline", "offline"};
static const char *const centre_words[] = {
	"available", "busy", "on_break", "on_break", "busy", "busy", "offline", "offline"};

static const char *const source_words[] = {"agent", "login", "logout", "return", "lead", "idle",
	"capacity", "connection", "session", "schedule", "call", "wrap_up"};
_Static_assert(COUNT(source_words) == PRESENCE_SOURCE_COUNT, "one word a source");
const char *const presence_automatic_words[] = {
	"idle", "capacity", "connection", "session", "schedule", "call", "wrap_up", NULL};

bool presence_read(const char *word, enum presence *presence)
{
	static const struct {
		const char *word;
		enum presence presence;
	} aliases[] = {{"online", PRESENCE_AVAILABLE}, {"break", PRESENCE_ON_BREAK},
		{"do_not_disturb", PRESENCE_DND}};

	if (!word)
		return false;
	for (int i = 0; i < PRESENCE_COUNT; i++)
		if (strcasecmp(word, presence_words[i]) == 0) {
			*presence = (enum presence)i;
			return true;
		}
	for (size_t i = 0; i < COUNT(aliases); i++)
		if (strcasecmp(word, aliases[i].word) == 0) {
			*presence = aliases[i].presence;
			return true;
		}
	return false;
}

const char *presence_word(enum presence presence, enum presence_surface surface)
{
	if (surface == SURFACE_AGENT)
		return agent_words[presence];
	if (surface == SURFACE_CENTRE)
		return centre_words[presence];
	return presence == PRESENCE_AVAILABLE ? "online" : presence_words[presence];
}

const char *presence_source_word(enum presence_source source)
{
	return source_words[source];
}

enum presence_source presence_source_read(const char *word)
{
	for (int i = 0; i < PRESENCE_SOURCE_COUNT; i++)
		if (text_is(source_words[i], word))
			return (enum presence_source)i;
	return PRESENCE_BY_AGENT;
}

const char *presence_automatic(enum presence_source source)
{
	return source >= PRESENCE_BY_IDLE ? source_words[source] : NULL;
}

static enum err tell(
	struct cx *cx, const struct presence_row *row, const struct presence_state *state)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "agent_id", agent_code(cx->arena, row->agent_no));
	json_field_id(&json, "id", row->agent_id);
	json_field_text(&json, "name", row->agent_name);
	json_field_text(&json, "status", presence_word(state->presence, SURFACE_CENTRE));
	json_field_text(&json, "presence", presence_words[state->presence]);
	json_field_text(&json, "automatic", presence_automatic(state->source));
	json_field_time(&json, "since", state->since_us);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "agent:status_changed",
			.subject_type = "agent",
			.subject_id = row->agent_id,
			.audience = {.permission = PERM_AGENTS_READ,
				.agent_id = row->agent_id,
				.everyone = true},
			.data = json_end(&json).ptr,
		});
}

enum err presence_write(
	struct cx *cx, const struct presence_row *row, const struct presence_state *next)
{
	const bool moved = row->state.presence != next->presence;

	TRY(presence_store_set(cx, row->agent_id, next));
	if (moved)
		TRY(presence_store_log(cx, row->agent_id, next));
	TRY(presence_store_sessions(cx, row->agent_id, presence_word(next->presence, SURFACE_AGENT),
		next->concurrent_orders));
	/* The same state, but now by choice, or no longer: pages say which. */
	if (!moved && presence_automatic(row->state.source) == presence_automatic(next->source))
		return OK;
	return tell(cx, row, next);
}

enum err presence_set(
	struct cx *cx, const struct presence_change *change, struct presence_state *after)
{
	struct presence_row row;
	struct presence_state next;

	TRY(presence_store_hold(cx, change->agent_id));
	if (change->source == PRESENCE_BY_AGENT)
		TRY(presence_store_input(cx, cx->now_us, false));
	TRY(presence_store_get(cx, change->agent_id, &row));
	next = (struct presence_state){.presence = change->to,
		.chosen = change->to,
		.source = change->source,
		.concurrent_orders = change->concurrent_orders.given
			? change->concurrent_orders.value
			: row.state.concurrent_orders,
		.chosen_us = change->source == PRESENCE_BY_LOGOUT ? 0 : cx->now_us,
		.note = change->note};
	if (presence_stays(change->to) && presence_automatic(row.facts.occupied)) {
		next.presence = PRESENCE_BUSY;
		next.source = row.facts.occupied;
	} else if (change->to == PRESENCE_AVAILABLE && row.facts.full) {
		next.presence = PRESENCE_BUSY;
		next.source = PRESENCE_BY_CAPACITY;
	}
	next.since_us = next.presence == row.state.presence ? row.state.since_us : cx->now_us;
	if (after)
		*after = next;
	return presence_write(cx, &row, &next);
}

enum err presence_choose(struct cx *cx, int64_t agent_id, enum presence to, const char *note)
{
	return presence_set(cx,
		&(struct presence_change){
			.agent_id = agent_id, .to = to, .source = PRESENCE_BY_LEAD, .note = note},
		NULL);
}

enum err presence_say(struct cx *cx, enum presence to, const char *note)
{
	if (!cx->actor->agent_id)
		return fail(cx, ERR_DENIED, NULL, "Only agents have a status.");
	return presence_set(cx,
		&(struct presence_change){.agent_id = cx->actor->agent_id,
			.to = to,
			.source = PRESENCE_BY_AGENT,
			.note = note},
		NULL);
}

enum err presence_occupy(struct cx *cx, int64_t agent_id, enum presence_source by)
{
	TRY(presence_store_hold(cx, agent_id));
	TRY(presence_store_occupy(
		cx, agent_id, by < PRESENCE_SOURCE_COUNT ? presence_source_word(by) : NULL));
	return presence_review(cx, agent_id);
}

enum err presence_plan(struct cx *cx, int64_t agent_id, enum presence plan, int64_t since_us)
{
	TRY(presence_store_hold(cx, agent_id));
	TRY(presence_store_plan(cx, agent_id, plan, since_us));
	return presence_review(cx, agent_id);
}

enum err presence_keep(struct cx *cx, int64_t agent_id)
{
	struct presence_row row;

	TRY(presence_review(cx, agent_id));
	TRY(presence_store_get(cx, agent_id, &row));
	return presence_store_sessions(cx, agent_id,
		presence_word(row.state.presence, SURFACE_AGENT), row.state.concurrent_orders);
}
