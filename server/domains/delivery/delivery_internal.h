/* delivery_internal.h - what the files of this folder share. No HTTP here. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DELIVERY_DELIVERY_INTERNAL_H
#define DOMAINS_DELIVERY_DELIVERY_INTERNAL_H

#include "domains/delivery/delivery.h"

#include "base/clock.h"
#include "base/str.h"
#include "domains/orders/order.h"
#include "platform/auth/auth.h"
#include "platform/json/json.h"

struct fetch_answer;
struct fetch_request;

/* ---- Couriers: courier.c, courier_store.c ------------------------------------------- */

enum courier_adapter { COURIER_NONE, COURIER_JSON, COURIER_AFTERSHIP, COURIER_ARAMEX };
extern const char *const courier_adapter_words[]; /* "none", ... NULL */

#define COURIER_NAME_MAX 100
#define STUCK_HOURS_STANDARD 72
#define STUCK_HOURS_MAX 2400
#define POLL_MINUTES_MIN 5
#define POLL_MINUTES_MAX 1440

struct courier {
	int64_t id, version, company_id;
	const char *name, *short_name;
	enum courier_adapter adapter;
	const char *settings; /* a JSON object: see courier.c */
	const char *secret_sealed, *second_secret_sealed; /* or NULL */
	const char *status_map; /* a JSON object: the courier's words to ours */
	const char *track_url; /* or NULL; may hold {{tracking_number}} */
	const char *callback_key;
	bool active;
	int64_t poll_minutes; /* 0: never asked */
	int64_t stuck_hours;
	struct opt_int heard_us, failed_us;
	const char *error; /* or NULL */
	int64_t created_us;
};

/* ERR_INVALID names `settings.url`, `status_map` and the like. */
MUST_USE enum err courier_check(struct cx *cx, const struct courier *courier);
/* A text of the settings, or "". */
const char *courier_setting(struct cx *cx, const struct courier *courier, const char *name);
/* NULL when there is none. In the unit's arena. */
const char *courier_secret(struct cx *cx, const char *sealed);
/* What signs its reports where the adapter has no signature of its own. */
const char *courier_callback_secret(struct arena *arena, const struct courier *courier);
/* Text with {{tracking_number}} and {{secret}}. */
const char *courier_fill(struct cx *cx, const struct courier *courier, const char *pattern,
	const char *tracking_number, bool escape);
/*
 * Our status of a courier's word: the company's own table, then the adapter's,
 * whatever its capitals and blanks. False: no table knows it.
 */
MUST_USE bool courier_status(struct cx *cx, const struct courier *courier, const char *word,
	enum delivery_status *status);

MUST_USE enum err courier_store_list(struct cx *cx, struct courier **rows, size_t *count);
MUST_USE enum err courier_store_get(struct cx *cx, int64_t id, struct courier *courier);
/* Of any company: the key is the credential. ERR_NOT_FOUND. */
MUST_USE enum err courier_store_by_callback(
	struct cx *cx, const char *key, struct courier *courier);
/* ERR_CONFLICT on `name`: there is one. */
MUST_USE enum err courier_store_add(struct cx *cx, struct courier *courier);
/* ERR_CONFLICT on `version` or `name`. */
MUST_USE enum err courier_store_change(struct cx *cx, struct courier *courier);
/* ERR_CONFLICT when it carries or carried parcels. */
MUST_USE enum err courier_store_remove(struct cx *cx, int64_t id);
/* error NULL: it answered, or reported by itself. */
MUST_USE enum err courier_store_note(struct cx *cx, int64_t id, const char *error);
/* Words of its parcels that no table knows, NULL-terminated; at most 20. */
MUST_USE enum err courier_store_unknown(struct cx *cx, int64_t id, const char *const **words);

/* ---- Deliveries: delivery.c, delivery_store.c ------------------------------------------ */

#define TRACKING_MAX 60

