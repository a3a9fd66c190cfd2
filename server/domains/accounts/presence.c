/* presence.c - whether an agent is there: words, and the one way to change it. */
/* SPDX-License-Identifier: MIT */
#include "domains/accounts/account_internal.h"

#include "platform/events/events.h"

const char *const presence_words[] = {
	"available", "busy", "away", "on_break", "dnd", "in_meeting", "on_leave", "offline", NULL};

_Static_assert(COUNT(presence_words) == PRESENCE_COUNT + 1, "one word a state");

/* What each surface calls each state. */
static const char *const agent_words[] = {
	"available", "busy", "break", "break", "busy", "busy", "offline", "offline"};
static const char *const centre_words[] = {
	"available", "busy", "on_break", "on_break", "busy", "busy", "offline", "offline"};

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

static enum err tell(struct cx *cx, int64_t agent_id, const struct presence_row *row,
	const struct presence_state *state)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "agent_id", agent_code(cx->arena, row->agent_no));
	json_field_id(&json, "id", agent_id);
	json_field_text(&json, "name", row->agent_name);
	json_field_text(&json, "status", presence_word(state->presence, SURFACE_CENTRE));
	json_field_text(&json, "presence", presence_words[state->presence]);
	json_field_time(&json, "since", state->since_us);
	json_close(&json);
	return events_publish(cx,
		&(struct event){
			.type = "agent:status_changed",
			.subject_type = "agent",
			.subject_id = agent_id,
			.audience = {.permission = PERM_AGENTS_READ,
				.agent_id = agent_id,
				.everyone = true},
			.data = json_end(&json).ptr,
		});
}

enum err presence_set(
	struct cx *cx, const struct presence_change *change, struct presence_state *after)
{
	struct presence_row row;
	struct presence_state next;
	bool moved;

	TRY(db_begin_write(cx));
	TRY(presence_store_get(cx, change->agent_id, &row));
	moved = row.state.presence != change->to;
	next = (struct presence_state){.presence = change->to,
		.since_us = moved ? cx->now_us : row.state.since_us,
		.concurrent_orders = change->concurrent_orders.given
			? change->concurrent_orders.value
			: row.state.concurrent_orders,
		.note = change->note};
	TRY(presence_store_set(cx, change, &row.state, &next));
	if (moved)
		TRY(presence_store_log(cx, change->agent_id, change->to));
	TRY(presence_store_sessions(cx, change->agent_id,
		presence_word(next.presence, SURFACE_AGENT), next.concurrent_orders));
	if (after)
		*after = next;
	return moved ? tell(cx, change->agent_id, &row, &next) : OK;
}

enum err presence_keep(struct cx *cx, int64_t agent_id)
{
	struct presence_row row;

	TRY(presence_store_get(cx, agent_id, &row));
	return presence_store_sessions(cx, agent_id,
		presence_word(row.state.presence, SURFACE_AGENT), row.state.concurrent_orders);
}
