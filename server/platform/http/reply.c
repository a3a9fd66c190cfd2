/* reply.c - what handlers say, and the one place that turns outcomes into answers. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

#include "base/utf8.h"
#include "platform/intl/messages.h"
#include "platform/log/log.h"

#include <assert.h>

#define FIRST_BYTES ((size_t)512)
#define HINT_BYTES_MAX ((size_t)256 * 1024)

struct outcome {
	int status;
	const char *text; /* when nobody said more */
};

static const struct outcome outcomes[] = {
	[OK] = {200, ""},
	[ERR_MALFORMED] = {400, WORDS("The request could not be read.")},
	[ERR_UNAUTHENTICATED] = {401, WORDS("Please log in.")},
	[ERR_DENIED] = {403, WORDS("You are not allowed to do this.")},
	[ERR_NOT_FOUND] = {404, WORDS("Not found.")},
	[ERR_METHOD] = {405, WORDS("This address does not know that verb.")},
	[ERR_STATE] = {409, WORDS("This is not possible in the present state.")},
	[ERR_CONFLICT] = {409, WORDS("Someone else changed this in the meantime.")},
	[ERR_NOT_CONFIGURED] = {409, WORDS("This is not set up for your company yet.")},
	[ERR_TOO_LARGE] = {413, WORDS("This is too large.")},
	[ERR_UNSUPPORTED] = {415, WORDS("A body of this kind is not read here.")},
	[ERR_INVALID] = {422, WORDS("Some fields are not right.")},
	[ERR_RATE] = {429, WORDS("Too many requests. Please wait a moment.")},
	[ERR_BUSY] = {503, WORDS("The server is busy. Please try again in a moment.")},
	[ERR_FULL] = {507, WORDS("There is no room left to store this.")},
	[ERR_INTERNAL] = {500, WORDS("Something went wrong on our side. It has been noted.")},
};

int http_status_of(enum err err)
{
	return (size_t)err < COUNT(outcomes) ? outcomes[err].status : 500;
}

/* ---- Answers of handlers --------------------------------------------------- */

struct json *http_reply(struct http_req *rq, int status)
{
	struct http_exchange *exchange = rq->exchange;
	size_t first_bytes = FIRST_BYTES;

	if (exchange->match.node) {
		size_t last = atomic_load_explicit(
			&exchange->match.node->reply_bytes, memory_order_relaxed);

		if (last > first_bytes)
			first_bytes = last < HINT_BYTES_MAX ? last : HINT_BYTES_MAX;
	}
	assert(exchange->reply_kind != REPLY_STREAM);
	exchange->reply_kind = REPLY_JSON;
	exchange->status = status;
	json_begin(&exchange->reply, rq->cx.arena, first_bytes);
	json_open(&exchange->reply);
	json_field_bool(&exchange->reply, "success", true);
	return &exchange->reply;
}

void reply_finish_json(struct http_exchange *exchange)
{
	if (exchange->reply_kind == REPLY_NONE)
		(void)http_reply(&exchange->rq,
			exchange->match.route->status ? exchange->match.route->status : 200);
	if (exchange->reply_kind != REPLY_JSON)
		return;
	json_close(&exchange->reply);
	exchange->reply_body = json_end(&exchange->reply);
	exchange->reply_type = "application/json";
	exchange->reply_kind = REPLY_BYTES;
	if (exchange->match.node)
		atomic_store_explicit(&exchange->match.node->reply_bytes,
			exchange->reply_body.len + exchange->reply_body.len / 8,
			memory_order_relaxed);
}

void http_reply_bytes(struct http_req *rq, int status, const char *type, struct str body)
{
	struct http_exchange *exchange = rq->exchange;

	exchange->reply_kind = REPLY_BYTES;
	exchange->status = status;
	exchange->reply_type = arena_text(rq->cx.arena, type);
	exchange->reply_body = (struct str){arena_copy(rq->cx.arena, body.ptr, body.len), body.len};
}

