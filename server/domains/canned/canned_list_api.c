/* canned_list_api.c - HTTP: lists of responses, what they can be narrowed to, and files. No rules, no SQL. */
/* SPDX-License-Identifier: MIT */
#include "domains/canned/canned_api.h"

#include "platform/events/events.h"
#include "platform/http/http_export.h"
#include "platform/http/http_import.h"
#include "platform/intl/messages.h"

#define PAGE_ROWS 50
#define PAGES_MAX 1000

struct list_params {
	struct canned_query query;
	struct http_export_params as;
	struct canned_filter filter; /* that the query comes to */
};

#define ASKS(title, kind, member, note) \
	{ \
		.name = (title), .type = (kind), .flags = SHAPE_QUERY, \
		.offset = offsetof(struct list_params, query.member), .max = 100, .about = (note) \
	}
#define QUERY_FIELDS \
	ASKS("search", SHAPE_TEXT, search, \
		"Words in shortcut, title, category, tags and text; what is meant by a shortcut " \
		"comes first"), \
		ASKS("category", SHAPE_TEXT, category, NULL), ASKS("tag", SHAPE_TEXT, tag, NULL), \
		{.name = "team_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, query.team_id), \
			.min = 1, \
			.max = INT64_MAX}, \
		{.name = "at_hand", \
			.type = SHAPE_BOOL, \
			.flags = SHAPE_QUERY, \
			.offset = offsetof(struct list_params, query.at_hand), \
			.about = "What one uses: without those of other teams that one keeps"}, \
	{ \
		.name = "scope", .type = SHAPE_WORD, .flags = SHAPE_QUERY | SHAPE_ALL_OK, \
		.offset = offsetof(struct list_params, query.scope), .words = canned_scope_words \
	}
static const struct shape_field list_fields[] = {
	QUERY_FIELDS,
	{.name = "sort",
		.type = SHAPE_WORD,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct list_params, query.sort),
		.words = canned_sort_words,
		.about = "used if not said: what was sent most often comes first"},
};
static const struct shape list_shape = {
	.name = "CannedResponseQuery", .fields = list_fields, .count = COUNT(list_fields)};

static const struct schema_field list_out_fields[] = {
	{.name = "responses", .type = SCHEMA_OBJECT, .flags = SCHEMA_ARRAY, .ref = &canned_schema},
	{.name = "pagination", .type = SCHEMA_OBJECT, .ref = &pagination_schema},
	{.name = "seq", .type = SCHEMA_INT, .about = "The event that the answer is true up to"},
};
static const struct schema list_out = {.name = "CannedResponsesAnswer",
	.fields = list_out_fields,
	.count = COUNT(list_out_fields)};

static enum err read_place(
	struct http_req *rq, struct http_page *page, struct canned_filter *filter)
{
	TRY(http_page_read(rq, PAGE_ROWS, page));
	if (page->cursor)
		return fail(&rq->cx, ERR_INVALID, "cursor", "This list is paged by number.");
	if (page->page > PAGES_MAX)
		return fail(
			&rq->cx, ERR_INVALID, "page", "Pages are numbered up to %d.", PAGES_MAX);
	filter->limit = page->size;
	filter->offset = (page->page - 1) * page->size;
	return OK;
}

/* GET /api/canned-responses */
static enum err get_list(struct http_req *rq)
{
	struct list_params params = {0};
	struct canned_list list;
	struct http_page page;
	struct json *json;
	int64_t seq;

	TRY(http_read(rq, &params));
	TRY(events_last_seq(&rq->cx, &seq));
	canned_filter_make(&rq->cx, &params.query, &params.filter);
	TRY(read_place(rq, &page, &params.filter));
	TRY(canned_store_list(&rq->cx, &params.filter, &list));
	json = http_reply(rq, 200);
	json_field_open_array(json, "responses");
	for (size_t i = 0; i < list.count; i++)
		canned_write_json(json, &rq->cx, &list.rows[i]);
	json_close_array(json);
	http_write_pagination(json,
		&(struct http_pagination){
			.page = page.page, .per_page = page.size, .total = list.total});
	json_field_int(json, "seq", seq);
	return OK;
}

/* ---- What there is to choose from -------------------------------------------------------------- */

static const struct schema_field category_fields[] = {
	{.name = "name", .type = SCHEMA_TEXT},
	{.name = "count", .type = SCHEMA_INT},
};
static const struct schema category_schema = {
	.name = "CannedCategory", .fields = category_fields, .count = COUNT(category_fields)};
