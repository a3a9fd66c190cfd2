/* widget_visit_api.c - HTTP: a visitor comes, and goes from page to page. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "base/utf8.h"
#include "domains/accounts/device.h"
#include "domains/chat/chat_control.h"
#include "domains/chat/chat_settings.h"
#include "domains/files/upload.h"
#include "domains/widget/widget_api.h"
#include "platform/http/http_params.h"

#define URL_MAX 2000
#define PAGE_TITLE_MAX 300

/* ---- How answers look ------------------------------------------------------------------ */

static const struct schema_field visitor_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "email", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "phone", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "identified",
		.type = SCHEMA_BOOL,
		.about = "The company's own site has vouched for it"},
	{.name = "blocked", .type = SCHEMA_BOOL, .about = "It cannot write"},
};
static const struct schema visitor_schema = {
	.name = "WidgetVisitor", .fields = visitor_fields, .count = COUNT(visitor_fields)};

static const struct schema_field department_fields[] = {
	{.name = "code", .type = SCHEMA_TEXT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema department_schema = {.name = "WidgetDepartmentChoice",
	.fields = department_fields,
	.count = COUNT(department_fields)};

static const struct schema_field settings_fields[] = {
	{.name = "company", .type = SCHEMA_TEXT},
	{.name = "theme", .type = SCHEMA_OBJECT, .ref = &widget_theme_schema},
	{.name = "texts", .type = SCHEMA_OBJECT, .ref = &widget_texts_schema},
	{.name = "fields", .type = SCHEMA_OBJECT, .ref = &widget_fields_schema},
	{.name = "departments",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &department_schema},
	{.name = "language", .type = SCHEMA_WORD, .words = widget_language_words},
	{.name = "open_now",
		.type = SCHEMA_BOOL,
		.about = "The company's hours run, and somebody is there to answer"},
	{.name = "receipts", .type = SCHEMA_BOOL, .about = "Marks of what was read are shown"},
	{.name = "file_bytes_max", .type = SCHEMA_INT},
};
static const struct schema settings_schema = {
	.name = "WidgetSettings", .fields = settings_fields, .count = COUNT(settings_fields)};

static const struct schema_field session_fields[] = {
	{.name = "token", .type = SCHEMA_TEXT, .about = "For the header X-Widget-Token"},
	{.name = "visitor", .type = SCHEMA_OBJECT, .ref = &visitor_schema},
	{.name = "settings", .type = SCHEMA_OBJECT, .ref = &settings_schema},
	{.name = "chat",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_NULLABLE,
		.ref = &widget_chat_schema,
		.about = "The one that goes on, else the last"},
};
static const struct schema session_out = {
	.name = "WidgetSessionAnswer", .fields = session_fields, .count = COUNT(session_fields)};
static const struct schema nothing_out = {.name = "WidgetHeard"};
static const struct schema left_out = {.name = "WidgetLeft"};

static void write_visitor(struct json *json, const struct widget_visitor *visitor, bool blocked)
{
	json_field_open(json, "visitor");
	json_field_text(json, "name", visitor->name);
	json_field_text(json, "email", visitor->email);
	json_field_text(json, "phone", visitor->phone);
	json_field_bool(json, "identified", visitor->external_id != NULL);
	json_field_bool(json, "blocked", blocked);
	json_close(json);
}

struct now {
	struct chat_settings chats;
	struct chat chat;
	bool open, blocked;
};

static void write_settings(struct json *json, const struct cx *cx, const struct widget *widget,
	const char *language, const struct now *now)
{
	json_field_open(json, "settings");
	json_field_text(json, "company", cx->actor->company->name);
	widget_write_look(json, &widget->look);
	widget_write_departments(json, &widget->departments, false);
	json_field_text(json, "language", language);
	json_field_bool(json, "open_now", now->open);
	json_field_bool(json, "receipts", now->chats.receipts);
	json_field_int(json, "file_bytes_max", upload_size_max("chat"));
	json_close(json);
}

/* ---- Coming -------------------------------------------------------------------------------- */

struct page_params {
	const char *url, *title, *referrer;
	struct opt_bool online;
	struct opt_int left_seconds;
};
#define PAGE_FIELD(title_, member, most) \
	{ \
		.name = (title_), .type = SHAPE_TEXT, .flags = SHAPE_NULLABLE, \
		.offset = offsetof(struct page_params, member), .max = (most) \
	}
static const struct shape_field page_fields[] = {
	PAGE_FIELD("url", url, URL_MAX),
	PAGE_FIELD("title", title, PAGE_TITLE_MAX),
	PAGE_FIELD("referrer", referrer, URL_MAX),
	{.name = "online",
		.type = SHAPE_BOOL,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct page_params, online),
		.about = "false: the page is being left. Sockets say so by themselves"},
	{.name = "left_seconds",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct page_params, left_seconds),
		.max = 60,
		.about = "With online false: how long ago. Who was heard of since is here"},
};
static const struct shape page_shape = {
	.name = "WidgetPage", .fields = page_fields, .count = COUNT(page_fields)};

