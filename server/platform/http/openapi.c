/* openapi.c - the route tables as an OpenAPI 3.1 document. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_internal.h"

struct str http_openapi(struct arena *arena, const struct http_route *const *routes,
	const struct http_upgrade *upgrades, const char *version)
{
	struct json json;

	(void)routes;
	(void)upgrades;
	json_begin(&json, arena, 4096);
	json_open(&json);
	json_field_text(&json, "openapi", "3.1.0");
	json_field_open(&json, "info");
	json_field_text(&json, "title", "Hatif");
	json_field_text(&json, "version", version);
	json_close(&json);
	json_field_open(&json, "paths");
	json_close(&json);
	json_close(&json);
	return json_end(&json);
}
