/* customer_field_api.c - HTTP: fields and tags of customers, as the company has them. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/customers/customer_api.h"

#include "domains/accounts/account_api.h"
#include "domains/customers/customer_tag.h"

/* ---- Fields: answers -------------------------------------------------------------------------- */

static const struct schema_field option_fields[] = {
	{.name = "value", .type = SCHEMA_TEXT},
	{.name = "name_en", .type = SCHEMA_TEXT},
	{.name = "name_ar", .type = SCHEMA_TEXT},
};
static const struct schema option_schema = {
	.name = "CustomerFieldOption", .fields = option_fields, .count = COUNT(option_fields)};
static const struct schema_field field_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "key", .type = SCHEMA_TEXT},
	{.name = "name_en", .type = SCHEMA_TEXT},
	{.name = "name_ar", .type = SCHEMA_TEXT},
	{.name = "type", .type = SCHEMA_WORD, .words = customer_field_type_words},
	{.name = "options",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &option_schema,
		.about = "Of a choice"},
	{.name = "position", .type = SCHEMA_INT},
	{.name = "required", .type = SCHEMA_BOOL, .about = "Cannot be emptied"},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "customers", .type = SCHEMA_INT, .about = "That have a value; 1000: or more"},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema field_schema = {
	.name = "CustomerField", .fields = field_fields, .count = COUNT(field_fields)};
static const struct schema_field fields_out_fields[] = {
	{.name = "fields",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &field_schema,
		.about = "In the order of their positions"},
};
static const struct schema fields_out = {.name = "CustomerFieldsAnswer",
	.fields = fields_out_fields,
	.count = COUNT(fields_out_fields)};
static const struct schema_field field_out_fields[] = {
	{.name = "field", .type = SCHEMA_OBJECT, .ref = &field_schema},
};
static const struct schema field_out = {.name = "CustomerFieldAnswer",
	.fields = field_out_fields,
	.count = COUNT(field_out_fields)};

static enum err answer_field(struct http_req *rq, int status, const struct customer_field *field)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "field");
	customer_field_write(json, field);
	return OK;
}

/* GET /api/settings/customer-fields */
static enum err get_fields(struct http_req *rq)
{
	struct customer_field *fields;
	struct json *json;
	size_t count;

	TRY(customer_fields_list(&rq->cx, &fields, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "fields");
	for (size_t i = 0; i < count; i++)
		customer_field_write(json, &fields[i]);
	json_close_array(json);
	return OK;
}

/* ---- Fields: changes -------------------------------------------------------------------------- */

struct field_params {
	struct customer_field_change change;
	const struct json_value *options;
};
#define NAME(params, member, title) \
	{ \
		.name = (title), .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params, member), .max = CUSTOMER_NAME_MAX \
	}
#define SWITCH(params, member, title) \
	{ \
		.name = (title), .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params, member) \
	}
#define FIELD_COMMON \
	NAME(struct field_params, change.name_en, "name_en"), \
		NAME(struct field_params, change.name_ar, "name_ar"), \
		{.name = "options", \
			.type = SHAPE_JSON, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct field_params, options), \
			.about = "Of a choice: a list of {value, name_en, name_ar}"}, \
		{.name = "position", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct field_params, change.position), \
			.max = 1000000, \
			.about = "Fields are shown from the smallest on"}, \
		SWITCH(struct field_params, change.required, "required"), \
		SWITCH(struct field_params, change.active, "active")
static const struct shape_field field_new_fields[] = {
	{.name = "key",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct field_params, change.key),
		.min = 1,
		.max = CUSTOMER_FIELD_KEY_MAX},
	{.name = "type",
		.type = SHAPE_WORD,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct field_params, change.type),
		.words = customer_field_type_words},
	FIELD_COMMON,
};
static const struct shape field_new_shape = {
	.name = "CustomerFieldNew", .fields = field_new_fields, .count = COUNT(field_new_fields)};
