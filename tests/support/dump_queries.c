/* dump_queries.c - print every statement of the program as JSON lines, for tools/check_tenancy.py. */
/* SPDX-License-Identifier: MIT */
#include "app/queries.h"
#include "platform/json/json.h"

static void print_query(struct arena *arena, const struct db_query *query)
{
	struct json json;
	struct str text;

	json_begin(&json, arena, 4096);
	json_open(&json);
	json_field_text(&json, "name", query->name);
	json_field_text(&json, "text", query->text);
	json_field_text(&json, "lite", query->lite);
	json_field_text(&json, "postgres", query->postgres);
	json_close(&json);
	text = json_end(&json);
	(void)printf("%.*s\n", (int)text.len, text.ptr);
}

int main(void)
{
	struct arena *arena = arena_new(0);

	for (size_t list = 0; app_queries[list]; list++)
		for (size_t i = 0; (*app_queries[list])[i]; i++)
			print_query(arena, (*app_queries[list])[i]);
	arena_free(&arena);
	return 0;
}
