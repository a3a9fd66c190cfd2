/* push_app.c - the app of Pusher's protocol that a company is: its key, its secret, what it allows. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/push_app.h"

#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

#define KEY_BYTES 10
#define SECRET_BYTES 20

enum err push_app_get(struct cx *cx, struct push_app_settings *settings)
{
	*settings = (struct push_app_settings){
		.company_id = cx->actor->company_id, .client_events = true};
	return push_app_store_get(cx, settings);
}

enum err push_app_find(struct cx *cx, struct str key, struct push_app_settings *settings)
{
	enum err err = push_app_store_find(cx, key, settings);

	return err == ERR_NOT_FOUND ? fail(cx, err, NULL, "There is no such key.") : err;
}

enum err push_app_secret(
	struct cx *cx, const struct push_app_settings *settings, const char **secret)
{
	if (auth_unseal(cx->arena, str_of(settings->secret_sealed), secret))
		return OK;
	return fail(cx, ERR_INTERNAL, NULL, "the secret of push_apps cannot be unsealed");
}

void push_app_write(struct json *json, const struct push_app_settings *settings)
{
	json_field_bool(json, "enabled", settings->enabled);
	json_field_id(json, "app_id", settings->key ? settings->company_id : 0);
	json_field_text(json, "key", settings->key);
	json_field_bool(json, "client_events", settings->client_events);
	json_field_bool(json, "server_events", settings->server_events);
	json_field_opt_time(
		json, "secret_at", (struct opt_int){settings->secret_us, settings->secret_us > 0});
	json_field_int(json, "version", settings->version);
	json_field_opt_time(json, "updated_at",
		(struct opt_int){settings->updated_us, settings->updated_us > 0});
}

static const char *picture(struct cx *cx, const struct push_app_settings *settings)
{
	struct json json;

	json_begin(&json, cx->arena, 300);
	json_open(&json);
	push_app_write(&json, settings);
	json_close(&json);
	return json_end(&json).ptr;
}

static char *random_hex(struct arena *arena, size_t count)
{
	unsigned char bytes[SECRET_BYTES];

	crypto_random(bytes, count);
	return crypto_hex(arena, bytes, count);
}

/* Lines of the company come again, and pages show it as it is. */
static enum err tell(struct cx *cx, int64_t version)
{
	return events_publish(cx,
		&(struct event){.type = "push:changed",
			.subject_type = "push_app",
			.subject_id = cx->actor->company_id,
			.audience = {.permission = PERM_SETTINGS_MANAGE, .everyone = true},
			.data = arena_format(cx->arena, "{\"version\":%lld}", (long long)version)});
}

static enum err refuse_stale(struct cx *cx, struct push_app_settings *now)
{
	TRY(push_app_get(cx, now));
	cx->failure.current_json = picture(cx, now);
	return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
}

enum err push_app_put(struct cx *cx, const struct push_app_settings *wanted, bool new_secret,
	struct push_app_settings *after, const char **secret)
{
	const struct audit_subject subject = {"push_app", cx->actor->company_id};
	struct push_app_settings before, made = *wanted;
	bool stored;

	TRY(push_app_get(cx, &before));
	*secret = NULL;
	if (!made.key)
		made.key = random_hex(cx->arena, KEY_BYTES);
	if (!made.secret_sealed || new_secret) {
		*secret = random_hex(cx->arena, SECRET_BYTES);
		made.secret_sealed = auth_seal(cx->arena, str_of(*secret));
		made.secret_us = cx->now_us;
	}
	TRY(push_app_store_put(cx, &made, &stored));
	if (!stored)
		return refuse_stale(cx, after);
	TRY(push_app_get(cx, after));
	TRY(audit_write_change(cx, *secret ? "push.secret_changed" : "push.changed", &subject,
		picture(cx, &before), picture(cx, after)));
	return tell(cx, after->version);
}
