/* canned_api.c - HTTP: one response, and what it says in a chat. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_api.h"

/* ---- How answers look -------------------------------------------------------------------- */

static const struct schema_field named_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema named_schema = {
	.name = "CannedHolder", .fields = named_fields, .count = COUNT(named_fields)};

static const struct schema_field canned_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "title", .type = SCHEMA_TEXT},
	{.name = "shortcut", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE, .about = "Without /"},
	{.name = "body",
		.type = SCHEMA_TEXT,
		.about = "In the reader's language, in the other one where there is none in it"},
	{.name = "body_en", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "body_ar", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "category", .type = SCHEMA_TEXT, .about = "Empty: none"},
	{.name = "tags", .type = SCHEMA_TEXT, .flags = SCHEMA_ARRAY},
	{.name = "scope", .type = SCHEMA_WORD, .words = canned_scope_words},
	{.name = "team", .type = SCHEMA_OBJECT, .flags = SCHEMA_NULLABLE, .ref = &named_schema},
	{.name = "owner",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &named_schema,
		.about = "Of a personal one: a user"},
	{.name = "use_count", .type = SCHEMA_INT, .about = "Messages that began as it"},
	{.name = "last_used_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "unknown",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "What it names in {{}} and is no variable"},
	{.name = "editable", .type = SCHEMA_BOOL, .about = "By who asks"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "updated_by", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "version", .type = SCHEMA_INT},
};
const struct schema canned_schema = {
	.name = "CannedResponse", .fields = canned_fields, .count = COUNT(canned_fields)};
static const struct schema_field one_fields[] = {
	{.name = "response", .type = SCHEMA_OBJECT, .ref = &canned_schema},
};
static const struct schema one_out = {
	.name = "CannedResponseAnswer", .fields = one_fields, .count = COUNT(one_fields)};

static const struct schema gone_out = {.name = "CannedResponseGone"};

static void answer(struct http_req *rq, int status, const struct canned *canned)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "response");
	canned_write_json(json, &rq->cx, canned);
}

static enum err path_id(struct http_req *rq, int64_t *id)
{
	if (!text_int(http_path(rq, "id"), id) || *id < 1)
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such response.");
	return OK;
}

/* GET /api/canned-responses/{id} */
static enum err get_one(struct http_req *rq)
{
	struct canned canned;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(canned_read(&rq->cx, id, &canned));
	answer(rq, 200, &canned);
	return OK;
}

/* ---- Changing ------------------------------------------------------------------------------- */

#define CHANGE(member_name, kind, member, most, note) \
	{ \
		.name = (member_name), .type = (kind), .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct canned_change, member), .max = (most), .about = (note) \
	}
#define CHANGE_FIELDS \
	CHANGE("shortcut", SHAPE_TEXT, shortcut, CANNED_SHORTCUT_MAX + 1, \
		"What is typed behind / to find it; letters and digits. Empty: none"), \
		CHANGE("body", SHAPE_RAW_TEXT, body, CANNED_BODY_MAX, \
			"The text, in the language that its letters are of"), \
		CHANGE("body_en", SHAPE_RAW_TEXT, body_en, CANNED_BODY_MAX, \
			"Empty takes it away"), \
		CHANGE("body_ar", SHAPE_RAW_TEXT, body_ar, CANNED_BODY_MAX, \
			"Empty takes it away"), \
		CHANGE("category", SHAPE_TEXT, category, CANNED_CATEGORY_MAX, NULL), \
		CHANGE("tags", SHAPE_KEYS, tags, CANNED_TAGS_MAX, NULL), \
		CHANGE("team_id", SHAPE_INT, team_id, INT64_MAX, \
			"Of scope team; one's own if not said"), \
	{ \
		.name = "scope", .type = SHAPE_WORD, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct canned_change, scope), .words = canned_scope_words, \
		.about = "Whose it is. For a team and the company canned.manage is needed" \
	}
static const struct shape_field new_fields[] = {
	{.name = "title",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct canned_change, title),
		.min = 1,
		.max = CANNED_TITLE_MAX},
	CHANGE_FIELDS,
};
static const struct shape new_shape = {
	.name = "CannedResponseNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	CHANGE("title", SHAPE_TEXT, title, CANNED_TITLE_MAX, NULL),
	CHANGE_FIELDS,
	CHANGE("version", SHAPE_INT, version, INT64_MAX, "The version last seen; or If-Match"),
};
static const struct shape change_shape = {
	.name = "CannedResponseChange", .fields = change_fields, .count = COUNT(change_fields)};

