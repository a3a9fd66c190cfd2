/* pbx_api.c - HTTP: the PBX as it is set up, and trying it. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/auth/audit.h"
#include "platform/http/http.h"

#define LOG_ROWS 20

static const struct schema_field state_fields[] = {
	{.name = "state", .type = SCHEMA_WORD, .words = pbx_state_words},
	{.name = "reason", .type = SCHEMA_WORD, .words = ami_reason_words},
	{.name = "message",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "The reason in a sentence"},
	{.name = "since", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "pbx_version", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "system_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "refreshed_at",
		.type = SCHEMA_TIME,
		.flags = SCHEMA_NULLABLE,
		.about = "When everything was last read"},
	{.name = "timestamps",
		.type = SCHEMA_BOOL,
		.flags = SCHEMA_NULLABLE,
		.about = "Does the PBX stamp its events; null: none was seen yet"},
};
static const struct schema state_schema = {
	.name = "PbxState", .fields = state_fields, .count = COUNT(state_fields)};
static const struct schema_field trunk_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "endpoint", .type = SCHEMA_TEXT},
};
static const struct schema trunk_schema = {
	.name = "PbxTrunk", .fields = trunk_fields, .count = COUNT(trunk_fields)};
static const struct schema_field settings_fields[] = {
	{.name = "host", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "port", .type = SCHEMA_INT},
	{.name = "username", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "has_secret", .type = SCHEMA_BOOL, .about = "The secret itself is never shown"},
	{.name = "is_active", .type = SCHEMA_BOOL},
	{.name = "trunks", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &trunk_schema},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema settings_schema = {
	.name = "PbxSettings", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field log_fields[] = {
	{.name = "state", .type = SCHEMA_WORD, .words = pbx_state_words},
	{.name = "reason", .type = SCHEMA_WORD, .words = ami_reason_words},
	{.name = "started_at", .type = SCHEMA_TIME},
	{.name = "ended_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "calls_reconstructed",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Calls that went on meanwhile, followed again; null: nobody has looked "
			 "yet"},
	{.name = "calls_interrupted",
		.type = SCHEMA_INT,
		.flags = SCHEMA_NULLABLE,
		.about = "Calls whose end nobody has seen"},
};
static const struct schema log_schema = {
	.name = "PbxLinkStay", .fields = log_fields, .count = COUNT(log_fields)};
static const struct schema_field out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
	{.name = "link", .type = SCHEMA_OBJECT, .ref = &state_schema},
	{.name = "log",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &log_schema,
		.about = "The states of the link, newest first"},
};
static const struct schema settings_out = {
	.name = "PbxSettingsAnswer", .fields = out_fields, .count = COUNT(out_fields)};
static const struct schema_field link_out_fields[] = {
	{.name = "link", .type = SCHEMA_OBJECT, .ref = &state_schema},
	{.name = "last_outage",
		.type = SCHEMA_OBJECT,
		.ref = &log_schema,
		.flags = SCHEMA_NULLABLE,
		.about = "When the link last did not stand, and what became of the calls"},
};
static const struct schema link_out = {
	.name = "PbxLinkAnswer", .fields = link_out_fields, .count = COUNT(link_out_fields)};

static enum err write_trunks(struct http_req *rq, struct json *json)
{
	struct trunk *rows;
	size_t count;

	TRY(trunk_store_list(&rq->cx, &rows, &count));
	json_field_open_array(json, "trunks");
	for (size_t i = 0; i < count; i++) {
		json_open(json);
		json_field_text(json, "name", rows[i].name);
		json_field_text(json, "endpoint", rows[i].endpoint);
		json_close(json);
	}
	json_close_array(json);
	return OK;
}

static void write_stay(struct json *json, const struct pbx_outage *stay)
{
	json_open(json);
	json_field_text(json, "state", stay->state);
	json_field_text(json, "reason", stay->reason);
	json_field_time(json, "started_at", stay->started_us);
	json_field_opt_time(json, "ended_at", stay->ended_us);
	json_field_opt_int(json, "calls_reconstructed", stay->reconstructed);
	json_field_opt_int(json, "calls_interrupted", stay->interrupted);
	json_close(json);
}

static enum err write_log(struct http_req *rq, struct json *json)
{
	struct pbx_outage *rows;
	size_t count;

	TRY(pbx_store_log(&rq->cx, LOG_ROWS, &rows, &count));
	json_field_open_array(json, "log");
	for (size_t i = 0; i < count; i++)
		write_stay(json, &rows[i]);
	json_close_array(json);
	return OK;
}

static enum err answer(struct http_req *rq, const struct pbx *pbx)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "settings");
	json_field_text(json, "host", pbx->host);
	json_field_int(json, "port", pbx->configured ? pbx->port : AMI_PORT);
	json_field_text(json, "username", pbx->user);
	json_field_bool(json, "has_secret", pbx->secret_sealed != NULL);
	json_field_bool(json, "is_active", !pbx->configured || pbx->active);
	TRY(write_trunks(rq, json));
	json_field_int(json, "version", pbx->version);
	json_field_opt_time(json, "updated_at", (struct opt_int){pbx->updated_us, pbx->configured});
	json_close(json);
	json_key(json, "link");
	pbx_write_state(json, &rq->cx, pbx);
	return write_log(rq, json);
}

/* GET /api/settings/pbx */
static enum err get_settings(struct http_req *rq)
{
	struct pbx pbx;

	TRY(pbx_store_get(&rq->cx, &pbx));
	return answer(rq, &pbx);
}

/* GET /api/pbx: for everyone who sees phones. */
static enum err get_link(struct http_req *rq)
{
	struct pbx_outage outage;
	struct json *json;
	struct pbx pbx;

