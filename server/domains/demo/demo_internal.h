/* demo_internal.h - the demo's world, and how its files share it. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DEMO_DEMO_INTERNAL_H
#define DOMAINS_DEMO_DEMO_INTERNAL_H

#include "domains/delivery/delivery.h"
#include "domains/demo/demo.h"
#include "domains/orders/order_load.h"
#include "domains/policies/policies.h"

#include "base/time.h"
#include "platform/auth/auth.h"

/* ---- Chance (demo_random.c) ---------------------------------------------- */

/* The same seed gives the same numbers on every machine (splitmix64). */
struct demo_dice {
	uint64_t state;
};
struct demo_dice demo_dice_of(uint64_t seed, int64_t index);
/* 0 .. below - 1 */
int64_t demo_roll(struct demo_dice *dice, int64_t below);
bool demo_chance(struct demo_dice *dice, int percent);
/* A time to wait: mean on average, short ones more often, never more than eight times the mean. */
int64_t demo_wait(struct demo_dice *dice, int64_t mean_us);

/* ---- Words (demo_words.c) ------------------------------------------------ */

struct demo_product {
	const char *code, *name, *category, *seller;
	int64_t price_minor;
};

struct demo_place {
	const char *area, *area_ar, *city, *landmark, *landmark_ar;
};

struct demo_customer {
	const char *name, *phone, *email; /* E.164; email or NULL */
	const char *address, *area, *landmark;
	bool arabic;
};

/* What makes the two companies different. */
struct demo_company {
	const char *code, *name, *time_zone, *currency, *country;
	const struct demo_product *products;
	size_t product_count;
	const struct demo_place *places;
	size_t place_count;
	const char *mobile_prefixes; /* digits after the calling code, one each */
	const char *calling_code;
	const struct demo_customer *fixed; /* customers of the source documents */
	size_t fixed_count;
	const char *domain; /* of e-mail addresses */
	uint64_t seed;
};
extern const struct demo_company demo_gulf, demo_homes;

/* The index-th customer: the fixed ones first, then made ones without end. In the arena. */
void demo_customer_make(struct arena *arena, const struct demo_company *company, int64_t index,
	struct demo_customer *customer);

extern const char *const demo_notes[ORDER_STATUS_COUNT][4];
extern const char *const demo_cancel_details[];
extern const size_t demo_cancel_details_count;

/* ---- People (demo_people.c, demo_store.c) --------------------------------- */

#define DEMO_AGENTS 10
struct demo_agent {
	int64_t id, user_id, no;
	const char *name;
};

/* Everything that the orders of one company need. */
struct demo_world {
	const struct demo_company *demo;
	const struct company *company; /* the row; lives as long as the load */
	int64_t now_us, today, today_us; /* today: the local day, and when it began */
	struct demo_agent agents[DEMO_AGENTS]; /* those who take orders */
	size_t agent_count;
	int64_t keeper_id; /* the user who keeps the stock */
	const char *keeper_name;
	int64_t product_ids[32], seller_ids[32]; /* seller of the product with that index */
	int64_t customers; /* ordinary ones to choose from, beside the fixed */

	int64_t ordinary; /* orders before today */
	int64_t span_days; /* spread over */
	int64_t *day_start; /* ordinary orders before day n of the span; span_days + 1 of them */
	int64_t extra; /* orders of today beside the fixtures */
	int64_t first_id;

	/* Filled by counting all plans before anything is written. */
	int32_t *customer_ids; /* by index: 0 until the first order */
	int64_t customer_count;
	struct demo_tally *tallies; /* by customer id - 1 */
};

/* Maintained numbers of a customer. */
struct demo_tally {
	int64_t index, first_us;
	int32_t total, completed, cancelled;
};

/* The company, its people, sellers and products; fills the world's agents and ids. */
MUST_USE enum err demo_people_gulf(struct cx *cx, const char *password, struct demo_world *world);
MUST_USE enum err demo_people_homes(struct cx *cx, const char *password, struct demo_world *world);

/* ---- Announcements (demo_announce_store.c) --------------------------------- */

