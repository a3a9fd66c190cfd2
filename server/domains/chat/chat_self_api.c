/* chat_self_api.c - HTTP: how one takes one's own chats. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_api.h"
#include "domains/chat/chat_self.h"

#define SITUATION(title, note) \
	{ \
		.name = (title), .type = SCHEMA_OBJECT, .ref = &chat_answer_schema, \
		.about = (note) \
	}
static const struct schema_field answers_fields[] = {
	SITUATION("greeting", "When a chat becomes one's own"),
	SITUATION("away", "To what customers write while one is not there"),
};
static const struct schema answers_schema = {
	.name = "OwnChatAnswers", .fields = answers_fields, .count = COUNT(answers_fields)};
static const struct schema_field self_fields[] = {
	{.name = "capacity", .type = SCHEMA_INT, .about = "Chats at a time that one is given"},
	{.name = "capacity_allowed", .type = SCHEMA_INT, .about = "So many at most"},
	{.name = "accept",
		.type = SCHEMA_WORD,
		.words = chat_accept_words,
		.about = "manual: one accepts what is offered; auto: one has it at once"},
	{.name = "signature",
		.type = SCHEMA_WORD,
		.words = chat_signature_words,
		.about = "Below which of one's answers the signature of the profile stands"},
	{.name = "answers", .type = SCHEMA_OBJECT, .ref = &answers_schema},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema self_schema = {
	.name = "OwnChats", .fields = self_fields, .count = COUNT(self_fields)};
static const struct schema_field out_fields[] = {
	{.name = "chats", .type = SCHEMA_OBJECT, .ref = &self_schema},
};
static const struct schema self_out = {
	.name = "OwnChatsAnswer", .fields = out_fields, .count = COUNT(out_fields)};

static enum err answer(struct http_req *rq, const struct chat_self *self)
{
	struct json *json = http_reply(rq, 200);

	json_field_open(json, "chats");
	chat_self_write(json, self);
	json_close(json);
	return OK;
}

/* GET /api/agent/profile/chats */
static enum err get_self(struct http_req *rq)
{
	struct chat_self self;

	TRY(chat_self_get(&rq->cx, &self));
	return answer(rq, &self);
}

struct params {
	struct opt_int capacity, version;
	const char *accept, *signature;
	const struct json_value *answers;
};
#define AT(member) .offset = offsetof(struct params, member)
static const struct shape_field put_fields[] = {
	{.name = "capacity",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		AT(capacity),
		.max = CHAT_CAPACITY_MAX,
		.about = "At most capacity_allowed; 0: one is given none"},
	{.name = "accept",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		AT(accept),
		.words = chat_accept_words},
	{.name = "signature",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		AT(signature),
		.words = chat_signature_words},
	{.name = "answers",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		AT(answers),
		.about = "{greeting, away}, each {en, ar}; what is left out stays"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		AT(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape put_shape = {
	.name = "OwnChatsChange", .fields = put_fields, .count = COUNT(put_fields)};

/* PUT /api/agent/profile/chats */
static enum err put_self(struct http_req *rq)
{
	struct chat_self self, after;
	struct params params = {0};

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(chat_self_get(&rq->cx, &self));
	if (params.capacity.given)
		self.own = params.capacity;
	if (params.accept)
		self.accept = params.accept;
	if (params.signature)
		self.signature = params.signature;
	if (params.version.given)
		self.version = params.version.value;
	TRY(chat_answers_take(rq, params.answers, chat_self_words, self.answers));
	TRY(chat_self_put(&rq->cx, &self, &after));
	return answer(rq, &after);
}

const struct http_route chat_self_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/agent/profile/chats",
		.handler = get_self,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "How one takes one's own chats",
		.out = &self_out},
	{.method = HTTP_PUT,
		.pattern = "/api/agent/profile/chats",
		.handler = put_self,
		.permission = PERM_CHATS_READ,
		.access = HTTP_WRITE,
		.summary = "Say how one takes one's own chats",
		.in = &put_shape,
		.out = &self_out},
	{0},
};
