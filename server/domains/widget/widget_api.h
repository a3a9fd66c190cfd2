/* widget_api.h - how widgets look in answers, and who may open a socket; for app/ too. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_WIDGET_WIDGET_API_H
#define DOMAINS_WIDGET_WIDGET_API_H

#include "platform/http/http.h"

extern const struct schema widget_theme_schema; /* widget_settings_api.c */
extern const struct schema widget_texts_schema;
extern const struct schema widget_fields_schema;

/*
 * Whose visitor a token names, which a page of the request's Origin showed: for
 * sockets. In a reading unit. ERR_UNAUTHENTICATED, ERR_DENIED.
 */
struct widget_guest {
	int64_t company_id, visitor_id;
};
MUST_USE enum err widget_find_guest(
	struct http_req *rq, struct str token, struct widget_guest *guest);

#endif