struct delivery {
	int64_t id, version, order_id, courier_id;
	const char *courier_name, *courier_short_name;
	const char *track_url; /* the courier's pattern, or NULL */
	int64_t stuck_hours, poll_minutes; /* of the courier; poll_minutes 0 when it rests */
	const char *tracking_number, *tracking_key;
	enum delivery_status status;
	int64_t status_since_us;
	struct opt_int ship_us, estimated_us, delivered_us, ended_us, last_event_us, stuck_us,
		stuck_due_us, poll_due_us;
	const char *unknown_word; /* or NULL */
	int64_t created_us, updated_us;
	/* Of its order. */
	int64_t code_year, customer_id, quantity, department_id, agent_id, agent_no, agent_team_id;
	const char *customer_name, *customer_phone, *product_name;
	const char *agent_name; /* or NULL */
};

/* May a person move it so? A courier's report may also leave stations out. */
bool delivery_move_allowed(enum delivery_status from, enum delivery_status to);
bool delivery_report_allowed(enum delivery_status from, enum delivery_status to);
/* What a person may set from here, NULL-terminated. */
const char *const *delivery_allowed_words(struct arena *arena, enum delivery_status from);
/* The words of a choice: one status, "active", "completed" or NULL for all; as ",a,b,". */
const char *delivery_status_set(struct arena *arena, const char *choice);

/* Letters and digits in capitals: how tracking numbers are compared. "" when there are none. */
const char *tracking_key(struct arena *arena, const char *number);

struct delivery_new {
	const char *order_key, *tracking_number;
	int64_t courier_id;
	struct opt_int ship_us, estimated_us;
};
/* ERR_NOT_FOUND (order), ERR_INVALID (courier_id, tracking_number), ERR_CONFLICT (the number). */
MUST_USE enum err delivery_create(
	struct cx *cx, const struct delivery_new *wanted, struct delivery *delivery);

struct delivery_change {
	struct opt_int version;
	const char *status, *description, *tracking_number; /* or NULL */
	struct opt_int ship_us, estimated_us;
};
/*
 * ERR_STATE says what is allowed; ERR_CONFLICT carries the row as it is, or
 * means a tracking number that another parcel has.
 */
MUST_USE enum err delivery_change(
	struct cx *cx, int64_t id, const struct delivery_change *change, struct delivery *delivery);

/* The status, the time it became so, and all that follows from it. */
void delivery_set_status(struct delivery *delivery, enum delivery_status status, int64_t at_us);
/* Something was heard of it: it is not stuck, and counts as such later. */
void delivery_heard(struct cx *cx, struct delivery *delivery);
/* When the courier is asked next; not given when it is not asked. */
void delivery_plan_poll(struct delivery *delivery, int64_t at_us);

/* If the actor may see its order; held until the unit's end. ERR_NOT_FOUND. */
MUST_USE enum err delivery_store_lock(struct cx *cx, int64_t id, struct delivery *delivery);
/* Of a courier, by tracking number; held too. ERR_NOT_FOUND. */
MUST_USE enum err delivery_store_lock_tracking(
	struct cx *cx, int64_t courier_id, const char *number, struct delivery *delivery);
/* Of an order, newest first; visibility is the caller's business. */
MUST_USE enum err delivery_store_of_order(
	struct cx *cx, int64_t order_id, struct delivery **rows, size_t *count);
/* Of an order that the actor may see. ERR_NOT_FOUND. */
MUST_USE enum err delivery_store_by_tracking(
	struct cx *cx, const char *number, struct delivery *delivery);
MUST_USE enum err delivery_store_taken(struct cx *cx, const char *key, int64_t but_id, bool *taken);
MUST_USE enum err delivery_store_add(struct cx *cx, struct delivery *delivery);
/* ERR_CONFLICT: not this version any more. */
MUST_USE enum err delivery_store_update(struct cx *cx, struct delivery *delivery);

/* ---- Lists: delivery_list_store.c --------------------------------------------------------- */

