/* provider_api.c - HTTP: through whom messages leave. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/http/http.h"
#include "platform/intl/intl.h"
#include "platform/outbox/outbox.h"

#define KEY_BYTES 18

static const struct schema_field provider_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "channel", .type = SCHEMA_WORD, .words = message_channel_words},
	{.name = "kind", .type = SCHEMA_WORD, .words = provider_kind_words},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "settings", .type = SCHEMA_ANY, .about = "Members depend on the kind"},
	{.name = "has_secret", .type = SCHEMA_BOOL, .about = "The secret itself is never shown"},
	{.name = "active", .type = SCHEMA_BOOL, .about = "One of each channel at a time"},
	{.name = "callback_url",
		.type = SCHEMA_TEXT,
		.about = "Where it reports deliveries and messages that come in"},
	{.name = "callback_secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Signs those reports; null where the provider's own token does"},
	{.name = "last_sent_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "last_failed_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
	{.name = "error",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_NULLABLE,
		.about = "Of the last attempt, if it failed"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema provider_schema = {
	.name = "MessageProvider", .fields = provider_fields, .count = COUNT(provider_fields)};
static const struct schema_field list_out_fields[] = {
	{.name = "providers",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &provider_schema},
};
static const struct schema list_out = {.name = "MessageProviderListAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "provider", .type = SCHEMA_OBJECT, .ref = &provider_schema},
};
static const struct schema one_out = {
	.name = "MessageProviderAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "MessageProviderGone"};

static const char *callback_url(struct http_req *rq, const struct provider *provider)
{
	return arena_format(rq->cx.arena, "%s/api/webhooks/%s/%s", http_public_url(rq),
		message_channel_words[provider->channel], provider->callback_key);
}

static void write_provider(struct http_req *rq, struct json *json, const struct provider *provider)
{
	json_open(json);
	json_field_int(json, "id", provider->id);
	json_field_text(json, "channel", message_channel_words[provider->channel]);
	json_field_text(json, "kind", provider_kind_words[provider->kind]);
	json_field_text(json, "name", provider->name);
	json_field_raw(json, "settings", provider->settings);
	json_field_bool(json, "has_secret", provider->secret_sealed != NULL);
	json_field_bool(json, "active", provider->active);
	json_field_text(json, "callback_url", callback_url(rq, provider));
	json_field_text(json, "callback_secret", webhook_secret(rq->cx.arena, provider));
	json_field_opt_time(json, "last_sent_at", provider->sent_us);
	json_field_opt_time(json, "last_failed_at", provider->failed_us);
	json_field_text(json, "error", outbox_error_say(&rq->cx, rq->cx.language, provider->error));
	json_field_time(json, "created_at", provider->created_us);
	json_field_int(json, "version", provider->version);
	json_close(json);
}

/* GET /api/admin/message-providers */
static enum err get_providers(struct http_req *rq)
{
	struct provider *rows;
	struct json *json;
	size_t count;

	TRY(provider_store_list(&rq->cx, &rows, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "providers");
	for (size_t i = 0; i < count; i++)
		write_provider(rq, json, &rows[i]);
	json_close_array(json);
	return OK;
}

/* ---- Making and changing --------------------------------------------------------------- */

struct provider_params {
	const char *channel, *kind, *name, *secret;
	const struct json_value *settings;
	struct opt_bool active;
	struct opt_int version; /* read by http_version() */
};
#define CHANGE_FIELDS(need) \
	{.name = "name", \
		.type = SHAPE_TEXT, \
		.flags = (need) | SHAPE_NULLABLE, \
		.offset = offsetof(struct provider_params, name), \
		.min = 1, \
		.max = 100}, \
		{.name = "settings", \
			.type = SHAPE_JSON, \
			.flags = (need) | SHAPE_NULLABLE, \
			.offset = offsetof(struct provider_params, settings)}, \
		{.name = "secret", \
			.type = SHAPE_RAW_TEXT, \
			.flags = SHAPE_NULLABLE | SHAPE_SECRET, \
			.offset = offsetof(struct provider_params, secret), \
			.min = 1, \
			.max = 1000, \
			.about = "Auth token, key or password; kept sealed, never shown again"}, \
	{ \
		.name = "active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct provider_params, active), .about = "true if not said" \
	}
static const struct shape_field new_fields[] = {
	{.name = "channel",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct provider_params, channel),
		.words = message_channel_words},
	{.name = "kind",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct provider_params, kind),
		.words = provider_kind_words},
	CHANGE_FIELDS(SHAPE_REQUIRED),
};
static const struct shape new_shape = {
	.name = "MessageProviderNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	CHANGE_FIELDS(0),
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct provider_params, version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "MessageProviderChange", .fields = change_fields, .count = COUNT(change_fields)};

/* What was sent over what is there. */
static void apply(struct cx *cx, const struct provider_params *params, struct provider *provider)
{
	if (params->name)
		provider->name = params->name;
	if (params->settings)
		provider->settings = json_print(cx, params->settings);
	if (params->secret)
		provider->secret_sealed = auth_seal(cx->arena, str_of(params->secret));
	if (params->active.given)
		provider->active = params->active.value;
}

