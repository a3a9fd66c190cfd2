/* preference.c - choosing by which ways one is told of what (S1-NOTIF-14, S1-NOTIF-19). */
/* SPDX-License-Identifier: MIT */
#include "domains/notifications/preference_internal.h"

#include "base/clock.h"
#include "platform/auth/auth.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/web_push.h"
#include "platform/events/events.h"
#include "platform/mail/mail.h"

/* What is chosen, while it is put together: a row for each topic. */
struct chosen {
	struct opt_int ways;
	const char *sound;
};
#define TOPICS_MAX 32
#define OWN_SOUND "file:"
#define OWN_SOUND_MAX 64

static size_t index_of(const struct topic *topic)
{
	return (size_t)(topic - topics);
}

/* ---- Reading what is stored --------------------------------------------------------- */

static void unpack(struct cx *cx, const struct preference *preference, struct chosen *chosen)
{
	const struct json_value *choices, *sounds;

	if (json_parse(cx, str_of(preference->choices), &choices) != OK ||
		json_parse(cx, str_of(preference->sounds), &sounds) != OK) {
		fail_clear(cx); /* ours always parse */
		return;
	}
	for (const struct topic *topic = topics; topic->code; topic++) {
		const struct json_value *ways = json_get(choices, topic->code);
		const struct json_value *sound = json_get(sounds, topic->code);

		if (ways && json_kind_of(ways) == JSON_INT)
			chosen[index_of(topic)].ways = (struct opt_int){json_int_of(ways), true};
		if (sound && json_kind_of(sound) == JSON_TEXT)
			chosen[index_of(topic)].sound = json_text_of(sound);
	}
}

static void pack(struct cx *cx, const struct chosen *chosen, struct preference *preference)
{
	struct json choices, sounds;

	json_begin(&choices, cx->arena, 256);
	json_begin(&sounds, cx->arena, 256);
	json_open(&choices);
	json_open(&sounds);
	for (const struct topic *topic = topics; topic->code; topic++) {
		const struct chosen *own = &chosen[index_of(topic)];

		if (own->ways.given)
			json_field_int(&choices, topic->code, own->ways.value);
		if (own->sound)
			json_field_text(&sounds, topic->code, own->sound);
	}
	json_close(&choices);
	json_close(&sounds);
	preference->choices = json_end(&choices).ptr;
	preference->sounds = json_end(&sounds).ptr;
}

/* ---- Taking over what is wanted --------------------------------------------------------- */

static enum err read_ways(struct cx *cx, const struct json_value *value, struct opt_int *ways)
{
	*ways = (struct opt_int){0};
	if (json_kind_of(value) == JSON_NULL)
		return OK;
	if (json_kind_of(value) != JSON_ARRAY)
		return fail(cx, ERR_INVALID, "topics", "Ways are a list of words, or null.");
	ways->given = true;
	for (size_t i = 0; i < json_count(value); i++) {
		const struct json_value *word = json_item(value, i);
		const ssize_t at = json_kind_of(word) == JSON_TEXT
			? word_index(way_words, json_text_of(word))
			: -1;

		if (at < 0)
			return fail(cx, ERR_INVALID, "topics",
				"A way is one of bell, sound, desktop, push, email.");
		ways->value |= 1 << at;
	}
	return OK;
}

/* "file:" and the code of a stored file. Whose it is, the file itself asks when it is played. */
static bool is_own_sound(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	const size_t mark = sizeof(OWN_SOUND) - 1;
	size_t length;

	if (!str_starts(str_of(text), OWN_SOUND))
		return false;
	length = strlen(text + mark);
	return length > 0 && length <= OWN_SOUND_MAX && strspn(text + mark, letters) == length;
}

static enum err read_sound(struct cx *cx, const struct json_value *value, const char **sound)
{
	*sound = NULL;
	if (json_kind_of(value) == JSON_NULL)
		return OK;
	if (json_kind_of(value) != JSON_TEXT ||
		(word_index(sound_words, json_text_of(value)) < 0 &&
			!is_own_sound(json_text_of(value))))
		return fail(cx, ERR_INVALID, "topics", "There is no such sound.");
	*sound = json_text_of(value);
	return OK;
}

static enum err read_topic(
	struct cx *cx, const char *code, const struct json_value *value, struct chosen *chosen)
{
	const struct topic *topic = topic_by_code(code);
	const struct json_value *ways, *sound;

	if (!topic || json_kind_of(value) != JSON_OBJECT)
		return fail(cx, ERR_INVALID, "topics", "There is no topic \"%s\".", code);
	ways = json_get(value, "ways");
	sound = json_get(value, "sound");
	if (ways)
		TRY(read_ways(cx, ways, &chosen[index_of(topic)].ways));
	return sound ? read_sound(cx, sound, &chosen[index_of(topic)].sound) : OK;
}

