/* call_events.c - what is told of calls, and who may hear it. */
/* SPDX-License-Identifier: MIT */
#include "domains/calls/call_view_internal.h"

#include "domains/accounts/account.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

#define EVENT_BYTES 2048

/* Everyone in a call, each once: the one who has it first. */
struct parties {
	const struct call_party *all; /* of every call that is told of */
	size_t all_count;
	int64_t *agents, *teams;
	size_t agent_count, team_count;
};

static void note(int64_t *ids, size_t *count, int64_t id)
{
	if (!id)
		return;
	for (size_t i = 0; i < *count; i++)
		if (ids[i] == id)
			return;
	ids[(*count)++] = id;
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static void parties_of(struct cx *cx, struct parties *parties, const struct call_view *call)
{
	size_t first = 0, last;

	while (first < parties->all_count && parties->all[first].call_id < call->id)
		first++;
	last = first;
	while (last < parties->all_count && parties->all[last].call_id == call->id)
		last++;
	parties->agent_count = parties->team_count = 0;
	parties->agents = arena_array(cx->arena, last - first + 1, sizeof(int64_t));
	parties->teams = arena_array(cx->arena, last - first + 1, sizeof(int64_t));
	note(parties->agents, &parties->agent_count, call->agent_id);
	note(parties->teams, &parties->team_count, call->team_id);
	for (; first < last; first++) {
		note(parties->agents, &parties->agent_count, parties->all[first].agent_id);
		note(parties->teams, &parties->team_count, parties->all[first].team_id);
	}
}

static enum err read_parties(
	struct cx *cx, const int64_t *ids, size_t count, struct parties *parties)
{
	struct call_party *all;

	*parties = (struct parties){0};
	TRY(call_store_parties(cx, ids, count, &all, &parties->all_count));
	parties->all = all;
	return OK;
}

/* ---- Handing over ----------------------------------------------------------------------- */

static enum err tell(struct cx *cx, const char *type, int64_t call_id, struct audience audience,
	const char *data)
{
	return events_publish(cx,
		&(struct event){.type = type,
			.subject_type = "call",
			.subject_id = call_id,
			.audience = audience,
			.data = data});
}

static int64_t at(const int64_t *ids, size_t count, size_t index)
{
	return index < count ? ids[index] : 0;
}

/*
 * An audience has room for two agents and two teams. Those beyond, of a call
 * that rang many phones, get it by themselves.
 */
static enum err tell_all(struct cx *cx, const char *type, const struct call_view *call,
	const struct parties *who, const char *data)
{
	TRY(tell(cx, type, call->id,
		(struct audience){.permission = PERM_CALLS_READ,
			.agent_id = at(who->agents, who->agent_count, 0),
			.other_agent_id = at(who->agents, who->agent_count, 1),
			.team_id = at(who->teams, who->team_count, 0),
			.other_team_id = at(who->teams, who->team_count, 1),
			.department_id = call->department_id,
			.pool = call_waits(call)},
		data));
	for (size_t i = 2; i < who->agent_count; i += 2)
		TRY(tell(cx, type, call->id,
			(struct audience){.permission = PERM_SELF,
				.agent_id = who->agents[i],
				.other_agent_id = at(who->agents, who->agent_count, i + 1)},
			data));
	for (size_t i = 2; i < who->team_count; i += 2)
		TRY(tell(cx, type, call->id,
			(struct audience){.permission = PERM_CALLS_READ_TEAM,
				.team_id = who->teams[i],
				.other_team_id = at(who->teams, who->team_count, i + 1)},
			data));
	return OK;
}

enum err call_publish_about(
	struct cx *cx, const struct call_view *call, const char *type, struct json *json)
{
	struct parties parties;

	json_close(json);
	TRY(read_parties(cx, &call->id, 1, &parties));
	parties_of(cx, &parties, call);
	return tell_all(cx, type, call, &parties, json_end(json).ptr);
}

/* ---- What happened ------------------------------------------------------------------------ */

static const char *const types[] = {
	"call:new", "call:updated", "call:routed", "call:transferred", "call:ended"};

static void write_news(struct json *json, const struct cx *cx, const struct call_told *told,
	const struct call_view *call)
{
	json_open(json);
	json_field_text(json, "call_id", call->code);
	switch (told->news) {
	case CALL_NEW:
		json_field_text(json, "customer_name", call->customer_name);
		json_field_text(json, "phone_number", call->phone);
		json_field_text(json, "status", call->status);
		json_field_time(json, "started_at", call->started_us);
		break;
	case CALL_UPDATED:
		json_field_text(json, "status", call->status);
		break;
	case CALL_ROUTED:
		json_field_text(json, "department", call->department);
		break;
	case CALL_MOVED:
		json_field_text(json, "to_department", told->to_department);
		json_field_text(json, "to_agent", told->to_agent);
		break;
	case CALL_ENDED:
		json_field_int(json, "duration", call_duration(call));
		break;
	}
	json_key(json, "call");
	call_write_json(json, cx, call);
	json_close(json);
}

enum err call_publish_all(struct cx *cx, const struct call_told *told, size_t count)
{
	int64_t *ids = arena_array(cx->arena, count, sizeof(*ids));
	struct call_views views;
	struct parties parties;

	if (!count)
		return OK;
	for (size_t i = 0; i < count; i++)
		ids[i] = told[i].id;
	TRY(call_views_read(cx, ids, count, &views));
	TRY(read_parties(cx, ids, count, &parties));
	for (size_t i = 0; i < count; i++) {
		const struct call_view *call = call_views_find(&views, told[i].id);
		struct json json;

		if (!call)
			continue;
		json_begin(&json, cx->arena, EVENT_BYTES);
		write_news(&json, cx, &told[i], call);
		parties_of(cx, &parties, call);
		TRY(tell_all(cx, types[told[i].news], call, &parties, json_end(&json).ptr));
	}
	return OK;
}

enum err call_publish_new(struct cx *cx, int64_t id)
{
	return call_publish_all(cx, &(struct call_told){.id = id, .news = CALL_NEW}, 1);
}

enum err call_publish_updated(struct cx *cx, int64_t id)
{
	return call_publish_all(cx, &(struct call_told){.id = id, .news = CALL_UPDATED}, 1);
}

enum err call_publish_routed(struct cx *cx, int64_t id)
{
	return call_publish_all(cx, &(struct call_told){.id = id, .news = CALL_ROUTED}, 1);
}

enum err call_publish_transferred(
	struct cx *cx, int64_t id, const char *to_department, const char *to_agent)
{
	return call_publish_all(cx,
		&(struct call_told){.id = id,
			.news = CALL_MOVED,
			.to_department = to_department,
			.to_agent = to_agent},
		1);
}

enum err call_publish_ended(struct cx *cx, int64_t id)
{
	return call_publish_all(cx, &(struct call_told){.id = id, .news = CALL_ENDED}, 1);
}

/* ---- Out of sight --------------------------------------------------------------------------- */

enum err call_places(struct cx *cx, const int64_t *ids, size_t id_count, struct call_place **places,
	size_t *count)
{
	struct call_views views;

	TRY(call_views_read(cx, ids, id_count, &views));
	*count = views.count;
	*places = arena_array(cx->arena, views.count, sizeof(**places));
	for (size_t i = 0; i < views.count; i++)
		(*places)[i] = (struct call_place){.call_id = views.rows[i].id,
			.agent_id = views.rows[i].agent_id,
			.team_id = views.rows[i].team_id,
			.department_id = views.rows[i].department_id,
			.waits = call_waits(&views.rows[i]),
			.code = views.rows[i].code};
	return OK;
}

static enum err tell_gone(struct cx *cx, const struct call_place *before, struct audience audience)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_text(&json, "call_id", before->code);
	json_field_int(&json, "id", before->call_id);
	json_close(&json);
	return tell(cx, "call:removed", before->call_id, audience, json_end(&json).ptr);
}