/* One that is over, one for a department that some have read, one to come. */
MUST_USE enum err demo_announce(struct cx *cx, const struct demo_world *world);

/* ---- Ready-made responses (demo_canned_store.c) ----------------------------- */

MUST_USE enum err demo_canned_write(struct cx *cx, const struct demo_world *world);

/* ---- Logins (demo_access_store.c) ------------------------------------------ */

/* A month of them, some refused, and forgotten passwords that were seen to. */
MUST_USE enum err demo_access_write(struct cx *cx, const struct demo_world *world);

/* ---- Clients of others (demo_push_store.c) ---------------------------------- */

/* Switched on, with a key and a secret of its own. */
MUST_USE enum err demo_push_write(struct cx *cx, const struct demo_world *world);

/* ---- Stock (demo_stock.c) -------------------------------------------------- */

/* Places, levels and the ledger of the last thirty days, by the rules of stock. */
MUST_USE enum err demo_stock_make(struct cx *cx, const struct demo_world *world);

/* ---- Plans (demo_plan.c, demo_today.c) ------------------------------------ */

#define DEMO_STEPS 12

/* One change of status. */
struct demo_step {
	enum order_status to;
	int64_t at_us;
	int8_t note; /* of demo_notes, -1 for none */
	int8_t reason; /* of order_reason_words, -1 for none */
	bool call; /* logged as a call */
	int16_t talk_s;
};

/* An order's whole life, without text: cheap to make twice. */
struct demo_plan {
	int64_t id, year, created_us, day;
	int64_t customer; /* index */
	int product;
	int64_t quantity, price_minor;
	int agent; /* index; -1 = pool */
	bool high, shop;
	struct opt_int expected_us, delivery_day, postponed_us;
	int more_calls; /* calls without an answer that came before the last one */
	int step_count;
	struct demo_step step[DEMO_STEPS];
	const char *const *written_notes; /* notes of the source documents, or NULL */
};

/* How many orders the world has, and the index-th of them in order of ids. */
int64_t demo_plan_count(const struct demo_world *world);
void demo_plan_make(const struct demo_world *world, int64_t index, struct demo_plan *plan);
/* Prepare what demo_plan_make() needs. */
void demo_plan_prepare(struct arena *arena, struct demo_world *world, int64_t scale);

/* AG001's day as the first source document draws it. */
#define DEMO_TODAY_FIRST_ID 1844
#define DEMO_TODAY_FIXED 9
#define DEMO_TODAY_SARAH 27
void demo_today_make(
	const struct demo_world *world, struct demo_dice *dice, int64_t k, struct demo_plan *plan);

/* Steps by chance from a first status on, until now. */
void demo_plan_live(const struct demo_world *world, struct demo_dice *dice, struct demo_plan *plan);

enum order_status demo_plan_status(const struct demo_plan *plan);

/* ---- Writing (demo_load_store.c) ------------------------------------------- */

struct demo_load {
	struct cx *cx;
	struct demo_world *world;
	const struct demo_options *options;
	int64_t history_id, note_id, communication_id, parcel_id, tracking_id;
	int64_t interaction_id, rating_id;
	int32_t *counters; /* by day of the span, agent, status, priority */
	int32_t open_orders[DEMO_AGENTS];
	int64_t done, all;
};

/* Customers, orders and all that hangs on them; commits in steps. */
MUST_USE enum err demo_load_orders(struct demo_load *load);
/* Callbacks, follow-ups and notifications of Sarah's day. */
MUST_USE enum err demo_load_tasks(struct cx *cx, const struct demo_world *world);

/* ---- Goals (demo_goal_store.c) -------------------------------------------------- */

MUST_USE enum err demo_goals_write(struct cx *cx, const struct demo_world *world);

/* ---- Schedules (demo_schedule_store.c) ---------------------------------------- */

/* Shifts, absences, and when people were there. */
MUST_USE enum err demo_schedules_write(struct cx *cx, const struct demo_world *world);

/* ---- Phones (demo_phone_store.c) ----------------------------------------------- */

