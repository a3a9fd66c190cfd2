/* push_app.h - what clients of Pusher's protocol know a company by, and what they may. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTEGRATIONS_PUSH_APP_H
#define DOMAINS_INTEGRATIONS_PUSH_APP_H

#include "base/cx.h"
#include "base/str.h"

struct json;

struct push_app_settings {
	int64_t company_id;
	int64_t version; /* 0: nobody has set anything */
	const char *key; /* NULL before anything was set */
	const char *secret_sealed;
	int64_t secret_us, updated_us;
	bool enabled;
	bool client_events; /* pages may tell each other */
	bool server_events; /* programs may publish */
};

/* Of the actor's company; standards where nothing is set. */
MUST_USE enum err push_app_get(struct cx *cx, struct push_app_settings *settings);
/* Whose key it is, of active companies. ERR_NOT_FOUND. */
MUST_USE enum err push_app_find(struct cx *cx, struct str key, struct push_app_settings *settings);
/* The secret itself, in the arena. ERR_INTERNAL: it was sealed with another key. */
MUST_USE enum err push_app_secret(
	struct cx *cx, const struct push_app_settings *settings, const char **secret);

/*
 * wanted: as they are to be, of the version last seen. The first time, and with
 * new_secret, *secret is the new secret, which nobody sees again; else NULL.
 * ERR_CONFLICT with `current`.
 */
MUST_USE enum err push_app_put(struct cx *cx, const struct push_app_settings *wanted,
	bool new_secret, struct push_app_settings *after, const char **secret);
/* Members of an open object. */
void push_app_write(struct json *json, const struct push_app_settings *settings);

/* ---- push_app_store.c: no rules ---- */

/* Leaves *settings as it is without a row. */
MUST_USE enum err push_app_store_get(struct cx *cx, struct push_app_settings *settings);
MUST_USE enum err push_app_store_find(
	struct cx *cx, struct str key, struct push_app_settings *settings);
MUST_USE enum err push_app_store_put(
	struct cx *cx, const struct push_app_settings *settings, bool *stored);

#endif
