/* extension_api.c - HTTP: extensions, their states and how long they lasted. No rules and no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/http/http.h"
#include "platform/intl/intl.h"

static const char *const active_words[] = {"true", "false", NULL};

/* Everything an extension says of itself. */
static const struct schema_field extension_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "extension", .type = SCHEMA_TEXT},
	{.name = "endpoint", .type = SCHEMA_TEXT, .about = "The phone as the PBX names it"},
	{.name = "agent_name",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The agent's name, or the one that was given"},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "team_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "agent_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "agent_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "availability_status",
		.type = SCHEMA_WORD,
		.words = phone_status_words,
		.about = "Of the phone, whoever sits at it"},
	{.name = "status_changed_at", .type = SCHEMA_TIME},
	{.name = "line_state", .type = SCHEMA_WORD, .words = line_state_words},
	{.name = "line_changed_at", .type = SCHEMA_TIME},
	{.name = "registration", .type = SCHEMA_WORD, .words = registration_words},
	{.name = "presence",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the agent, whatever the phone does"},
	{.name = "presence_since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_seen_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When the phone was last online"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema extension_schema = {
	.name = "Extension", .fields = extension_fields, .count = COUNT(extension_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "data", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &extension_schema},
};
static const struct schema list_out = {
	.name = "ExtensionsAnswer", .fields = list_out_fields, .count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "data", .type = SCHEMA_OBJECT, .ref = &extension_schema},
};
static const struct schema one_out = {
	.name = "ExtensionAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "ExtensionGone"};

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id <= 0)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such extension.");
	return OK;
}

/* ---- Lists ------------------------------------------------------------------------------ */

struct list_params {
	struct opt_int team_id, agent_id;
	const char *status, *search, *active;
};
static const struct shape_field list_fields[] = {
	{.name = "team_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, team_id),
		.max = INT64_MAX},
	{.name = "agent_id",
		.type = SHAPE_INT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, agent_id),
		.max = INT64_MAX},
	{.name = "availability_status",
		.aliases = "status",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, status),
		.words = phone_status_words},
	{.name = "is_active",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY | SHAPE_ALL_OK,
		.offset = offsetof(struct list_params, active),
		.words = active_words},
	{.name = "search",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, search),
		.max = 100,
		.about = "In number, name and team"},
};
static const struct shape list_shape = {
	.name = "ExtensionListQuery", .fields = list_fields, .count = COUNT(list_fields)};

static enum err write_list(
	struct http_req *rq, struct json *json, const struct extension_filter *filter)
{
	struct extension *rows;
	size_t count;

	TRY(extension_store_list(&rq->cx, filter, &rows, &count));
	json_field_open_array(json, "data");
	for (size_t i = 0; i < count; i++)
		extension_write(json, &rq->cx, &rows[i]);
	json_close_array(json);
	return OK;
}

/* GET /api/extensions */
static enum err get_list(struct http_req *rq)
{
	struct list_params params = {0};

	TRY(http_read(rq, &params));
	return write_list(rq, http_reply(rq, 200),
		&(struct extension_filter){.team_id = params.team_id.value,
			.agent_id = params.agent_id.value,
			.status = params.status,
			.search = params.search,
			.active = {text_is(params.active, "true"), params.active != NULL}});
}

static enum err answer(struct http_req *rq, int status, const struct extension *extension)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "data");
	extension_write(json, &rq->cx, extension);
	return OK;
}

/* GET /api/extensions/{id} */
static enum err get_one(struct http_req *rq)
{
	struct extension extension;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(extension_store_get(&rq->cx, id, &extension));
	return answer(rq, 200, &extension);
}

/* ---- Changing ------------------------------------------------------------------------------ */

