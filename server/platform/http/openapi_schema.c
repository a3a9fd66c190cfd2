/* openapi_schema.c - shapes and schemas as JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it). */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_openapi.h"

#include <assert.h>

/* ---- Collecting ---------------------------------------------------------------- */

/* Named once: two tables that share a name would overwrite each other's description. */
static void collect_shape(struct openapi *openapi, const struct shape *shape)
{
	for (size_t i = 0; i < openapi->shape_count; i++) {
		if (openapi->shapes[i] == shape)
			return;
		assert(strcmp(openapi->shapes[i]->name, shape->name) != 0);
	}
	assert(openapi->shape_count < NAMED_MAX);
	openapi->shapes[openapi->shape_count++] = shape;
}

static void collect_schema(struct openapi *openapi, const struct schema *schema)
{
	for (size_t i = 0; i < openapi->schema_count; i++) {
		if (openapi->schemas[i] == schema)
			return;
		assert(strcmp(openapi->schemas[i]->name, schema->name) != 0);
	}
	assert(openapi->schema_count < NAMED_MAX);
	openapi->schemas[openapi->schema_count++] = schema;
	for (size_t i = 0; i < schema->count; i++)
		if (schema->fields[i].ref)
			collect_schema(openapi, schema->fields[i].ref);
}

static void collect_answer(struct openapi *openapi, const struct schema *schema)
{
	for (size_t i = 0; i < openapi->answer_count; i++) {
		if (openapi->answers[i] == schema)
			return;
		assert(strcmp(openapi->answers[i]->name, schema->name) != 0);
	}
	assert(openapi->answer_count < NAMED_MAX);
	openapi->answers[openapi->answer_count++] = schema;
	for (size_t i = 0; i < schema->count; i++)
		if (schema->fields[i].ref)
			collect_schema(openapi, schema->fields[i].ref);
}

void openapi_collect(struct openapi *openapi, const struct http_route *routes)
{
	for (; routes->pattern; routes++) {
		if (routes->in)
			collect_shape(openapi, routes->in);
		if (routes->out)
			collect_answer(openapi, routes->out);
	}
}

const char *openapi_answer_name(struct arena *arena, const struct schema *schema)
{
	size_t length = strlen(schema->name);

	if (length > 6 && strcmp(schema->name + length - 6, "Answer") == 0)
		return schema->name;
	return arena_format(arena, "%sAnswer", schema->name);
}

bool openapi_is_paged(const struct schema *schema)
{
	for (size_t i = 0; schema && i < schema->count; i++)
		if (schema->fields[i].ref == &pagination_schema)
			return true;
	return false;
}

/* ---- Small pieces ---------------------------------------------------------------- */

void openapi_write_ref(struct json *json, struct arena *arena, const char *name)
{
	json_field_text(json, "$ref", arena_format(arena, "#/components/schemas/%s", name));
}

/* "type":"string", or "type":["string","null"] */
static void write_type(struct json *json, const char *type, bool nullable)
{
	if (!nullable) {
		json_field_text(json, "type", type);
		return;
	}
	json_field_open_array(json, "type");
	json_text(json, type);
	json_text(json, "null");
	json_close_array(json);
}

static void write_enum(struct json *json, const char *const *words, bool all, bool nullable)
{
	json_field_open_array(json, "enum");
	for (; *words; words++)
		json_text(json, *words);
	if (all)
		json_text(json, "all");
	if (nullable)
		json_null(json);
	json_close_array(json);
}

/* ---- Parameters -------------------------------------------------------------------- */

static void write_two_types(struct json *json, const char *other, bool nullable, bool in_query)
{
	if (in_query) {
		json_field_text(json, "type", "string");
		return;
	}
	json_field_open_array(json, "type");
	json_text(json, "string");
	json_text(json, other);
	if (nullable)
		json_null(json);
	json_close_array(json);
}

static void write_list(struct json *json, const struct shape_field *field, bool in_query)
{
	if (in_query) {
		json_field_text(json, "type", "string");
		return;
	}
	json_field_open_array(json, "type");
	json_text(json, "array");
	json_text(json, "string");
	json_close_array(json);
	json_field_open(json, "items");
	if (field->type == SHAPE_WORDS)
		write_enum(json, field->words, false, false);
	else
		write_two_types(json, "integer", false, false);
	json_close(json);
	if (field->max && field->type == SHAPE_KEYS)
		json_field_int(json, "maxItems", field->max);
}

static void write_limits(
	struct json *json, const struct shape_field *field, const char *least, const char *most)
{
	if (!field->min && !field->max)
		return;
	if (field->min > INT64_MIN)
		json_field_int(json, least, field->min);
	if (field->max && field->max < INT64_MAX)
		json_field_int(json, most, field->max);
}