/* POST /api/canned-responses */
static enum err post_one(struct http_req *rq)
{
	struct canned_change wanted = {0};
	struct canned canned;

	TRY(http_read(rq, &wanted));
	TRY(canned_create(&rq->cx, &wanted, &canned));
	answer(rq, 201, &canned);
	return OK;
}

/* PUT /api/canned-responses/{id} */
static enum err put_one(struct http_req *rq)
{
	struct canned_change change = {0};
	struct canned canned;
	int64_t id;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(path_id(rq, &id));
	TRY(canned_edit(&rq->cx, id, &change, &canned));
	answer(rq, 200, &canned);
	return OK;
}

/* DELETE /api/canned-responses/{id} */
static enum err delete_one(struct http_req *rq)
{
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(canned_remove(&rq->cx, id));
	(void)http_reply(rq, 200);
	return OK;
}

/* POST /api/canned-responses/{id}/restore */
static enum err post_restore(struct http_req *rq)
{
	struct canned canned;
	int64_t id;

	TRY(path_id(rq, &id));
	TRY(canned_restore(&rq->cx, id, &canned));
	answer(rq, 200, &canned);
	return OK;
}

/* ---- What it says somewhere -------------------------------------------------------------------- */

struct render_params {
	const char *chat_id, *language;
};
static const struct shape_field render_fields[] = {
	{.name = "chat_id",
		.aliases = "conversation_id",
		.type = SHAPE_KEY,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct render_params, chat_id),
		.max = 40,
		.about = "Where it is to be sent, id or conv_N; without it only what needs no "
			 "customer is known"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct render_params, language),
		.words = canned_language_words,
		.about = "That of the chat if not said"},
};
static const struct shape render_shape = {
	.name = "CannedRender", .fields = render_fields, .count = COUNT(render_fields)};
static const struct schema_field render_out_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "body",
		.type = SCHEMA_TEXT,
		.about = "Variables filled in, once; " CANNED_GAP " where nothing is known"},
	{.name = "language", .type = SCHEMA_WORD, .words = canned_language_words},
	{.name = "fallback",
		.type = SCHEMA_BOOL,
		.about = "Another language was wanted, and there is no text in it"},
	{.name = "unknown",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Names that are no variables"},
	{.name = "missing",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Variables of which nothing is known here"},
};
static const struct schema render_out = {.name = "CannedRenderAnswer",
	.fields = render_out_fields,
	.count = COUNT(render_out_fields)};

static void write_names(struct json *json, const char *member, const char *const *names)
{
	json_field_open_array(json, member);
	for (; *names; names++)
		json_text(json, *names);
	json_close_array(json);
}

/* POST /api/canned-responses/{id}/render */
static enum err post_render(struct http_req *rq)
{
	struct render_params params = {0};
	const struct canned_subject *subject = NULL;
	struct canned_text text;
	struct canned canned;
	struct json *json;
	int64_t id;

	TRY(http_read(rq, &params));
	TRY(path_id(rq, &id));
	TRY(canned_read(&rq->cx, id, &canned));
	if (params.chat_id)
		subject = canned_subject_of("chat");
	text = (struct canned_text){.language = params.language};
	TRY(canned_render(&rq->cx, &canned, subject, params.chat_id, &text));
	json = http_reply(rq, 200);
	json_field_int(json, "id", canned.id);
	json_field_text(json, "body", text.body);
	json_field_text(json, "language", text.language);
	json_field_bool(json, "fallback", text.fallback);
	write_names(json, "unknown", text.unknown);
	write_names(json, "missing", text.missing);
	return OK;
}

const struct http_route canned_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/canned-responses/{id}",
		.handler = get_one,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "A ready-made response",
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/canned-responses",
		.handler = post_one,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Make a response: one's own, or with canned.manage a team's or the "
			   "company's",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/canned-responses/{id}",
		.handler = put_one,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Change a response; what is not said stays",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/canned-responses/{id}",
		.handler = delete_one,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Remove a response; for 30 days it can be brought back",
		.out = &gone_out},
	{.method = HTTP_POST,
		.pattern = "/api/canned-responses/{id}/restore",
		.handler = post_restore,
		.permission = PERM_CHATS_WRITE,
		.access = HTTP_WRITE,
		.summary = "Bring a removed response back",
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/canned-responses/{id}/render",
		.handler = post_render,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "What a response says in a chat: its variables filled in",
		.in = &render_shape,
		.out = &render_out},
	{0},
};