struct session_params {
	const char *key, *token, *identity, *language;
	const struct json_value *page;
};
static const struct shape_field session_in_fields[] = {
	{.name = "key",
		.type = SHAPE_TEXT,
		.flags = SHAPE_REQUIRED,
		.offset = offsetof(struct session_params, key),
		.min = 1,
		.max = 100},
	{.name = "token",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		.offset = offsetof(struct session_params, token),
		.max = 100,
		.about = "Of the last visit; one that is good no more is as none"},
	{.name = "identity",
		.type = SHAPE_TEXT,
		.flags = SHAPE_NULLABLE | SHAPE_SECRET,
		.offset = offsetof(struct session_params, identity),
		.max = WIDGET_IDENTITY_MAX,
		.about = "Who the company's site says it is: JWT, HS256 with the widget's secret; "
			 "sub, exp within a day, name, email, phone"},
	{.name = "language",
		.type = SHAPE_WORD,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct session_params, language),
		.words = widget_language_words},
	{.name = "page",
		.type = SHAPE_JSON,
		.flags = SHAPE_NULLABLE,
		.offset = offsetof(struct session_params, page),
		.about = "{url, title, referrer}"},
};
static const struct shape session_shape = {
	.name = "WidgetSessionNew", .fields = session_in_fields, .count = COUNT(session_in_fields)};

/* "http…" alone: agents click on it. */
static const char *web_url(const char *url)
{
	const struct str text = str_of(url);

	return str_starts(text, "https://") || str_starts(text, "http://") ? url : NULL;
}

static enum err read_page(
	struct http_req *rq, const struct json_value *given, struct widget_page *page)
{
	const struct device_words device = device_words_of(http_user_agent(rq));
	struct page_params params = {0};

	if (given && json_kind_of(given) != JSON_OBJECT)
		return fail(&rq->cx, ERR_INVALID, "page", "This is not an object.");
	if (given)
		TRY(http_read_object(rq, &page_shape, given, &params));
	*page = (struct widget_page){.url = web_url(params.url),
		.title = params.title,
		.referrer = web_url(params.referrer),
		.browser = device.browser,
		.system = device.system,
		.ip = http_client_ip(rq)};
	return OK;
}

/* The visitor of the token, if that is of this widget; a new visit counts as one. */
static enum err find_visitor(struct http_req *rq, const struct widget *widget, const char *token,
	struct widget_visitor *visitor)
{
	struct widget_caller caller;
	enum err err = ERR_UNAUTHENTICATED;

	*visitor = (struct widget_visitor){.name = ""};
	if (!text_empty(token))
		err = widget_caller_of(&rq->cx, str_of(token), &caller);
	if (err == OK && caller.widget.company_id == widget->company_id &&
		caller.widget.id == widget->id) {
		*visitor = caller.visitor;
		return http_charge_visitor(rq, visitor->id, false);
	}
	if (err != OK && err != ERR_UNAUTHENTICATED)
		return err;
	fail_clear(&rq->cx);
	return http_charge_visit(rq);
}

/* As what is typed: a name or an address that no form would take is left out. */
static void drop_unfit(struct cx *cx, struct widget_identity *identity)
{
	struct str name = str_trim(str_of(identity->name));

	identity->name = text_is_clean(name) ? arena_text_n(cx->arena, name.ptr, name.len) : NULL;
	if (identity->name && utf8_count(identity->name) > CHAT_NAME_MAX)
		identity->name = NULL;
	if (!email_read(cx->arena, str_trim(str_of(identity->email)), &identity->email))
		identity->email = NULL;
}

