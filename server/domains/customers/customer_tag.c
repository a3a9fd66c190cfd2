/* customer_tag.c - tags of customers: what a company has of them, and which a customer may get. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_tag.h"

#include "base/str.h"
#include "domains/customers/customer_field.h"
#include "platform/auth/audit.h"
#include "platform/json/json.h"

const char *const customer_tone_words[] = {
	"neutral", "info", "success", "warning", "danger", "violet", NULL};

enum err customer_tags_list(struct cx *cx, struct customer_tag **tags, size_t *count)
{
	return customer_tag_store_list(cx, NULL, tags, count);
}

void customer_tag_write(struct json *json, const struct customer_tag *tag)
{
	json_open(json);
	json_field_int(json, "id", tag->id);
	json_field_text(json, "code", tag->code);
	json_field_text(json, "name_en", tag->name_en);
	json_field_text(json, "name_ar", tag->name_ar);
	json_field_text(json, "tone", tag->tone);
	json_field_bool(json, "active", tag->active);
	json_field_int(json, "customers", tag->customers);
	json_field_int(json, "version", tag->version);
	json_close(json);
}

static enum err find(struct cx *cx, const char *code, struct customer_tag *tag)
{
	struct customer_tag *tags;
	size_t count;

	*tag = (struct customer_tag){0};
	TRY(customer_tag_store_list(cx, code, &tags, &count));
	if (text_empty(code) || !count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such tag.");
	*tag = tags[0];
	return OK;
}

/* ---- The company's ---------------------------------------------------------------------------- */

static const char *picture(struct cx *cx, const struct customer_tag *tag)
{
	struct json json;

	if (!tag)
		return NULL;
	json_begin(&json, cx->arena, 256);
	customer_tag_write(&json, tag);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct customer_tag *before,
	const struct customer_tag *after)
{
	const struct audit_subject subject = {"customer_tag", after ? after->id : before->id};

	TRY(audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, after)));
	return customer_choices_publish(cx, "tags");
}

enum err customer_tag_create(
	struct cx *cx, const struct customer_tag_change *wanted, struct customer_tag *tag)
{
	struct customer_tag *tags;
	size_t count;
	enum err err;

	if (!customer_code_good(wanted->code))
		return fail(cx, ERR_INVALID, "code", "Use 1 to 32 of a-z, 0-9, - and _.");
	*tag = (struct customer_tag){.code = wanted->code,
		.name_en = wanted->name_en,
		.name_ar = wanted->name_ar,
		.tone = wanted->tone ? wanted->tone : customer_tone_words[0],
		.active = wanted->active.given ? wanted->active.value : true};
	TRY(customer_names_read(cx, &tag->name_en, &tag->name_ar));
	TRY(customer_tags_list(cx, &tags, &count));
	if (count >= CUSTOMER_TAG_DEFS_MAX)
		return fail(cx, ERR_CONFLICT, NULL, "There can be no more than %d tags.",
			CUSTOMER_TAG_DEFS_MAX);
	err = customer_tag_store_add(cx, tag);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "code", "Another tag has this code.");
	TRY(err);
	return record(cx, "customer_tag.created", NULL, tag);
}

enum err customer_tag_edit(struct cx *cx, const char *code,
	const struct customer_tag_change *change, struct customer_tag *tag)
{
	struct customer_tag before;
	bool changed;

	TRY(find(cx, code, tag));
	before = *tag;
	if (change->name_en)
		tag->name_en = change->name_en;
	if (change->name_ar)
		tag->name_ar = change->name_ar;
	TRY(customer_names_read(cx, &tag->name_en, &tag->name_ar));
	if (change->tone)
		tag->tone = change->tone;
	if (change->active.given)
		tag->active = change->active.value;
	if (change->version.given)
		tag->version = change->version.value;
	TRY(customer_tag_store_update(cx, tag, &changed));
	if (!changed)
		return fail(cx, ERR_CONFLICT, "version", "The tag has changed since.");
	tag->version++;
	return record(cx, "customer_tag.changed", &before, tag);
}

enum err customer_tag_remove(struct cx *cx, const char *code)
{
	struct customer_tag tag;

	TRY(find(cx, code, &tag));
	if (tag.customers)
		return fail(cx, ERR_CONFLICT, NULL,
			"Customers have this tag; it can be switched off, but not removed.");
	TRY(customer_tag_store_remove(cx, tag.id));
	return record(cx, "customer_tag.removed", &tag, NULL);
}

/* ---- A customer's ------------------------------------------------------------------------------- */

static bool has(struct cx *cx, const char *codes, const char *code)
{
	return strstr(codes, arena_format(cx->arena, ",%s,", code)) != NULL;
}

static void take(struct customer_tag_set *set, int64_t id)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->ids[i] == id)
			return;
	set->ids[set->count++] = id;
}

enum err customer_tags_read(
	struct cx *cx, const char *const *codes, const char *had, struct customer_tag_set *set)
{
	*set = (struct customer_tag_set){0};
	for (; codes && *codes && set->count < CUSTOMER_TAGS_MAX; codes++) {
		struct customer_tag tag;
		const enum err err = find(cx, *codes, &tag);

		if (err == ERR_NOT_FOUND || (err == OK && !tag.active && !has(cx, had, tag.code))) {
			fail_clear(cx);
			return fail(cx, ERR_INVALID, "tags", "There is no such tag: %s", *codes);
		}
		TRY(err);
		take(set, tag.id);
	}
	return OK;
}
