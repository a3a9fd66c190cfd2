/* rating_link.c - asking customers for a rating, and the keys by which they give it. No SQL here. */
/* SPDX-License-Identifier: MIT */
#include "domains/interactions/interaction_internal.h"

#include "domains/contacts/contact.h"
#include "domains/messaging/messaging.h"
#include "platform/cfg/cfg.h"
#include "platform/crypto/crypto.h"

#include <inttypes.h>

#define TEMPLATE "rating_request"
#define KEY_BYTES 24
#define KEY_LETTERS 32 /* of that many bytes in base64url */

const char *const rating_moment_words[] = {"never", "delivered", "closed", NULL};
const char *const rating_obstacle_words[] = {"no_provider", "no_public_url", NULL};

static const char *hash_of(struct cx *cx, const char *key)
{
	return auth_hash(cx->arena, "rating", str_of(key));
}

static const char *number(struct cx *cx, int64_t id)
{
	return arena_format(cx->arena, "%" PRId64, id);
}

/* ---- Sending ------------------------------------------------------------------------ */

static bool is_recent(const struct cx *cx, const struct rating_link *last)
{
	return last->id && last->created_us > cx->now_us - RATING_ASK_AGAIN_US;
}

static enum err check_last(struct cx *cx, const struct rating_link *last)
{
	static const char *const none[] = {NULL};

	if (last->id && last->used_us.given)
		return fail_state(cx, NULL, none, "The customer has rated this order already.");
	if (is_recent(cx, last))
		return fail_state(cx, NULL, none, "The customer was asked within the last day.");
	return OK;
}

static enum err find_customer(struct cx *cx, const struct order *order, struct customer *customer)
{
	return customer_by_key(cx, number(cx, order->customer_id), customer);
}

static enum err has_address(struct cx *cx, const struct order *order, bool email, bool *reachable)
{
	struct customer customer;

	TRY(find_customer(cx, order, &customer));
	*reachable = email ? !text_empty(customer.email) : !text_empty(order->customer_phone);
	return OK;
}

/* The message first: the link names it, and its text holds the only copy of the key. */
static enum err send(struct cx *cx, const struct order *order, const struct rating_request *request,
	const char **communication, int64_t *expires_us)
{
	const char *key = crypto_token(cx->arena, KEY_BYTES);
	const struct message_var link = {
		"rating_link", arena_format(cx->arena, "%s/rate/%s", request->public_url, key)};
	const struct order_update update = {.email = request->email,
		.template_code = TEMPLATE,
		.values = &link,
		.value_count = 1};
	struct rating_link row = {.order_id = order->id,
		.agent_id = order->agent_id ? order->agent_id : cx->actor->agent_id,
		.key_hash = hash_of(cx, key),
		.expires_us = cx->now_us + RATING_LINK_DAYS * US_PER_DAY,
		.created_us = cx->now_us};
	struct order_update_sent sent;

	TRY(order_update_send(cx, order, &update, &sent));
	row.communication_id = sent.communication_id;
	TRY(rating_link_store_add(cx, &row));
	*communication = sent.json;
	*expires_us = row.expires_us;
	return OK;
}

enum err rating_request_send(struct cx *cx, const struct order *order,
	const struct rating_request *request, const char **communication, int64_t *expires_us)
{
	struct rating_link last;
	struct order now;
	bool reachable;

	TRY(order_touch(cx, order->id, "rating_request", &now)); /* one at a time */
	TRY(rating_link_store_last(cx, order->id, &last));
	TRY(check_last(cx, &last));
	TRY(has_address(cx, &now, request->email, &reachable));
	if (!reachable)
		return fail(cx, ERR_INVALID, "channel",
			request->email ? "The customer has no e-mail address."
				       : "The customer has no phone number.");
	return send(cx, &now, request, communication, expires_us);
}

/* ---- Rating -------------------------------------------------------------------------- */

static bool is_key(const char *key)
{
	return strlen(key) == KEY_LETTERS;
}

/* Unknown, used, expired, of a company that is no more: one answer for all. */
static enum err refuse(struct cx *cx)
{
	fail_clear(cx);
	return fail(cx, ERR_NOT_FOUND, NULL, "This link cannot be used any more.");
}