static const struct shape_field field_change_fields[] = {
	FIELD_COMMON,
	CUSTOMER_VERSION(struct field_params, change.version),
};
static const struct shape field_change_shape = {.name = "CustomerFieldChange",
	.fields = field_change_fields,
	.count = COUNT(field_change_fields)};

static const struct shape_field option_in_fields[] = {
	{.name = "value",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct customer_option, value),
		.min = 1,
		.max = CUSTOMER_FIELD_KEY_MAX},
	NAME(struct customer_option, name_en, "name_en"),
	NAME(struct customer_option, name_ar, "name_ar"),
};
static const struct shape option_shape = {.name = "CustomerFieldOptionChange",
	.fields = option_in_fields,
	.count = COUNT(option_in_fields)};

static enum err read_options(struct http_req *rq, struct field_params *params)
{
	struct customer_field_change *change = &params->change;
	struct customer_option *options;

	if (!params->options)
		return OK;
	if (json_kind_of(params->options) != JSON_ARRAY)
		return fail(&rq->cx, ERR_INVALID, "options", "This is not a list.");
	change->option_count = json_count(params->options);
	if (change->option_count > CUSTOMER_OPTIONS_MAX)
		return fail(&rq->cx, ERR_INVALID, "options", "Use at most %d entries.",
			CUSTOMER_OPTIONS_MAX);
	options = arena_array(rq->cx.arena, change->option_count + 1, sizeof(*options));
	for (size_t i = 0; i < change->option_count; i++) {
		const struct json_value *one = json_item(params->options, i);

		options[i] = (struct customer_option){0};
		if (json_kind_of(one) != JSON_OBJECT)
			return fail(&rq->cx, ERR_INVALID, "options", "This is not an object.");
		TRY(http_read_object(rq, &option_shape, one, &options[i]));
	}
	change->options = options;
	return OK;
}

/* POST /api/settings/customer-fields */
static enum err post_field(struct http_req *rq)
{
	struct field_params params = {0};
	struct customer_field field;

	TRY(http_read(rq, &params));
	TRY(read_options(rq, &params));
	TRY(customer_field_create(&rq->cx, &params.change, &field));
	return answer_field(rq, 201, &field);
}

/* PUT /api/settings/customer-fields/{key} */
static enum err put_field(struct http_req *rq)
{
	struct field_params params = {0};
	struct customer_field field;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.change.version));
	TRY(read_options(rq, &params));
	TRY(customer_field_edit(&rq->cx, http_path(rq, "key"), &params.change, &field));
	return answer_field(rq, 200, &field);
}

/* DELETE /api/settings/customer-fields/{key} */
static enum err delete_field(struct http_req *rq)
{
	TRY(customer_field_remove(&rq->cx, http_path(rq, "key")));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Tags ---------------------------------------------------------------------------------------- */

static const struct schema_field tag_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name_en", .type = SCHEMA_TEXT},
	{.name = "name_ar", .type = SCHEMA_TEXT},
	{.name = "tone", .type = SCHEMA_WORD, .words = customer_tone_words},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "customers", .type = SCHEMA_INT, .about = "That have it; 1000: or more"},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema tag_schema = {
	.name = "CustomerTag", .fields = tag_fields, .count = COUNT(tag_fields)};
static const struct schema_field tags_out_fields[] = {
	{.name = "tags", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &tag_schema},
};
static const struct schema tags_out = {
	.name = "CustomerTagsAnswer", .fields = tags_out_fields, .count = COUNT(tags_out_fields)};
static const struct schema_field tag_out_fields[] = {
	{.name = "tag", .type = SCHEMA_OBJECT, .ref = &tag_schema},
};
static const struct schema tag_out = {
	.name = "CustomerTagAnswer", .fields = tag_out_fields, .count = COUNT(tag_out_fields)};

static enum err answer_tag(struct http_req *rq, int status, const struct customer_tag *tag)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "tag");
	customer_tag_write(json, tag);
	return OK;
}

/* GET /api/settings/customer-tags */
static enum err get_tags(struct http_req *rq)
{
	struct customer_tag *tags;
	struct json *json;
	size_t count;