static const struct schema_field team_fields[] = {
	{.name = "id", .type = SCHEMA_INT},
	{.name = "name", .type = SCHEMA_TEXT},
};
static const struct schema team_schema = {
	.name = "CannedTeam", .fields = team_fields, .count = COUNT(team_fields)};
static const struct schema_field counts_fields[] = {
	{.name = "all", .type = SCHEMA_INT},
	{.name = "personal", .type = SCHEMA_INT},
	{.name = "team", .type = SCHEMA_INT},
	{.name = "company", .type = SCHEMA_INT},
};
static const struct schema counts_schema = {
	.name = "CannedCounts", .fields = counts_fields, .count = COUNT(counts_fields)};
static const struct schema_field choices_fields[] = {
	{.name = "categories",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &category_schema},
	{.name = "counts", .type = SCHEMA_OBJECT, .ref = &counts_schema, .about = "That one sees"},
	{.name = "teams",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &team_schema,
		.about = "That one may write responses for"},
	{.name = "scopes",
		.type = SCHEMA_WORD,
		.flags = SCHEMA_ARRAY,
		.words = canned_scope_words,
		.about = "Of which one may write responses"},
	{.name = "variables",
		.type = SCHEMA_TEXT,
		.flags = SCHEMA_ARRAY,
		.about = "What {{…}} may name"},
};
static const struct schema choices_out = {
	.name = "CannedChoicesAnswer", .fields = choices_fields, .count = COUNT(choices_fields)};

static void write_categories(struct json *json, const struct canned_choices *choices)
{
	json_field_open_array(json, "categories");
	for (size_t i = 0; i < choices->category_count; i++) {
		json_open(json);
		json_field_text(json, "name", choices->categories[i].name);
		json_field_int(json, "count", choices->categories[i].count);
		json_close(json);
	}
	json_close_array(json);
	json_field_open(json, "counts");
	json_field_int(json, "all", choices->personal + choices->of_teams + choices->of_company);
	json_field_int(json, "personal", choices->personal);
	json_field_int(json, "team", choices->of_teams);
	json_field_int(json, "company", choices->of_company);
	json_close(json);
}

static void write_scopes(
	struct json *json, const struct actor *actor, const struct canned_choices *choices)
{
	const struct canned company = {.scope = "company"};

	json_field_open_array(json, "teams");
	for (size_t i = 0; i < choices->team_count; i++) {
		json_open(json);
		json_field_int(json, "id", choices->teams[i].id);
		json_field_text(json, "name", choices->teams[i].name);
		json_close(json);
	}
	json_close_array(json);
	json_field_open_array(json, "scopes");
	if (actor->user_id && actor_may(actor, PERM_CHATS_WRITE))
		json_text(json, "personal");
	if (choices->team_count)
		json_text(json, "team");
	if (canned_may_edit(actor, &company))
		json_text(json, "company");
	json_close_array(json);
}

/* GET /api/canned-responses/choices */
static enum err get_choices(struct http_req *rq)
{
	struct canned_choices choices = {0};
	struct json *json;

	TRY(canned_choose(&rq->cx, &choices));
	json = http_reply(rq, 200);
	write_categories(json, &choices);
	write_scopes(json, rq->cx.actor, &choices);
	json_field_open_array(json, "variables");
	for (const char *const *name = canned_variable_words; *name; name++)
		json_text(json, *name);
	json_close_array(json);
	return OK;
}

/* ---- As a file ------------------------------------------------------------------------------------ */

static const struct shape_field export_fields[] = {
	QUERY_FIELDS,
	HTTP_EXPORT_FIELDS(
		struct list_params, as, "Of headings and words; the API's own words if not said"),
};
static const struct shape export_shape = {
	.name = "CannedExportQuery", .fields = export_fields, .count = COUNT(export_fields)};

static enum err add_row(struct cx *cx, const struct canned *canned, void *arg)
{
	const struct arena_mark mark = arena_mark(cx->arena);
	const enum err err = canned_sheet_row(cx, canned, arg);

	arena_rewind(cx->arena, mark);
	return err;
}

static enum err add_rows(struct cx *cx, struct sheet *sheet, const void *arg)
{
	const struct list_params *params = arg;

	return canned_store_each(cx, &params->filter, add_row, sheet);
}

