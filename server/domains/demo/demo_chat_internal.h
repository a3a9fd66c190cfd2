/* demo_chat_internal.h - a month of the demo's chats. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DEMO_DEMO_CHAT_INTERNAL_H
#define DOMAINS_DEMO_DEMO_CHAT_INTERNAL_H

#include "domains/demo/demo_internal.h"

#define DEMO_CHAT_DAYS 30 /* before today, whatever the scale */

enum demo_chat_kind { DEMO_CHAT_CLOSED, DEMO_CHAT_ABANDONED, DEMO_CHAT_ACTIVE, DEMO_CHAT_WAITING };

/* What happened, in the order of its times. */
struct demo_chat {
	enum demo_chat_kind kind;
	int64_t created_us, wait_us, pause_us; /* until it was taken; between two lines */
	int agent;
	int64_t person; /* to choose who writes */
	int script; /* of demo_chat_scripts */
	int rating; /* 0: none */
	const char *tag; /* or NULL */
};

#define DEMO_CHAT_LINES 8
struct demo_chat_script {
	const char *language, *subject;
	struct {
		char speaker; /* c, a, n: customer, agent, a note; 0: the end */
		const char *content;
	} lines[DEMO_CHAT_LINES];
};
#define DEMO_CHAT_SCRIPTS 6
extern const struct demo_chat_script demo_chat_scripts[DEMO_CHAT_SCRIPTS];

size_t demo_chats_make(
	struct arena *arena, const struct demo_world *world, struct demo_chat **chats);

#endif
