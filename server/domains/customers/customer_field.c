/* customer_field.c - fields of the company's own: what there may be, and what a value may be. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_field.h"

#include "base/time.h"
#include "base/utf8.h"
#include "platform/auth/audit.h"
#include "platform/events/events.h"
#include "platform/json/json.h"

#define NUMBER_BYTES_MAX 30

const char *const customer_field_type_words[] = {
	"text", "number", "date", "choice", "boolean", NULL};

enum err customer_choices_publish(struct cx *cx, const char *what)
{
	struct json json;

	json_begin(&json, cx->arena, 64);
	json_open(&json);
	json_field_text(&json, "what", what);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "customer:choices",
			.subject_type = "company",
			.subject_id = cx->actor->company_id,
			.audience = {.permission = PERM_CUSTOMERS_READ, .everyone = true},
			.data = json_end(&json).ptr});
}

bool customer_code_good(const char *code)
{
	const size_t length = code ? strlen(code) : 0;

	return length >= 1 && length <= CUSTOMER_FIELD_KEY_MAX &&
		strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

enum err customer_names_read(struct cx *cx, const char **name_en, const char **name_ar)
{
	if (text_empty(*name_en) && text_empty(*name_ar))
		return fail(cx, ERR_INVALID, "name_en", "This is needed.");
	if (text_empty(*name_en))
		*name_en = *name_ar;
	if (text_empty(*name_ar))
		*name_ar = *name_en;
	return OK;
}

enum err customer_fields_list(struct cx *cx, struct customer_field **fields, size_t *count)
{
	return customer_field_store_list(cx, NULL, fields, count);
}

void customer_field_write(struct json *json, const struct customer_field *field)
{
	json_open(json);
	json_field_int(json, "id", field->id);
	json_field_text(json, "key", field->key);
	json_field_text(json, "name_en", field->name_en);
	json_field_text(json, "name_ar", field->name_ar);
	json_field_text(json, "type", customer_field_type_words[field->type]);
	json_field_raw(json, "options", field->options);
	json_field_int(json, "position", field->position);
	json_field_bool(json, "required", field->required);
	json_field_bool(json, "active", field->active);
	json_field_int(json, "customers", field->customers);
	json_field_int(json, "version", field->version);
	json_close(json);
}

/* ---- The company's ---------------------------------------------------------------------------- */

static enum err find(struct cx *cx, const char *key, struct customer_field *field)
{
	struct customer_field *fields;
	size_t count;

	*field = (struct customer_field){0};
	TRY(customer_field_store_list(cx, key, &fields, &count));
	if (!count)
		return fail(cx, ERR_NOT_FOUND, NULL, "There is no such field.");
	*field = fields[0];
	return OK;
}

static const char *picture(struct cx *cx, const struct customer_field *field)
{
	struct json json;

	if (!field)
		return NULL;
	json_begin(&json, cx->arena, 256);
	customer_field_write(&json, field);
	return json_end(&json).ptr;
}

static enum err record(struct cx *cx, const char *action, const struct customer_field *before,
	const struct customer_field *after)
{
	const struct audit_subject subject = {"customer_field", after ? after->id : before->id};

	TRY(audit_write_change(cx, action, &subject, picture(cx, before), picture(cx, after)));
	return customer_choices_publish(cx, "fields");
}

static bool option_taken(const struct customer_option *options, size_t count, const char *value)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(options[i].value, value))
			return true;
	return false;
}

/* Of a choice there is something to choose, each once. */
static enum err read_options(struct cx *cx, const struct customer_field_change *change,
	enum customer_field_type type, const char **options)
{
	struct json json;

	if (type != CUSTOMER_CHOICE)
		return OK;
	if (!change->option_count)
		return fail(cx, ERR_INVALID, "options", "Say what there is to choose from.");
	json_begin(&json, cx->arena, 64 * change->option_count);
	json_open_array(&json);
	for (size_t i = 0; i < change->option_count; i++) {
		struct customer_option option = change->options[i];

		if (!customer_code_good(option.value))
			return fail(
				cx, ERR_INVALID, "options", "Use 1 to 32 of a-z, 0-9, - and _.");
		if (option_taken(change->options, i, option.value))
			return fail(cx, ERR_INVALID, "options", "This is there twice: %s",
				option.value);
		TRY(customer_names_read(cx, &option.name_en, &option.name_ar));
		json_open(&json);
		json_field_text(&json, "value", option.value);
		json_field_text(&json, "name_en", option.name_en);
		json_field_text(&json, "name_ar", option.name_ar);
		json_close(&json);
	}
	json_close_array(&json);
	*options = json_end(&json).ptr;
	return OK;
}

static enum err next_position(struct cx *cx, int64_t *position)
{
	struct customer_field *fields;
	size_t count;

	TRY(customer_fields_list(cx, &fields, &count));
	if (count >= CUSTOMER_FIELDS_MAX)
		return fail(cx, ERR_CONFLICT, NULL, "There can be no more than %d fields.",
			CUSTOMER_FIELDS_MAX);
	*position = count ? fields[count - 1].position + 1 : 1;
	return OK;
}

enum err customer_field_create(
	struct cx *cx, const struct customer_field_change *wanted, struct customer_field *field)
{
	enum err err;