static void write_shape_type(struct json *json, const struct shape_field *field, bool in_query)
{
	bool nullable = field->flags & SHAPE_NULLABLE && !in_query;

	switch (field->type) {
	case SHAPE_TEXT:
	case SHAPE_RAW_TEXT:
		write_type(json, "string", nullable);
		write_limits(json, field, "minLength", "maxLength");
		break;
	case SHAPE_PHONE:
	case SHAPE_TIME:
		write_type(json, "string", nullable);
		break;
	case SHAPE_EMAIL:
		write_type(json, "string", nullable);
		json_field_text(json, "format", "email");
		break;
	case SHAPE_DAY:
		write_type(json, "string", nullable);
		json_field_text(json, "format", "date");
		break;
	case SHAPE_INT:
		write_type(json, "integer", nullable);
		write_limits(json, field, "minimum", "maximum");
		break;
	case SHAPE_BOOL:
		write_type(json, "boolean", nullable);
		break;
	case SHAPE_WORD:
		write_type(json, "string", nullable);
		write_enum(json, field->words, field->flags & SHAPE_ALL_OK, nullable);
		break;
	case SHAPE_KEY:
		write_two_types(json, "integer", nullable, in_query);
		break;
	case SHAPE_MONEY:
		write_two_types(json, "number", nullable, in_query);
		break;
	case SHAPE_WORDS:
	case SHAPE_KEYS:
		write_list(json, field, in_query);
		break;
	case SHAPE_JSON:
		json_field_open_array(json, "type");
		json_text(json, "object");
		json_text(json, "array");
		if (nullable)
			json_text(json, "null");
		json_close_array(json);
		break;
	}
}

/* What the types alone cannot say. */
static const char *kind_note(const struct shape_field *field)
{
	switch (field->type) {
	case SHAPE_TIME:
		return "RFC 3339; without a zone the company's counts; a day means its start";
	case SHAPE_KEY:
		return "An id or a public code";
	case SHAPE_KEYS:
		return "Ids or public codes; in addresses separated by commas";
	case SHAPE_WORDS:
		return "Words separated by commas";
	case SHAPE_PHONE:
		return "A phone number as people write it";
	case SHAPE_MONEY:
		return "An amount such as 750.00";
	default:
		return NULL;
	}
}

void openapi_write_field(struct json *json, const struct shape_field *field, bool in_query)
{
	const char *about = field->about ? field->about : kind_note(field);

	json_open(json);
	write_shape_type(json, field, in_query);
	if (about)
		json_field_text(json, "description", about);
	if (field->flags & SHAPE_SECRET)
		json_field_bool(json, "writeOnly", true);
	json_close(json);
}

static void write_alias(
	struct json *json, struct arena *arena, const struct shape_field *field, struct str alias)
{
	struct shape_field other = *field;

	other.about = arena_format(arena, "Another name for %s", field->name);
	json_key_text(json, arena_text_n(arena, alias.ptr, alias.len));
	openapi_write_field(json, &other, false);
}

static void write_required_choice(
	struct json *json, struct arena *arena, const struct shape_field *field)
{
	struct str rest = str_of(field->aliases);
	const char *name = field->name;

	json_open(json);
	json_field_open_array(json, "anyOf");
	for (;;) {
		struct str alias;

		json_open(json);
		json_field_open_array(json, "required");
		json_text(json, name);
		json_close_array(json);
		json_close(json);
		if (!rest.len)
			break;
		alias = str_cut(rest, ',', &rest);
		name = arena_text_n(arena, alias.ptr, alias.len);
	}
	json_close_array(json);
	json_close(json);
}

static void write_required(struct json *json, struct arena *arena, const struct shape *shape)
{
	size_t plain = 0;
	size_t choices = 0;

	for (size_t i = 0; i < shape->count; i++)
		if (shape->fields[i].flags & SHAPE_REQUIRED)
			*(shape->fields[i].aliases ? &choices : &plain) += 1;
	if (plain)
		json_field_open_array(json, "required");
	for (size_t i = 0; plain && i < shape->count; i++)
		if (shape->fields[i].flags & SHAPE_REQUIRED && !shape->fields[i].aliases)
			json_text(json, shape->fields[i].name);
	if (plain)
		json_close_array(json);
	if (choices)
		json_field_open_array(json, "allOf");
	for (size_t i = 0; choices && i < shape->count; i++)
		if (shape->fields[i].flags & SHAPE_REQUIRED && shape->fields[i].aliases)
			write_required_choice(json, arena, &shape->fields[i]);
	if (choices)
		json_close_array(json);
}

static void write_shape(struct json *json, struct arena *arena, const struct shape *shape)
{
	json_field_open(json, shape->name);
	json_field_text(json, "type", "object");
	json_field_open(json, "properties");
	for (size_t i = 0; i < shape->count; i++) {
		const struct shape_field *field = &shape->fields[i];
		struct str rest = str_of(field->aliases);

		json_key_text(json, field->name);
		openapi_write_field(json, field, false);
		while (rest.len)
			write_alias(json, arena, field, str_cut(rest, ',', &rest));
	}
	json_close(json);
	write_required(json, arena, shape);
	json_close(json);
}