static enum err read_identity(struct http_req *rq, const struct widget *widget, const char *token,
	struct widget_identity *identity)
{
	const char *secret;

	if (auth_unseal(rq->cx.arena, str_of(widget->secret_sealed), &secret) &&
		widget_identity_read(&rq->cx, str_of(secret), str_of(token), identity) &&
		text_is_clean(str_of(identity->sub))) {
		drop_unfit(&rq->cx, identity);
		return OK;
	}
	return fail(&rq->cx, ERR_INVALID, "identity",
		"This is not signed with the widget's secret, or not for now.");
}

static enum err read_now(struct cx *cx, const struct widget_visitor *visitor, struct now *now)
{
	const struct chat_opening opening = {
		.visitor_id = visitor->id, .email = visitor->email, .phone = visitor->phone};

	TRY(chat_settings_get(cx, &now->chats));
	TRY(chat_of_visitor(cx, visitor->id, &now->chat));
	TRY(chat_open_now(cx, &now->open));
	return chat_visitor_blocked(cx, &opening, visitor->customer_id, &now->blocked);
}

/* POST /api/widget/session */
static enum err post_session(struct http_req *rq)
{
	struct session_params params = {0};
	struct widget_identity identity;
	struct widget_visitor visitor;
	struct widget_page page;
	struct widget widget;
	struct json *json;
	struct now now;

	TRY(http_read(rq, &params));
	TRY(widget_enter_by_key(rq, params.key, &widget));
	TRY(widget_store_departments(&rq->cx, &widget));
	TRY(find_visitor(rq, &widget, params.token, &visitor));
	TRY(read_page(rq, params.page, &page));
	page.language = params.language;
	if (params.identity)
		TRY(read_identity(rq, &widget, params.identity, &identity));
	TRY(widget_visitor_come(&rq->cx, &widget, params.identity ? &identity : NULL, &page,
		&visitor, &params.token));
	TRY(read_now(&rq->cx, &visitor, &now));
	json = http_reply(rq, 200);
	json_field_text(json, "token", params.token);
	write_visitor(json, &visitor, now.blocked);
	write_settings(json, &rq->cx, &widget,
		params.language            ? params.language
			: visitor.language ? visitor.language
					   : rq->cx.actor->company->language,
		&now);
	json_key(json, "chat");
	if (now.chat.id)
		widget_chat_write(json, &rq->cx, &now.chat, now.chats.receipts);
	else
		json_null(json);
	return OK;
}

/* POST /api/widget/page */
static enum err post_page(struct http_req *rq)
{
	struct page_params params = {0};
	struct widget_caller caller;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(http_read(rq, &params));
	TRY(widget_visitor_stays(&rq->cx, widget_token_of(rq), &caller));
	if (params.online.given && !params.online.value)
		TRY(chat_visitor_gone(&rq->cx, caller.visitor.id,
			rq->cx.now_us - params.left_seconds.value * US_PER_SECOND));
	else
		TRY(chat_visitor_seen(
			&rq->cx, caller.visitor.id, true, web_url(params.url), params.title));
	(void)http_reply(rq, 200);
	return OK;
}

/* DELETE /api/widget/session */
static enum err delete_session(struct http_req *rq)
{
	struct widget_caller caller;

	TRY(widget_enter(rq, WIDGET_CALLS, &caller));
	TRY(widget_visitor_leaves(&rq->cx, widget_token_of(rq), &caller));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route widget_visit_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/widget/session",
		.handler = post_session,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "A visitor comes (public: pages of the company's sites show the widget "
			   "to anybody)",
		.in = &session_shape,
		.out = &session_out,
		.flags = HTTP_OTHER_SITES | HTTP_OWN_RATE | HTTP_NO_CSRF},
	{.method = HTTP_DELETE,
		.pattern = "/api/widget/session",
		.handler = delete_session,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "The visitor leaves: its token is good no more (public: the visitor's "
			   "token)",
		.out = &left_out,
		.flags = HTTP_OTHER_SITES | HTTP_OWN_RATE | HTTP_NO_CSRF},
	{.method = HTTP_POST,
		.pattern = "/api/widget/page",
		.handler = post_page,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "The page that a visitor is on (public: the visitor's token)",
		.in = &page_shape,
		.out = &nothing_out,
		.flags = HTTP_OTHER_SITES | HTTP_OWN_RATE | HTTP_NO_CSRF},
	{0},
};
