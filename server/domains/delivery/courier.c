/* courier.c - couriers: what the settings of each adapter must say, and whose words mean what. */
/* SPDX-License-Identifier: MIT */
#include "domains/delivery/delivery_internal.h"

#include "domains/messaging/messaging.h"
#include "platform/fetch/fetch.h"

#include <ctype.h>
#include <string.h>

#define MAP_MAX 100
#define WORD_MAX 80

const char *const courier_adapter_words[] = {"none", "json", "aftership", "aramex", NULL};

/* A member of the settings. */
struct setting {
	const char *name;
	bool required;
	size_t max;
};

static const struct setting none[] = {{0}};
/*
 * Any courier with a JSON API. `url`, `body` and `authorization` may hold
 * {{tracking_number}} and {{secret}}; without a url it only reports. The rest
 * are paths ("data.checkpoints.0.code"): of the number, of the events and the
 * expected time in a message, and of what an event says. Without `events` the
 * message itself is one.
 */
static const struct setting json[] = {{"url", false, 1000}, {"method", false, 8},
	{"body", false, 2000}, {"authorization", false, 400}, {"tracking_number", true, 100},
	{"events", false, 100}, {"status", true, 100}, {"time", false, 100},
	{"description", false, 100}, {"location", false, 100}, {"event_id", false, 100},
	{"estimated", false, 100}, {0}};
/* slug: AfterShip's name of the carrier ("aramex", "dhl"); needed to ask. */
static const struct setting aftership[] = {{"base_url", true, 300}, {"slug", false, 64}, {0}};
static const struct setting aramex[] = {{"base_url", true, 300}, {"user", true, 320},
	{"account_number", true, 40}, {"account_entity", true, 10}, {"account_country", true, 2},
	{0}};

static const struct setting *const settings_of[] = {[COURIER_NONE] = none,
	[COURIER_JSON] = json,
	[COURIER_AFTERSHIP] = aftership,
	[COURIER_ARAMEX] = aramex};

const struct courier_way *courier_way(enum courier_adapter adapter)
{
	static const struct courier_way *const ways[] = {[COURIER_NONE] = NULL,
		[COURIER_JSON] = &courier_json,
		[COURIER_AFTERSHIP] = &courier_aftership,
		[COURIER_ARAMEX] = &courier_aramex};

	return ways[adapter];
}

/* ---- Settings --------------------------------------------------------------------------- */

static const char *member_name(struct cx *cx, const char *name)
{
	return arena_format(cx->arena, "settings.%s", name);
}

static const struct setting *find(const struct setting *settings, const char *name)
{
	for (; settings->name; settings++)
		if (text_is(settings->name, name))
			return settings;
	return NULL;
}

static enum err read_object(
	struct cx *cx, const char *field, const char *text, const struct json_value **object)
{
	if (json_parse(cx, str_of(text), object) != OK || json_kind_of(*object) != JSON_OBJECT) {
		fail_clear(cx);
		return fail(cx, ERR_INVALID, field, "This is not an object.");
	}
	return OK;
}

static enum err check_member(struct cx *cx, const struct setting *known, const char *name,
	const struct json_value *value)
{
	const struct setting *setting = find(known, name);

	if (!setting)
		return fail(cx, ERR_INVALID, member_name(cx, name), "There is no such setting.");
	if (json_kind_of(value) != JSON_TEXT)
		return fail(cx, ERR_INVALID, member_name(cx, name), "This must be text.");
	if (strlen(json_text_of(value)) > setting->max)
		return fail(cx, ERR_INVALID, member_name(cx, name), "This is too long.");
	if (strpbrk(json_text_of(value), "\r\n") && !text_is(name, "body"))
		return fail(
			cx, ERR_INVALID, member_name(cx, name), "This is not one line of text.");
	return OK;
}

static enum err check_settings(struct cx *cx, const struct courier *courier)
{
	const struct setting *known = settings_of[courier->adapter];
	const struct json_value *settings;

	TRY(read_object(cx, "settings", courier->settings, &settings));
	for (size_t i = 0; i < json_members(settings); i++) {
		const char *name;
		const struct json_value *value = json_member(settings, i, &name);

		TRY(check_member(cx, known, name, value));
	}
	for (; known->name; known++)
		if (known->required && !*courier_setting(cx, courier, known->name))
			return fail(
				cx, ERR_INVALID, member_name(cx, known->name), "This is needed.");
	return OK;
}

