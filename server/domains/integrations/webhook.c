/* webhook.c - which events go where, and who is told when they do not arrive. No SQL, no HTTP. */
/* SPDX-License-Identifier: MIT */
#include "domains/integrations/names_internal.h"
#include "domains/integrations/webhook_internal.h"

#include "platform/auth/audit.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/fetch/fetch.h"

#define WEBHOOKS_MAX 20
#define SECRET_BYTES 32
#define OLD_SECRET_US US_PER_DAY

const char *const webhook_state_words[] = {"active", "failing", "paused", "disabled", NULL};
const char *const webhook_delivery_words[] = {"waiting", "delivered", "failed", "dropped", NULL};

/* To one's own pages alone (as all that a visitor is told), or about these settings themselves. */
static const char *const private_types[] = {"account:changed", "announcement:changed",
	"canned:changed", "audit:written", "api_key:changed", "courier:tested", "notification:new",
	"provider:tested", "session:ended", "webhook:changed", "push:changed", "channel:said",
	"channel:joined", "channel:left", "channel:asked", "chat_widget:changed", NULL};

bool webhook_offers(const char *type)
{
	return events_kind(type) && word_index(private_types, type) < 0 &&
		!str_starts(str_of(type), "widget:");
}

bool webhook_wants(const struct webhook *webhook, const char *type)
{
	return webhook_offers(type) &&
		(text_is(webhook->events, WEBHOOK_ALL) || names_have(webhook->events, type));
}

/* ---- How it looks ------------------------------------------------------------------------ */

static const char *state_of(const struct webhook *webhook)
{
	if (!webhook->active)
		return webhook_state_words[webhook->disabled_us.given ? 3 : 2];
	return webhook_state_words[webhook->failing_since_us.given ? 1 : 0];
}

void webhook_write(struct json *json, const struct webhook *webhook, const char *secret)
{
	json_open(json);
	json_field_id(json, "id", webhook->id);
	json_field_text(json, "name", webhook->name);
	json_field_text(json, "url", webhook->url);
	names_write(json, "events", webhook->events);
	json_field_bool(json, "active", webhook->active);
	json_field_text(json, "state", state_of(webhook));
	json_field_opt_time(json, "disabled_at", webhook->disabled_us);
	json_field_opt_time(json, "failing_since", webhook->failing_since_us);
	json_field_opt_time(json, "last_ok_at", webhook->ok_us);
	json_field_opt_time(json, "last_failed_at", webhook->failed_us);
	json_field_text(json, "error", webhook->error);
	json_field_int(json, "waiting_count", webhook->waiting);
	json_field_int(json, "failed_count", webhook->failed);
	json_field_opt_time(json, "old_secret_until", webhook->old_until_us);
	json_field_time(json, "created_at", webhook->created_us);
	json_field_int(json, "version", webhook->version);
	if (secret)
		json_field_text(json, "secret", secret);
	json_close(json);
}

static const char *picture(struct cx *cx, const struct webhook *webhook)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	webhook_write(&json, webhook, NULL);
	return json_end(&json).ptr;
}

enum err webhook_tell(struct cx *cx, int64_t id, int64_t delivery_id)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_int(&json, "webhook_id", id);
	json_field_id(&json, "delivery_id", delivery_id);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "webhook:changed",
			.subject_type = "webhook",
			.subject_id = id,
			.audience = {.permission = PERM_WEBHOOKS_MANAGE, .everyone = true},
			.data = json_end(&json).ptr});
}

static enum err record(struct cx *cx, const char *action, const struct webhook *before,
	const struct webhook *after)
{
	const struct audit_subject subject = {"webhook", after ? after->id : before->id};

	TRY(audit_write_change(cx, action, &subject, before ? picture(cx, before) : NULL,
		after ? picture(cx, after) : NULL));
	return webhook_tell(cx, subject.id, 0);
}

/* ---- Making and changing -------------------------------------------------------------------- */

enum err webhook_read(struct cx *cx, int64_t id, struct webhook *webhook)
{
	struct webhook *list;
	size_t count = 0;

