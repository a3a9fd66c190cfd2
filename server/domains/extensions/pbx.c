/* pbx.c - the PBX as a person sets it up, and how the link to it is told of. */
/* SPDX-License-Identifier: MIT */
#include "domains/extensions/extensions_internal.h"

#include "platform/auth/audit.h"

#define HOST_BYTES_MAX 253
#define LOGIN_BYTES_MAX 100
#define PORT_MAX 65535

const char *const pbx_state_words[] = {
	"not_configured", "disabled", "connecting", "connected", "refused", "lost", NULL};

const char *pbx_state(const struct pbx *pbx)
{
	if (!pbx->configured)
		return "not_configured";
	return pbx->active ? pbx->state : "disabled";
}

const char *pbx_reason_text(const struct cx *cx, const char *reason)
{
	static const struct {
		const char *reason, *text;
	} texts[] = {
		{"address",
			WORDS("This address lies inside our own network, and the operator has not "
			      "opened it (fetch-allow).")},
		{"unreachable", WORDS("Nobody answers at this host and port.")},
		{"not_ami",
			WORDS("Something answers at this port, but it is no Asterisk manager.")},
		{"login", WORDS("The PBX does not accept this user with this secret.")},
		{"silent", WORDS("The PBX has not answered for a while.")},
		{"closed", WORDS("The PBX closed the connection.")},
		{"shutdown", WORDS("The PBX is being stopped.")},
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (text_is(texts[i].reason, reason))
			return cx_say(cx, texts[i].text);
	return NULL;
}

void pbx_write_state(struct json *json, const struct cx *cx, const struct pbx *pbx)
{
	const char *reason = pbx->configured && pbx->active ? pbx->reason : "none";

	json_open(json);
	json_field_text(json, "state", pbx_state(pbx));
	json_field_text(json, "reason", reason);
	json_field_text(json, "message", cx ? pbx_reason_text(cx, reason) : NULL);
	json_field_opt_time(json, "since", (struct opt_int){pbx->state_since_us, pbx->configured});
	json_field_text(json, "pbx_version", pbx->pbx_version);
	json_field_text(json, "system_name", pbx->system_name);
	json_field_opt_time(json, "refreshed_at", pbx->refreshed_us);
	json_key(json, "timestamps");
	if (pbx->timestamps.given)
		json_bool(json, pbx->timestamps.value != 0);
	else
		json_null(json);
	json_close(json);
}

enum err pbx_publish(struct cx *cx, const struct pbx *pbx)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	json_key(&json, "pbx");
	pbx_write_state(&json, NULL, pbx);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "pbx:changed",
			.subject_type = "pbx",
			.audience = {.permission = PERM_AGENTS_READ, .everyone = true},
			.data = json_end(&json).ptr});
}

enum err pbx_recovered(struct cx *cx, const struct pbx_recovery *recovery)
{
	struct pbx pbx;

	TRY(pbx_store_recovered(cx, recovery));
	TRY(pbx_store_get(cx, &pbx));
	return pbx_publish(cx, &pbx);
}

/* ---- What may be set ------------------------------------------------------------------- */

static bool host_good(const char *host)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:";
	const size_t length = strlen(host);

	return length > 0 && length <= HOST_BYTES_MAX && strspn(host, letters) == length;
}

static bool login_good(const char *text)
{
	return *text && strlen(text) <= LOGIN_BYTES_MAX && ami_value_good(text);
}

static enum err check(struct cx *cx, const struct pbx *pbx, const char *secret)
{
	const char *inside = pbx_reason_text(cx, "address");

	if (!host_good(pbx->host))
		fail_field(cx, "host", "Use a host name or an address.");
	else if (!ami_host_good(pbx->host))
		fail_field(cx, "host", "%s", inside);
	if (pbx->port < 1 || pbx->port > PORT_MAX)
		fail_field(cx, "port", "Use a number between 1 and %d.", PORT_MAX);
	if (!login_good(pbx->user))
		fail_field(cx, "username", "This is not one line of text.");
	if (secret && !login_good(secret))
		fail_field(cx, "secret", "This is not one line of text.");
	if (!pbx->secret_sealed)
		fail_field(cx, "secret", "This is needed.");
	return cx->failure.fields ? ERR_INVALID : OK;
}

static enum err apply(struct cx *cx, const struct pbx_change *change, struct pbx *pbx)
{
	/* A secret goes to nobody but the PBX that it was typed for. */
	const bool moved = pbx->configured && change->host && !text_is(change->host, pbx->host);

