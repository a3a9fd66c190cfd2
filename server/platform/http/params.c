/* params.c - finding a parameter: path, JSON body, form, query; the last of equals counts. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#include "base/utf8.h"
#include "platform/log/log.h"

#include <strings.h>

/* ---- Sources ----------------------------------------------------------------- */

enum err params_check_query(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;

	if (!exchange->query)
		return OK;
	if (!form_parse(cx->arena, str_of(exchange->query), &exchange->query_pairs))
		return fail(cx, ERR_MALFORMED, NULL, "The address's parameters could not be read.");
	for (size_t i = 0; i < exchange->query_pairs.count; i++) {
		const struct pair *pair = &exchange->query_pairs.at[i];

		/* NUL is valid UTF-8's own matter: the field that reads it refuses it by name. */
		for (struct str rest = pair->value; rest.ptr;) {
			struct str piece = str_cut(rest, '\0', &rest);

			if (!utf8_valid(piece.ptr, piece.len))
				return fail(cx, ERR_MALFORMED, NULL, "The address is not UTF-8.");
		}
		if (!utf8_valid(pair->name.ptr, pair->name.len))
			return fail(cx, ERR_MALFORMED, NULL, "The address is not UTF-8.");
		TRY(params_check_company(exchange, pair->name, pair->value));
	}
	return OK;
}

enum err params_check_company(struct http_exchange *exchange, struct str name, struct str value)
{
	const struct actor *actor = exchange->rq.cx.actor;
	static const char *const nothing[] = {"", "{id}", "null", "undefined"};
	int64_t id;

	if (!str_is(name, "company_id") || !actor->company_id)
		return OK;
	for (size_t i = 0; i < COUNT(nothing); i++)
		if (str_is(value, nothing[i]))
			return OK;
	if (str_int(value, &id) ? id == actor->company_id : str_is(value, actor->company->code))
		return OK;
	log_warn("http.foreign_company", LOG_TEXT("request_id", exchange->request_id),
		LOG_INT("company", actor->company_id), LOG_INT("user", actor->user_id),
		LOG_TEXT("route", exchange->match.node->pattern));
	return fail(&exchange->rq.cx, ERR_DENIED, "company_id", "This is not your own company.");
}

/* The charset a content type names, or nothing. Other charsets than UTF-8 are tricks. */
static bool charset_is_utf8(const char *content_type)
{
	const char *at = strcasestr(content_type, "charset=");
	struct str value;

	if (!at)
		return true;
	value = (struct str){at + 8, strcspn(at + 8, "; \t")};
	if (value.len >= 2 && value.ptr[0] == '"')
		value = (struct str){value.ptr + 1, value.len - 2};
	return str_is_nocase(value, "utf-8") || str_is_nocase(value, "utf8") ||
		str_is_nocase(value, "us-ascii");
}

static enum err parse_json_body(struct http_exchange *exchange, struct str body)
{
	struct cx *cx = &exchange->rq.cx;

	TRY(json_parse(cx, body, &exchange->json));
	if (json_kind_of(exchange->json) != JSON_OBJECT)
		return fail(cx, ERR_MALFORMED, NULL, "The JSON body is not an object.");
	for (size_t i = 0; i < json_members(exchange->json); i++) {
		const char *key;
		const struct json_value *value = json_member(exchange->json, i, &key);
		const char *text = "?";

		if (strcmp(key, "company_id") != 0 || json_kind_of(value) == JSON_NULL)
			continue;
		if (json_kind_of(value) == JSON_TEXT)
			text = json_text_of(value);
		else if (json_kind_of(value) == JSON_INT)
			text = json_digits_of(cx->arena, value);
		TRY(params_check_company(exchange, str_of(key), str_of(text)));
	}
	return OK;
}

static enum err parse_form_body(struct http_exchange *exchange, struct str body)
{
	struct cx *cx = &exchange->rq.cx;

	if (!form_parse(cx->arena, body, &exchange->form_pairs))
		return fail(cx, ERR_MALFORMED, NULL, "The form could not be read.");
	for (size_t i = 0; i < exchange->form_pairs.count; i++) {
		const struct pair *pair = &exchange->form_pairs.at[i];

		if (!utf8_valid(pair->name.ptr, pair->name.len))
			return fail(cx, ERR_MALFORMED, NULL, "The form is not UTF-8.");
		TRY(params_check_company(exchange, pair->name, pair->value));
	}
	return OK;
}