static enum err check_map(struct cx *cx, const struct courier *courier)
{
	const struct json_value *map;

	TRY(read_object(cx, "status_map", courier->status_map, &map));
	if (json_members(map) > MAP_MAX)
		return fail(
			cx, ERR_INVALID, "status_map", "A table has at most %d words.", MAP_MAX);
	for (size_t i = 0; i < json_members(map); i++) {
		const char *word;
		const struct json_value *value = json_member(map, i, &word);

		if (!*word || strlen(word) > WORD_MAX)
			return fail(cx, ERR_INVALID, "status_map",
				"A courier's word is not empty and has at most %d letters.",
				WORD_MAX);
		if (json_kind_of(value) != JSON_TEXT ||
			word_index(delivery_status_words, json_text_of(value)) < 0)
			return fail(cx, ERR_INVALID, "status_map",
				"\"%s\" has to become one of our statuses.", word);
	}
	return OK;
}

static enum err check_url(struct cx *cx, const struct courier *courier, const char *name)
{
	const char *url = courier_setting(cx, courier, name);

	return *url ? fetch_url_check(cx, member_name(cx, name), url) : OK;
}

static enum err check_adapter(struct cx *cx, const struct courier *courier)
{
	static const char *const methods[] = {"", "GET", "POST", NULL};

	if (courier->adapter == COURIER_NONE)
		return courier->poll_minutes ? fail(cx, ERR_INVALID, "poll_minutes",
						       "Without an adapter nobody can be asked.")
					     : OK;
	if (courier->adapter == COURIER_ARAMEX && !courier->secret_sealed)
		return fail(cx, ERR_INVALID, "secret", "The account's password is needed.");
	if (courier->adapter == COURIER_JSON &&
		word_index(methods, courier_setting(cx, courier, "method")) < 0)
		return fail(cx, ERR_INVALID, "settings.method", "Use GET or POST.");
	if (courier->adapter == COURIER_JSON) {
		if (courier->poll_minutes && !*courier_setting(cx, courier, "url"))
			return fail(cx, ERR_INVALID, "settings.url",
				"This is needed to ask the courier.");
		return check_url(cx, courier, "url");
	}
	return check_url(cx, courier, "base_url");
}

enum err courier_check(struct cx *cx, const struct courier *courier)
{
	TRY(check_settings(cx, courier));
	TRY(check_map(cx, courier));
	if (courier->poll_minutes && courier->poll_minutes < POLL_MINUTES_MIN)
		return fail(cx, ERR_INVALID, "poll_minutes", "Use 0, or %d and more.",
			POLL_MINUTES_MIN);
	if (courier->adapter == COURIER_AFTERSHIP && courier->poll_minutes &&
		!*courier_setting(cx, courier, "slug"))
		return fail(cx, ERR_INVALID, "settings.slug", "This is needed to ask AfterShip.");
	if (!text_empty(courier->track_url) &&
		strncmp(courier->track_url, "https://", strlen("https://")) != 0)
		return fail(
			cx, ERR_INVALID, "track_url", "Use an address that begins with https://.");
	return check_adapter(cx, courier);
}

const char *courier_setting(struct cx *cx, const struct courier *courier, const char *name)
{
	const struct json_value *settings, *value;

	if (json_parse(cx, str_of(courier->settings), &settings) != OK) {
		fail_clear(cx);
		return "";
	}
	value = json_kind_of(settings) == JSON_OBJECT ? json_get(settings, name) : NULL;
	return value && json_kind_of(value) == JSON_TEXT ? json_text_of(value) : "";
}

const char *courier_secret(struct cx *cx, const char *sealed)
{
	const char *secret;

	return sealed && auth_unseal(cx->arena, str_of(sealed), &secret) ? secret : NULL;
}

const char *courier_callback_secret(struct arena *arena, const struct courier *courier)
{
	return auth_hash(arena, "courier-callback", str_of(courier->callback_key));
}