/* Settings may hold what opens an account with the provider: that they changed is enough. */
static const char *picture(
	struct cx *cx, const struct provider *provider, const struct provider *before)
{
	struct json json;

	if (!provider)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "name", provider->name);
	json_field_text(&json, "channel", message_channel_words[provider->channel]);
	json_field_text(&json, "kind", provider_kind_words[provider->kind]);
	json_field_bool(&json, "active", provider->active);
	if (before) {
		json_field_bool(
			&json, "settings_changed", !text_is(before->settings, provider->settings));
		json_field_bool(&json, "secret_changed",
			!text_is(before->secret_sealed, provider->secret_sealed));
	}
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct provider *before,
	const struct provider *after)
{
	const struct audit_subject subject = {"message_provider", after ? after->id : before->id};

	return audit_write_change(
		cx, action, &subject, picture(cx, before, NULL), picture(cx, after, before));
}

static enum err answer(struct http_req *rq, int status, const struct provider *provider)
{
	struct json *json;

	json = http_reply(rq, status);
	json_key(json, "provider");
	write_provider(rq, json, provider);
	return OK;
}

/* POST /api/admin/message-providers */
static enum err post_provider(struct http_req *rq)
{
	struct provider_params params = {0};
	struct provider provider = {.active = true};

	TRY(http_read(rq, &params));
	provider.channel = (enum message_channel)word_index(message_channel_words, params.channel);
	provider.kind = (enum provider_kind)word_index(provider_kind_words, params.kind);
	provider.callback_key = crypto_token(rq->cx.arena, KEY_BYTES);
	apply(&rq->cx, &params, &provider);
	TRY(provider_check(&rq->cx, &provider));
	TRY(provider_store_add(&rq->cx, &provider));
	TRY(record(&rq->cx, "message_provider.created", NULL, &provider));
	return answer(rq, 201, &provider);
}

static enum err find(struct http_req *rq, struct provider *provider)
{
	int64_t id;

	if (!text_int(http_path(rq, "id"), &id))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such provider.");
	return provider_store_get(&rq->cx, id, provider);
}

/* PUT /api/admin/message-providers/{id} */
static enum err put_provider(struct http_req *rq)
{
	struct provider_params params = {0};
	struct provider before = {0}, provider = {0};
	struct opt_int version;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &version));
	TRY(find(rq, &before));
	provider = before;
	if (version.given && version.value != provider.version)
		return fail(&rq->cx, ERR_CONFLICT, "version", "The provider has changed since.");
	apply(&rq->cx, &params, &provider);
	TRY(provider_check(&rq->cx, &provider));
	TRY(provider_store_change(&rq->cx, &provider));
	TRY(record(&rq->cx, "message_provider.changed", &before, &provider));
	return answer(rq, 200, &provider);
}

/* DELETE /api/admin/message-providers/{id} */
static enum err delete_provider(struct http_req *rq)
{
	struct provider provider = {0};

	TRY(find(rq, &provider));
	TRY(provider_store_remove(&rq->cx, provider.id));
	TRY(record(&rq->cx, "message_provider.removed", &provider, NULL));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- A live test -------------------------------------------------------------------------- */

struct test_params {
	const char *to;
};
static const struct shape_field test_fields[] = {
	{.name = "to",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct test_params, to),
		.min = 3,
		.max = 320,
		.about = "A phone number or an e-mail address of one's own"},
};
static const struct shape test_shape = {
	.name = "MessageProviderTest", .fields = test_fields, .count = COUNT(test_fields)};
static const struct schema_field test_out_fields[] = {
	{.name = "test",
		.type = SCHEMA_TEXT,
		.about = "Named in the event provider:tested, which says how it went"},
};
static const struct schema test_out = {.name = "MessageProviderTestAnswer",
	.fields = test_out_fields,
	.count = COUNT(test_out_fields)};

/* POST /api/admin/message-providers/{id}/test */
static enum err post_test(struct http_req *rq)
{
	struct test_params params = {0};
	struct provider provider = {0};
	const char *to, *test;

	TRY(http_read(rq, &params));
	TRY(find(rq, &provider));
	to = params.to;
	if (provider.channel == MESSAGE_SMS)
		TRY(intl_phone(&rq->cx, rq->cx.actor->company->country, "to", params.to, &to));
	TRY(provider_test(&rq->cx, &provider, to, &test));
	TRY(audit_write(&rq->cx, "message_provider.tested", "message_provider", provider.id, NULL));
	json_field_text(http_reply(rq, 202), "test", test);
	return OK;
}

const struct http_route message_provider_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/admin/message-providers",
		.handler = get_providers,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_READ,
		.summary = "Through whom SMS and e-mail leave",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/message-providers",
		.handler = post_provider,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Configure a provider; an active one replaces the former of its channel",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/message-providers/{id}",
		.handler = put_provider,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Change a provider",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/message-providers/{id}",
		.handler = delete_provider,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Remove a provider that has nothing under way",
		.out = &gone_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/message-providers/{id}/test",
		.handler = post_test,
		.permission = PERM_PROVIDERS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Send a test message now",
		.in = &test_shape,
		.out = &test_out,
		.status = 202},
	{0},
};