/*
 * What a body is: empty is legal everywhere; one that begins with '{' is JSON
 * whatever its content type says; otherwise the content type decides.
 */
enum err params_parse_body(struct http_exchange *exchange)
{
	struct cx *cx = &exchange->rq.cx;
	struct str body = http_body_raw(&exchange->rq);
	struct str start = str_trim(body);
	const char *header = exchange->known[HEADER_CONTENT_TYPE];
	const char *type = http_content_type(&exchange->rq);
	const char *coding = exchange->known[HEADER_CONTENT_ENCODING];

	if (exchange->body_parsed)
		return OK;
	exchange->body_parsed = true;
	if (body_is_form(exchange))
		return form_file_read(exchange);
	if (!start.len)
		return OK;
	if (coding && strcasecmp(coding, "identity") != 0)
		return fail(cx, ERR_UNSUPPORTED, NULL, "Compressed bodies are not read.");
	if (header && !charset_is_utf8(header))
		return fail(cx, ERR_UNSUPPORTED, NULL, "Only bodies in UTF-8 are read.");
	if (start.ptr[0] == '{' || strcmp(type, "application/json") == 0)
		return parse_json_body(exchange, body);
	if (strcmp(type, "application/x-www-form-urlencoded") == 0)
		return parse_form_body(exchange, body);
	return fail(cx, ERR_UNSUPPORTED, NULL, "The body must be JSON or an urlencoded form.");
}

/* ---- Finding ------------------------------------------------------------------- */

static bool find_in_path(const struct http_exchange *exchange, struct str name, struct given *given)
{
	const struct route_match *match = &exchange->match;

	for (size_t i = 0; i < match->count; i++)
		if (strncmp(match->names[i], name.ptr, name.len) == 0 &&
			match->names[i][name.len] == '}') {
			*given = (struct given){.kind = GIVEN_TEXT, .text = match->values[i]};
			return true;
		}
	return false;
}

static bool find_in_json(const struct http_exchange *exchange, struct str name, struct given *given)
{
	if (!exchange->json)
		return false;
	for (size_t i = 0; i < json_members(exchange->json); i++) {
		const char *key;
		const struct json_value *value = json_member(exchange->json, i, &key);

		if (str_is(name, key)) {
			*given = (struct given){.kind = GIVEN_JSON, .json = value};
			return true;
		}
	}
	return false;
}

static bool find_in_pairs(const struct pairs *pairs, struct str name, struct given *given)
{
	for (size_t i = pairs->count; i > 0; i--) {
		const struct pair *pair = &pairs->at[i - 1];

		if (pair->name.len == name.len && memcmp(pair->name.ptr, name.ptr, name.len) == 0) {
			*given = (struct given){.kind = GIVEN_TEXT, .text = pair->value};
			return true;
		}
	}
	return false;
}

static bool find_in(
	const struct http_exchange *exchange, int source, struct str name, struct given *given)
{
	switch (source) {
	case 0:
		return find_in_path(exchange, name, given);
	case 1:
		return find_in_json(exchange, name, given);
	case 2:
		return find_in_pairs(&exchange->form_pairs, name, given);
	default:
		return find_in_pairs(&exchange->query_pairs, name, given);
	}
}

struct given params_find(
	const struct http_exchange *exchange, const char *name, const char *aliases)
{
	struct given given = {.kind = GIVEN_NOT};

	for (int source = 0; source < 4; source++) {
		struct str rest = str_of(aliases);

		if (find_in(exchange, source, str_of(name), &given))
			return given;
		while (rest.len)
			if (find_in(exchange, source, str_cut(rest, ',', &rest), &given))
				return given;
	}
	return given;
}

const char *http_query(const struct http_req *rq, const char *name)
{
	struct given given = {.kind = GIVEN_NOT};

	if (!find_in_pairs(&rq->exchange->query_pairs, str_of(name), &given))
		return NULL;
	return given.text.ptr;
}
