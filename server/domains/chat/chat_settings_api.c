/* chat_settings_api.c - HTTP: how a company gives out its chats. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_settings.h"

static const struct schema_field languages_fields[] = {
	{.name = "en", .type = SCHEMA_TEXT},
	{.name = "ar", .type = SCHEMA_TEXT},
};
const struct schema chat_answer_schema = {
	.name = "ChatAnswerText", .fields = languages_fields, .count = COUNT(languages_fields)};
#define SITUATION(title, note) \
	{ \
		.name = (title), .type = SCHEMA_OBJECT, .ref = &chat_answer_schema, \
		.about = (note) \
	}
static const struct schema_field answers_fields[] = {
	SITUATION("greeting", "To the first message, when somebody has room"),
	SITUATION("busy", "When all who are there have as many chats as they may"),
	SITUATION("away", "When nobody is there"),
	SITUATION("closed", "Outside business hours"),
};
static const struct schema answers_schema = {
	.name = "ChatAnswers", .fields = answers_fields, .count = COUNT(answers_fields)};
static const struct schema_field settings_fields[] = {
	{.name = "routing",
		.type = SCHEMA_WORD,
		.words = chat_routing_words,
		.about = "manual: agents take; auto: who waits is offered to whose turn it is"},
	{.name = "offer_seconds", .type = SCHEMA_INT, .about = "Then it goes to the next"},
	{.name = "capacity_default",
		.type = SCHEMA_INT,
		.about = "Chats at a time of an agent without a number of its own"},
	{.name = "waiting_alert_seconds", .type = SCHEMA_INT, .about = "0: never, as the next"},
	{.name = "unseen_alert_seconds", .type = SCHEMA_INT},
	{.name = "disconnect_grace_seconds",
		.type = SCHEMA_INT,
		.about = "Then the chats of an agent who is gone wait again; 0: never"},
	{.name = "abandon_minutes",
		.type = SCHEMA_INT,
		.about = "Without the customer, until one that waits is given up; 0: never"},
	{.name = "receipts", .type = SCHEMA_BOOL, .about = "Customers see what was read"},
	{.name = "answers", .type = SCHEMA_OBJECT, .ref = &answers_schema},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "updated_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema settings_schema = {
	.name = "ChatSettings", .fields = settings_fields, .count = COUNT(settings_fields)};
static const struct schema_field out_fields[] = {
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
};
static const struct schema settings_out = {
	.name = "ChatSettingsAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static enum err answer(struct http_req *rq, const struct chat_settings *settings)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "settings");
	chat_settings_write(json, settings);
	json_close(json);
	return OK;
}

/* GET /api/settings/chat */
static enum err get_settings(struct http_req *rq)
{
	struct chat_settings settings;

	TRY(chat_settings_get(&rq->cx, &settings));
	return answer(rq, &settings);
}

/* ---- Setting ------------------------------------------------------------------------ */

struct params {
	const char *routing;
	struct opt_int offer, capacity, waiting, unseen, grace, abandon, version;
	struct opt_bool receipts;
	const struct json_value *answers;
};
#define NUMBER(title, member, least, most) \
	{ \
		.name = (title), .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct params, member), .min = (least), .max = (most) \
	}
static const struct shape_field put_fields[] = {
	{.name = "routing",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, routing),
		.words = chat_routing_words},
	NUMBER("offer_seconds", offer, 5, CHAT_OFFER_MAX_S),
	NUMBER("capacity_default", capacity, 1, CHAT_CAPACITY_MAX),
	NUMBER("waiting_alert_seconds", waiting, 0, CHAT_ALERT_MAX_S),
	NUMBER("unseen_alert_seconds", unseen, 0, CHAT_ALERT_MAX_S),
	NUMBER("disconnect_grace_seconds", grace, 0, CHAT_ALERT_MAX_S),
	NUMBER("abandon_minutes", abandon, 0, CHAT_ABANDON_MAX_MIN),
	{.name = "receipts",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, receipts)},
	{.name = "answers",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, answers),
		.about = "{greeting, busy, away, closed}, each {en, ar}; what is left out stays"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "ChatSettingsChange", .fields = put_fields, .count = COUNT(put_fields)};

#define ANSWER(title, at) \
	{ \
		.name = (title), .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct chat_answer, text[at]), .max = CHAT_ANSWER_MAX \
	}
static const struct shape_field answer_fields[] = {
	ANSWER("en", CHAT_IN_ENGLISH),
	ANSWER("ar", CHAT_IN_ARABIC),
};
static const struct shape answer_shape = {
	.name = "ChatAnswerTextChange", .fields = answer_fields, .count = COUNT(answer_fields)};

enum err chat_answers_take(struct http_req *rq, const struct json_value *given,
	const char *const *words, struct chat_answer *answers)
{
	for (size_t i = 0; given && words[i]; i++) {
		const struct json_value *one = json_get(given, words[i]);
		struct chat_answer said = {0};

		if (!one)
			continue;
		if (json_kind_of(one) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "answers", "This is not an object.");
		TRY(http_read_object(rq, &answer_shape, one, &said));
		for (size_t j = 0; j < CHAT_LANGUAGES; j++)
			if (said.text[j])
				answers[i].text[j] = said.text[j];
	}
	return OK;
}

static void take(struct opt_int given, int64_t *value)
{
	if (given.given)
		*value = given.value;
}

/* PUT /api/settings/chat */
static enum err put_settings(struct http_req *rq)
{
	struct chat_settings settings, after;
	struct params params = {0};

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(chat_settings_get(&rq->cx, &settings));
	if (params.routing)
		settings.routing = params.routing;
	take(params.offer, &settings.offer_s);
	take(params.capacity, &settings.capacity);
	take(params.waiting, &settings.waiting_alert_s);
	take(params.unseen, &settings.unseen_alert_s);
	take(params.grace, &settings.grace_s);
	take(params.abandon, &settings.abandon_min);
	take(params.version, &settings.version);
	if (params.receipts.given)
		settings.receipts = params.receipts.value;
	TRY(chat_answers_take(rq, params.answers, chat_situation_words, settings.answers));
	TRY(chat_settings_put(&rq->cx, &settings, &after));
	return answer(rq, &after);
}

const struct http_route chat_settings_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/chat",
		.handler = get_settings,
		.permission = PERM_CHATS_MANAGE,
		.access = HTTP_READ,
		.summary = "How chats are given out, and what the company answers by itself",
		.out = &settings_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/chat",
		.handler = put_settings,
		.permission = PERM_CHATS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Set how chats are given out",
		.in = &put_shape,
		.out = &settings_out},
	{0},
};
