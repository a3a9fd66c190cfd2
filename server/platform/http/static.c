/* static.c - the web app, from memory. */
/* SPDX-License-Identifier: MIT */
#include "platform/http/assets.h"
#include "platform/http/http_internal.h"

#define IMMUTABLE "public, max-age=31536000, immutable"
#define DOCS_CSP(styles, workers) \
	"default-src 'self'; script-src 'self'; style-src 'self'" styles "; " \
	"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " \
	"worker-src 'self'" workers "; object-src 'none'; base-uri 'none'; " \
	"form-action 'self'; frame-ancestors 'none'"

/* A page of one's own that shows the widget as a shop's would. */
#define WIDGET_CSP \
	"default-src 'self'; script-src 'self'; style-src 'self'; " \
	"img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; " \
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define LOADER_CACHE "public, max-age=300" /* pages embed it by this name for years */
#define WIDGET_FOLDER "/widget/"

static const struct asset no_assets[] = {{.path = NULL}};
static const struct asset *files = no_assets;

void assets_set(const struct asset *table)
{
	files = table;
}

/* The table is a few dozen rows in the order of their paths (tools/embed.py sorts them). */
static const struct asset *find(const char *path)
{
	for (const struct asset *asset = files; asset->path; asset++)
		if (strcmp(asset->path, path) == 0)
			return asset;
	return NULL;
}

/* The path is one of the word's or below it: "/docs", "/docs/", "/docs/x". */
static bool is_under(const char *path, const char *word)
{
	size_t length = strlen(word);

	return strncmp(path, word, length) == 0 && (path[length] == '/' || !path[length]);
}

static bool is_reserved(const char *path)
{
	static const char *const words[] = {"/api", "/ws", "/docs", "/redoc", "/socket.io", "/app",
		"/openapi.json", "/health", "/ready", "/metrics", "/widget"};

	for (size_t i = 0; i < COUNT(words); i++)
		if (is_under(path, words[i]))
			return true;
	return false;
}

/* A page of the app as browsers ask for one; its scripts and pictures ask for other types. */
static bool is_navigation(const struct http_exchange *exchange)
{
	const char *accept = exchange->known[HEADER_ACCEPT];

	return !is_reserved(exchange->path) && !strstr(exchange->path, "/.") && accept &&
		strstr(accept, "text/html");
}

/* The file a path names; folders have an index. */
static const struct asset *find_page(const char *path)
{
	if (strcmp(path, "/") == 0)
		return find("/index.html");
	if (strcmp(path, "/docs") == 0 || strcmp(path, "/docs/") == 0)
		return find("/docs/index.html");
	if (strcmp(path, "/redoc") == 0 || strcmp(path, "/redoc/") == 0)
		return find("/redoc/index.html");
	if (strcmp(path, "/widget") == 0 || strcmp(path, "/widget/") == 0)
		return find("/widget.html");
	return find(path);
}

bool static_exists(const struct http_exchange *exchange)
{
	return find_page(exchange->path) != NULL;
}

static const struct asset *choose(const struct http_exchange *exchange)
{
	const struct asset *asset = find_page(exchange->path);

	if (!asset && is_navigation(exchange))
		asset = find("/index.html");
	return asset;
}

/* Is the coding offered, and not with q=0? */
static bool accepts(const struct http_exchange *exchange, const char *wanted)
{
	struct str rest = str_of(exchange->known[HEADER_ACCEPT_ENCODING]);

	while (rest.len) {
		struct str parameter;
		struct str coding = str_trim(
			str_cut(str_trim(str_cut(rest, ',', &rest)), ';', &parameter));

		parameter = str_trim(parameter);
		if (str_is_nocase(coding, wanted))
			return !str_is(parameter, "q=0") && !str_is(parameter, "q=0.0") &&
				!str_is(parameter, "q=0.000");
	}
	return false;
}

static bool tag_matches(const char *sent, const char *etag)
{
	struct str rest = str_of(sent);

	while (rest.len) {
		struct str one = str_trim(str_cut(rest, ',', &rest));

		if (str_starts(one, "W/"))
			one = (struct str){one.ptr + 2, one.len - 2};
		if (str_is(one, etag) || str_is(one, "*"))
			return true;
	}
	return false;
}

/* The smallest form that the browser takes; *coding is NULL for the plain one. */
static struct str best_form(
	const struct http_exchange *exchange, const struct asset *asset, const char **coding)
{
	if (asset->brotli && accepts(exchange, "br")) {
		*coding = "br";
		return (struct str){(const char *)asset->brotli, asset->brotli_bytes};
	}
	if (asset->gzip && accepts(exchange, "gzip")) {
		*coding = "gzip";
		return (struct str){(const char *)asset->gzip, asset->gzip_bytes};
	}
	*coding = NULL;
	return (struct str){(const char *)asset->plain, asset->plain_bytes};
}

static const char *caching_of(const char *path)
{
	if (strncmp(path, "/assets/", 8) == 0 ||
		strncmp(path, WIDGET_FOLDER, strlen(WIDGET_FOLDER)) == 0)
		return IMMUTABLE;
	return strcmp(path, "/widget.js") == 0 ? LOADER_CACHE : "no-cache";
}

/* What pages of other sites load: the widget's scripts, which are the same for everybody. */
static bool is_for_all_sites(const char *path)
{
	return strcmp(path, "/widget.js") == 0 ||
		strncmp(path, WIDGET_FOLDER, strlen(WIDGET_FOLDER)) == 0;
}

static void reply_asset(struct http_exchange *exchange, const struct asset *asset)
{
	const char *coding;
	struct str form = best_form(exchange, asset, &coding);
	struct http_req *rq = &exchange->rq;

	exchange->cache_control = caching_of(asset->path);
	exchange->open_to_all = is_for_all_sites(asset->path);
	if (strcmp(asset->path, "/widget.html") == 0)
		exchange->csp = WIDGET_CSP;
	if (is_under(exchange->path, "/redoc"))
		exchange->csp = DOCS_CSP(" 'unsafe-inline'", " blob:");
	else if (is_under(exchange->path, "/docs"))
		exchange->csp = DOCS_CSP("", "");
	if (asset->gzip || asset->brotli)
		http_set_header(rq, "Vary", "Accept-Encoding");
	http_set_header(rq, "ETag", asset->etag);
	reply_text(exchange, 200, asset->type, "");
	if (exchange->known[HEADER_IF_NONE_MATCH] &&
		tag_matches(exchange->known[HEADER_IF_NONE_MATCH], asset->etag)) {
		exchange->status = 304;
		return;
	}
	if (coding)
		http_set_header(rq, "Content-Encoding", coding);
	exchange->reply_body = form;
}

bool static_reply(struct http_exchange *exchange)
{
	const struct asset *asset = choose(exchange);

	if (asset) {
		reply_asset(exchange, asset);
		return true;
	}
	if (files->path || (strcmp(exchange->path, "/") != 0 && !is_navigation(exchange)))
		return false;
	reply_text(exchange, 404, "text/plain; charset=utf-8",
		"This build has no web app in it. Build the web app first (script/server does), "
		"then the program again. The API answers under /api; /openapi.json describes "
		"it.\n");
	return true;
}