#define CHANGE(member) .offset = offsetof(struct extension_change, member)
#define CHANGE_FIELDS(need) \
	{.name = "extension", \
		.type = SHAPE_KEY, \
		.flags = (need), \
		CHANGE(number), \
		.min = 1, \
		.max = EXTENSION_BYTES_MAX, \
		.about = "Its number"}, \
		{.name = "endpoint", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(endpoint), \
			.max = ENDPOINT_BYTES_MAX, \
			.about = "The phone as the PBX names it; PJSIP/ and the number if not " \
				 "said"}, \
		{.name = "agent_name", \
			.type = SHAPE_TEXT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(agent_name), \
			.max = 120, \
			.about = "For a phone that is no agent's; empty for none"}, \
		{.name = "team_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(team_id), \
			.max = INT64_MAX, \
			.about = "0 for none"}, \
		{.name = "agent_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(agent_id), \
			.max = INT64_MAX, \
			.about = "0 for none"}, \
	{ \
		.name = "is_active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, CHANGE(active), \
		.about = "true if not said" \
	}
static const struct shape_field new_fields[] = {CHANGE_FIELDS(SHAPE_REQUIRED)};
static const struct shape new_shape = {
	.name = "ExtensionNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	CHANGE_FIELDS(0),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		CHANGE(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "ExtensionChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/extensions */
static enum err post_extension(struct http_req *rq)
{
	struct extension_change wanted = {0};
	struct extension made;

	TRY(http_read(rq, &wanted));
	TRY(extension_create(&rq->cx, &wanted, &made));
	return answer(rq, 201, &made);
}

/* PUT /api/extensions/{id} */
static enum err put_extension(struct http_req *rq)
{
	struct extension_change change = {0};
	struct extension after;
	int64_t id;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(path_id(rq, &id));
	TRY(extension_change(&rq->cx, id, &change, &after));
	return answer(rq, 200, &after);
}

/* DELETE /api/extensions/{id} */
static enum err delete_extension(struct http_req *rq)
{
	struct opt_int version;
	int64_t id;

	TRY(http_version(rq, &version));
	TRY(path_id(rq, &id));
	TRY(extension_remove(&rq->cx, id, version));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Refreshing -------------------------------------------------------------------------- */

static const struct schema_field refresh_out_fields[] = {
	{.name = "command",
		.type = SCHEMA_INT,
		.about = "Named in the event pbx:command, which says how it went"},
	{.name = "data",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &extension_schema,
		.about = "As they are known now; what the PBX says of them comes as events"},
};
static const struct schema refresh_out = {.name = "ExtensionRefreshAnswer",
	.fields = refresh_out_fields,
	.count = COUNT(refresh_out_fields)};

/* POST /api/extensions/refresh */
static enum err post_refresh(struct http_req *rq)
{
	struct json *json;
	int64_t command;

	TRY(pbx_command_give(&rq->cx, "refresh", "{}", &command));
	json = http_reply(rq, 202);
	json_field_int(json, "command", command);
	return write_list(rq, json, &(struct extension_filter){0});
}

/* ---- How long ----------------------------------------------------------------------------- */

struct period_params {
	const char *date, *from, *to;
};
static const struct shape_field period_fields[] = {
	{.name = "date",
		.aliases = "period",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct period_params, date),
		.max = 20,
		.about = "today, yesterday, week, month, 7d …; today if not said"},
	{.name = "date_from",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct period_params, from),
		.max = 40},
	{.name = "date_to",
		.type = SHAPE_TEXT,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct period_params, to),
		.max = 40},
};
static const struct shape period_shape = {
	.name = "ExtensionPeriod", .fields = period_fields, .count = COUNT(period_fields)};

/* Nothing is counted of what has not come yet. */
static enum err read_period(struct http_req *rq, struct period *period)
{
	struct period_params params = {0};
	const char *word;

	TRY(http_read(rq, &params));
	word = params.date || params.from || params.to ? params.date : "today";
	TRY(intl_period(
		&rq->cx, rq->cx.actor->company->time_zone, word, params.from, params.to, period));
	if (period->all)
		period->from_us = 0;
	if (period->all || period->to_us > rq->cx.now_us)
		period->to_us = rq->cx.now_us;
	return OK;
}