	if (!customer_code_good(wanted->key))
		return fail(cx, ERR_INVALID, "key", "Use 1 to 32 of a-z, 0-9, - and _.");
	*field = (struct customer_field){.key = wanted->key,
		.name_en = wanted->name_en,
		.name_ar = wanted->name_ar,
		.type = (enum customer_field_type)word_index(
			customer_field_type_words, wanted->type),
		.options = "[]",
		.required = wanted->required.value,
		.active = wanted->active.given ? wanted->active.value : true};
	TRY(customer_names_read(cx, &field->name_en, &field->name_ar));
	TRY(read_options(cx, wanted, field->type, &field->options));
	TRY(next_position(cx, &field->position));
	if (wanted->position.given)
		field->position = wanted->position.value;
	err = customer_field_store_add(cx, field);
	if (err == ERR_CONFLICT)
		return fail(cx, err, "key", "Another field has this key.");
	TRY(err);
	return record(cx, "customer_field.created", NULL, field);
}

enum err customer_field_edit(struct cx *cx, const char *key,
	const struct customer_field_change *change, struct customer_field *field)
{
	struct customer_field before;
	bool changed;

	TRY(find(cx, key, field));
	before = *field;
	if (change->name_en)
		field->name_en = change->name_en;
	if (change->name_ar)
		field->name_ar = change->name_ar;
	TRY(customer_names_read(cx, &field->name_en, &field->name_ar));
	if (change->options)
		TRY(read_options(cx, change, field->type, &field->options));
	if (change->position.given)
		field->position = change->position.value;
	if (change->required.given)
		field->required = change->required.value;
	if (change->active.given)
		field->active = change->active.value;
	if (change->version.given)
		field->version = change->version.value;
	TRY(customer_field_store_update(cx, field, &changed));
	if (!changed)
		return fail(cx, ERR_CONFLICT, "version", "The field has changed since.");
	field->version++;
	return record(cx, "customer_field.changed", &before, field);
}

enum err customer_field_remove(struct cx *cx, const char *key)
{
	struct customer_field field;

	TRY(find(cx, key, &field));
	if (field.customers)
		return fail(cx, ERR_CONFLICT, NULL,
			"Customers have a value of it; the field can be switched off, but not "
			"removed.");
	TRY(customer_field_store_remove(cx, field.id));
	return record(cx, "customer_field.removed", &field, NULL);
}

/* ---- Values ------------------------------------------------------------------------------------ */

static enum err read_text(
	struct cx *cx, const char *name, const struct json_value *given, const char **kept)
{
	struct str text;

	if (json_kind_of(given) != JSON_TEXT)
		return fail(cx, ERR_INVALID, name, "This is not a text.");
	text = str_trim(str_of(json_text_of(given)));
	*kept = text.len ? arena_text_n(cx->arena, text.ptr, text.len) : NULL;
	if (*kept && utf8_count(*kept) > CUSTOMER_VALUE_MAX)
		return fail(cx, ERR_INVALID, name, "Use at most %zu characters.",
			(size_t)CUSTOMER_VALUE_MAX);
	return OK;
}

static enum err read_number(
	struct cx *cx, const char *name, const struct json_value *given, const char **kept)
{
	const enum json_kind kind = json_kind_of(given);

	if (kind != JSON_INT && kind != JSON_DOUBLE)
		return fail(cx, ERR_INVALID, name, "This is not a number.");
	*kept = json_digits_of(cx->arena, given);
	if (strlen(*kept) > NUMBER_BYTES_MAX)
		return fail(cx, ERR_INVALID, name, "This number has too many digits.");
	return OK;
}

static enum err read_date(
	struct cx *cx, const char *name, const struct json_value *given, const char **kept)
{
	int64_t day;

	*kept = json_kind_of(given) == JSON_TEXT ? json_text_of(given) : NULL;
	if (!*kept || !day_read(str_of(*kept), &day))
		return fail(cx, ERR_INVALID, name, "Write the day as 2026-11-22.");
	return OK;
}

static enum err read_choice(struct cx *cx, const struct customer_field *field, const char *name,
	const struct json_value *given, const char **kept)
{
	const struct json_value *options;

	*kept = json_kind_of(given) == JSON_TEXT ? json_text_of(given) : NULL;
	TRY(json_parse(cx, str_of(field->options), &options));
	for (size_t i = 0; *kept && i < json_count(options); i++)
		if (text_is(*kept, json_text_of(json_get(json_item(options, i), "value"))))
			return OK;
	return fail(cx, ERR_INVALID, name, "This is none of the choices.");
}

static enum err read_boolean(
	struct cx *cx, const char *name, const struct json_value *given, const char **kept)
{
	if (json_kind_of(given) != JSON_BOOL)
		return fail(cx, ERR_INVALID, name, "Use true or false.");
	*kept = json_bool_of(given) ? "true" : "false";
	return OK;
}

static enum err read_kept(struct cx *cx, const struct customer_field *field, const char *name,
	const struct json_value *given, const char **kept)
{
	switch (field->type) {
	case CUSTOMER_NUMBER:
		return read_number(cx, name, given, kept);
	case CUSTOMER_DATE:
		return read_date(cx, name, given, kept);
	case CUSTOMER_CHOICE:
		return read_choice(cx, field, name, given, kept);
	case CUSTOMER_BOOLEAN:
		return read_boolean(cx, name, given, kept);
	default:
		return read_text(cx, name, given, kept);
	}
}

enum err customer_field_read(struct cx *cx, const struct customer_field *field,
	const struct json_value *given, const char **kept)
{
	const char *name = arena_format(cx->arena, "custom.%s", field->key);

	*kept = NULL;
	if (given && json_kind_of(given) != JSON_NULL)
		TRY(read_kept(cx, field, name, given, kept));
	if (!*kept && field->required)
		return fail(cx, ERR_INVALID, name, "This is needed.");
	return OK;
}

void customer_value_write(struct json *json, enum customer_field_type type, const char *kept)
{
	if (type == CUSTOMER_NUMBER || type == CUSTOMER_BOOLEAN)
		json_raw(json, kept, strlen(kept));
	else
		json_text(json, kept);
}
