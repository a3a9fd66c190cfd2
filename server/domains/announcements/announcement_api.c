/* announcement_api.c - HTTP: announcements, of those who write and of those who read them. */
/* SPDX-License-Identifier: MIT */
#include "domains/announcements/announcement_internal.h"

#include "platform/http/http.h"

/* ---- Answers -------------------------------------------------------------------------- */

#define TEXTS \
	{.name = "id", .type = SCHEMA_INT}, {.name = "title", .type = SCHEMA_TEXT}, \
		{.name = "body", .type = SCHEMA_TEXT}, \
	{ \
		.name = "priority", .type = SCHEMA_WORD, .words = announcement_priority_words \
	}
#define TIMES \
	{.name = "starts_at", .type = SCHEMA_TIME}, \
		{.name = "ends_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE}, \
	{ \
		.name = "author", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE \
	}

static const struct schema_field managed_fields[] = {
	TEXTS,
	{.name = "audience", .type = SCHEMA_WORD, .words = announcement_audience_words},
	{.name = "audience_id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "audience_code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "audience_name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	TIMES,
	{.name = "created_at", .type = SCHEMA_TIME},
	{.name = "reads_count", .type = SCHEMA_INT, .about = "How many people have read it"},
	{.name = "receivers_count", .type = SCHEMA_INT, .about = "Of how many, as of now"},
	{.name = "version", .type = SCHEMA_INT},
};
static const struct schema managed_schema = {
	.name = "ManagedAnnouncement", .fields = managed_fields, .count = COUNT(managed_fields)};
static const struct schema_field audience_fields[] = {
	{.name = "audience", .type = SCHEMA_WORD, .words = announcement_audience_words},
	{.name = "id", .type = SCHEMA_INT, .flags = SCHEMA_NULLABLE},
	{.name = "code", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
	{.name = "name", .type = SCHEMA_TEXT, .flags = SCHEMA_NULLABLE},
};
static const struct schema audience_schema = {
	.name = "AnnouncementAudience", .fields = audience_fields, .count = COUNT(audience_fields)};
static const struct schema_field managed_out_fields[] = {
	{.name = "announcements",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &managed_schema},
	{.name = "audiences",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &audience_schema,
		.about = "To whom the caller may write"},
};
static const struct schema managed_out = {.name = "ManagedAnnouncementsAnswer",
	.fields = managed_out_fields,
	.count = COUNT(managed_out_fields)};
static const struct schema_field one_out_fields[] = {
	{.name = "announcement", .type = SCHEMA_OBJECT, .ref = &managed_schema},
};
static const struct schema one_out = {
	.name = "AnnouncementAnswer", .fields = one_out_fields, .count = COUNT(one_out_fields)};
static const struct schema gone_out = {.name = "AnnouncementGone"};

static const struct schema_field mine_fields[] = {
	TEXTS,
	TIMES,
	{.name = "read_at", .type = SCHEMA_TIME, .flags = SCHEMA_NULLABLE},
};
static const struct schema mine_schema = {
	.name = "Announcement", .fields = mine_fields, .count = COUNT(mine_fields)};
static const struct schema_field mine_out_fields[] = {
	{.name = "announcements",
		.type = SCHEMA_OBJECT,
		.flags = SCHEMA_ARRAY,
		.ref = &mine_schema,
		.about = "The urgent first, then the newest; 50 at most"},
	{.name = "unread", .type = SCHEMA_INT},
};
static const struct schema mine_out = {
	.name = "AnnouncementsAnswer", .fields = mine_out_fields, .count = COUNT(mine_out_fields)};
static const struct schema read_out = {.name = "AnnouncementReadAnswer"};

static int64_t id_of(const struct http_req *rq)
{
	int64_t id;

	return text_int(http_path(rq, "id"), &id) && id > 0 ? id : -1;
}

/* ---- Of those who read ------------------------------------------------------------------- */

static void write_mine(struct json *json, const struct announcement *announcement)
{
	json_open(json);
	json_field_id(json, "id", announcement->id);
	json_field_text(json, "title", announcement->title);
	json_field_text(json, "body", announcement->body);
	json_field_text(json, "priority", announcement->priority);
	json_field_time(json, "starts_at", announcement->starts_us);
	json_field_opt_time(json, "ends_at", announcement->ends_us);
	json_field_text(json, "author", announcement->author);
	json_field_opt_time(json, "read_at", announcement->read_us);
	json_close(json);
}

/* GET /api/announcements */
static enum err get_mine(struct http_req *rq)
{
	struct announcement *list;
	struct json *json;
	int64_t unread = 0;
	size_t count;

	TRY(announcement_store_mine(&rq->cx, 0, &list, &count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "announcements");
	for (size_t i = 0; i < count; i++) {
		write_mine(json, &list[i]);
		unread += !list[i].read_us.given;
	}
	json_close_array(json);
	json_field_int(json, "unread", unread);
	return OK;
}

/* POST /api/announcements/{id}/read */
static enum err post_read(struct http_req *rq)
{
	TRY(announcement_mark_read(&rq->cx, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

/* ---- Of those who write -------------------------------------------------------------------- */

static void write_audience(struct json *json, const struct announcement_audience *audience)
{
	json_open(json);
	json_field_text(json, "audience", audience->audience);
	json_field_id(json, "id", audience->id);
	json_field_text(json, "code", audience->code);
	json_field_text(json, "name", audience->name);
	json_close(json);
}

/* GET /api/admin/announcements */
static enum err get_managed(struct http_req *rq)
{
	struct announcement_audience *audiences;
	struct announcement *list;
	struct json *json;
	size_t count, audience_count;

	TRY(announcements_managed(&rq->cx, &list, &count));
	TRY(announcement_audiences(&rq->cx, &audiences, &audience_count));
	json = http_reply(rq, 200);
	json_field_open_array(json, "announcements");
	for (size_t i = 0; i < count; i++)
		announcement_write(json, &list[i]);
	json_close_array(json);
	json_field_open_array(json, "audiences");
	for (size_t i = 0; i < audience_count; i++)
		write_audience(json, &audiences[i]);
	json_close_array(json);
	return OK;
}

#define CHANGE(member) .offset = offsetof(struct announcement_change, member)
#define COMMON(need) \
	{.name = "title", \
		.type = SHAPE_TEXT, \
		.flags = (need), \
		CHANGE(title), \
		.min = 1, \
		.max = 120}, \
		{.name = "body", .type = SHAPE_TEXT, CHANGE(body), .max = 2000}, \
		{.name = "priority", \
			.type = SHAPE_WORD, \
			CHANGE(priority), \
			.words = announcement_priority_words}, \
		{.name = "audience", \
			.type = SHAPE_WORD, \
			CHANGE(audience), \
			.words = announcement_audience_words}, \
		{.name = "audience_id", \
			.type = SHAPE_INT, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(audience_id), \
			.min = 1, \
			.max = INT64_MAX, \
			.about = "Team, department or role"}, \
		{.name = "starts_at", \
			.type = SHAPE_TIME, \
			.flags = SHAPE_NULLABLE, \
			CHANGE(starts_us), \
			.about = "Now, if not said"}, \
	{ \
		.name = "ends_at", .type = SHAPE_TIME, .flags = SHAPE_NULLABLE, CHANGE(ends_us), \
		.about = "Until it is taken back, if not said" \
	}

static const struct shape_field new_fields[] = {COMMON(SHAPE_REQUIRED)};
static const struct shape new_shape = {
	.name = "AnnouncementNew", .fields = new_fields, .count = COUNT(new_fields)};
static const struct shape_field change_fields[] = {
	COMMON(0),
	{.name = "endless", .type = SHAPE_BOOL, CHANGE(endless), .about = "Takes the end away"},
	{.name = "version",
		.type = SHAPE_INT,
		.flags = SHAPE_NULLABLE,
		CHANGE(version),
		.max = INT64_MAX,
		.about = "The version last seen; or If-Match"},
};
static const struct shape change_shape = {
	.name = "AnnouncementChange", .fields = change_fields, .count = COUNT(change_fields)};

static enum err reply_one(struct http_req *rq, int status, const struct announcement *announcement)
{
	struct json *json = http_reply(rq, status);

	json_key(json, "announcement");
	announcement_write(json, announcement);
	return OK;
}

/* POST /api/admin/announcements */
static enum err post_announcement(struct http_req *rq)
{
	struct announcement_change wanted = {0};
	struct announcement announcement;

	TRY(http_read(rq, &wanted));
	TRY(announcement_create(&rq->cx, &wanted, &announcement));
	return reply_one(rq, 201, &announcement);
}

/* PUT /api/admin/announcements/{id} */
static enum err put_announcement(struct http_req *rq)
{
	struct announcement_change change = {0};
	struct announcement after;

	TRY(http_read(rq, &change));
	TRY(http_version(rq, &change.version));
	TRY(announcement_change(&rq->cx, id_of(rq), &change, &after));
	return reply_one(rq, 200, &after);
}

/* DELETE /api/admin/announcements/{id} */
static enum err delete_announcement(struct http_req *rq)
{
	TRY(announcement_remove(&rq->cx, id_of(rq)));
	(void)http_reply(rq, 200);
	return OK;
}

const struct http_route announcement_routes[] = {
	{.method = HTTP_GET,
		.pattern = "/api/announcements",
		.handler = get_mine,
		.permission = PERM_SELF,
		.access = HTTP_READ,
		.summary = "Announcements to oneself that hold now, and which of them are unread",
		.out = &mine_out},
	{.method = HTTP_POST,
		.pattern = "/api/announcements/{id}/read",
		.handler = post_read,
		.permission = PERM_SELF,
		.access = HTTP_WRITE,
		.summary = "Mark an announcement as read",
		.out = &read_out},
	{.method = HTTP_GET,
		.pattern = "/api/admin/announcements",
		.handler = get_managed,
		.permission = PERM_ANNOUNCEMENTS_MANAGE,
		.access = HTTP_READ,
		.summary = "All announcements of one's scope, and how many have read them",
		.out = &managed_out},
	{.method = HTTP_POST,
		.pattern = "/api/admin/announcements",
		.handler = post_announcement,
		.permission = PERM_ANNOUNCEMENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Announce something to everyone, a team, a department or a role",
		.in = &new_shape,
		.out = &one_out,
		.flags = HTTP_IDEMPOTENT_KEY,
		.status = 201},
	{.method = HTTP_PUT,
		.pattern = "/api/admin/announcements/{id}",
		.handler = put_announcement,
		.permission = PERM_ANNOUNCEMENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Correct an announcement",
		.in = &change_shape,
		.out = &one_out},
	{.method = HTTP_DELETE,
		.pattern = "/api/admin/announcements/{id}",
		.handler = delete_announcement,
		.permission = PERM_ANNOUNCEMENTS_MANAGE,
		.access = HTTP_WRITE,
		.summary = "Take an announcement back",
		.out = &gone_out},
	{0},
};