static const struct schema_field stay_fields[] = {
	{.name = "status", .type = SCHEMA_WORD, .words = phone_status_words},
	{.name = "line_state", .type = SCHEMA_WORD, .words = line_state_words},
	{.name = "registration", .type = SCHEMA_WORD, .words = registration_words},
	{.name = "started_at", .type = SCHEMA_TIME},
	{.name = "ended_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "null: it is so now"},
	{.name = "duration_seconds", .type = SCHEMA_INT},
};
static const struct schema stay_schema = {
	.name = "ExtensionStay", .fields = stay_fields, .count = COUNT(stay_fields)};
static const struct schema_field history_out_fields[] = {
	{.name = "data", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &stay_schema},
};
static const struct schema history_out = {.name = "ExtensionHistoryAnswer",
	.fields = history_out_fields,
	.count = COUNT(history_out_fields)};

static int64_t seconds(int64_t us)
{
	return us > 0 ? us / US_PER_SECOND : 0;
}

/* GET /api/extensions/{id}/history: newest first. */
static enum err get_history(struct http_req *rq)
{
	struct extension extension;
	struct extension_stay *rows;
	struct period period;
	struct json *json;
	size_t count;
	int64_t id;

	TRY(read_period(rq, &period));
	TRY(path_id(rq, &id));
	TRY(extension_store_get(&rq->cx, id, &extension));
	TRY(extension_store_history(&rq->cx, id, period.from_us, period.to_us + 1, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "data");
	for (size_t i = 0; i < count; i++) {
		const int64_t end = rows[i].ended_us.given ? rows[i].ended_us.value : rq->cx.now_us;

		json_open(json);
		json_field_text(json, "status", rows[i].status);
		json_field_text(json, "line_state", rows[i].line_state);
		json_field_text(json, "registration", rows[i].registration);
		json_field_time(json, "started_at", rows[i].started_us);
		json_field_opt_time(json, "ended_at", rows[i].ended_us);
		json_field_int(json, "duration_seconds", seconds(end - rows[i].started_us));
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

/* ---- Statistics ------------------------------------------------------------------------------ */

static const struct schema_field figures_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "extension", .type = SCHEMA_TEXT},
	{.name = "agent_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "team_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "availability_status", .type = SCHEMA_WORD, .words = phone_status_words},
	{.name = "online_seconds", .type = SCHEMA_INT},
	{.name = "offline_seconds", .type = SCHEMA_INT},
	{.name = "invalid_seconds", .type = SCHEMA_INT},
	{.name = "unknown_seconds",
		.type = SCHEMA_INT,
		.about = "While the link to the PBX did not stand, among others"},
	{.name = "in_call_seconds", .type = SCHEMA_INT},
	{.name = "ringing_seconds", .type = SCHEMA_INT},
	{.name = "changes", .type = SCHEMA_INT},
};
static const struct schema figures_schema = {
	.name = "ExtensionFigures", .fields = figures_fields, .count = COUNT(figures_fields)};
static const struct schema_field stats_fields[] = {
	{.name = "total", .type = SCHEMA_INT},
	{.name = "active", .type = SCHEMA_INT},
	{.name = "in_call", .type = SCHEMA_INT},
	{.name = "ringing", .type = SCHEMA_INT},
	{.name = "by_status", .type = SCHEMA_MAP},
	{.name = "from", .type = SCHEMA_TIME},
	{.name = "to", .type = SCHEMA_TIME},
	{.name = "extensions",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &figures_schema},
};
static const struct schema stats_schema = {
	.name = "ExtensionStats", .fields = stats_fields, .count = COUNT(stats_fields)};
static const struct schema_field stats_out_fields[] = {
	{.name = "data", .type = SCHEMA_OBJECT, .ref = &stats_schema},
};
static const struct schema stats_out = {.name = "ExtensionStatsAnswer",
	.fields = stats_out_fields,
	.count = COUNT(stats_out_fields)};

static bool is_in_call(const struct extension *extension)
{
	const enum line_state line = extension->phone.line;

	return line == LINE_IN_USE || line == LINE_RINGING_IN_USE || line == LINE_ON_HOLD ||
		line == LINE_BUSY;
}

static void write_counts(struct json *json, const struct extension *rows, size_t count)
{
	int64_t by_status[PHONE_UNKNOWN + 1] = {0}, active = 0, in_call = 0, ringing = 0;

	for (size_t i = 0; i < count; i++) {
		by_status[rows[i].phone.status]++;
		active += rows[i].active;
		in_call += is_in_call(&rows[i]);
		ringing += rows[i].phone.line == LINE_RINGING;
	}
	json_field_int(json, "total", (int64_t)count);
	json_field_int(json, "active", active);
	json_field_int(json, "in_call", in_call);
	json_field_int(json, "ringing", ringing);
	json_field_open(json, "by_status");
	for (int i = 0; phone_status_words[i]; i++)
		json_field_int(json, phone_status_words[i], by_status[i]);
	json_close(json);
}

static void write_figures(struct json *json, const struct extension *extension,
	const struct extension_figures *figures, size_t count)
{
	struct extension_figures none = {0};
	const struct extension_figures *own = &none;

	for (size_t i = 0; i < count; i++)
		if (figures[i].id == extension->id)
			own = &figures[i];
	json_open(json);
	json_field_int(json, "id", extension->id);
	json_field_text(json, "extension", extension->number);
	json_field_text(json, "agent_name", extension->agent_name);
	json_field_id(json, "team_id", extension->team_id);
	json_field_text(json, "availability_status", phone_status_words[extension->phone.status]);
	json_field_int(json, "online_seconds", seconds(own->online_us));
	json_field_int(json, "offline_seconds", seconds(own->offline_us));
	json_field_int(json, "invalid_seconds", seconds(own->invalid_us));
	json_field_int(json, "unknown_seconds", seconds(own->unknown_us));
	json_field_int(json, "in_call_seconds", seconds(own->in_call_us));
	json_field_int(json, "ringing_seconds", seconds(own->ringing_us));
	json_field_int(json, "changes", own->changes);
	json_close(json);
}

/* GET /api/extensions/stats */
static enum err get_stats(struct http_req *rq)
{
	struct extension_figures *figures;
	struct extension *rows;
	size_t count, figure_count;
	struct period period;
	struct json *json;

	TRY(read_period(rq, &period));
	TRY(extension_store_list(&rq->cx, &(struct extension_filter){0}, &rows, &count));
	TRY(extension_store_figures(
		&rq->cx, period.from_us, period.to_us, &figures, &figure_count));
	json = http_reply(rq, 200);
	json_field_open(json, "data");
	write_counts(json, rows, count);
	json_field_time(json, "from", period.from_us);
	json_field_time(json, "to", period.to_us);
	json_field_open_array(json, "extensions");
	for (size_t i = 0; i < count; i++)
		write_figures(json, &rows[i], figures, figure_count);
	json_close_array(json);
	json_close(json);
	return OK;
}

#define READS(path, fn, about, shape, answer_) \
	{ \
		.method = HTTP_GET, .pattern = (path), .handler = (fn), \
		.permission = PERM_AGENTS_READ, .access = HTTP_READ, .summary = (about), \
		.in = (shape), .out = &(answer_) \
	}

const struct http_route extension_routes[] = {
	READS("/api/extensions", get_list, "Extensions, by number, and what their phones do",
		&list_shape, list_out),
	{.method = HTTP_POST,
		.pattern = "/api/extensions",
		.handler = post_extension,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Enter an extension",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_POST,
		.pattern = "/api/extensions/refresh",
		.handler = post_refresh,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_WRITE,
		.summary = "Read the states of all phones and queues from the PBX again",
		.out = &refresh_out,
		.status = 202},
	READS("/api/extensions/stats", get_stats,
		"How many extensions are what, and for how long each was", &period_shape,
		stats_out),
	READS("/api/extensions/statistics", get_stats, "As /api/extensions/stats", &period_shape,
		stats_out),
	READS("/api/extensions/{id}", get_one, "One extension", NULL, one_out),
	{.method = HTTP_PUT,
		.pattern = "/api/extensions/{id}",
		.handler = put_extension,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change an extension, its agent or team",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/extensions/{id}",
		.handler = delete_extension,
		.permission = PERM_AGENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove an extension and the history of its phone",
		.out = &gone_out},
	READS("/api/extensions/{id}/history", get_history,
		"What the phone did, newest first; 200 rows at most", &period_shape, history_out),
	{0},
};
