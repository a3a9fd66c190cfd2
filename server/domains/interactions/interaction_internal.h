/* interaction_internal.h - what the files of this folder share. No HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_INTERACTIONS_INTERACTION_INTERNAL_H
#define DOMAINS_INTERACTIONS_INTERACTION_INTERNAL_H

#include "domains/interactions/interaction.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/orders/order.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

struct order_entries;

/* ---- Interactions: interaction.c, interaction_store.c ----------------------------------- */

#define INTERACTION_NOTES_MAX 4000

struct interaction {
	int64_t id, order_id, customer_id, agent_id, agent_no;
	const char *agent_name;
	const char *type, *resolution, *notes;
	int64_t at_us, duration_s, created_us;
	struct opt_int satisfaction, follow_up_us;
	int64_t communication_id; /* 0: none */
	bool automatic; /* written with a logged call */
};

struct interaction_new {
	const char *order_key;
	const char *type, *resolution, *notes; /* notes or NULL */
	int64_t duration_s;
	struct opt_int satisfaction, follow_up_us, communication_id;
};
/*
 * Write down a contact: with its rating, its follow-up and its escalation, in
 * one transaction. One that names a logged call takes the place of what that
 * call wrote by itself.
 *
 * ERR_NOT_FOUND  no such order that the actor may see
 * ERR_DENIED     the actor is no agent
 * ERR_INVALID    names the field
 * ERR_CONFLICT   the contact has been summed up by hand already
 */
MUST_USE enum err interaction_add(
	struct cx *cx, const struct interaction_new *wanted, struct interaction *interaction);

MUST_USE enum err interaction_store_add(struct cx *cx, struct interaction *interaction);
/* Where it is still what a call wrote by itself; false in *replaced otherwise. */
MUST_USE enum err interaction_store_replace(
	struct cx *cx, const struct interaction *interaction, bool *replaced);
/* id 0: none sums that contact up. */
MUST_USE enum err interaction_store_of_contact(
	struct cx *cx, int64_t communication_id, struct interaction *interaction);
/* Of a logged contact: "call", "sms", "email", or NULL when the order has none of that id. */
MUST_USE enum err interaction_store_contact(
	struct cx *cx, int64_t order_id, int64_t communication_id, const char **channel);
/* Newest first; visibility is the caller's business. */
MUST_USE enum err interaction_store_of_order(
	struct cx *cx, int64_t order_id, struct interaction **rows, size_t *count);
/* About orders that the actor may see, newest first. */
MUST_USE enum err interaction_store_of_customer(
	struct cx *cx, int64_t customer_id, struct interaction **rows, size_t *count);

/* ---- Ratings: rating.c, rating_store.c ------------------------------------------------------ */

#define RATING_COMMENT_MAX 1000

struct rating {
	int64_t id, order_id, customer_id, agent_id, agent_no, interaction_id; /* 0: none */
	const char *agent_name; /* or NULL */
	const char *customer_name;
	int64_t score;
	const char *comment;
	const char *channel; /* of rating_channel_words */
	int64_t at_us;
};

/* Store it and tell whom it concerns. */
MUST_USE enum err rating_add(struct cx *cx, const struct order *order, struct rating *rating);

MUST_USE enum err rating_store_add(struct cx *cx, struct rating *rating);
MUST_USE enum err rating_store_of_order(
	struct cx *cx, int64_t order_id, struct rating **rows, size_t *count);
MUST_USE enum err rating_store_of_customer(
	struct cx *cx, int64_t customer_id, struct rating **rows, size_t *count);
/* How many and their sum since then, of the actor's scope: one's own work, the team's, all. */
MUST_USE enum err rating_store_figures(
	struct cx *cx, int64_t since_us, int64_t *count, int64_t *sum);

/* ---- Asking for ratings: rating_link.c, rating_link_store.c ---------------------------------- */

#define RATING_LINK_DAYS 30
#define RATING_ASK_AGAIN_US US_PER_DAY

struct rating_link {
	int64_t company_id, id, order_id, agent_id, communication_id;
	const char *key_hash;
	int64_t expires_us, created_us;
	struct opt_int used_us;
};

struct rating_request {
	bool email; /* else by SMS */
	const char *public_url; /* "https://desk.example.com" */
};
/*
 * Send a link by which the customer rates the order, once. *communication: the
 * message's row as JSON; *expires_us: until when the link is good.
 *
 * ERR_NOT_CONFIGURED, ERR_INVALID (`channel`: the customer has no such address)
 * ERR_STATE  rated by link already, or asked within the last day
 */
MUST_USE enum err rating_request_send(struct cx *cx, const struct order *order,
	const struct rating_request *request, const char **communication, int64_t *expires_us);

/* Of any company: the key is the credential. The actor becomes its company's system. ERR_NOT_FOUND. */
MUST_USE enum err rating_link_open(struct cx *cx, const char *key, struct rating_link *link);
/* The language that the customer of the link reads. */
MUST_USE enum err rating_link_language(
	struct cx *cx, const struct rating_link *link, const char **language);
/* Rate by a link that was opened. ERR_NOT_FOUND: somebody was faster. */
MUST_USE enum err rating_link_use(
	struct cx *cx, const struct rating_link *link, int64_t score, const char *comment);

MUST_USE enum err rating_link_store_add(struct cx *cx, struct rating_link *link);
MUST_USE enum err rating_link_store_by_hash(
	struct cx *cx, const char *key_hash, struct rating_link *link);
/* The newest of the order; id 0: none. */
MUST_USE enum err rating_link_store_last(struct cx *cx, int64_t order_id, struct rating_link *link);
MUST_USE enum err rating_link_store_use(struct cx *cx, const struct rating_link *link, bool *used);
MUST_USE enum err rating_link_store_rated(
	struct cx *cx, const struct rating_link *link, int64_t rating_id);

/* ---- Asking by itself -------------------------------------------------------------------------- */

extern const char *const rating_moment_words[]; /* never, delivered, closed; NULL */

struct rating_settings {
	const char *request_on; /* of rating_moment_words */
	bool email;
	int64_t version; /* 0: never saved */
};
MUST_USE enum err rating_settings_get(struct cx *cx, struct rating_settings *settings);
/* ERR_CONFLICT: not that version any more. */
MUST_USE enum err rating_settings_put(
	struct cx *cx, struct rating_settings *settings, struct opt_int version);
/* As rating_order_delivered(), of an order that was closed. */
MUST_USE enum err rating_order_closed(struct cx *cx, const struct order *order);
/* What stands in the way of sending by itself: NULL for nothing, else a machine word. */
MUST_USE enum err rating_settings_obstacle(
	struct cx *cx, const struct rating_settings *settings, const char **obstacle);
extern const char *const rating_obstacle_words[]; /* no_provider, no_public_url; NULL */
MUST_USE enum err rating_settings_store_put(
	struct cx *cx, const struct rating_settings *settings, bool *stored);
MUST_USE enum err rating_settings_store_get(struct cx *cx, struct rating_settings *settings);

/* ---- Events and JSON: interaction_events.c, interaction_write.c ---------------------------------- */

MUST_USE enum err interaction_publish(
	struct cx *cx, const struct order *order, const struct interaction *interaction);
/* The event, and a notification to the agent whose work it is; fills in who that is. */
MUST_USE enum err rating_tell(struct cx *cx, const struct order *order, struct rating *rating);
void interaction_write(
	struct json *json, const struct cx *cx, const struct interaction *interaction);
void rating_write(struct json *json, const struct cx *cx, const struct rating *rating);

#endif