static void tell_filter(struct json *json, const void *arg)
{
	const struct canned_query *query = &((const struct list_params *)arg)->query;

	json_field_text(json, "search", query->search);
	json_field_text(json, "scope", query->scope);
	json_field_text(json, "category", query->category);
	json_field_text(json, "tag", query->tag);
}

/* GET /api/canned-responses/export */
static enum err get_export(struct http_req *rq)
{
	struct list_params params = {0};

	TRY(http_read(rq, &params));
	canned_filter_make(&rq->cx, &params.query, &params.filter);
	return http_export(rq, &params.as,
		&(struct http_export){
			.name = "canned-responses",
			.title = WORDS("Canned responses"),
			.headings = canned_headings,
			.rows = add_rows,
			.action = "canned_responses.exported",
			.tell = tell_filter,
			.list = &params,
		});
}

struct import_params {
	struct opt_bool dry_run;
};
static const struct shape_field import_in_fields[] = {
	{.name = "dry_run",
		.type = SHAPE_BOOL,
		.flags = SHAPE_QUERY,
		.offset = offsetof(struct import_params, dry_run),
		.about = "Check every line and store nothing"},
};
static const struct shape import_in = {
	.name = "CannedImportParams", .fields = import_in_fields, .count = COUNT(import_in_fields)};
static const struct schema_field import_fields[] = {
	{.name = "dry_run", .type = SCHEMA_BOOL},
	{.name = "total_lines", .type = SCHEMA_INT},
	{.name = "created", .type = SCHEMA_INT},
	{.name = "changed", .type = SCHEMA_INT},
	{.name = "unchanged", .type = SCHEMA_INT, .about = "Lines that said what was known"},
	{.name = "failed", .type = SCHEMA_INT, .about = "Lines that were refused"},
	{.name = "errors",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &import_fault_schema,
		.about = "The first 100"},
};
static const struct schema import_schema = {
	.name = "CannedImport", .fields = import_fields, .count = COUNT(import_fields)};
static const struct schema_field import_out_fields[] = {
	{.name = "import", .type = SCHEMA_OBJECT, .ref = &import_schema},
};
static const struct schema import_out = {.name = "CannedImportAnswer",
	.fields = import_out_fields,
	.count = COUNT(import_out_fields)};

/* POST /api/canned-responses/import: small files, read while one waits. */
static enum err post_import(struct http_req *rq)
{
	struct canned_import *import = arena_alloc(rq->cx.arena, sizeof(*import));
	struct import_params params = {0};
	struct json *json;
	int64_t size;

	TRY(http_read(rq, &params));
	TRY(http_upload_size(rq, &size));
	TRY(canned_import(&rq->cx, http_body_file(rq), params.dry_run.value, import));
	json = http_reply(rq, 200);
	json_field_open(json, "import");
	json_field_bool(json, "dry_run", params.dry_run.value);
	json_field_int(json, "total_lines", import->lines);
	json_field_int(json, "created", import->created);
	json_field_int(json, "changed", import->changed);
	json_field_int(json, "unchanged", import->unchanged);
	json_field_int(json, "failed", import->failed);
	import_faults_write(json, import->faults, import->fault_count);
	json_close(json);
	return OK;
}

const struct http_route canned_list_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/canned-responses",
		.handler = get_list,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "Ready-made responses: one's own, of one's team and of the company",
		.in = &list_shape,
		.out = &list_out},
	{.method = HTTP_GET,
		.pattern = "/api/canned-responses/choices",
		.handler = get_choices,
		.permission = PERM_CHATS_READ,
		.access = HTTP_READ,
		.summary = "Categories, variables, and for whom one may write responses",
		.out = &choices_out},
	{.method = HTTP_GET,
		.pattern = "/api/canned-responses/export",
		.handler = get_export,
		.permission = PERM_CANNED_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Responses as a file: CSV or XLSX",
		.in = &export_shape,
		.flags = HTTP_EXPENSIVE},
	{.method = HTTP_POST,
		.pattern = "/api/canned-responses/import",
		.handler = post_import,
		.permission = PERM_CANNED_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Import a file of responses: CSV as the body, a line for each",
		.in = &import_in,
		.out = &import_out,
		.flags = HTTP_BODY_FILE | HTTP_EXPENSIVE,
		.body_max = CANNED_FILE_BYTES},
	{0},
};