	TRY(customer_tags_list(&rq->cx, &tags, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "tags");
	for (size_t i = 0; i < count; i++)
		customer_tag_write(json, &tags[i]);
	json_close_array(json);
	return OK;
}

#define TAG_COMMON \
	NAME(struct customer_tag_change, name_en, "name_en"), \
		NAME(struct customer_tag_change, name_ar, "name_ar"), \
		{.name = "tone", \
			.type = SHAPE_WORD, \
			.flags = SHAPE_NULLABLE, \
			.offset = offsetof(struct customer_tag_change, tone), \
			.words = customer_tone_words}, \
		SWITCH(struct customer_tag_change, active, "active")
static const struct shape_field tag_new_fields[] = {
	{.name = "code",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct customer_tag_change, code),
		.min = 1,
		.max = CUSTOMER_FIELD_KEY_MAX},
	TAG_COMMON,
};
static const struct shape tag_new_shape = {
	.name = "CustomerTagNew", .fields = tag_new_fields, .count = COUNT(tag_new_fields)};
static const struct shape_field tag_change_fields[] = {
	TAG_COMMON,
	CUSTOMER_VERSION(struct customer_tag_change, version),
};
static const struct shape tag_change_shape = {.name = "CustomerTagChange",
	.fields = tag_change_fields,
	.count = COUNT(tag_change_fields)};

/* POST /api/settings/customer-tags */
static enum err post_tag(struct http_req *rq)
{
	struct customer_tag_change wanted = {0};
	struct customer_tag tag;

	TRY(http_read(rq, &wanted));
	TRY(customer_tag_create(&rq->cx, &wanted, &tag));
	return answer_tag(rq, 201, &tag);
}

/* PUT /api/settings/customer-tags/{tag} */
static enum err put_tag(struct http_req *rq)
{
	struct customer_tag_change change = {0};
	struct customer_tag tag;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(customer_tag_edit(&rq->cx, http_path(rq, "tag"), &change, &tag));
	return answer_tag(rq, 200, &tag);
}

/* DELETE /api/settings/customer-tags/{tag} */
static enum err delete_tag(struct http_req *rq)
{
	TRY(customer_tag_remove(&rq->cx, http_path(rq, "tag")));
	(void)http_reply(rq, 200);
	return OK;
}

#define READS(where, fn, about, shown) \
	{ \
		.method = HTTP_GET, .pattern = (where), .handler = (fn), \
		.permission = PERM_CUSTOMERS_READ, .access = HTTP_READ, .summary = (about), \
		.out = &(shown) \
	}
#define WRITES(verb, where, fn, about, asked, shown, done) \
	{ \
		.method = (verb), .pattern = (where), .handler = (fn), \
		.permission = PERM_CUSTOMERS_MANAGE, .access = HTTP_WRITE, .summary = (about), \
		.in = (asked), .out = &(shown), .status = (done) \
	}
const struct http_route customer_field_routes[] = {
	READS("/api/settings/customer-fields", get_fields,
		"What the company wants to know of its customers", fields_out),
	WRITES(HTTP_POST, "/api/settings/customer-fields", post_field, "Make a field",
		&field_new_shape, field_out, 201),
	WRITES(HTTP_PUT, "/api/settings/customer-fields/{key}", put_field,
		"Change a field, or switch it off; key and type stay", &field_change_shape,
		field_out, 200),
	WRITES(HTTP_DELETE, "/api/settings/customer-fields/{key}", delete_field,
		"Remove a field of which no customer has a value", NULL, success_out, 200),
	READS("/api/settings/customer-tags", get_tags, "Tags that customers can have", tags_out),
	WRITES(HTTP_POST, "/api/settings/customer-tags", post_tag, "Make a tag", &tag_new_shape,
		tag_out, 201),
	WRITES(HTTP_PUT, "/api/settings/customer-tags/{tag}", put_tag,
		"Change a tag, by its code, or switch it off", &tag_change_shape, tag_out, 200),
	WRITES(HTTP_DELETE, "/api/settings/customer-tags/{tag}", delete_tag,
		"Remove a tag that no customer has", NULL, success_out, 200),
	{0},
};
