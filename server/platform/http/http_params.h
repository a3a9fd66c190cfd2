/* http_params.h - one parameter as it was given, and reading it by its declared type. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_PARAMS_H
#define PLATFORM_HTTP_HTTP_PARAMS_H

#include "platform/http/http_internal.h"

/* Text comes from the path, a form or the query, and is not yet checked at all. */
struct given {
	enum { GIVEN_NOT, GIVEN_TEXT, GIVEN_JSON } kind;
	struct str text;
	const struct json_value *json;
};

struct given params_find(
	const struct http_exchange *exchange, const char *name, const char *aliases);

/* A company_id from the client: its own, empty or unreplaced is fine. */
MUST_USE enum err params_check_company(
	struct http_exchange *exchange, struct str name, struct str value);

/*
 * Read one parameter into the member its field describes. zone: IANA zone of
 * times without one. A refusal is noted with fail_field and returns false.
 */
bool shape_read(struct cx *cx, const char *zone, const struct shape_field *field,
	const struct given *given, void *out);

/* Valid UTF-8 without NUL and without controls other than tab and line ends. */
bool text_is_clean(struct str text);
bool email_read(struct arena *arena, struct str text, const char **email);

#endif
