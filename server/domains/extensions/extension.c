/* extension.c - extensions as people set them up, and what the world hears of them. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "base/utf8.h"
#include "domains/accounts/account.h"
#include "platform/auth/audit.h"

#include <assert.h>

#define NAME_MAX_LETTERS 120
#define EVENT_BYTES 1024

/* ---- Telling ----------------------------------------------------------------------- */

void extension_write(struct json *json, const struct cx *cx, const struct extension *extension)
{
	const struct phone *phone = &extension->phone;

	json_open(json);
	json_field_int(json, "id", extension->id);
	json_field_text(json, "extension", extension->number);
	json_field_text(json, "endpoint", extension->endpoint);
	json_field_text(json, "agent_name", extension->agent_name);
	json_field_id(json, "team_id", extension->team_id);
	json_field_text(json, "team_name", extension->team_name);
	json_field_id(json, "agent_id", extension->agent_id);
	json_field_text(json, "agent_code",
		extension->agent_no ? agent_code(cx->arena, extension->agent_no) : NULL);
	json_field_bool(json, "is_active", extension->active);
	json_field_text(json, "availability_status", phone_status_words[phone->status]);
	json_field_time(json, "status_changed_at", phone->status_changed_us);
	json_field_text(json, "line_state", line_state_words[phone->line]);
	json_field_time(json, "line_changed_at", phone->line_changed_us);
	json_field_text(json, "registration", registration_words[phone->registration]);
	json_field_text(json, "presence", extension->presence);
	json_field_opt_time(json, "presence_since", extension->presence_since_us);
	json_field_opt_time(json, "last_seen_at", extension->last_seen_us);
	json_field_time(json, "created_at", extension->created_us);
	json_field_time(json, "updated_at", extension->updated_us);
	json_field_int(json, "version", extension->version);
	json_close(json);
}

static enum err publish(struct cx *cx, const char *type, int64_t id, struct json *json)
{
	json_close(json);
	return events_publish(cx,
		&(struct event){.type = type,
			.subject_type = "extension",
			.subject_id = id,
			.audience = {.permission = PERM_AGENTS_READ, .everyone = true},
			.data = json_end(json).ptr});
}

static enum err publish_row(struct cx *cx, const char *type, const struct extension *extension)
{
	struct json json;

	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_key(&json, "extension");
	extension_write(&json, cx, extension);
	return publish(cx, type, extension->id, &json);
}

enum err extension_publish_status(
	struct cx *cx, const struct extension *extension, enum phone_status previous)
{
	struct json json;

	json_begin(&json, cx->arena, EVENT_BYTES);
	json_open(&json);
	json_field_text(&json, "previous_status", phone_status_words[previous]);
	json_key(&json, "extension");
	extension_write(&json, cx, extension);
	return publish(cx, "extension:status_changed", extension->id, &json);
}

/* What people set, for the audit log. */
static const char *picture(struct cx *cx, const struct extension *extension)
{
	struct json json;

	if (!extension)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "extension", extension->number);
	json_field_text(&json, "endpoint", extension->endpoint);
	json_field_text(&json, "agent_name", extension->own_name);
	json_field_id(&json, "team_id", extension->team_id);
	json_field_id(&json, "agent_id", extension->agent_id);
	json_field_bool(&json, "is_active", extension->active);
	json_close(&json);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct extension *before,
	const struct extension *after)
{
	struct audit_subject subject = {"extension", 0};

	assert(before || after);
	subject.id = after ? after->id : before->id;
	return audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, after));
}

/* ---- Rules -------------------------------------------------------------------------- */

/* What can be dialled. */
static bool number_good(const char *number)
{
	const size_t length = strlen(number);

	return length >= 1 && length <= EXTENSION_BYTES_MAX &&
		strspn(number, "0123456789*#") == length;
}