const char *courier_fill(struct cx *cx, const struct courier *courier, const char *pattern,
	const char *tracking_number, bool escape)
{
	const char *secret = courier_secret(cx, courier->secret_sealed);
	struct message_var vars[] = {
		{"tracking_number", tracking_number}, {"secret", secret ? secret : ""}};

	for (size_t i = 0; escape && i < COUNT(vars); i++)
		vars[i].value = form_escape(cx->arena, vars[i].value);
	return message_expand(cx->arena, pattern, vars, COUNT(vars));
}

/* ---- Words -------------------------------------------------------------------------------- */

struct word {
	const char *word;
	enum delivery_status status;
};

/* Words that mean the same wherever they are used; ours are among them. */
static const struct word common_words[] = {
	{"pending", DELIVERY_PENDING},
	{"created", DELIVERY_PENDING},
	{"infoReceived", DELIVERY_PENDING},
	{"pickedUp", DELIVERY_PICKED_UP},
	{"collected", DELIVERY_PICKED_UP},
	{"shipped", DELIVERY_SHIPPED},
	{"dispatched", DELIVERY_SHIPPED},
	{"inTransit", DELIVERY_IN_TRANSIT},
	{"transit", DELIVERY_IN_TRANSIT},
	{"outForDelivery", DELIVERY_OUT_FOR_DELIVERY},
	{"withCourier", DELIVERY_OUT_FOR_DELIVERY},
	{"delivered", DELIVERY_DELIVERED},
	{"failedAttempt", DELIVERY_FAILED_ATTEMPT},
	{"attemptFail", DELIVERY_FAILED_ATTEMPT},
	{"deliveryFailed", DELIVERY_FAILED_ATTEMPT},
	{"returned", DELIVERY_RETURNED},
	{"returnedToSender", DELIVERY_RETURNED},
	{"returnedToShipper", DELIVERY_RETURNED},
	{"lost", DELIVERY_LOST},
	{"cancelled", DELIVERY_CANCELLED},
	{"canceled", DELIVERY_CANCELLED},
	{0},
};
/*
 * Aramex's UpdateCodes. Those that are not here, and whatever an account has
 * of its own, go into the company's table.
 */
static const struct word aramex_words[] = {
	{"SH014", DELIVERY_PENDING},
	{"SH012", DELIVERY_PICKED_UP},
	{"SH047", DELIVERY_SHIPPED},
	{"SH022", DELIVERY_IN_TRANSIT},
	{"SH001", DELIVERY_IN_TRANSIT},
	{"SH003", DELIVERY_OUT_FOR_DELIVERY},
	{"SH005", DELIVERY_DELIVERED},
	{"SH006", DELIVERY_DELIVERED},
	{"SH033", DELIVERY_FAILED_ATTEMPT},
	{"SH069", DELIVERY_RETURNED},
	{0},
};

static unsigned char next_sign(const char **at)
{
	while (**at && (unsigned char)**at < 0x80 && !isalnum((unsigned char)**at))
		++*at;
	return **at ? (unsigned char)tolower((unsigned char)*(*at)++) : '\0';
}

/* "In transit", IN_TRANSIT and inTransit are one word. */
static bool same_word(const char *a, const char *b)
{
	for (;;) {
		const unsigned char left = next_sign(&a), right = next_sign(&b);

		if (left != right)
			return false;
		if (!left)
			return true;
	}
}

static bool in_table(const struct word *table, const char *word, enum delivery_status *status)
{
	for (; table->word; table++)
		if (same_word(table->word, word)) {
			*status = table->status;
			return true;
		}
	return false;
}

bool courier_status(struct cx *cx, const struct courier *courier, const char *word,
	enum delivery_status *status)
{
	const struct json_value *map;

	if (json_parse(cx, str_of(courier->status_map), &map) != OK) {
		fail_clear(cx);
		return false;
	}
	for (size_t i = 0; i < json_members(map); i++) {
		const char *theirs;
		const struct json_value *ours = json_member(map, i, &theirs);

		if (!same_word(theirs, word))
			continue;
		*status = (enum delivery_status)word_index(
			delivery_status_words, json_text_of(ours));
		return true;
	}
	if (courier->adapter == COURIER_ARAMEX && in_table(aramex_words, word, status))
		return true;
	return in_table(common_words, word, status);
}