void reply_text(struct http_exchange *exchange, int status, const char *type, const char *text)
{
	exchange->reply_kind = REPLY_BYTES;
	exchange->status = status;
	exchange->reply_type = type;
	exchange->reply_body = str_of(text);
	exchange->body_is_static = true;
}

static bool header_is_clean(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7F)
			return false;
	return true;
}

void http_set_header(struct http_req *rq, const char *name, const char *value)
{
	struct http_exchange *exchange = rq->exchange;
	struct arena *arena = exchange_arena(exchange);
	struct reply_header *header;

	assert(header_is_clean(name) && header_is_clean(value));
	/* Two policies would both hold, and two ages contradict: these replace the standard ones. */
	if (strcasecmp(name, "Content-Security-Policy") == 0) {
		exchange->csp = arena_text(arena, value);
		return;
	}
	if (strcasecmp(name, "Cache-Control") == 0) {
		exchange->cache_control = arena_text(arena, value);
		return;
	}
	header = arena_alloc(arena, sizeof(*header));
	header->name = arena_text(arena, name);
	header->value = arena_text(arena, value);
	header->next = exchange->headers;
	exchange->headers = header;
}

void http_set_cookie(struct http_req *rq, const char *name, const char *value, const char *path,
	int64_t max_age_s, bool readable)
{
	struct buf text = buf_in(exchange_arena(rq->exchange), 128);

	assert(!strpbrk(value, ";, \""));
	buf_format(&text, "%s=%s; Path=%s; SameSite=Lax", name, max_age_s < 0 ? "" : value, path);
	if (max_age_s)
		buf_format(&text, "; Max-Age=%lld", max_age_s < 0 ? 0LL : (long long)max_age_s);
	if (!readable)
		buf_text(&text, "; HttpOnly");
	if (http_is_tls(rq))
		buf_text(&text, "; Secure");
	http_set_header(rq, "Set-Cookie", text.ptr);
}

void http_write_pagination(struct json *json, const struct http_pagination *pagination)
{
	int64_t pages = 0;

	if (pagination->per_page > 0 && pagination->total >= 0)
		pages = (pagination->total + pagination->per_page - 1) / pagination->per_page;
	json_field_open(json, "pagination");
	json_field_id(json, "page", pagination->page);
	json_field_int(json, "per_page", pagination->per_page);
	json_field_opt_int(
		json, "total", (struct opt_int){pagination->total, pagination->total >= 0});
	json_field_opt_int(json, "pages", (struct opt_int){pages, pagination->total >= 0});
	json_field_bool(json, "total_capped", pagination->total_capped);
	json_field_text(json, "next", pagination->next);
	json_close(json);
}

static const struct schema_field pagination_fields[] = {
	{"page", SCHEMA_INT, SCHEMA_NULLABLE, NULL, NULL, "From 1; null when reading by cursor"},
	{"per_page", SCHEMA_INT, 0, NULL, NULL, "Rows asked for"},
	{"total", SCHEMA_INT, SCHEMA_NULLABLE, NULL, NULL, "Rows in all; null when not counted"},
	{"pages", SCHEMA_INT, SCHEMA_NULLABLE, NULL, NULL, "Pages in all"},
	{"total_capped", SCHEMA_BOOL, 0, NULL, NULL, "There are more rows than `total` says"},
	{"next", SCHEMA_TEXT, SCHEMA_NULLABLE, NULL, NULL, "Cursor of the rows that follow"},
};
const struct schema pagination_schema = {"Pagination", pagination_fields, COUNT(pagination_fields)};

/* ---- Errors ------------------------------------------------------------------ */

