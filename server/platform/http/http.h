/* http.h - routes, parameters, answers. What a domain's *_api.c may know of HTTP. */
/* SPDX-License-Identifier: MIT */
#ifndef PLATFORM_HTTP_HTTP_H
#define PLATFORM_HTTP_HTTP_H

#include "base/cx.h"
#include "base/str.h"
#include "platform/auth/auth.h"
#include "platform/http/shape.h"
#include "platform/json/json.h"

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE };

/* READ routes get a reading connection and cannot write; WRITE routes commit before they answer. */
enum http_access { HTTP_READ, HTTP_WRITE };

enum http_flag {
	HTTP_IDEMPOTENT_KEY = 1 << 0, /* honours Idempotency-Key (creates) */
	HTTP_LOGIN_RATE = 1 << 1, /* counted against the login rate class */
	HTTP_EXPENSIVE = 1 << 2, /* exports, imports: few at a time per user */
	HTTP_BODY_FILE = 1 << 3, /* body of any type, spooled to a file: http_body_file() */
	HTTP_BODY_RAW = 1 << 4, /* body bytes wanted as sent: http_body_raw() (signatures) */
	HTTP_NO_CSRF = 1 << 5, /* signed by other means (webhooks, login) */
	HTTP_WEAK_PASSWORD_OK = 1 << 6, /* usable while a password change is due */
	HTTP_OWN_RATE = 1 << 7, /* public, and the handler counts: http_charge_address() */
	HTTP_BODY_FORM = 1 << 8, /* a form with a file is taken, too: http_form_file() */
	HTTP_SLOW = 1 << 9, /* may wait for seconds: by threads of its own, the workers go on */
	HTTP_OTHER_SITES = 1 << 10, /* for pages of other sites, too: http_open_to_page() */
};

struct http_req;
/*
 * OK commits the unit; any other outcome rolls it back, unless the handler left
 * cx.failure.keep_writes set: then the unit is committed too and the error
 * answer goes out after it (if that commit fails, its own outcome is answered).
 */
typedef enum err http_handler(struct http_req *rq);

/*
 * One row of a domain's route table. Everything the outside may know of the
 * route stands here: the router, the permission check, the parameter reader
 * and openapi.json all use it. Literals win over parameters.
 */
struct http_route {
	enum http_method method;
	const char *pattern; /* "/api/agent/orders/{id}" */
	http_handler *handler;
	enum perm permission;
	enum http_access access;
	const char *summary;
	const struct shape *in; /* query and body parameters; NULL for none */
	const struct schema *out; /* members beside `success`; NULL: not JSON */
	unsigned flags; /* enum http_flag */
	int status; /* of success; 0 = 200 */
	size_t body_max; /* bytes; 0: 1 MB, of files 64 MB */
};

/* One request being handled. cx is the unit of work; pass &rq->cx to domains. */
struct http_req {
	struct cx cx;
	struct http_exchange *exchange; /* platform/http's own side */
};

/* ---- In ---------------------------------------------------------------- */

/* A path parameter, decoded, never NULL nor empty. */
const char *http_path(const struct http_req *rq, const char *name);

/*
 * Fill *out by the route's shape from path > JSON body > form > query.
 * ERR_INVALID naming every refused field. company_id in any of them that is
 * not the actor's own is ERR_DENIED; its own, empty or "{id}" is ignored.
 */
MUST_USE enum err http_read(struct http_req *rq, void *out);

/* The same of a JSON object inside the body, which a field of SHAPE_JSON gave. */
MUST_USE enum err http_read_object(
	struct http_req *rq, const struct shape *shape, const struct json_value *object, void *out);

/* Version the caller last saw: If-Match ("7" or W/"7"), else the member `version`, or neither. */
MUST_USE enum err http_version(struct http_req *rq, struct opt_int *version);

/* page/per_page/limit/cursor/offset as A-56 says; standard_size is used when only `page` came. */
struct http_page {
	bool paged; /* false: whole list up to 500 */
	int64_t page; /* from 1; 0 when by cursor */
	int64_t size; /* rows wanted, <= 500 */
	const char *cursor; /* opaque, NULL for the first */
};
MUST_USE enum err http_page_read(
	struct http_req *rq, int64_t standard_size, struct http_page *page);

/*
 * Cursors of lists that go back by id: the last id shown behind a letter of the
 * list's own, so that another list's is refused. *below is where the next rows
 * begin; INT64_MAX without a cursor.
 */
MUST_USE enum err http_cursor_read(struct cx *cx, const char *cursor, char mark, int64_t *below);
/* NULL for id 0: there is no next page. */
const char *http_cursor_write(struct arena *arena, char mark, int64_t id);
/* The same for a list that has no pages by number. */
MUST_USE enum err http_page_below(
	struct cx *cx, const struct http_page *page, char mark, int64_t *below);

/*
 * For what takes seconds of the few threads of HTTP_SLOW: until the request ends, `who` (a
 * number of the company's, such as a user's) has no other of these. ERR_RATE.
 */
MUST_USE enum err http_one_at_a_time(struct http_req *rq, int64_t who);

