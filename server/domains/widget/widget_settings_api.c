/* widget_settings_api.c - HTTP: the widgets of a company. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/widget/widget_api.h"

/* ---- How answers look ---------------------------------------------------------------- */

static const struct schema_field theme_fields[] = {
	{.name = "accent", .type = SCHEMA_TEXT, .about = "#1d4ed8"},
	{.name = "position", .type = SCHEMA_WORD, .words = widget_position_words},
	{.name = "dark", .type = SCHEMA_WORD, .words = widget_dark_words},
};
const struct schema widget_theme_schema = {
	.name = "WidgetTheme", .fields = theme_fields, .count = COUNT(theme_fields)};

static const struct schema_field text_fields[] = {
	{.name = "title", .type = SCHEMA_TEXT, .about = "\"\": the widget's own, as the others"},
	{.name = "greeting", .type = SCHEMA_TEXT},
	{.name = "offline", .type = SCHEMA_TEXT, .about = "While nobody is there"},
};
static const struct schema text_schema = {
	.name = "WidgetTextsOfLanguage", .fields = text_fields, .count = COUNT(text_fields)};
static const struct schema_field texts_fields[] = {
	{.name = "en", .type = SCHEMA_OBJECT, .ref = &text_schema},
	{.name = "ar", .type = SCHEMA_OBJECT, .ref = &text_schema},
};
const struct schema widget_texts_schema = {
	.name = "WidgetTexts", .fields = texts_fields, .count = COUNT(texts_fields)};

static const struct schema_field ask_fields[] = {
	{.name = "name", .type = SCHEMA_WORD, .words = widget_ask_words},
	{.name = "email", .type = SCHEMA_WORD, .words = widget_ask_words},
	{.name = "phone", .type = SCHEMA_WORD, .words = widget_ask_words},
	{.name = "department", .type = SCHEMA_WORD, .words = widget_ask_words},
};
const struct schema widget_fields_schema = {
	.name = "WidgetFields", .fields = ask_fields, .count = COUNT(ask_fields)};

static const struct schema_field department_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema department_schema = {
	.name = "WidgetDepartment", .fields = department_fields, .count = COUNT(department_fields)};

static const struct schema_field widget_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "version", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "key", .type = SCHEMA_TEXT, .about = "Stands in the page: no secret"},
	{.name = "active", .type = SCHEMA_BOOL},
	{.name = "origins",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "Whose pages may show it: https://shop.example.com, *.example.com, * for "
			 "any; the program's own always may"},
	{.name = "theme", .type = SCHEMA_OBJECT, .ref = &widget_theme_schema},
	{.name = "texts", .type = SCHEMA_OBJECT, .ref = &widget_texts_schema},
	{.name = "fields",
		.type = SCHEMA_OBJECT,
		.ref = &widget_fields_schema,
		.about = "What is asked before a chat"},
	{.name = "departments",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &department_schema,
		.about = "From which visitors choose"},
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "updated_at", .type = SCHEMA_TIME},
	{.name = "script_url", .type = SCHEMA_TEXT, .about = "What pages embed, with the key"},
	{.name = "secret",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_OPTIONAL,
		.about = "Signs identities of visitors; shown this once"},
};
static const struct schema widget_schema = {
	.name = "Widget", .fields = widget_fields, .count = COUNT(widget_fields)};
static const struct schema_field one_fields[] = {
	{.name = "widget", .type = SCHEMA_OBJECT, .ref = &widget_schema},
};
static const struct schema one_out = {
	.name = "WidgetAnswer", .fields = one_fields, .count = COUNT(one_fields)};
static const struct schema_field list_fields[] = {
	{.name = "widgets", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &widget_schema},
};
static const struct schema list_out = {
	.name = "WidgetListAnswer", .fields = list_fields, .count = COUNT(list_fields)};
static const struct schema gone_out = {.name = "WidgetGone"};