struct delivery_filter {
	bool assigned; /* the actor's own alone, if its scope is its own */
	const char *statuses; /* delivery_status_set() */
	int64_t from_us, to_us; /* under way or ended in [from, to) */
	int64_t courier_id; /* 0: any */
	const char *search; /* as typed, or NULL */
	int64_t before_id, limit; /* newest first */
};
MUST_USE enum err delivery_list(
	struct cx *cx, const struct delivery_filter *filter, struct delivery **rows, size_t *count);
typedef enum err delivery_row_fn(struct cx *cx, const struct delivery *delivery, void *arg);
/* Every row of the filter, one at a time; valid inside the call only. */
MUST_USE enum err delivery_list_each(
	struct cx *cx, const struct delivery_filter *filter, delivery_row_fn *each, void *arg);

#define DELIVERY_COUNT_CAP 20000
struct delivery_counts {
	int64_t by_status[DELIVERY_STATUS_COUNT]; /* of the filter, whatever its statuses */
	int64_t active, stuck, completed_today; /* of the scope, whatever the filter */
};
MUST_USE enum err delivery_count(struct cx *cx, const struct delivery_filter *filter,
	int64_t day_start_us, struct delivery_counts *counts);

/* ---- Events of tracking: tracking.c, tracking_store.c ---------------------------------------- */

enum tracking_source { TRACKING_WEBHOOK, TRACKING_POLL, TRACKING_MANUAL };
extern const char *const tracking_source_words[];

#define TRACKING_TEXT_MAX 500
#define TRACKING_RAW_MAX 2000
#define TRACKING_EVENTS_MAX 200 /* of one report */

struct tracking_event {
	int64_t id, delivery_id, at_us;
	const char *status; /* a word of ours, or NULL */
	const char *word; /* the courier's, or NULL */
	const char *description, *location;
	enum tracking_source source;
	int64_t user_id;
	const char *user_name; /* or NULL */
	const char *event_key;
	const char *raw; /* or NULL */
};
/* What a courier says of one parcel, in one form whoever says it. */
struct parcel_report {
	const char *tracking_number;
	struct opt_int estimated_us;
	struct tracking_event *events; /* at_us 0: not said; event_key NULL: it has none */
	size_t count;
};
struct parcel_reports {
	struct parcel_report *rows;
	size_t count;
};

/*
 * Take a courier's report into a delivery that is held: events that are new,
 * the status they come to, and delivery:updated when anything changed. Words
 * that no table knows are kept and shown; they change nothing.
 */
MUST_USE enum err tracking_take(struct cx *cx, const struct courier *courier,
	struct delivery *delivery, const struct parcel_report *report, enum tracking_source source,
	size_t *fresh);
/* Every report of a message, for parcels of this courier; *known counts those that are ours. */
MUST_USE enum err tracking_take_all(struct cx *cx, const struct courier *courier,
	const struct parcel_reports *reports, enum tracking_source source, size_t *known,
	size_t *fresh);
/* By a person. ERR_NOT_FOUND, ERR_INVALID (`at`). */
MUST_USE enum err tracking_note(struct cx *cx, int64_t delivery_id, struct tracking_event *event,
	struct delivery *delivery);

/* False in *fresh: it is there already. */
MUST_USE enum err tracking_store_add(struct cx *cx, struct tracking_event *event, bool *fresh);
/* Newest first. */
MUST_USE enum err tracking_store_list(struct cx *cx, int64_t delivery_id, int64_t limit,
	struct tracking_event **rows, size_t *count);

/* ---- Adapters: courier_json.c, courier_aftership.c, courier_aramex.c --------------------------- */