/* One for each agent, online while they were there. After demo_schedules_write(). */
MUST_USE enum err demo_phones_write(struct cx *cx, const struct demo_world *world);
#define DEMO_FIRST_PHONE 201 /* the first agent's number; the others' follow */

/* ---- Calls (demo_call.c, demo_call_store.c) -------------------------------------- */

/* A month of them, ended all; commits. After the phones. */
MUST_USE enum err demo_calls_write(struct cx *cx, const struct demo_world *world);
/* A month of chats, and those that go on now, of a company of fixed size; commits. (demo_chat_store.c) */
MUST_USE enum err demo_chats_write(struct cx *cx, const struct demo_world *world);
/* Tags, fields and notes of those who wrote last and of those of the source document; commits. (demo_customer_store.c) */
MUST_USE enum err demo_customers_write(struct cx *cx, const struct demo_world *world);

/* ---- Parcels (demo_parcel.c, demo_parcel_store.c) ---------------------------- */

#define DEMO_COURIERS 3
#define DEMO_PARCEL_STEPS 8

/* A parcel's whole way. */
struct demo_parcel {
	int courier; /* index */
	const char *number; /* of the source document, or NULL */
	int64_t tail; /* last digits of a made number */
	int64_t created_us;
	struct opt_int estimated_us, stuck_us;
	int count;
	struct {
		enum delivery_status status;
		int64_t at_us;
	} step[DEMO_PARCEL_STEPS];
};
/* False: the order has none. */
MUST_USE bool demo_parcel_make(
	const struct demo_world *world, const struct demo_plan *plan, struct demo_parcel *parcel);
/* Before the orders. */
MUST_USE enum err demo_couriers_write(struct cx *cx, const struct demo_world *world);
/* ---- What became of it (demo_outcome_store.c) ------------------------------------- */

/* The confirmation of an order that is written, if it was ever confirmed. */
MUST_USE enum err demo_confirmation_write(
	struct demo_load *load, const struct demo_plan *plan, const struct order *order);
/* The numbers of days, and the flags of the last month's orders; commits. */
MUST_USE enum err demo_outcomes_finish(struct cx *cx, const struct demo_world *world);

/* ---- Messages (demo_message.c, demo_message_store.c) ------------------------------ */

struct demo_message {
	const char *channel, *direction, *status, *subject, *template_code, *body, *error;
	int64_t at_us;
	bool unread;
};
#define DEMO_MESSAGES 3
/* What was written to and by the customer of an order; how many. */
size_t demo_messages_make(const struct demo_world *world, const struct demo_plan *plan, bool arabic,
	struct demo_message messages[DEMO_MESSAGES]);
MUST_USE enum err demo_messages_write(struct demo_load *load, const struct demo_plan *plan,
	const struct order *order, const struct demo_customer *customer);

/* The parcel of an order that is written, if it has one. */
MUST_USE enum err demo_parcel_write(struct demo_load *load, const struct demo_plan *plan);

/* ---- What was said of the service (demo_service_store.c) --------------------------------- */

struct order;
/* The interaction of the call that was just written, and what the customer said in it. */
MUST_USE enum err demo_service_call(struct demo_load *load, const struct order *order,
	const char *outcome, int64_t talk_s, int64_t at_us);
/* What the customer said by link, if the order is closed. */
MUST_USE enum err demo_service_closed(struct demo_load *load, const struct order *order);
/* Complaints and escalations, after the orders. */
MUST_USE enum err demo_service_cases(struct cx *cx, const struct demo_world *world);
/* ---- Service levels and changes (demo_changes_store.c) ---------------------------- */

/* Before the orders; of the company whose day is drawn. */
MUST_USE enum err demo_sla_write(struct cx *cx, const struct demo_world *world);
/* How soon an order that is written was to be dealt with, if it is of the last month. */
MUST_USE enum err demo_sla_of_order(struct demo_load *load, const struct demo_plan *plan);
/* After the orders. */
MUST_USE enum err demo_changes_write(struct cx *cx, const struct demo_world *world);

#endif