/* NULL when absent. Bytes that are not UTF-8 are replaced by '?'. */
const char *http_header(const struct http_req *rq, const char *name);
/* A query parameter, decoded; NULL when absent. Twice: the last counts. */
const char *http_query(const struct http_req *rq, const char *name);
const char *http_client_ip(const struct http_req *rq);
const char *http_user_agent(const struct http_req *rq); /* "" when absent */
bool http_is_tls(const struct http_req *rq);
/* "https://desk.example.com": as configured, else from the listener; never the Host header. */
const char *http_public_url(const struct http_req *rq);
/* Its parts, for clients that are configured with them. host is in the arena. */
struct http_place {
	const char *host;
	int64_t port;
	bool tls;
};
struct http_place http_public_place(const struct http_req *rq);
struct str http_body_raw(const struct http_req *rq);
/* Name of the spooled body; removed after the answer unless files_keep() took it away. */
const char *http_body_file(const struct http_req *rq);
/*
 * The size of an uploaded file. ERR_UNSUPPORTED for a form around it,
 * ERR_INVALID on `file` when it is empty.
 */
MUST_USE enum err http_upload_size(struct http_req *rq, int64_t *size_bytes);
/*
 * The file of a multipart/form-data body (RFC 7578), in the part `file`; its
 * other parts are parameters. False: the body is no such form, or there is no
 * file in it. Lives until the answer is made.
 */
struct http_form_file {
	const char *name; /* as the client calls it; "" when it says nothing */
	struct str bytes;
};
MUST_USE bool http_form_file(struct http_req *rq, struct http_form_file *file);
const char *http_content_type(const struct http_req *rq); /* lower case, without parameters */

/* Is the page that asks, by its Origin, one of our own? False where none is named. */
bool http_from_own_page(const struct http_req *rq);
/*
 * The page that asks may read the answer, an error's too, whatever site it is of:
 * for handlers of HTTP_OTHER_SITES that have looked at the Origin. Cookies never
 * come along.
 */
void http_open_to_page(struct http_req *rq);

/*
 * Routes with HTTP_OWN_RATE are counted by their handlers: against the caller's
 * address; against the few visits that pages at one address may begin; against
 * what a visitor of a company may send, and may ask for in all. ERR_RATE.
 */
MUST_USE enum err http_charge_address(struct http_req *rq);
/* The same against a session of the handler's own, named by a number. */
MUST_USE enum err http_charge_session(struct http_req *rq, uint64_t name, int64_t per_minute);
MUST_USE enum err http_charge_visit(struct http_req *rq);
MUST_USE enum err http_charge_visitor(struct http_req *rq, int64_t visitor_id, bool sends);

/* The status an outcome is answered with. */
int http_status_of(enum err err);

/* ---- Out --------------------------------------------------------------- */

/*
 * Begin the JSON answer: `{"success":true` is written and left open; add
 * members, and return OK from the handler, which closes it. The answer goes
 * out after the commit. A handler that returns an error after beginning
 * leaves the error answer only.
 */
struct json *http_reply(struct http_req *rq, int status);

/* Answer with bytes of another type (kept until sent: copied). */
void http_reply_bytes(struct http_req *rq, int status, const char *type, struct str body);

/*
 * Answer with an open file, or with the part of it that a Range asks for (206,
 * 416). Takes the descriptor over, whatever comes out. ERR_NOT_FOUND: it is no
 * plain file.
 */
MUST_USE enum err http_reply_file(struct http_req *rq, const char *type, int fd);

/* Content-Security-Policy and Cache-Control replace the standard ones. No control characters. */
void http_set_header(struct http_req *rq, const char *name, const char *value);

/*
 * HttpOnly unless readable; max_age_s 0 = session cookie, < 0 = remove. Secure
 * over TLS; the __Host- in a name is the caller's (auth_cookie_name). The
 * value has no blanks, quotes, commas or semicolons (asserted).
 */
void http_set_cookie(struct http_req *rq, const char *name, const char *value, const char *path,
	int64_t max_age_s, bool readable);
const char *http_cookie(const struct http_req *rq, const char *name);

/*
 * Stream a file to the client while producing it: begin, write many times,
 * return OK. http_stream_write waits while the client is slow (256 KB buffer,
 * 30 s at most) and fails when it is gone; the handler then returns that error,
 * and the client sees the file cut off. Length 0 only asks whether the client is
 * still there. Read all parameters and headers before
 * beginning. A slow client holds a reading connection for as long, never the
 * writer: a WRITE route commits (db_commit) before it begins.
 */
MUST_USE enum err http_stream_begin(
	struct http_req *rq, const char *content_type, const char *file_name);
MUST_USE enum err http_stream_write(struct http_req *rq, const char *bytes, size_t length);

/* Pagination member of a list answer. total < 0: unknown. next NULL: last page. */
struct http_pagination {
	int64_t page, per_page, total;
	bool total_capped;
	const char *next;
};
void http_write_pagination(struct json *json, const struct http_pagination *pagination);
extern const struct schema pagination_schema;

#endif
