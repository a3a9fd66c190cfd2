/* chat_settings.c - what may be set of chats, and what it means. */
/* SPDX-License-Identifier: MIT */
#include "domains/chat/chat_settings.h"

#include "base/str.h"
#include "platform/auth/audit.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

const char *const chat_situation_words[] = {"greeting", "busy", "away", "closed", NULL};
const char *const chat_routing_words[] = {"manual", "auto", NULL};
static const char *const language_codes[] = {"en", "ar"};
_Static_assert(COUNT(language_codes) == CHAT_LANGUAGES, "one code a language");

static const struct chat_settings standard = {.routing = "manual",
	.offer_s = 30,
	.capacity = 5,
	.waiting_alert_s = 120,
	.unseen_alert_s = 180,
	.grace_s = 90,
	.abandon_min = 15,
	.receipts = true};

/* ---- Texts in both languages ------------------------------------------------------------------ */

static const char *kept_text(const struct json_value *kept, const char *word, const char *language)
{
	const struct json_value *one = kept ? json_get(kept, word) : NULL;
	const struct json_value *text = one ? json_get(one, language) : NULL;

	return text ? json_text_of(text) : "";
}

enum err chat_answers_read(
	struct cx *cx, const char *kept, const char *const *words, struct chat_answer *answers)
{
	const struct json_value *all = NULL;

	if (kept)
		TRY(json_parse(cx, str_of(kept), &all));
	for (size_t i = 0; words[i]; i++)
		for (size_t j = 0; j < CHAT_LANGUAGES; j++)
			answers[i].text[j] = kept_text(all, words[i], language_codes[j]);
	return OK;
}

void chat_answers_write(
	struct json *json, const char *const *words, const struct chat_answer *answers)
{
	json_open(json);
	for (size_t i = 0; words[i]; i++) {
		json_field_open(json, words[i]);
		for (size_t j = 0; j < CHAT_LANGUAGES; j++)
			json_field_text(json, language_codes[j], answers[i].text[j]);
		json_close(json);
	}
	json_close(json);
}

const char *chat_answer_in(const struct chat_answer *answer, const char *language)
{
	const size_t first = text_is(language, "ar") ? CHAT_IN_ARABIC : CHAT_IN_ENGLISH;

	return *answer->text[first] ? answer->text[first] : answer->text[1 - first];
}

/* ---- Settings ------------------------------------------------------------------------------- */

enum err chat_settings_get(struct cx *cx, struct chat_settings *settings)
{
	const char *answers = NULL;

	*settings = standard;
	TRY(chat_settings_store_get(cx, settings, &answers));
	return chat_answers_read(cx, answers, chat_situation_words, settings->answers);
}

void chat_settings_write(struct json *json, const struct chat_settings *settings)
{
	json_field_text(json, "routing", settings->routing);
	json_field_int(json, "offer_seconds", settings->offer_s);
	json_field_int(json, "capacity_default", settings->capacity);
	json_field_int(json, "waiting_alert_seconds", settings->waiting_alert_s);
	json_field_int(json, "unseen_alert_seconds", settings->unseen_alert_s);
	json_field_int(json, "disconnect_grace_seconds", settings->grace_s);
	json_field_int(json, "abandon_minutes", settings->abandon_min);
	json_field_bool(json, "receipts", settings->receipts);
	json_key(json, "answers");
	chat_answers_write(json, chat_situation_words, settings->answers);
	json_field_int(json, "version", settings->version);
	json_field_opt_time(json, "updated_at",
		(struct opt_int){settings->updated_us, settings->updated_us > 0});
}

static const char *picture(struct cx *cx, const struct chat_settings *settings)
{
	struct json json;

	json_begin(&json, cx->arena, 512);
	json_open(&json);
	chat_settings_write(&json, settings);
	json_close(&json);
	return json_end(&json).ptr;
}

enum err chat_settings_put(
	struct cx *cx, const struct chat_settings *settings, struct chat_settings *after)
{
	const struct audit_subject subject = {"chat_settings", cx->actor->company_id};
	struct chat_settings before;
	struct json answers;
	bool stored;

	TRY(chat_settings_get(cx, &before));
	json_begin(&answers, cx->arena, 512);
	chat_answers_write(&answers, chat_situation_words, settings->answers);
	TRY(chat_settings_store_put(cx, settings, json_end(&answers).ptr, &stored));
	if (!stored) {
		TRY(chat_settings_get(cx, after));
		cx->failure.current_json = picture(cx, after);
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	}
	TRY(chat_settings_get(cx, after));
	return audit_write_change(
		cx, "chat_settings.changed", &subject, picture(cx, &before), picture(cx, after));
}