static enum err take_over(
	struct cx *cx, const struct preference_change *change, struct preference *preference)
{
	struct chosen chosen[TOPICS_MAX] = {0};

	if (change->volume.given)
		preference->volume = change->volume.value;
	if (!change->topics)
		return OK;
	if (json_kind_of(change->topics) != JSON_OBJECT)
		return fail(cx, ERR_INVALID, "topics", "This is an object of topics.");
	unpack(cx, preference, chosen);
	for (size_t i = 0; i < json_members(change->topics); i++) {
		const struct json_value *value;
		const char *code;

		value = json_member(change->topics, i, &code);
		TRY(read_topic(cx, code, value, chosen));
	}
	pack(cx, chosen, preference);
	return OK;
}

/* One's other pages take them up. */
static enum err tell(struct cx *cx, const struct preference *preference)
{
	struct json json;

	json_begin(&json, cx->arena, 128);
	json_open(&json);
	json_field_int(&json, "version", preference->version);
	json_field_opt_time(&json, "muted_until", preference->muted_until_us);
	json_close(&json);
	return events_publish(cx,
		&(struct event){.type = "notification:preferences",
			.subject_type = "user",
			.subject_id = cx->actor->user_id,
			.audience = {.permission = PERM_SELF, .user_id = cx->actor->user_id},
			.data = json_end(&json).ptr});
}

static enum err newer(struct cx *cx, const struct preference *current)
{
	struct json json;

	json_begin(&json, cx->arena, 2048);
	preference_write(&json, cx, current);
	cx->failure.current_json = json_end(&json).ptr;
	return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
}

enum err preference_set(
	struct cx *cx, const struct preference_change *change, struct preference *after)
{
	struct preference wanted;
	bool changed;

	TRY(preference_store_get(cx, after));
	if (change->version.given && change->version.value != after->version)
		return newer(cx, after);
	wanted = *after;
	TRY(take_over(cx, change, &wanted));
	TRY(preference_store_put(cx, &wanted, &changed));
	TRY(preference_store_get(cx, after));
	return changed ? tell(cx, after) : newer(cx, after);
}

enum err preference_mute(struct cx *cx, int64_t minutes, struct preference *after)
{
	const struct opt_int until_us = {cx->now_us + minutes * US_PER_MINUTE, minutes > 0};

	TRY(preference_store_mute(cx, until_us));
	TRY(preference_store_get(cx, after));
	return tell(cx, after);
}

/* ---- Out ------------------------------------------------------------------------------ */

static void write_ways(struct json *json, const char *key, int ways)
{
	json_field_open_array(json, key);
	for (int i = 0; i < WAY_COUNT; i++)
		if (ways & 1 << i)
			json_text(json, way_words[i]);
	json_close_array(json);
}

static void write_topic(struct json *json, const struct topic *topic, const struct chosen *own)
{
	const int ways = own->ways.given ? (int)own->ways.value : topic->standard;

	json_open(json);
	json_field_text(json, "topic", topic->code);
	write_ways(json, "ways", ways | topic->always);
	write_ways(json, "standard", topic->standard);
	write_ways(json, "always", topic->always);
	json_field_text(json, "sound", own->sound ? own->sound : topic->sound);
	json_field_text(json, "standard_sound", topic->sound);
	json_close(json);
}

static void write_topics(struct json *json, struct cx *cx, const struct preference *preference)
{
	struct chosen chosen[TOPICS_MAX] = {0};

	unpack(cx, preference, chosen);
	json_field_open_array(json, "topics");
	for (const struct topic *topic = topics; topic->code; topic++)
		if (topic_concerns(topic, cx->actor))
			write_topic(json, topic, &chosen[index_of(topic)]);
	json_close_array(json);
}

static const char *silence_of(const struct preference *preference)
{
	if (preference->dnd)
		return "dnd";
	return preference->muted_until_us.given ? "muted" : NULL;
}

void preference_write(struct json *json, struct cx *cx, const struct preference *preference)
{
	const bool mail = preference->email && mail_configured();

	json_open(json);
	json_field_int(json, "version", preference->version);
	json_field_int(json, "volume", preference->volume);
	json_field_opt_time(json, "muted_until", preference->muted_until_us);
	json_field_text(json, "silent", silence_of(preference));
	write_ways(json, "ways",
		WAY_BELL | WAY_SOUND | WAY_DESKTOP | WAY_PUSH | (mail ? WAY_EMAIL : 0));
	json_field_open_array(json, "sounds");
	for (size_t i = 0; sound_words[i]; i++)
		json_text(json, sound_words[i]);
	json_close_array(json);
	write_topics(json, cx, preference);
	json_field_text(json, "push_key",
		crypto_base64url(cx->arena, auth_push_key()->point, EC_POINT_BYTES));
	json_field_int(json, "push_browsers", preference->subscriptions);
	json_close(json);
}