	TRY(pbx_store_get(&rq->cx, &pbx));
	TRY(pbx_store_outage(&rq->cx, &outage));
	json = http_reply(rq, 200);
	json_key(json, "link");
	pbx_write_state(json, &rq->cx, &pbx);
	json_key(json, "last_outage");
	if (outage.started_us)
		write_stay(json, &outage);
	else
		json_null(json);
	return OK;
}

/* ---- Setting ------------------------------------------------------------------------------ */

struct params {
	const char *host, *username, *secret;
	struct opt_int port, version;
	struct opt_bool is_active;
	const struct json_value *trunks;
};
#define LOGIN_FIELDS \
	{.name = "host", \
		.type = SHAPE_TEXT, \
		.flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct params, host), \
		.max = 253}, \
		{.name = "port", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct params, port), \
			.min = 1, \
			.max = 65535, \
			.about = "5038 if not said"}, \
		{.name = "username", \
			.type = SHAPE_RAW_TEXT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct params, username), \
			.max = 100}, \
	{ \
		.name = "secret", .type = SHAPE_RAW_TEXT, .flags = SHAPE_NULLABLE | SHAPE_SECRET, \
		.offset = offsetof(struct params, secret), .max = 100, \
		.about = "Kept sealed, never shown; needed anew with another host" \
	}
static const struct shape_field put_fields[] = {
	LOGIN_FIELDS,
	{.name = "is_active",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, is_active)},
	{.name = "trunks",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, trunks),
		.about = "[{name, endpoint}]: all of them; as they are if not said"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "PbxSettingsChange", .fields = put_fields, .count = COUNT(put_fields)};
static const struct shape_field test_fields[] = {LOGIN_FIELDS};
static const struct shape test_shape = {
	.name = "PbxTest", .fields = test_fields, .count = COUNT(test_fields)};

struct trunk_params {
	const char *name, *endpoint;
};
static const struct shape_field trunk_in_fields[] = {
	{.name = "name",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct trunk_params, name),
		.min = 1,
		.max = 80},
	{.name = "endpoint",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct trunk_params, endpoint),
		.min = 1,
		.max = ENDPOINT_BYTES_MAX},
};
static const struct shape trunk_in_shape = {
	.name = "PbxTrunkChange", .fields = trunk_in_fields, .count = COUNT(trunk_in_fields)};

static enum err read_trunks(
	struct http_req *rq, const struct json_value *given, struct pbx_change *change)
{
	struct pbx_trunk *trunks;

	if (!given)
		return OK;
	if (json_kind_of(given) != JSON_ARRAY)
		return fail(&rq->cx, ERR_INVALID, "trunks", "This is not a list.");
	change->trunk_count = json_count(given);
	if (change->trunk_count > TRUNKS_MAX)
		return fail(&rq->cx, ERR_INVALID, "trunks", "A list has at most %d.", TRUNKS_MAX);
	trunks = arena_array(rq->cx.arena, change->trunk_count + 1, sizeof(*trunks));
	for (size_t i = 0; i < change->trunk_count; i++) {
		struct trunk_params params = {0};

		if (json_kind_of(json_item(given, i)) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "trunks", "This is not an object.");
		TRY(http_read_object(rq, &trunk_in_shape, json_item(given, i), &params));
		trunks[i] = (struct pbx_trunk){params.name, params.endpoint};
	}
	change->trunks = trunks;
	return OK;
}

/* PUT /api/settings/pbx */
static enum err put_settings(struct http_req *rq)
{
	struct pbx_change change = {0};
	struct params params = {0};
	struct pbx after;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &change.version));
	change.host = params.host;
	change.user = params.username;
	change.secret = params.secret;
	change.port = params.port;
	change.active = params.is_active;
	TRY(read_trunks(rq, params.trunks, &change));
	TRY(pbx_change(&rq->cx, &change, &after));
	return answer(rq, &after);
}

static const struct schema_field test_out_fields[] = {
	{.name = "test",
		.type = SCHEMA_TEXT,
		.about = "Named in the event pbx:tested, which says how it went"},
};
static const struct schema test_out = {
	.name = "PbxTestAnswer", .fields = test_out_fields, .count = COUNT(test_out_fields)};

/* POST /api/settings/pbx/test */
static enum err post_test(struct http_req *rq)
{
	struct params params = {0};
	const char *test;
	struct pbx draft;

	TRY(http_read(rq, &params));
	TRY(pbx_draft(&rq->cx,
		&(struct pbx_change){.host = params.host,
			.user = params.username,
			.secret = params.secret,
			.port = params.port},
		&draft));
	TRY(pbx_test_begin(&rq->cx, &draft, &test));
	TRY(audit_write(&rq->cx, "pbx.tested", "pbx", 0, NULL));
	json_field_text(http_reply(rq, 202), "test", test);
	return OK;
}

const struct http_route pbx_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/pbx",
		.handler = get_settings,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_READ,
		.summary = "The PBX of the company, and how the link to it stands",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/pbx",
		.handler = put_settings,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Set up the PBX; the link begins anew",
		.in = &put_shape,
		.out = &settings_out},
	{.method = HTTP_POST,
		.pattern = "/api/settings/pbx/test",
		.handler = post_test,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Try the PBX with what is typed, over what is stored",
		.in = &test_shape,
		.out = &test_out,
		.status = 202},
	{.method = HTTP_GET,
		.pattern = "/api/pbx",
		.handler = get_link,
		.permission = PERM_AGENTS_READ,
		.access = HTTP_READ,
		.summary = "How the link to the PBX stands",
		.out = &link_out},
	{0},
};
