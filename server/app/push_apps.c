/* push_apps.c - what a company has set of Pusher's protocol, for the part that speaks it. */
/* SPDX-License-Identifier: MIT */
#include "app/push_apps.h"

#include "domains/integrations/push_app.h"

static enum err take(struct cx *cx, const struct push_app_settings *settings, struct push_app *app)
{
	app->company_id = settings->company_id;
	app->key = settings->key;
	app->enabled = settings->enabled;
	app->client_events = settings->client_events;
	app->server_events = settings->server_events;
	return push_app_secret(cx, settings, &app->secret);
}

enum err app_find_push(struct cx *cx, struct str key, struct push_app *app)
{
	struct push_app_settings settings;

	TRY(push_app_find(cx, key, &settings));
	return take(cx, &settings, app);
}

enum err app_own_push(struct cx *cx, struct push_app *app)
{
	struct push_app_settings settings;

	TRY(push_app_get(cx, &settings));
	return settings.key ? take(cx, &settings, app) : ERR_NOT_FOUND;
}