static void write_widget(
	struct http_req *rq, struct json *json, const struct widget *widget, const char *secret)
{
	json_open(json);
	widget_write(json, widget);
	json_field_text(json, "script_url",
		arena_format(rq->cx.arena, "%s/widget.js", http_public_url(rq)));
	if (secret)
		json_field_text(json, "secret", secret);
	json_close(json);
}

static enum err answer(
	struct http_req *rq, int status, const struct widget *widget, const char *secret)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "widget");
	write_widget(rq, json, widget, secret);
	return OK;
}

/* ---- Looking ---------------------------------------------------------------------------- */

/* GET /api/settings/widgets */
static enum err get_widgets(struct http_req *rq)
{
	struct widgets widgets;
	struct json *json;

	TRY(widgets_list(&rq->cx, &widgets));
	json = http_reply(rq, 200);
	json_field_open_array(json, "widgets");
	for (size_t i = 0; i < widgets.count; i++)
		write_widget(rq, json, &widgets.rows[i], NULL);
	json_close_array(json);
	return OK;
}

static enum err path_widget(struct http_req *rq, struct widget *widget)
{
	int64_t id = 0;

	if (!text_int(http_path(rq, "id"), &id))
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such widget.");
	return widget_get(&rq->cx, id, widget);
}

/* GET /api/settings/widgets/{id} */
static enum err get_widget(struct http_req *rq)
{
	struct widget widget;

	TRY(path_widget(rq, &widget));
	return answer(rq, 200, &widget, NULL);
}

/* ---- Setting ------------------------------------------------------------------------------ */

struct params {
	const char *name;
	struct opt_bool active;
	const struct json_value *origins, *theme, *texts, *fields;
	const struct json_value *departments;
	struct opt_int version;
};
#define OBJECT(title, member, note) \
	{ \
		.name = (title), .type = SHAPE_JSON, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct params, member), .about = (note) \
	}
#define PARTS \
	OBJECT("origins", origins, "Texts: scheme://host[:port], *.host, or *"), \
		OBJECT("theme", theme, "{accent, position, dark}; what is left out stays"), \
		OBJECT("texts", texts, "{en, ar}, each {title, greeting, offline}"), \
		OBJECT("fields", fields, \
			"{name, email, phone, department}: off, optional, required"), \
		OBJECT("departments", departments, "Codes"), \
	{ \
		.name = "active", .type = SHAPE_BOOL, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct params, active) \
	}
#define NAME(flags_) \
	{ \
		.name = "name", .type = SHAPE_TEXT, .flags = (flags_), \
		.offset = offsetof(struct params, name), .min = 1, .max = WIDGET_NAME_MAX \
	}
static const struct shape_field new_fields[] = {NAME(SHAPE_REQUIRED), PARTS};
static const struct shape new_shape = {
	.name = "WidgetNew", .fields = new_fields, .count = COUNT(new_fields)};
#define VERSION(params_) \
	{ \
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(params_, version), .max = INT64_MAX, \
		.about = "The version last seen; or If-Match" \
	}
static const struct shape_field change_fields[] = {
	NAME(SHAPE_NULLABLE), PARTS, VERSION(struct params)};
static const struct shape change_shape = {
	.name = "WidgetChange", .fields = change_fields, .count = COUNT(change_fields)};

#define WORD(title, at, list) \
	{ \
		.name = (title), .type = SHAPE_WORD, .flags = SHAPE_NULLABLE, .offset = (at), \
		.words = (list) \
	}
static const struct shape_field theme_in_fields[] = {
	{.name = "accent",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct widget_look, accent),
		.min = 1,
		.max = 7},
	WORD("position", offsetof(struct widget_look, position), widget_position_words),
	WORD("dark", offsetof(struct widget_look, dark), widget_dark_words),
};
static const struct shape theme_shape = {
	.name = "WidgetThemeChange", .fields = theme_in_fields, .count = COUNT(theme_in_fields)};