static enum err check(struct cx *cx, const struct extension *extension)
{
	if (!number_good(extension->number))
		fail_field(cx, "extension", "Use 1 to %d digits, * and #.", EXTENSION_BYTES_MAX);
	if (!endpoint_good(extension->endpoint))
		fail_field(cx, "endpoint", "Write it as the PBX does: PJSIP/1001.");
	if (extension->own_name && utf8_count(extension->own_name) > NAME_MAX_LETTERS)
		fail_field(cx, "agent_name", "The name has 1 to %d characters.", NAME_MAX_LETTERS);
	return cx->failure.fields ? ERR_INVALID : OK;
}

static void apply(struct cx *cx, const struct extension_change *change, struct extension *extension)
{
	/* A phone that was named after its number keeps being so. */
	const bool named = extension->endpoint &&
		!text_is(extension->endpoint,
			arena_format(cx->arena, "PJSIP/%s", extension->number));

	if (change->number)
		extension->number = change->number;
	if (!text_empty(change->endpoint))
		extension->endpoint = change->endpoint;
	else if (!named || change->endpoint)
		extension->endpoint = arena_format(cx->arena, "PJSIP/%s", extension->number);
	if (change->agent_name)
		extension->own_name = *change->agent_name ? change->agent_name : NULL;
	if (change->team_id.given)
		extension->team_id = change->team_id.value;
	if (change->agent_id.given)
		extension->agent_id = change->agent_id.value;
	if (change->active.given)
		extension->active = change->active.value;
}

enum err extension_create(
	struct cx *cx, const struct extension_change *wanted, struct extension *made)
{
	struct extension extension = {.number = "",
		.active = true,
		.phone = {.registration = REGISTRATION_UNKNOWN,
			.line = LINE_UNKNOWN,
			.status = PHONE_UNKNOWN}};

	apply(cx, wanted, &extension);
	TRY(check(cx, &extension));
	TRY(extension_store_add(cx, &extension));
	TRY(pbx_command_refresh(cx));
	TRY(extension_store_get(cx, extension.id, made));
	TRY(record(cx, "extension.created", NULL, made));
	return publish_row(cx, "extension:created", made);
}

static enum err conflict(struct cx *cx, int64_t id)
{
	struct extension now;
	struct json json;

	TRY(extension_store_get(cx, id, &now));
	json_begin(&json, cx->arena, EVENT_BYTES);
	extension_write(&json, cx, &now);
	cx->failure.current_json = json_end(&json).ptr;
	return fail(cx, ERR_CONFLICT, "version", "The extension has changed since.");
}

/* Another phone: nothing is known of it before the PBX says so. */
static enum err forget_phone(struct cx *cx, struct extension *extension)
{
	if (phone_set_line(&extension->phone, LINE_UNKNOWN, cx->now_us) |
		phone_set_registration(&extension->phone, REGISTRATION_UNKNOWN, cx->now_us))
		TRY(extension_store_state(cx, extension, cx->now_us));
	return pbx_command_refresh(cx);
}

enum err extension_change(
	struct cx *cx, int64_t id, const struct extension_change *change, struct extension *after)
{
	struct extension before, extension;
	bool stored;

	TRY(extension_store_get(cx, id, &before));
	extension = before;
	if (change->version.given)
		extension.version = change->version.value;
	apply(cx, change, &extension);
	TRY(check(cx, &extension));
	TRY(extension_store_update(cx, &extension, &stored));
	if (!stored)
		return conflict(cx, id);
	if (!text_is(before.endpoint, extension.endpoint))
		TRY(forget_phone(cx, &extension));
	TRY(extension_store_get(cx, id, after));
	TRY(record(cx, "extension.changed", &before, after));
	return publish_row(cx, "extension:updated", after);
}

enum err extension_remove(struct cx *cx, int64_t id, struct opt_int version)
{
	struct extension before;
	struct json json;

	TRY(extension_store_get(cx, id, &before));
	if (version.given && version.value != before.version)
		return conflict(cx, id);
	TRY(extension_store_remove(cx, id));
	TRY(record(cx, "extension.removed", &before, NULL));
	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_int(&json, "id", id);
	return publish(cx, "extension:removed", id, &json);
}