static void write_fields(struct json *json, const struct field_fault *fields)
{
	json_field_open(json, "errors");
	for (const struct field_fault *fault = fields; fault; fault = fault->next) {
		const struct field_fault *earlier = fields;

		while (strcmp(earlier->field, fault->field) != 0)
			earlier = earlier->next;
		if (earlier != fault)
			continue;
		json_key_text(json, fault->field);
		json_open_array(json);
		for (; earlier; earlier = earlier->next)
			if (strcmp(earlier->field, fault->field) == 0)
				json_text(json, earlier->reason);
		json_close_array(json);
	}
	json_close(json);
}

static void write_error(struct json *json, const struct cx *cx, enum err err, const char *text)
{
	const struct failure *failure = &cx->failure;

	json_open(json);
	json_field_bool(json, "success", false);
	json_field_text(json, "error", text);
	json_field_text(json, "message", text);
	json_field_text(json, "code", failure->code ? failure->code : err_name(err));
	write_fields(json, err == ERR_INTERNAL ? NULL : failure->fields);
	json_field_text(json, "detail", text);
	json_field_text(json, "request_id", cx->request_id);
	if (err == ERR_STATE && failure->allowed) {
		json_field_open_array(json, "allowed");
		for (const char *const *word = failure->allowed; *word; word++)
			json_text(json, *word);
		json_close_array(json);
	}
	if (err == ERR_CONFLICT && failure->current_json)
		json_field_raw(json, "current", failure->current_json);
	json_close(json);
}

static void add_error_headers(struct http_exchange *exchange, enum err err)
{
	struct cx *cx = &exchange->rq.cx;
	int64_t retry_s = cx->failure.retry_after_s;

	if ((err == ERR_RATE || err == ERR_BUSY) && retry_s < 1)
		retry_s = 1;
	if (retry_s && (err == ERR_RATE || err == ERR_BUSY || err == ERR_CONFLICT))
		http_set_header(&exchange->rq, "Retry-After",
			arena_format(cx->arena, "%lld", (long long)retry_s));
	if (err == ERR_METHOD)
		http_set_header(&exchange->rq, "Allow",
			exchange->match.node ? route_allow(cx->arena, exchange->match.node)
					     : "GET, HEAD, OPTIONS");
	http_set_header(&exchange->rq, "Content-Language", language_code(cx->language));
	http_set_header(&exchange->rq, "Vary", "Accept-Language");
	if (err == ERR_UNAUTHENTICATED)
		http_set_header(&exchange->rq, "WWW-Authenticate", "Bearer");
}

/* A complaint about a field does not name it: beside it nobody asks which one is meant. */
static const char *error_text(const struct cx *cx, enum err err)
{
	const struct failure *failure = &cx->failure;
	const struct field_fault *fields = failure->fields;

	if (!failure->message || err == ERR_INTERNAL)
		return cx_say(cx, outcomes[err].text);
	if (err == ERR_INVALID && fields && fields->reason == failure->message)
		return arena_format(cx->arena, "%s: %s", fields->field, fields->reason);
	return failure->message;
}

void reply_error(struct http_exchange *exchange, enum err err)
{
	struct cx *cx = &exchange->rq.cx;
	struct reply_header *headers = exchange->headers;
	struct json json;

	(void)exchange_arena(exchange);
	if (err == ERR_INTERNAL)
		log_error("http.internal", LOG_TEXT("request_id", cx->request_id),
			LOG_TEXT(
				"route", exchange->match.node ? exchange->match.node->pattern : ""),
			LOG_TEXT("why", cx->failure.message));
	exchange_forget_answer(exchange);
	/* Rate headers were set before the outcome was known; cookies of a failed handler go. */
	if (err == ERR_RATE)
		exchange->headers = headers;
	json_begin(&json, cx->arena, FIRST_BYTES);
	write_error(&json, cx, err, error_text(cx, err));
	exchange->status = exchange->refusal_status ? exchange->refusal_status
						    : http_status_of(err);
	exchange->reply_kind = REPLY_BYTES;
	exchange->reply_type = "application/json";
	exchange->reply_body = json_end(&json);
	add_error_headers(exchange, err);
}
