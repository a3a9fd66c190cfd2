/* customer_note.c - notes on customers: by whom, and whose they are to change. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_note.h"

#include "domains/customers/customer_reach.h"
#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

static const char *const notes_changed[] = {"notes", NULL};

void customer_note_write(struct json *json, const struct cx *cx, const struct customer_note *note)
{
	const int64_t self = cx->actor->user_id;

	json_open(json);
	json_field_int(json, "id", note->id);
	json_field_text(json, "content", note->body);
	json_field_id(json, "user_id", note->user_id);
	json_field_text(json, "author", note->author);
	json_field_bool(json, "own", self && note->user_id == self);
	json_field_time(json, "created_at", note->created_us);
	json_field_opt_time(json, "edited_at", note->edited_us);
	json_field_int(json, "version", note->version);
	json_close(json);
}

enum err customer_notes_list(
	struct cx *cx, const char *key, int64_t below, int64_t limit, struct customer_notes *notes)
{
	struct customer customer;

	TRY(customer_seen(cx, key, &customer));
	return customer_note_store_list(cx, customer.id, below, limit, notes);
}

enum err customer_note_add(
	struct cx *cx, const char *key, const char *body, struct customer_note *note)
{
	struct customer customer;

	TRY(customer_seen(cx, key, &customer));
	*note = (struct customer_note){.customer_id = customer.id,
		.user_id = cx->actor->user_id,
		.author = cx->actor->user_name,
		.body = body,
		.created_us = cx->now_us};
	TRY(customer_note_store_add(cx, note));
	return customer_publish(cx, &customer, notes_changed);
}

static enum err find_own(struct cx *cx, const struct customer_note_key *key,
	struct customer *customer, struct customer_note *note)
{
	enum err err;

	TRY(customer_seen(cx, key->customer, customer));
	err = customer_note_store_get(cx, customer->id, key->note_id, note);
	if (err == ERR_NOT_FOUND)
		return fail(cx, err, NULL, "There is no such note.");
	TRY(err);
	if (!cx->actor->user_id || note->user_id != cx->actor->user_id)
		return fail(cx, ERR_DENIED, NULL, "Only who wrote a note can change it.");
	if (key->version.given && key->version.value != note->version)
		return fail(cx, ERR_CONFLICT, "version", "The note has changed since.");
	return OK;
}

/* What is not there any more can be looked up by who may read the record. */
static enum err record(struct cx *cx, const char *action, const struct customer_note *note)
{
	struct json json;

	json_begin(&json, cx->arena, 256);
	json_open(&json);
	json_field_int(&json, "customer_id", note->customer_id);
	json_field_text(&json, "content", note->body);
	json_close(&json);
	return audit_write(cx, action, "customer_note", note->id, json_end(&json).ptr);
}

enum err customer_note_edit(struct cx *cx, const struct customer_note_key *key, const char *body,
	struct customer_note *note)
{
	struct customer customer;
	bool changed;

	TRY(find_own(cx, key, &customer, note));
	TRY(record(cx, "customer_note.changed", note));
	note->body = body;
	note->edited_us = (struct opt_int){cx->now_us, true};
	TRY(customer_note_store_update(cx, note, &changed));
	if (!changed)
		return fail(cx, ERR_CONFLICT, "version", "The note has changed since.");
	note->version++;
	return customer_publish(cx, &customer, notes_changed);
}

enum err customer_note_remove(struct cx *cx, const struct customer_note_key *key)
{
	struct customer customer;
	struct customer_note note;

	TRY(find_own(cx, key, &customer, &note));
	TRY(record(cx, "customer_note.removed", &note));
	TRY(customer_note_store_remove(cx, &note));
	return customer_publish(cx, &customer, notes_changed);
}