/* ---- Answers ------------------------------------------------------------------------- */

static void write_map(
	struct json *json, struct arena *arena, const struct schema_field *field, bool nullable)
{
	write_type(json, "object", nullable);
	json_field_open(json, "additionalProperties");
	if (field->ref)
		openapi_write_ref(json, arena, field->ref->name);
	else
		json_field_text(json, "type", "integer");
	json_close(json);
}

static void write_object(
	struct json *json, struct arena *arena, const struct schema_field *field, bool nullable)
{
	if (!nullable) {
		openapi_write_ref(json, arena, field->ref->name);
		return;
	}
	json_field_open_array(json, "anyOf");
	json_open(json);
	openapi_write_ref(json, arena, field->ref->name);
	json_close(json);
	json_open(json);
	json_field_text(json, "type", "null");
	json_close(json);
	json_close_array(json);
}

static void write_one(
	struct json *json, struct arena *arena, const struct schema_field *field, bool nullable)
{
	static const char *const plain_types[] = {[SCHEMA_TEXT] = "string",
		[SCHEMA_INT] = "integer",
		[SCHEMA_NUMBER] = "number",
		[SCHEMA_BOOL] = "boolean",
		[SCHEMA_TIME] = "string",
		[SCHEMA_DAY] = "string"};

	switch (field->type) {
	case SCHEMA_WORD:
		write_type(json, "string", nullable);
		write_enum(json, field->words, false, nullable);
		break;
	case SCHEMA_OBJECT:
		write_object(json, arena, field, nullable);
		break;
	case SCHEMA_MAP:
		write_map(json, arena, field, nullable);
		break;
	case SCHEMA_ANY:
		break;
	default:
		write_type(json, plain_types[field->type], nullable);
		if (field->type == SCHEMA_TIME)
			json_field_text(json, "format", "date-time");
		if (field->type == SCHEMA_DAY)
			json_field_text(json, "format", "date");
	}
}

static void write_member(struct json *json, struct arena *arena, const struct schema_field *field)
{
	bool nullable = field->flags & SCHEMA_NULLABLE;

	json_key_text(json, field->name);
	json_open(json);
	if (field->flags & SCHEMA_ARRAY) {
		write_type(json, "array", nullable);
		json_field_open(json, "items");
		write_one(json, arena, field, false);
		json_close(json);
	} else {
		write_one(json, arena, field, nullable);
	}
	if (field->about)
		json_field_text(json, "description", field->about);
	json_close(json);
}

static void write_schema(struct json *json, struct arena *arena, const char *name,
	const struct schema *schema, bool answer)
{
	json_field_open(json, name);
	json_field_text(json, "type", "object");
	json_field_bool(json, "additionalProperties", false);
	json_field_open_array(json, "required");
	if (answer)
		json_text(json, "success");
	for (size_t i = 0; i < schema->count; i++)
		if (!(schema->fields[i].flags & SCHEMA_OPTIONAL))
			json_text(json, schema->fields[i].name);
	json_close_array(json);
	json_field_open(json, "properties");
	if (answer) {
		json_field_open(json, "success");
		json_field_bool(json, "const", true);
		json_close(json);
	}
	for (size_t i = 0; i < schema->count; i++)
		write_member(json, arena, &schema->fields[i]);
	json_close(json);
	json_close(json);
}

/* One for every refusal. */
static void write_error_schema(struct json *json)
{
	static const char text[] =
		"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"success\","
		"\"error\",\"message\",\"code\",\"errors\",\"detail\",\"request_id\"],"
		"\"properties\":{"
		"\"success\":{\"const\":false},"
		"\"error\":{\"type\":\"string\",\"description\":\"A sentence for people\"},"
		"\"message\":{\"type\":\"string\"},"
		"\"code\":{\"type\":\"string\",\"description\":\"A word for programs\"},"
		"\"errors\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"array\","
		"\"items\":{\"type\":\"string\"}},\"description\":\"What is wrong, by field\"},"
		"\"detail\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
		"\"allowed\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
		"\"description\":\"409 state: what would be allowed\"},"
		"\"current\":{\"description\":\"409 conflict: what is there now\"}}}";

	json_field_raw(json, "Error", text);
}

void openapi_write_components(struct openapi *openapi)
{
	struct json *json = &openapi->json;
	struct arena *arena = openapi->arena;

	json_field_open(json, "schemas");
	write_error_schema(json);
	for (size_t i = 0; i < openapi->shape_count; i++)
		write_shape(json, arena, openapi->shapes[i]);
	for (size_t i = 0; i < openapi->schema_count; i++)
		write_schema(json, arena, openapi->schemas[i]->name, openapi->schemas[i], false);
	for (size_t i = 0; i < openapi->answer_count; i++)
		write_schema(json, arena, openapi_answer_name(arena, openapi->answers[i]),
			openapi->answers[i], true);
	json_close(json);
}