static const struct shape_field ask_in_fields[] = {
	WORD("name", offsetof(struct widget_look, fields[WIDGET_NAME]), widget_ask_words),
	WORD("email", offsetof(struct widget_look, fields[WIDGET_EMAIL]), widget_ask_words),
	WORD("phone", offsetof(struct widget_look, fields[WIDGET_PHONE]), widget_ask_words),
	WORD("department", offsetof(struct widget_look, fields[WIDGET_DEPARTMENT]),
		widget_ask_words),
};
static const struct shape ask_shape = {
	.name = "WidgetFieldsChange", .fields = ask_in_fields, .count = COUNT(ask_in_fields)};

struct texts_params {
	const char *texts[WIDGET_TEXTS];
};
#define TEXT_FIELD(title, at, most) \
	{ \
		.name = (title), .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct texts_params, texts[at]), .max = (most) \
	}
static const struct shape_field texts_in_fields[] = {
	TEXT_FIELD("title", WIDGET_TITLE, WIDGET_TITLE_MAX),
	TEXT_FIELD("greeting", WIDGET_GREETING, WIDGET_TEXT_MAX),
	TEXT_FIELD("offline", WIDGET_OFFLINE, WIDGET_TEXT_MAX),
};
static const struct shape texts_shape = {
	.name = "WidgetTextsChange", .fields = texts_in_fields, .count = COUNT(texts_in_fields)};

static enum err want(
	struct http_req *rq, const char *field, const struct json_value *value, enum json_kind kind)
{
	if (json_kind_of(value) == kind)
		return OK;
	return fail(&rq->cx, ERR_INVALID, field,
		kind == JSON_ARRAY ? WORDS("This is not a list.")
				   : WORDS("This is not an object."));
}

/* Texts of a list; NULL-terminated. */
static enum err read_list(struct http_req *rq, const char *field, const struct json_value *given,
	const char *const **texts)
{
	const char **list;

	TRY(want(rq, field, given, JSON_ARRAY));
	list = arena_array(rq->cx.arena, json_count(given) + 1, sizeof(*list));
	for (size_t i = 0; i < json_count(given); i++) {
		if (json_kind_of(json_item(given, i)) != JSON_TEXT)
			return fail(&rq->cx, ERR_INVALID, field, "This is not a list of texts.");
		list[i] = json_text_of(json_item(given, i));
	}
	*texts = list;
	return OK;
}

static enum err read_texts(
	struct http_req *rq, const struct json_value *given, struct widget_look *look)
{
	for (size_t i = 0; i < WIDGET_LANGUAGES; i++) {
		const struct json_value *one = json_get(given, widget_language_words[i]);
		struct texts_params params = {0};

		if (!one)
			continue;
		TRY(want(rq, "texts", one, JSON_OBJECT));
		TRY(http_read_object(rq, &texts_shape, one, &params));
		for (size_t j = 0; j < WIDGET_TEXTS; j++)
			if (params.texts[j])
				look->texts[i][j] = params.texts[j];
	}
	return OK;
}

/* One part of it: what is not given stays as it is. */
static enum err read_part(struct http_req *rq, const char *field, const struct shape *shape,
	const struct json_value *given, struct widget_look *look)
{
	struct widget_look wanted = {0};

	if (!given)
		return OK;
	TRY(want(rq, field, given, JSON_OBJECT));
	if (!shape)
		return read_texts(rq, given, look);
	TRY(http_read_object(rq, shape, given, &wanted));
	if (wanted.accent)
		look->accent = wanted.accent;
	if (wanted.position)
		look->position = wanted.position;
	if (wanted.dark)
		look->dark = wanted.dark;
	for (size_t i = 0; i < WIDGET_FIELDS; i++)
		if (wanted.fields[i])
			look->fields[i] = wanted.fields[i];
	return OK;
}