struct courier_way {
	/* A request that asks for one parcel; leaves url NULL when it cannot be asked. */
	enum err (*ask)(struct cx *cx, const struct courier *courier, const char *tracking_number,
		struct fetch_request *request);
	/* What an answer or a report says. ERR_INVALID: it is not understood. */
	enum err (*read)(struct cx *cx, const struct courier *courier,
		const struct json_value *message, bool pushed, struct parcel_reports *reports);
	bool own_signature; /* reports are signed by the courier's own scheme */
};
/* NULL for COURIER_NONE, which nobody asks. */
const struct courier_way *courier_way(enum courier_adapter adapter);
extern const struct courier_way courier_json, courier_aftership, courier_aramex;

/* Helpers of adapters: text of a member (numbers as written), or NULL. */
const char *parcel_text(struct cx *cx, const struct json_value *value, const char *path);
/* Times as couriers write them: RFC 3339, without a zone, Unix seconds or milliseconds. */
struct opt_int parcel_time(struct cx *cx, const struct json_value *value, const char *path);
/* An event's texts cut to what is kept, and its raw form. */
void parcel_event_finish(
	struct cx *cx, const struct json_value *value, struct tracking_event *event);

/* ---- Asking: courier_poll.c, courier_poll_store.c ------------------------------------------------- */

#define POLL_KIND "courier.poll"
#define POLLS_OF_COURIER 4 /* under way at once */

/* Ask for one number now: *test names it in the event courier:tested, which says how it went. */
MUST_USE enum err courier_test(struct cx *cx, const struct courier *courier,
	const char *tracking_number, const char **test);

/* A delivery whose time has come, of any company. */
struct delivery_due {
	int64_t company_id, id, courier_id;
};
MUST_USE enum err poll_store_due(struct cx *cx, struct delivery_due **rows, size_t *count);
MUST_USE enum err poll_store_under_way(struct cx *cx, int64_t courier_id, int64_t *count);
MUST_USE enum err poll_store_begin(struct cx *cx, int64_t id);
/* next not given: it is not asked again. */
MUST_USE enum err poll_store_end(struct cx *cx, int64_t id, struct opt_int next_us);
/* Its rows' times follow the courier's. */
MUST_USE enum err poll_store_plan(struct cx *cx, const struct courier *courier);

/* ---- Parcels that stand still: delivery_watch.c ----------------------------------------------------- */

MUST_USE enum err watch_store_due(struct cx *cx, struct delivery_due **rows, size_t *count);
/* Its time has come: nothing was heard for as long as its courier is given. */
MUST_USE enum err watch_one(struct cx *cx, int64_t id);

/* ---- SMS UPDATE: delivery_sms.c ------------------------------------------------------------------------- */

struct delivery_sms {
	bool configured; /* there is a provider */
	const char *text; /* as it would be sent */
};
MUST_USE enum err delivery_sms_text(struct cx *cx, const struct order *order,
	const struct delivery *delivery, struct delivery_sms *sms);
/*
 * text NULL: the template's. *communication: the row as JSON. ERR_NOT_FOUND,
 * ERR_STATE (no parcel), ERR_NOT_CONFIGURED, ERR_INVALID (`message`, `to`).
 */
MUST_USE enum err delivery_sms_send(
	struct cx *cx, const char *order_key, const char *text, const char **communication);

/* ---- Telling: delivery_events.c, delivery_write.c ------------------------------------------------------ */

MUST_USE enum err delivery_publish(
	struct cx *cx, const char *type, const struct delivery *delivery);
/* delivery:updated; and whoever waits for arrivals is told of this one. */
MUST_USE enum err delivery_publish_moved(
	struct cx *cx, const struct delivery *delivery, enum delivery_status before);
void delivery_write(struct json *json, const struct cx *cx, const struct delivery *delivery);
void tracking_write(struct json *json, const struct tracking_event *event);
/* The status as the customer reads it: "in transit", "في الطريق". */
const char *delivery_status_text(enum delivery_status status, const char *language);
const char *delivery_track_url(struct cx *cx, const struct delivery *delivery); /* or NULL */
/* The row as it is, for failure.current_json. */
const char *delivery_row_json(struct cx *cx, const struct delivery *delivery);

#endif
