/* commands.c - what clients may ask for over a socket, and the route that does it. */
/* SPDX-License-Identifier: MIT */
#include "app/commands.h"

const struct ws_command app_commands[] = {
	{"set_status", HTTP_PUT, "/api/agent/auth/status", NULL},
	{"activity", HTTP_POST, "/api/agent/auth/activity", NULL},
	{"mark_notification", HTTP_PATCH, "/api/agent/notifications/{id}", NULL},
	{"mark_notifications_read", HTTP_POST, "/api/agent/notifications/read-all", NULL},
	{"set_status", HTTP_PUT, "/api/agent/auth/status"},
	{"activity", HTTP_POST, "/api/agent/auth/activity"},
	{"mark_notification", HTTP_PATCH, "/api/agent/notifications/{id}"},
	{"mark_notifications_read", HTTP_POST, "/api/agent/notifications/read-all"},
	{"typing", HTTP_POST, "/api/chats/{id}/typing"},
	{"viewing", HTTP_POST, "/api/chats/{id}/viewing"},
	{0},
};
