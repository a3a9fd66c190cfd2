/* http_openapi.h - shared by the two halves of the description's writer. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_OPENAPI_H
#define PLATFORM_HTTP_HTTP_OPENAPI_H

#include "platform/http/http_internal.h"

#define NAMED_MAX 512

/* Everything that gets a name in components/schemas; each is written once. */
struct openapi {
	struct json json;
	struct arena *arena;
	const struct shape *shapes[NAMED_MAX];
	size_t shape_count;
	const struct schema *schemas[NAMED_MAX]; /* objects inside answers */
	size_t schema_count;
	const struct schema *answers[NAMED_MAX]; /* whole answers: with `success` */
	size_t answer_count;
};

void openapi_collect(struct openapi *openapi, const struct http_route *routes);
void openapi_write_components(struct openapi *openapi);

/* "OrderAnswer" for the answer whose members are "Order". */
const char *openapi_answer_name(struct arena *arena, const struct schema *schema);
/* The schema of one parameter. in_query: as text can carry it. */
void openapi_write_field(struct json *json, const struct shape_field *field, bool in_query);
void openapi_write_ref(struct json *json, struct arena *arena, const char *name);
/* Does an answer page through rows? */
bool openapi_is_paged(const struct schema *schema);

#endif