	if (id > 0)
		TRY(webhook_store_list(cx, id, &list, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such webhook.");
	*webhook = list[0];
	return OK;
}

static enum err join_events(struct cx *cx, const char *const *types, const char **joined)
{
	struct buf text = buf_in(cx->arena, 256);

	for (; *types; types++) {
		if (text_is(*types, WEBHOOK_ALL)) {
			*joined = WEBHOOK_ALL;
			return OK;
		}
		if (!webhook_offers(*types))
			return fail(cx, ERR_INVALID, "events", "There is no event %s.", *types);
		if (!names_have(text.ptr, *types))
			buf_format(&text, "%s%s", text.len ? "," : "", *types);
	}
	if (!text.len)
		return fail(cx, ERR_INVALID, "events", "Choose at least one event.");
	*joined = text.ptr;
	return OK;
}

static enum err take_over(
	struct cx *cx, const struct webhook_change *change, struct webhook *webhook)
{
	if (change->name)
		webhook->name = change->name;
	if (change->url)
		webhook->url = change->url;
	if (change->events)
		TRY(join_events(cx, change->events, &webhook->events));
	return fetch_url_check(cx, "url", webhook->url);
}

/* As Standard Webhooks writes secrets: a mark, and base64 of what signs. */
static const char *new_secret(struct arena *arena)
{
	unsigned char bytes[SECRET_BYTES];

	crypto_random(bytes, sizeof(bytes));
	return arena_format(arena, "whsec_%s", crypto_base64(arena, bytes, sizeof(bytes)));
}

enum err webhook_create(struct cx *cx, const struct webhook_change *wanted, struct webhook *webhook,
	const char **secret)
{
	struct webhook *list;
	size_t count;

	*webhook = (struct webhook){
		.active = !wanted->active.given || wanted->active.value,
		.created_us = cx->now_us,
	};
	TRY(take_over(cx, wanted, webhook));
	TRY(db_begin_write(cx));
	TRY(webhook_store_list(cx, 0, &list, &count));
	if (count >= WEBHOOKS_MAX)
		return fail(
			cx, ERR_CONFLICT, NULL, "A company has at most %d webhooks.", WEBHOOKS_MAX);
	*secret = new_secret(cx->arena);
	webhook->secret_sealed = auth_seal(cx->arena, str_of(*secret));
	TRY(events_last_seq(cx, &webhook->seen_seq));
	TRY(webhook_store_add(cx, webhook));
	TRY(webhook_read(cx, webhook->id, webhook));
	return record(cx, "webhook.created", NULL, webhook);
}

/* What happened while it was off is not sent: it begins with what comes from now on. */
static enum err switch_to(struct cx *cx, bool active, struct webhook *webhook)
{
	if (active == webhook->active)
		return OK;
	webhook->active = active;
	webhook->disabled_us = webhook->failing_since_us = (struct opt_int){0};
	webhook->error = NULL;
	if (active)
		return events_last_seq(cx, &webhook->seen_seq);
	return webhook_delivery_store_drop(cx, webhook->id);
}

static enum err newer(struct cx *cx, const struct webhook *current)
{
	cx->failure.current_json = picture(cx, current);
	return fail(cx, ERR_CONFLICT, "version", "The webhook has changed since.");
}

static enum err store(
	struct cx *cx, const char *action, const struct webhook *before, struct webhook *webhook)
{
	bool changed;

	TRY(webhook_store_update(cx, webhook, &changed));
	if (!changed)
		return newer(cx, before);
	TRY(webhook_read(cx, before->id, webhook));
	return record(cx, action, before, webhook);
}

enum err webhook_change(
	struct cx *cx, int64_t id, const struct webhook_change *change, struct webhook *after)
{
	struct webhook before = {0};

	TRY(db_begin_write(cx));
	TRY(webhook_read(cx, id, &before));
	if (change->version.given && change->version.value != before.version)
		return newer(cx, &before);
	*after = before;
	TRY(take_over(cx, change, after));
	if (change->active.given)
		TRY(switch_to(cx, change->active.value, after));
	return store(cx, "webhook.changed", &before, after);
}

enum err webhook_rotate(struct cx *cx, int64_t id, struct webhook *after, const char **secret)
{
	struct webhook before = {0};

	TRY(db_begin_write(cx));
	TRY(webhook_read(cx, id, &before));
	*after = before;
	*secret = new_secret(cx->arena);
	after->old_secret_sealed = before.secret_sealed;
	after->old_until_us = (struct opt_int){cx->now_us + OLD_SECRET_US, true};
	after->secret_sealed = auth_seal(cx->arena, str_of(*secret));
	return store(cx, "webhook.secret_changed", &before, after);
}

enum err webhook_remove(struct cx *cx, int64_t id)
{
	struct webhook webhook = {0};

	TRY(db_begin_write(cx));
	TRY(webhook_read(cx, id, &webhook));
	TRY(webhook_store_remove(cx, id));
	return record(cx, "webhook.removed", &webhook, NULL);
}

/* ---- Deliveries -------------------------------------------------------------------------------- */

static const char *test_payload(struct cx *cx, int64_t id)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_text(&json, "type", WEBHOOK_TEST);
	json_field_open(&json, "data");
	json_field_int(&json, "webhook_id", id);
	json_close(&json);
	json_field_int(&json, "seq", 0);
	json_field_time(&json, "at", cx->now_us);
	json_close(&json);
	return json_end(&json).ptr;
}

enum err webhook_test(struct cx *cx, int64_t id, struct webhook_delivery *delivery)
{
	struct webhook webhook = {0};

	TRY(webhook_read(cx, id, &webhook));
	*delivery = (struct webhook_delivery){.webhook_id = id,
		.type = WEBHOOK_TEST,
		.payload = test_payload(cx, id),
		.rounds = 1,
		.created_us = cx->now_us};
	TRY(webhook_delivery_store_add(cx, delivery));
	TRY(audit_write(cx, "webhook.tested", "webhook", id, NULL));
	return webhook_enqueue(cx, delivery);
}

enum err webhook_replay(
	struct cx *cx, int64_t id, int64_t delivery_id, struct webhook_delivery *after)
{
	static const char *const allowed[] = {"delivered", "failed", "dropped", NULL};
	struct webhook webhook = {0};
	bool found;

	TRY(db_begin_write(cx));
	TRY(webhook_read(cx, id, &webhook));
	TRY(webhook_delivery_store_get(cx, delivery_id, after, &found));
	if (!found || after->webhook_id != id)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such delivery.");
	if (after->status == DELIVERY_WAITING)
		return fail_state(cx, NULL, allowed, "This delivery is still on its way.");
	if (!webhook.active)
		return fail_state(cx, NULL, allowed, "The webhook is switched off.");
	after->status = DELIVERY_WAITING;
	after->attempts = 0;
	after->rounds++;
	after->error = NULL;
	TRY(webhook_delivery_store_note(cx, after));
	TRY(audit_write(cx, "webhook.replayed", "webhook_delivery", delivery_id, NULL));
	return webhook_enqueue(cx, after);
}
