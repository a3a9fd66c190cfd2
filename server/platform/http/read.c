/* read.c - a whole shape at once, versions and pages. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/http_params.h"

#include <assert.h>
#include <inttypes.h>

#define WHOLE_LIST 500
#define PAGE_SIZE_MAX 200
#define PAGE_MAX 1000000
#define CURSOR_BYTES_MAX 512

static const char *zone_of(const struct cx *cx)
{
	return cx->actor->company ? cx->actor->company->time_zone : "UTC";
}

static size_t member_bytes(enum shape_type type)
{
	switch (type) {
	case SHAPE_INT:
	case SHAPE_TIME:
	case SHAPE_DAY:
		return sizeof(struct opt_int);
	case SHAPE_BOOL:
		return sizeof(struct opt_bool);
	default:
		return sizeof(void *);
	}
}

enum err http_read(struct http_req *rq, void *out)
{
	struct http_exchange *exchange = rq->exchange;
	const struct shape *shape = exchange->match.route->in;
	const char *zone = zone_of(&rq->cx);
	bool good = true;

	assert(shape);
	if (!body_wants_file(exchange) || body_is_form(exchange))
		TRY(params_parse_body(exchange));
	for (size_t i = 0; i < shape->count; i++) {
		const struct shape_field *field = &shape->fields[i];
		struct given given = params_find(exchange, field->name, field->aliases);

		memset((char *)out + field->offset, 0, member_bytes(field->type));
		good &= shape_read(&rq->cx, zone, field, &given, out);
	}
	return good ? OK : ERR_INVALID;
}

enum err http_read_object(
	struct http_req *rq, const struct shape *shape, const struct json_value *object, void *out)
{
	const char *zone = zone_of(&rq->cx);
	bool good = true;

	for (size_t i = 0; i < shape->count; i++) {
		const struct shape_field *field = &shape->fields[i];
		struct given given = {.kind = GIVEN_JSON, .json = json_get(object, field->name)};

		if (!given.json)
			given.kind = GIVEN_NOT;
		memset((char *)out + field->offset, 0, member_bytes(field->type));
		good &= shape_read(&rq->cx, zone, field, &given, out);
	}
	return good ? OK : ERR_INVALID;
}

/* ---- Version ---------------------------------------------------------------------- */

/* "7" or W/"7" */
static bool read_entity_tag(const char *text, int64_t *version)
{
	struct str tag = str_trim(str_of(text));

	if (str_starts(tag, "W/"))
		tag = (struct str){tag.ptr + 2, tag.len - 2};
	if (tag.len < 3 || tag.ptr[0] != '"' || tag.ptr[tag.len - 1] != '"')
		return false;
	return str_int((struct str){tag.ptr + 1, tag.len - 2}, version) && *version >= 0;
}

enum err http_version(struct http_req *rq, struct opt_int *version)
{
	static const struct shape_field field = {
		.name = "version", .type = SHAPE_INT, .flags = SHAPE_NULLABLE, .max = INT64_MAX};
	const char *tag = rq->exchange->known[HEADER_IF_MATCH];
	struct given given;

	*version = (struct opt_int){0};
	if (tag && strcmp(tag, "*") != 0) {
		if (!read_entity_tag(tag, &version->value))
			return fail(&rq->cx, ERR_INVALID, "If-Match",
				"If-Match must be a version such as \"7\".");
		version->given = true;
		return OK;
	}
	TRY(params_parse_body(rq->exchange));
	given = params_find(rq->exchange, field.name, NULL);
	return shape_read(&rq->cx, "UTC", &field, &given, version) ? OK : ERR_INVALID;
}

/* ---- Pages -------------------------------------------------------------------------- */

struct page_params {
	struct opt_int page, size, offset;
	const char *cursor;
};

#define FIELD(name_, type_, aliases_, least, most) \
	{ \
		.name = #name_, .aliases = (aliases_), .type = (type_), \
		.flags = SHAPE_NULLABLE | SHAPE_QUERY, \
		.offset = offsetof(struct page_params, name_), .min = (least), .max = (most) \
	}

static const struct shape_field page_fields[] = {
	FIELD(page, SHAPE_INT, NULL, 1, PAGE_MAX),
	{.name = "per_page",
		.aliases = "limit",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE | SHAPE_QUERY,
		.offset = offsetof(struct page_params, size),
		.min = 1,
		.max = INT64_MAX},
	FIELD(offset, SHAPE_INT, NULL, 0, (int64_t)PAGE_MAX *PAGE_SIZE_MAX),
	FIELD(cursor, SHAPE_TEXT, NULL, 1, CURSOR_BYTES_MAX),
};

static enum err page_of_offset(struct http_req *rq, int64_t offset, struct http_page *page)
{
	if (offset % page->size)
		return fail(&rq->cx, ERR_INVALID, "offset",
			"This must be a multiple of the page's size (%lld).",
			(long long)page->size);
	page->page = offset / page->size + 1;
	return OK;
}

enum err http_page_read(struct http_req *rq, int64_t standard_size, struct http_page *page)
{
	struct page_params given = {0};
	bool good = true;

	for (size_t i = 0; i < COUNT(page_fields); i++) {
		struct given value = params_find(
			rq->exchange, page_fields[i].name, page_fields[i].aliases);

		good &= shape_read(&rq->cx, "UTC", &page_fields[i], &value, &given);
	}
	if (!good)
		return ERR_INVALID;
	*page = (struct http_page){.size = WHOLE_LIST, .page = 1, .cursor = given.cursor};
	page->paged = given.page.given || given.size.given || given.offset.given || given.cursor;
	if (!page->paged)
		return OK;
	page->size = given.size.given ? given.size.value : standard_size;
	if (page->size > PAGE_SIZE_MAX)
		page->size = PAGE_SIZE_MAX;
	if (given.cursor)
		page->page = 0;
	else if (given.page.given)
		page->page = given.page.value;
	else if (given.offset.given)
		return page_of_offset(rq, given.offset.value, page);
	return OK;
}

enum err http_cursor_read(struct cx *cx, const char *cursor, char mark, int64_t *below)
{
	*below = INT64_MAX;
	if (!cursor || (cursor[0] == mark && text_int(cursor + 1, below) && *below > 0))
		return OK;
	return fail(cx, ERR_INVALID, "cursor", "This is not a cursor of this list.");
}

const char *http_cursor_write(struct arena *arena, char mark, int64_t id)
{
	return id ? arena_format(arena, "%c%" PRId64, mark, id) : NULL;
}

enum err http_page_below(struct cx *cx, const struct http_page *page, char mark, int64_t *below)
{
	if (page->page > 1)
		return fail(cx, ERR_INVALID, "page", "Go on with the cursor `next`.");
	return http_cursor_read(cx, page->cursor, mark, below);
}
