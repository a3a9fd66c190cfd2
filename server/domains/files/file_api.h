/* file_api.h - files in answers of other domains, and files as answers. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_FILES_FILE_API_H
#define DOMAINS_FILES_FILE_API_H

#include "domains/files/upload.h"
#include "platform/http/http.h"

/* As file_write_json() writes it: "File". */
extern const struct schema file_schema;
/* {upload}, and {file} once it is whole. */
extern const struct schema upload_out;
extern const struct schema upload_gone_out;

/* purpose, name and size of one that begins; of a form the purpose alone. */
struct upload_params {
	const char *purpose, *name;
	struct opt_int size;
};
extern const struct shape upload_in;
#define UPLOAD_FORM_BYTES_MAX \
	((size_t)26 * 1024 * 1024) /* the largest file, and the form around it */
#define UPLOAD_PIECE_BYTES_MAX ((size_t)UPLOAD_PIECE_BYTES)

/* Make a file from the form of the request; of wanted purpose, owner, and a name if it shall have another. */
MUST_USE enum err upload_form_make(
	struct http_req *rq, const struct file_new *wanted, struct file *file);

/*
 * Handlers of routes that take files of an owner; the company is the actor's. links:
 * how addresses of its files look; NULL: as users read them.
 */
struct upload_for {
	struct file_owner owner;
	const struct file_links *links;
};
MUST_USE enum err upload_post(struct http_req *rq, const struct upload_for *whom);
MUST_USE enum err upload_get_reply(struct http_req *rq, const struct upload_for *whom);
MUST_USE enum err upload_patch(struct http_req *rq, const struct upload_for *whom);
MUST_USE enum err upload_delete(struct http_req *rq, const struct upload_for *whom);

/*
 * Answer with the bytes of a file that the caller has the right to, or with its
 * small picture: an image or a sound may be shown, everything else is saved, and
 * nothing in it runs. ERR_NOT_FOUND: it has no small picture, or is removed.
 */
MUST_USE enum err file_reply(struct http_req *rq, const struct file *file, bool thumbnail);

#endif