	if (!pbx->configured)
		*pbx = (struct pbx){.host = "", .user = "", .port = AMI_PORT, .active = true};
	if (moved)
		pbx->secret_sealed = NULL;
	if (change->host)
		pbx->host = change->host;
	if (change->user)
		pbx->user = change->user;
	if (!text_empty(change->secret))
		pbx->secret_sealed = auth_seal(cx->arena, str_of(change->secret));
	if (change->port.given)
		pbx->port = change->port.value;
	if (change->active.given)
		pbx->active = change->active.value;
	return check(cx, pbx, text_empty(change->secret) ? NULL : change->secret);
}

enum err pbx_draft(struct cx *cx, const struct pbx_change *change, struct pbx *draft)
{
	TRY(pbx_store_get(cx, draft));
	return apply(cx, change, draft);
}

/* ---- Trunks ------------------------------------------------------------------------------ */

static enum err check_trunks(struct cx *cx, const struct pbx_change *change)
{
	if (change->trunk_count > TRUNKS_MAX)
		return fail(cx, ERR_INVALID, "trunks", "A list has at most %d.", TRUNKS_MAX);
	for (size_t i = 0; i < change->trunk_count; i++) {
		const struct pbx_trunk *trunk = &change->trunks[i];

		if (!endpoint_good(trunk->endpoint))
			return fail(
				cx, ERR_INVALID, "trunks", "Write it as the PBX does: PJSIP/1001.");
		for (size_t j = 0; j < i; j++)
			if (text_is(trunk->endpoint, change->trunks[j].endpoint))
				return fail(cx, ERR_INVALID, "trunks", "\"%s\" stands there twice.",
					trunk->endpoint);
	}
	return OK;
}

static const struct pbx_trunk *wanted_trunk(const struct pbx_change *change, const char *endpoint)
{
	for (size_t i = 0; i < change->trunk_count; i++)
		if (text_is(change->trunks[i].endpoint, endpoint))
			return &change->trunks[i];
	return NULL;
}

/* Those that stay keep their states. */
static enum err set_trunks(struct cx *cx, const struct pbx_change *change)
{
	struct trunk *rows;
	size_t count;

	if (!change->trunks)
		return OK;
	TRY(trunk_store_list(cx, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		const struct pbx_trunk *wanted = wanted_trunk(change, rows[i].endpoint);

		if (!wanted) {
			TRY(trunk_store_remove(cx, rows[i].id));
			continue;
		}
		rows[i].name = wanted->name;
		TRY(trunk_store_rename(cx, &rows[i]));
	}
	for (size_t i = 0; i < change->trunk_count; i++) {
		struct trunk trunk = {
			.name = change->trunks[i].name, .endpoint = change->trunks[i].endpoint};
		size_t j = 0;

		while (j < count && !text_is(rows[j].endpoint, trunk.endpoint))
			j++;
		if (j == count)
			TRY(trunk_store_add(cx, &trunk));
	}
	return OK;
}

/* ---- Setting ------------------------------------------------------------------------------- */

static const char *picture(struct cx *cx, const struct pbx *pbx, const struct pbx *before)
{
	struct json json;

	if (!pbx->configured)
		return NULL;
	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_text(&json, "host", pbx->host);
	json_field_int(&json, "port", pbx->port);
	json_field_text(&json, "username", pbx->user);
	json_field_bool(&json, "is_active", pbx->active);
	json_field_bool(&json, "secret_changed",
		before && !text_is(before->secret_sealed, pbx->secret_sealed));
	json_close(&json);
	return json_end(&json).ptr;
}

enum err pbx_change(struct cx *cx, const struct pbx_change *change, struct pbx *after)
{
	const struct audit_subject subject = {"pbx", 0};
	struct pbx before, pbx;
	bool stored;

	TRY(pbx_store_get(cx, &before));
	pbx = before;
	TRY(apply(cx, change, &pbx));
	TRY(check_trunks(cx, change));
	pbx.configured = before.configured;
	if (change->version.given)
		pbx.version = change->version.value;
	TRY(pbx_store_put(cx, &pbx, &stored));
	if (!stored)
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	TRY(set_trunks(cx, change));
	if (before.configured && before.active && !pbx.active)
		TRY(phones_doubt(cx, cx->now_us));
	TRY(pbx_store_get(cx, after));
	TRY(pbx_store_state(cx, after));
	TRY(audit_write_change(cx, before.configured ? "pbx.changed" : "pbx.created", &subject,
		picture(cx, &before, NULL), picture(cx, after, &before)));
	return pbx_publish(cx, after);
}
