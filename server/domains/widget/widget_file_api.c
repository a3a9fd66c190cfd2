/* widget_file_api.c - HTTP: files that visitors send and read. No rules and no SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/widget/widget_internal.h"

#include "domains/files/file_api.h"

/* ---- Sending ----------------------------------------------------------------------------- */

static enum err enter(struct http_req *rq, enum widget_cost cost, struct upload_for *whom,
	struct file_links *links)
{
	struct widget_caller caller;

	TRY(widget_enter(rq, cost, &caller));
	*links = chat_file_links(&rq->cx, caller.visitor.id);
	*whom = (struct upload_for){{.visitor_id = caller.visitor.id}, links};
	return OK;
}

/* POST /api/widget/uploads */
static enum err post_upload(struct http_req *rq)
{
	struct upload_params params = {0};
	struct widget_caller caller;
	struct file_links links;
	struct upload_for whom;
	bool blocked;

	TRY(widget_enter(rq, WIDGET_WRITES, &caller));
	TRY(http_charge_visit(rq));
	TRY(http_read(rq, &params));
	if (!text_is(params.purpose, "chat"))
		return fail(&rq->cx, ERR_INVALID, "purpose", "Visitors send files of chats.");
	TRY(chat_visitor_blocked(&rq->cx,
		&(struct chat_opening){.visitor_id = caller.visitor.id,
			.email = caller.visitor.email,
			.phone = caller.visitor.phone},
		caller.visitor.customer_id, &blocked));
	if (blocked)
		return chat_refuse_blocked(&rq->cx);
	links = chat_file_links(&rq->cx, caller.visitor.id);
	whom = (struct upload_for){{.visitor_id = caller.visitor.id}, &links};
	return upload_post(rq, &whom);
}

/* GET /api/widget/uploads/{id} */
static enum err get_upload(struct http_req *rq)
{
	struct file_links links;
	struct upload_for whom;

	TRY(enter(rq, WIDGET_CALLS, &whom, &links));
	return upload_get_reply(rq, &whom);
}

/* PATCH /api/widget/uploads/{id} */
static enum err patch_upload(struct http_req *rq)
{
	struct file_links links;
	struct upload_for whom;

	TRY(enter(rq, WIDGET_CALLS, &whom, &links));
	return upload_patch(rq, &whom);
}

/* DELETE /api/widget/uploads/{id} */
static enum err delete_upload(struct http_req *rq)
{
	struct file_links links;
	struct upload_for whom;

	TRY(enter(rq, WIDGET_CALLS, &whom, &links));
	return upload_delete(rq, &whom);
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* By the token where one comes along; an address in a page brings a pass instead. */
static enum err find_reader(struct http_req *rq, int64_t *visitor_id)
{
	const char *pass = http_query(rq, "pass");
	const struct company *company;
	struct widget_caller caller;
	int64_t company_id;
	enum err err;

	if (http_header(rq, "X-Widget-Token")) {
		TRY(widget_enter(rq, WIDGET_CALLS, &caller));
		*visitor_id = caller.visitor.id;
		return OK;
	}
	TRY(http_charge_address(rq));
	err = pass && chat_file_pass_read(&rq->cx, pass, &company_id, visitor_id)
		? company_by_id(&rq->cx, company_id, &company)
		: ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND) {
		fail_clear(&rq->cx);
		return fail(&rq->cx, ERR_NOT_FOUND, NULL, "There is no such file.");
	}
	TRY(err);
	rq->cx.actor = actor_system(rq->cx.arena, company);
	return OK;
}

static enum err reply_bytes(struct http_req *rq, bool thumbnail)
{
	int64_t visitor_id = 0;
	struct file file;

	TRY(find_reader(rq, &visitor_id));
	TRY(chat_customer_file(&rq->cx, visitor_id, http_path(rq, "id"), &file));
	TRY(file_reply(rq, &file, thumbnail));
	http_set_header(rq, "Cross-Origin-Resource-Policy", "cross-origin");
	return OK;
}

/* GET /api/widget/files/{id} */
static enum err get_file(struct http_req *rq)
{
	return reply_bytes(rq, false);
}

/* GET /api/widget/files/{id}/thumbnail */
static enum err get_thumbnail(struct http_req *rq)
{
	return reply_bytes(rq, true);
}

#define OPEN_FLAGS (HTTP_OTHER_SITES | HTTP_OWN_RATE | HTTP_NO_CSRF)
const struct http_route widget_file_routes[] = {
	{.method = HTTP_POST,
		.pattern = "/api/widget/uploads",
		.handler = post_upload,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Begin to send a file in pieces, or send it in one go, as a form "
			   "(public: the visitor's token)",
		.in = &upload_in,
		.out = &upload_out,
		.flags = OPEN_FLAGS | HTTP_BODY_FORM | HTTP_SLOW,
		.body_max = UPLOAD_FORM_BYTES_MAX,
		.status = 201},
	{.method = HTTP_GET,
		.pattern = "/api/widget/uploads/{id}",
		.handler = get_upload,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary = "How far a file has come (public: the visitor's token)",
		.out = &upload_out,
		.flags = OPEN_FLAGS},
	{.method = HTTP_PATCH,
		.pattern = "/api/widget/uploads/{id}",
		.handler = patch_upload,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "The next piece, as the body; its place in the header Upload-Offset "
			   "(public: the visitor's token)",
		.out = &upload_out,
		.flags = OPEN_FLAGS | HTTP_BODY_FILE | HTTP_SLOW,
		.body_max = UPLOAD_PIECE_BYTES_MAX},
	{.method = HTTP_DELETE,
		.pattern = "/api/widget/uploads/{id}",
		.handler = delete_upload,
		.permission = PERM_PUBLIC,
		.access = HTTP_WRITE,
		.summary = "Stop sending a file (public: the visitor's token)",
		.out = &upload_gone_out,
		.flags = OPEN_FLAGS},
	{.method = HTTP_GET,
		.pattern = "/api/widget/files/{id}",
		.handler = get_file,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary = "A file of a visitor's chat (public: the visitor's token, or the pass "
			   "in its address)",
		.flags = OPEN_FLAGS},
	{.method = HTTP_GET,
		.pattern = "/api/widget/files/{id}/thumbnail",
		.handler = get_thumbnail,
		.permission = PERM_PUBLIC,
		.access = HTTP_READ,
		.summary = "A small picture of an image (public: as the file itself)",
		.flags = OPEN_FLAGS},
	{0},
};