/* The row itself is gone. */
static enum err tell_nowhere(struct cx *cx, const struct call_place *before)
{
	return tell_gone(cx, before,
		(struct audience){.permission = PERM_CALLS_READ,
			.agent_id = before->agent_id,
			.team_id = before->team_id,
			.department_id = before->department_id,
			.pool = before->waits});
}

static enum err tell_left(struct cx *cx, const struct call_place *before,
	const struct call_view *after, const struct parties *who)
{
	const bool waits_on = call_waits(after) && after->department_id == before->department_id;

	if (before->waits && !waits_on)
		TRY(tell_gone(cx, before,
			(struct audience){.permission = PERM_CALLS_READ,
				.department_id = before->department_id,
				.pool = true}));
	if (before->agent_id && !among(who->agents, who->agent_count, before->agent_id))
		TRY(tell_gone(cx, before,
			(struct audience){.permission = PERM_SELF, .agent_id = before->agent_id}));
	if (before->team_id && !among(who->teams, who->team_count, before->team_id))
		TRY(tell_gone(cx, before,
			(struct audience){
				.permission = PERM_CALLS_READ_TEAM, .team_id = before->team_id}));
	return OK;
}

enum err call_publish_removed(struct cx *cx, const struct call_place *before, size_t count)
{
	int64_t *ids = arena_array(cx->arena, count, sizeof(*ids));
	struct call_views views;
	struct parties parties;

	if (!count)
		return OK;
	for (size_t i = 0; i < count; i++)
		ids[i] = before[i].call_id;
	TRY(call_views_read(cx, ids, count, &views));
	TRY(read_parties(cx, ids, count, &parties));
	for (size_t i = 0; i < count; i++) {
		const struct call_view *after = call_views_find(&views, before[i].call_id);

		if (!after) {
			TRY(tell_nowhere(cx, &before[i]));
			continue;
		}
		parties_of(cx, &parties, after);
		TRY(tell_left(cx, &before[i], after, &parties));
	}
	return OK;
}