static enum err take(struct http_req *rq, const struct params *params, struct widget *widget,
	const char *const **departments)
{
	*departments = NULL;
	if (params->name)
		widget->name = params->name;
	if (params->active.given)
		widget->active = params->active.value;
	if (params->origins)
		TRY(read_list(rq, "origins", params->origins, &widget->origins));
	if (params->departments)
		TRY(read_list(rq, "departments", params->departments, departments));
	TRY(read_part(rq, "theme", &theme_shape, params->theme, &widget->look));
	TRY(read_part(rq, "texts", NULL, params->texts, &widget->look));
	return read_part(rq, "fields", &ask_shape, params->fields, &widget->look);
}

/* POST /api/settings/widgets */
static enum err post_widget(struct http_req *rq)
{
	struct widget widget = widget_standard();
	const char *const *departments;
	struct params params = {0};
	const char *secret = NULL;

	TRY(http_read(rq, &params));
	TRY(take(rq, &params, &widget, &departments));
	TRY(widget_add(&rq->cx, &widget, departments, &secret));
	return answer(rq, 201, &widget, secret);
}

/* PUT /api/settings/widgets/{id} */
static enum err put_widget(struct http_req *rq)
{
	const char *const *departments;
	struct params params = {0};
	struct widget widget;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(path_widget(rq, &widget));
	TRY(take(rq, &params, &widget, &departments));
	if (params.version.given)
		widget.version = params.version.value;
	TRY(widget_change(&rq->cx, &widget, departments));
	return answer(rq, 200, &widget, NULL);
}

struct secret_params {
	struct opt_int version;
};
static const struct shape_field secret_fields[] = {VERSION(struct secret_params)};
static const struct shape secret_shape = {
	.name = "WidgetSecretNew", .fields = secret_fields, .count = COUNT(secret_fields)};

/* POST /api/settings/widgets/{id}/secret */
static enum err post_secret(struct http_req *rq)
{
	struct secret_params params = {0};
	struct widget widget;
	const char *secret = NULL;

	TRY(http_read(rq, &params));
	TRY(http_version(rq, &params.version));
	TRY(path_widget(rq, &widget));
	if (params.version.given)
		widget.version = params.version.value;
	TRY(widget_new_secret(&rq->cx, &widget, &secret));
	return answer(rq, 200, &widget, secret);
}

/* DELETE /api/settings/widgets/{id} */
static enum err delete_widget(struct http_req *rq)
{
	struct widget widget = {0};

	TRY(path_widget(rq, &widget));
	TRY(widget_remove(&rq->cx, widget.id));
	(void)http_reply(rq, 200);
	return OK;
}

#define MANAGED .permission = PERM_CHATS_MANAGE
const struct http_route widget_settings_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/settings/widgets",
		.handler = get_widgets,
		MANAGED,
		.access = HTTP_READ,
		.summary = "Widgets that the company's own pages may show",
		.out = &list_out},
	{.method = HTTP_POST,
		.pattern = "/api/settings/widgets",
		.handler = post_widget,
		MANAGED,
		.access = HTTP_WRITE,
		.summary = "Make a widget; the answer has its secret, this once",
		.in = &new_shape,
		.out = &one_out,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/settings/widgets/{id}",
		.handler = get_widget,
		MANAGED,
		.access = HTTP_READ,
		.summary = "A widget",
		.out = &one_out},
	{.method = HTTP_PUT,
		.pattern = "/api/settings/widgets/{id}",
		.handler = put_widget,
		MANAGED,
		.access = HTTP_WRITE,
		.summary = "Change a widget: what is left out stays as it is",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_POST,
		.pattern = "/api/settings/widgets/{id}/secret",
		.handler = post_secret,
		MANAGED,
		.access = HTTP_WRITE,
		.summary = "Give a widget a new secret, which is shown this once",
		.in = &secret_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/settings/widgets/{id}",
		.handler = delete_widget,
		MANAGED,
		.access = HTTP_WRITE,
		.summary = "Remove a widget: pages that still show it are refused",
		.out = &gone_out},
	{0},
};
