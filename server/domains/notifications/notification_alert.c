/* notification_alert.c - by which ways somebody is told, as they chose (S1-PROF-11, S1-PROF-17, S1-NOTIF-14). */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/notification_internal.h"

#include "domains/notifications/web_push_internal.h"
#include "platform/cfg/cfg.h"
#include "platform/mail/mail.h"

#include <inttypes.h>

/* What was chosen for a topic; NULL: nothing. */
static const struct json_value *choice_of(
	struct cx *cx, const char *choices, const char *topic, enum json_kind kind)
{
	const struct json_value *all, *value;

	if (json_parse(cx, str_of(choices), &all) != OK) {
		fail_clear(cx); /* ours always parse */
		return NULL;
	}
	value = json_get(all, topic);
	return value && json_kind_of(value) == kind ? value : NULL;
}

struct alert alert_of(struct cx *cx, const struct notified *person, const struct topic *topic)
{
	const struct json_value *ways = choice_of(cx, person->choices, topic->code, JSON_INT);
	const struct json_value *sound = choice_of(cx, person->sounds, topic->code, JSON_TEXT);
	struct alert alert = {.ways = topic->always};

	alert.ways |= ways ? (int)json_int_of(ways) : topic->standard;
	if (person->silent)
		alert.ways &= ~WAYS_LOUD;
	if (alert.ways & WAY_SOUND)
		alert.sound = sound ? json_text_of(sound) : topic->sound;
	alert.desktop = alert.ways & WAY_DESKTOP;
	return alert;
}

/* The text of it and where to read it. */
static enum err send_mail(
	struct cx *cx, const struct notified *person, const struct notification *notification)
{
	const char *public_url = cfg_text("public-url");
	struct notification said = *notification;
	struct buf text = buf_in(cx->arena, 512);

	notification_word(cx, person->language, &said);
	buf_text(&text, said.title);
	buf_byte(&text, '\n');
	if (*said.body)
		buf_format(&text, "\n%s\n", said.body);
	if (public_url)
		buf_format(&text, "\n%s/agent/notifications/%" PRId64 "\n", public_url,
			notification->id);
	buf_format(&text, "\n%s\n",
		language_say(person->language,
			WORDS("Which notifications reach you by e-mail is set on your profile "
			      "page.")));
	return mail_queue(cx, person->email, said.title, text.ptr);
}

enum err alert_send(struct cx *cx, const struct notified *person, const struct alert *alert,
	const struct notification *notification)
{
	if (alert->ways & WAY_PUSH && person->subscriptions)
		TRY(web_push_enqueue(cx, notification));
	if (alert->ways & WAY_EMAIL && person->email && mail_configured())
		return send_mail(cx, person, notification);
	return OK;
}