enum err rating_link_open(struct cx *cx, const char *key, struct rating_link *link)
{
	const struct company *company;
	enum err err = ERR_NOT_FOUND;

	if (is_key(key))
		err = rating_link_store_by_hash(cx, hash_of(cx, key), link);
	if (err == OK && (link->used_us.given || link->expires_us <= cx->now_us))
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = company_by_id(cx, link->company_id, &company);
	if (err == ERR_NOT_FOUND)
		return refuse(cx);
	TRY(err);
	cx->actor = actor_system(cx->arena, company);
	return OK;
}

enum err rating_link_language(struct cx *cx, const struct rating_link *link, const char **language)
{
	struct order order;

	TRY(order_by_key(cx, number(cx, link->order_id), &order));
	TRY(order_update_language(cx, &order, language));
	if (!*language)
		*language = cx->actor->company->language;
	return OK;
}

enum err rating_link_use(
	struct cx *cx, const struct rating_link *link, int64_t score, const char *comment)
{
	struct rating rating = {.order_id = link->order_id,
		.agent_id = link->agent_id,
		.score = score,
		.comment = comment ? comment : "",
		.channel = "link",
		.at_us = cx->now_us};
	struct order order;
	bool used;

	TRY(order_touch(cx, link->order_id, "ratings", &order));
	TRY(rating_link_store_use(cx, link, &used));
	if (!used)
		return refuse(cx);
	rating.customer_id = order.customer_id;
	rating.customer_name = order.customer_name;
	TRY(rating_add(cx, &order, &rating));
	return rating_link_store_rated(cx, link, rating.id);
}

/* ---- By itself -------------------------------------------------------------------------- */

enum err rating_settings_get(struct cx *cx, struct rating_settings *settings)
{
	return rating_settings_store_get(cx, settings);
}

enum err rating_settings_put(
	struct cx *cx, struct rating_settings *settings, struct opt_int version)
{
	struct rating_settings present;
	bool stored;

	TRY(rating_settings_store_get(cx, &present));
	if (version.given && version.value != present.version)
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	settings->version = present.version;
	TRY(rating_settings_store_put(cx, settings, &stored));
	if (!stored)
		return fail(cx, ERR_CONFLICT, "version", "The settings have changed since.");
	settings->version++;
	return OK;
}

enum err rating_settings_obstacle(
	struct cx *cx, const struct rating_settings *settings, const char **obstacle)
{
	bool configured;

	TRY(message_configured(cx, settings->email ? MESSAGE_EMAIL : MESSAGE_SMS, &configured));
	*obstacle = NULL;
	if (!configured)
		*obstacle = rating_obstacle_words[0];
	else if (text_empty(cfg_text("public-url")))
		*obstacle = rating_obstacle_words[1];
	return OK;
}

/* What happened to the order stands, whether its customer can be asked or not. */
static enum err ask(struct cx *cx, const struct order *order, const char *moment)
{
	const struct actor *actor = cx->actor;
	struct rating_request request = {.public_url = cfg_text("public-url")};
	struct rating_settings settings;
	const char *obstacle, *communication;
	struct rating_link last;
	int64_t expires_us;
	bool reachable;

	TRY(rating_settings_store_get(cx, &settings));
	if (!text_is(settings.request_on, moment))
		return OK;
	request.email = settings.email;
	TRY(rating_settings_obstacle(cx, &settings, &obstacle));
	TRY(has_address(cx, order, settings.email, &reachable));
	TRY(rating_link_store_last(cx, order->id, &last));
	if (obstacle || !reachable || last.used_us.given || is_recent(cx, &last))
		return OK;
	cx->actor = actor_system(cx->arena, actor->company); /* it is the company that asks */
	return send(cx, order, &request, &communication, &expires_us);
}

static enum err ask_as_company(struct cx *cx, const struct order *order, const char *moment)
{
	const struct actor *actor = cx->actor;
	const enum err err = ask(cx, order, moment);

	cx->actor = actor;
	return err;
}

enum err rating_order_closed(struct cx *cx, const struct order *order)
{
	return ask_as_company(cx, order, "closed");
}

enum err rating_order_delivered(struct cx *cx, int64_t order_id)
{
	struct order order;

	TRY(order_by_key(cx, number(cx, order_id), &order));
	return ask_as_company(cx, &order, "delivered");
}
