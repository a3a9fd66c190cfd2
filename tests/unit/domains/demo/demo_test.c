/* demo_test.c - the demo's rows are those that the rules would have left: all of it recounted. */
/* SPDX-License-Identifier: MIT */
#include "../../platform/db/db_support.h"

#include "domains/demo/demo.h"
#include "domains/orders/order_load.h"
#include "platform/crypto/crypto.h"
#include "platform/events/events.h"
#include "platform/intl/intl.h"

#include <sqlite3.h>

#define PASSWORD "Falcon-Desk-77"

static struct place place;

static int64_t now_of(const char *text)
{
	enum time_form form;
	int64_t us;

	if (!time_read(str_of(text), &us, &form))
		fail_msg("no time: %s", text);
	return us;
}

static const char *ask(const char *text)
{
	static char answer[20000];
	sqlite3_stmt *statement = NULL;
	sqlite3 *database = NULL;

	answer[0] = '\0';
	assert_int_equal(sqlite3_open(place.file, &database), SQLITE_OK);
	if (sqlite3_prepare_v2(database, text, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(database));
	if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
		(void)snprintf(answer, sizeof(answer), "%s", sqlite3_column_text(statement, 0));
	(void)sqlite3_finalize(statement);
	(void)sqlite3_close(database);
	return answer;
}

static void fill(const char *now, int64_t scale)
{
	const struct demo_options options = {
		.password = PASSWORD, .scale = scale, .now_us = now_of(now)};
	struct migrate_report report;
	const char *why = NULL;

	place_make(&place);
	place_open(&place, (struct db_options){0});
	if (migrate_run(place.pool, &report, &why) != OK)
		fail_msg("migrate_run: %s", why);
	if (auth_open(place.pool, place.file, &why) != OK) /* the demo's secrets are sealed */
		fail_msg("auth_open: %s", why);
	events_init(place.pool);
	if (demo_fill(place.pool, &options, &why) != OK)
		fail_msg("demo_fill: %s", why);
}

/* Each counts rows that are not as they have to be. */
static const struct {
	const char *about, *wrong;
} checks[] = {
	{"every row refers to rows of its company",
		"SELECT count(*) FROM pragma_foreign_key_check"},
	{"counters of agents and pools are sums over orders",
		"WITH real AS (SELECT company_id, 0 day, coalesce(assigned_agent_id, 0) agent, "
		"status,"
		" priority, count(*) n FROM orders GROUP BY 1, 3, 4, 5 UNION ALL SELECT company_id,"
		" created_day, coalesce(assigned_agent_id, 0), status, priority, count(*) FROM "
		"orders"
		" GROUP BY 1, 2, 3, 4, 5 UNION ALL SELECT company_id, 0, -1, status, priority,"
		" count(*) FROM orders GROUP BY 1, 4, 5 UNION ALL SELECT company_id, created_day, "
		"-1,"
		" status, priority, count(*) FROM orders GROUP BY 1, 2, 4, 5)"
		" SELECT (SELECT count(*) FROM (SELECT * FROM real EXCEPT SELECT company_id, day,"
		" agent_id, status, priority, n FROM order_counters WHERE n <> 0))"
		" + (SELECT count(*) FROM (SELECT company_id, day, agent_id, status, priority, n"
		" FROM order_counters WHERE n <> 0 EXCEPT SELECT * FROM real))"},
	{"customers' numbers",
		"SELECT count(*) FROM customers c WHERE (orders_total, orders_completed,"
		" orders_cancelled) <> (SELECT count(*), coalesce(sum(status = 'closed'), 0),"
		" coalesce(sum(status = 'cancelled'), 0) FROM orders o WHERE o.company_id ="
		" c.company_id AND o.customer_id = c.id) OR orders_total = 0"},
	{"customers come with their first order",
		"SELECT count(*) FROM customers c WHERE created_us <> (SELECT min(created_us) FROM"
		" orders o WHERE o.company_id = c.company_id AND o.customer_id = c.id)"
		" AND id > 10"},
	{"agents' loads",
		"SELECT count(*) FROM agents a WHERE open_orders <> (SELECT count(*) FROM orders o"
		" WHERE o.company_id = a.company_id AND o.assigned_agent_id = a.id AND status IN"
		" ('new', 'no_response', 'postponed', 'under_review'))"},
	{"the last history row is the status, and its time the status's",
		"SELECT count(*) FROM orders o WHERE (status, status_since_us, updated_us) <> "
		"(SELECT"
		" new_status, change_timestamp, change_timestamp FROM order_status_history h WHERE"
		" h.company_id = o.company_id AND h.order_id = o.id ORDER BY id DESC LIMIT 1)"},
	{"history begins with new, at the order's creation",
		"SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM "
		"order_status_history h"
		" WHERE h.company_id = o.company_id AND h.order_id = o.id AND previous_status IS "
		"NULL"
		" AND new_status = 'new' AND change_timestamp = o.created_us)"},
	{"history is a chain",
		"SELECT count(*) FROM (SELECT previous_status, lag(new_status) OVER w was,"
		" change_timestamp - lag(change_timestamp) OVER w step FROM order_status_history"
		" WINDOW w AS (PARTITION BY company_id, order_id ORDER BY id))"
		" WHERE previous_status IS NOT was OR step < 0"},
	{"versions count changes",
		"SELECT count(*) FROM orders o WHERE version <> (SELECT count(*) FROM"
		" order_status_history h WHERE h.company_id = o.company_id AND h.order_id = o.id)"
		" + (SELECT coalesce(sum(CASE status WHEN 'pending' THEN 1 WHEN 'approved' THEN 3"
		" ELSE 2 END), 0) FROM order_modifications m WHERE m.company_id = o.company_id"
		" AND m.order_id = o.id)"},
	{"orders say what waits for approval",
		"SELECT count(*) FROM orders o WHERE pending_changes <> (SELECT coalesce(sum(CASE"
		" kind WHEN 'change' THEN 1 ELSE 2 END), 0) FROM order_modifications m WHERE"
		" m.company_id = o.company_id AND m.order_id = o.id AND m.status = 'pending')"},
	{"service levels are as the times of the steps say",
		"SELECT count(*) FROM orders o, (SELECT max(created_us) now FROM companies) WHERE"
		" sla_state IS NOT NULL AND (sla_state <> CASE WHEN EXISTS (SELECT 1 FROM"
		" sla_events e WHERE e.company_id = o.company_id AND e.subject_id = o.id) THEN"
		" 'breached' WHEN sla_resolved_us IS NULL THEN 'running' ELSE 'kept' END"
		" OR (SELECT count(*) FROM sla_events e WHERE e.company_id = o.company_id AND"
		" e.subject_id = o.id) <> (coalesce(sla_responded_us, now) >= sla_response_due_us)"
		" + (coalesce(sla_resolved_us, now) >= sla_resolution_due_us)"
		" OR sla_responded_us IS NOT (SELECT min(change_timestamp) FROM"
		" order_status_history h WHERE h.company_id = o.company_id AND h.order_id = o.id"
		" AND previous_status IS NOT NULL))"},
	{"nothing runs out in the next two hours",
		"SELECT count(*) FROM orders, (SELECT max(created_us) now FROM companies)"
		" WHERE sla_next_us < now + 7200000000"},
	{"attempts are the changes to no_response since anything else",
		"SELECT count(*) FROM orders o WHERE attempts <> (SELECT count(*) FROM"
		" order_status_history h WHERE h.company_id = o.company_id AND h.order_id = o.id "
		"AND"
		" new_status = 'no_response' AND id > coalesce((SELECT max(id) FROM"
		" order_status_history b WHERE b.company_id = o.company_id AND b.order_id = o.id "
		"AND"
		" new_status <> 'no_response'), 0))"},
	{"what was ever confirmed has a confirmation, at its last time",
		"SELECT count(*) FROM (SELECT company_id, order_id, max(change_timestamp) at FROM"
		" order_status_history WHERE new_status = 'confirmed' GROUP BY 1, 2) h"
		" LEFT JOIN order_confirmations c USING (company_id, order_id)"
		" WHERE c.confirmed_us IS NOT h.at"},
	{"confirmations are counted for their agents and the company",
		"SELECT (SELECT count(*) * 8 FROM order_confirmations) -"
		" (SELECT sum(n) FROM confirmation_counters)"},
	{"reasons with cancellations and only with them",
		"SELECT count(*) FROM orders WHERE (status = 'cancelled') <>"
		" (cancellation_reason IS NOT NULL) OR (cancellation_reason = 'other') <>"
		" (cancellation_details IS NOT NULL AND cancellation_reason IS NOT NULL)"},
	{"a next attempt where the rules set one",
		"SELECT count(*) FROM orders WHERE (status IN ('no_response', 'postponed')) <>"
		" (next_attempt_us IS NOT NULL)"},
	{"notes of changes are notes of orders",
		"SELECT count(*) FROM order_status_history h WHERE status_change_reason IS NOT NULL"
		" AND NOT EXISTS (SELECT 1 FROM order_notes n WHERE n.company_id = h.company_id AND"
		" n.order_id = h.order_id AND n.body = h.status_change_reason"
		" AND n.created_us = h.change_timestamp)"},
	{"numbers are taken from the company's counters",
		"SELECT count(*) FROM company_counters k WHERE last < CASE kind"
		" WHEN 'order' THEN (SELECT max(id) FROM orders o WHERE o.company_id = "
		"k.company_id)"
		" WHEN 'customer' THEN (SELECT max(id) FROM customers o WHERE o.company_id ="
		" k.company_id) WHEN 'order_status_history' THEN (SELECT max(id) FROM"
		" order_status_history o WHERE o.company_id = k.company_id) WHEN 'order_note' THEN"
		" (SELECT max(id) FROM order_notes o WHERE o.company_id = k.company_id) WHEN"
		" 'communication' THEN (SELECT max(id) FROM communications o WHERE o.company_id ="
		" k.company_id) ELSE 0 END"},
	{"every order can be found",
		"SELECT (SELECT count(*) FROM orders) - (SELECT count(*) FROM order_search)"},
	{"levels are the sums of the ledger, and their last rows",
		"SELECT count(*) FROM stock_levels l WHERE quantity <> (SELECT sum(delta) FROM"
		" stock_ledger g WHERE g.company_id = l.company_id AND g.product_id = l.product_id"
		" AND g.location_id = l.location_id) OR quantity <> (SELECT quantity FROM"
		" stock_ledger g WHERE g.company_id = l.company_id AND g.product_id = l.product_id"
		" AND g.location_id = l.location_id ORDER BY id DESC LIMIT 1)"},
	{"products have the sum of their levels, and the state of that",
		"SELECT count(*) FROM products p WHERE quantity <> (SELECT coalesce(sum(quantity),"
		" 0) FROM stock_levels l WHERE l.company_id = p.company_id AND l.product_id = p.id)"
		" OR stock_state <> CASE WHEN quantity = 0 THEN 'out_of_stock' WHEN quantity <="
		" low_stock_threshold THEN 'low_stock' ELSE 'in_stock' END OR category = ''"},
	{"counters of stock are counts of products",
		"WITH real AS (SELECT company_id, category, stock_state, count(*) n FROM products"
		" GROUP BY 1, 2, 3) SELECT (SELECT count(*) FROM (SELECT * FROM real EXCEPT SELECT"
		" company_id, category, stock_state, n FROM stock_counters WHERE n <> 0))"
		" + (SELECT count(*) FROM (SELECT company_id, category, stock_state, n FROM"
		" stock_counters WHERE n <> 0 EXCEPT SELECT * FROM real))"},
	{"the ledger is in order and names who keeps the stock",
		"SELECT count(*) FROM (SELECT at_us - lag(at_us) OVER (PARTITION BY company_id"
		" ORDER BY id) step, user_id, reason FROM stock_ledger) WHERE step < 0 OR user_id"
		" IS NULL OR reason = ''"},
	{"nothing lies in the future",
		"SELECT count(*) FROM orders, (SELECT max(created_us) now FROM companies)"
		" WHERE created_us > now OR updated_us > now"},
	{"a parcel is as its last event says, and stands no longer than that",
		"SELECT count(*) FROM deliveries d WHERE (status, status_since_us) IS NOT (SELECT"
		" coalesce(max(status), 'pending'), coalesce(max(at_us), d.created_us) FROM"
		" (SELECT status, at_us FROM tracking_events e WHERE e.company_id = d.company_id"
		" AND e.delivery_id = d.id ORDER BY at_us DESC, id DESC LIMIT 1))"},
	{"a parcel is begun after its order and nothing of it lies in the future",
		"SELECT count(*) FROM deliveries d JOIN orders o ON o.company_id = d.company_id"
		" AND o.id = d.order_id WHERE d.created_us < o.created_us OR d.updated_us >"
		" (SELECT max(created_us) FROM companies)"},
	{"what stands still is a follow-up",
		"SELECT count(*) FROM deliveries d WHERE stuck_us IS NOT NULL AND NOT EXISTS"
		" (SELECT 1 FROM follow_ups f WHERE f.company_id = d.company_id AND f.order_id ="
		" d.order_id AND f.created_us = d.stuck_us)"},
	{"phones are mobile numbers of the country",
		"SELECT count(*) FROM customers WHERE phone NOT GLOB CASE company_id WHEN 1 THEN"
		" '+9715[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]' ELSE"
		" '+9665[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]' END"},
};

static void check_all(void)
{
	for (size_t i = 0; i < COUNT(checks); i++)
		if (strcmp(ask(checks[i].wrong), "0") != 0)
			fail_msg("%s: %s wrong", checks[i].about, ask(checks[i].wrong));
}

/* The moves in history are those of the state machine, for somebody with every right. */
static void check_moves(void)
{
	const char *text = ask("SELECT group_concat(DISTINCT previous_status || ' ' || new_status)"
			       " FROM order_status_history");
	struct str rest = str_of(text);

	while (rest.ptr && rest.len) {
		struct str to, move = str_cut(rest, ',', &rest), from = str_cut(move, ' ', &to);
		char words[2][32];

		(void)snprintf(words[0], 32, "%.*s", (int)from.len, from.ptr);
		(void)snprintf(words[1], 32, "%.*s", (int)to.len, to.ptr);
		if (!order_move_allowed((enum order_status)word_index(order_status_words, words[0]),
			    (enum order_status)word_index(order_status_words, words[1]),
			    PERMISSIONS_ALL))
			fail_msg("%s to %s", words[0], words[1]);
	}
}

static void recounting_finds_nothing_wrong(void **state)
{
	static const char *const moments[] = {
		"2026-11-21T10:30:00Z", "2026-02-28T20:01:00Z", "2026-07-01T19:59:00Z"};

	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		fill(moments[i], i == 0 ? 3 : 1);
		check_all();
		check_moves();
		place_remove(&place);
	}
}

static const char *const drawn[][2] = {
	{"SELECT count(*) FROM orders WHERE company_id = 1", "400"},
	{"SELECT count(*) FROM agents WHERE company_id = 1 AND takes_orders = 1", "8"},
	{"SELECT name || agent_no FROM agents WHERE company_id = 1 AND id = 1",
		"Sarah Al-Mansouri1"},
	{"SELECT group_concat(username, ' ') FROM (SELECT username FROM users WHERE company_id = 1"
	 " ORDER BY id)",
		"admin manager AG001 AG002 AG003 AG004 AG005 AG006 AG007 AG008 supervisor"},
	{"SELECT group_concat(username, ' ') FROM (SELECT username FROM users WHERE company_id = 2"
	 " ORDER BY id)",
		"admin sales support agent"},
	{"SELECT group_concat(status || n, ' ') FROM (SELECT status, sum(n) n FROM order_counters"
	 " WHERE company_id = 1 AND agent_id = 1 AND day = (SELECT max(created_day) FROM orders)"
	 " GROUP BY status ORDER BY status)",
		"cancelled3 confirmed18 new1 no_response1 postponed3 under_review1"},
	{"SELECT count(*) FROM communications WHERE company_id = 1 AND agent_id = 1"
	 " AND channel = 'call' AND at_us >= (SELECT max(created_day) FROM orders) * 86400000000 - "
	 "4 * 3600000000",
		"47"},
	{"SELECT count(*) FROM order_status_history WHERE company_id = 1 AND agent_id = 1 AND"
	 " change_timestamp > (SELECT created_us FROM companies WHERE id = 1) - 7200000000"
	 " AND order_id BETWEEN 1844 AND 1852",
		"7"},
	{"SELECT group_concat(id, ' ') FROM (SELECT id FROM orders WHERE company_id = 1"
	 " AND assigned_agent_id = 1 AND priority = 'high' AND status IN"
	 " ('new', 'no_response', 'postponed', 'under_review') ORDER BY id)",
		"1847 1848 1852"},
	{"SELECT count(*) FROM notifications a JOIN notifications b ON b.company_id = a.company_id"
	 " AND b.user_id = a.user_id AND b.id > a.id AND b.created_us < a.created_us",
		"0"},
	{"SELECT group_concat(body, ' ') FROM (SELECT body FROM order_notes WHERE company_id = 1"
	 " AND order_id = 1847 ORDER BY created_us)",
		"Customer did not answer the first call attempt. Need to follow up before 5 PM. "
		"Rang out, no answer."},
	{"SELECT code_year || customer_name || customer_phone || product_name || seller_name ||"
	 " price_minor || status || priority || landmark FROM orders WHERE company_id = 1"
	 " AND id = 1847",
		"2024Ahmed Al-Rashid+971501234567Samsung Galaxy S24 UltraTechStore Electronics75000"
		"no_responsehighNear Marina Mall"},
	{"SELECT orders_total || ' ' || orders_completed || ' ' || orders_cancelled FROM customers"
	 " WHERE company_id = 1 AND phone = '+971501234567'",
		"4 2 1"},
	{"SELECT status || customer_phone || price_minor FROM orders WHERE company_id = 1"
	 " AND id = 1848",
		"postponed+971529876543120000"},
	{"SELECT status || product_code || price_minor FROM orders WHERE company_id = 1"
	 " AND id = 1849",
		"confirmedIP-AIR580000"},
	{"SELECT status || product_code || price_minor FROM orders WHERE company_id = 1"
	 " AND id = 1850",
		"under_reviewAW-S940000"},
	{"SELECT status || product_code FROM orders WHERE company_id = 1 AND id = 1852",
		"newIP-15P"},
	{"SELECT group_concat(status || n, ' ') FROM (SELECT status, count(*) n FROM"
	 " order_modifications WHERE company_id = 1 GROUP BY status ORDER BY status)",
		"approved1 pending2 rejected1 withdrawn1"},
	{"SELECT count(DISTINCT sla_state) || (min(created_us) < (SELECT created_us FROM companies"
	 " WHERE id = 1) - 29 * 86400000000) FROM orders WHERE sla_state IS NOT NULL",
		"31"},
	{"SELECT count(*) FROM products WHERE company_id = 1", "16"},
	/* S0-FIX-04, S0-INV-08 */
	{"SELECT group_concat(code || quantity || place, ' ') FROM (SELECT p.code, p.quantity,"
	 " s.code place FROM products p JOIN stock_levels l ON l.company_id = 1 AND l.product_id ="
	 " p.id JOIN stock_locations s ON s.company_id = 1 AND s.id = l.location_id WHERE"
	 " p.company_id = 1 AND p.code IN ('SG-S24U', 'IP-15P', 'IP-AIR5', 'AW-S9') ORDER BY p.id)",
		"SG-S24U15WH-A-R3-S12 IP-15P3WH-A-R2-S08 IP-AIR50WH-B-R1-S15 AW-S925WH-A-R4-S03"},
	{"SELECT group_concat(stock_state || n, ' ') FROM (SELECT stock_state, sum(n) n FROM"
	 " stock_counters WHERE company_id = 1 GROUP BY stock_state ORDER BY stock_state)",
		"in_stock12 low_stock3 out_of_stock1"},
	{"SELECT count(*) > 200 AND min(at_us) < (SELECT created_us FROM companies WHERE id = 1)"
	 " - 29 * 86400000000 FROM stock_ledger WHERE company_id = 1",
		"1"},
	{"SELECT sum(quantity) FROM stock_levels WHERE company_id = 2", "34"},
	{"SELECT group_concat(code || time_zone || currency || default_country, ' ') FROM "
	 "companies",
		"gulfAsia/DubaiAEDAE homesAsia/RiyadhSARSA"},
	{"SELECT count(*) FROM callbacks WHERE company_id = 1 AND agent_id = 1 AND status IN"
	 " ('pending', 'due')",
		"4"},
	{"SELECT (SELECT count(*) FROM callbacks WHERE status = 'pending') + (SELECT count(*) FROM"
	 " follow_ups WHERE due_us > created_us + 21600000000) > 0",
		"1"},
	{"SELECT count(*) FROM notifications WHERE company_id = 1 AND read_us IS NULL AND user_id ="
	 " (SELECT user_id FROM agents WHERE company_id = 1 AND id = 1)",
		"5"},
	/* S0-FIX-05 */
	{"SELECT group_concat(tracking_number || ' ' || short_name || ' ' || d.status, ', ') FROM"
	 " (SELECT * FROM deliveries WHERE company_id = 1 AND order_id BETWEEN 1847 AND 1850"
	 " ORDER BY order_id) d JOIN couriers c ON c.company_id = 1 AND c.id = d.courier_id",
		"FD789456123 FastDel in_transit, QS456 QuickShip shipped, FD790 FastDel"
		" out_for_delivery, SP123 SpeedPost in_transit"},
	{"SELECT group_concat(name, ', ') FROM couriers WHERE company_id = 1",
		"FastDelivery LLC, QuickShip, SpeedPost"},
	{"SELECT count(*) FROM deliveries d JOIN orders o ON o.company_id = 1 AND o.id ="
	 " d.order_id WHERE d.company_id = 1 AND assigned_agent_id = 1 AND d.status IN"
	 " ('picked_up', 'shipped', 'in_transit', 'out_for_delivery', 'failed_attempt')",
		"8"},
	{"SELECT count(*) FROM deliveries d JOIN orders o ON o.company_id = 1 AND o.id ="
	 " d.order_id WHERE d.company_id = 1 AND assigned_agent_id = 1 AND d.status = 'delivered'"
	 " AND delivered_us >= (SELECT max(created_day) FROM orders) * 86400000000"
	 " - 4 * 3600000000",
		"12"},
	{"SELECT count(*) FROM users WHERE password_hash NOT LIKE '$argon2id$%'", "0"},
	/* S0-DB-03, A-45: the last month's calls are contacts; some of them were rated. */
	{"SELECT count(*) FROM communications m WHERE channel = 'call' AND company_id = 1 AND"
	 " at_us >= (SELECT max(at_us) - 25 * 86400000000 FROM communications) AND NOT EXISTS"
	 " (SELECT 1 FROM customer_interactions i WHERE i.company_id = 1 AND"
	 " i.communication_id = m.id AND i.order_id = m.order_id AND i.interaction_time ="
	 " m.at_us)",
		"0"},
	{"SELECT count(*) FROM customer_interactions i WHERE (customer_satisfaction IS NOT NULL)"
	 " <> EXISTS (SELECT 1 FROM ratings r WHERE r.company_id = i.company_id AND"
	 " r.interaction_id = i.id AND r.score = i.customer_satisfaction)",
		"0"},
	{"SELECT count(*) > 60 AND avg(score) BETWEEN 4 AND 4.8 FROM ratings WHERE company_id = 1",
		"1"},
	{"SELECT count(*) FROM ratings WHERE company_id = 2", "0"},
	{"SELECT group_concat(status || n, ' ') FROM (SELECT status, count(*) n FROM escalations"
	 " GROUP BY status ORDER BY status)",
		"assigned1 raised2 resolved4"},
	{"SELECT group_concat(status || n, ' ') FROM (SELECT status, count(*) n FROM complaints"
	 " GROUP BY status ORDER BY status)",
		"in_progress1 open2 resolved3"},
};

static void the_day_is_as_drawn(void **state)
{
	(void)state;
	fill("2026-11-21T10:30:00Z", 1);
	for (size_t i = 0; i < COUNT(drawn); i++)
		if (strcmp(ask(drawn[i][0]), drawn[i][1]) != 0)
			fail_msg("%s: %s, wanted %s", drawn[i][0], ask(drawn[i][0]), drawn[i][1]);
	place_remove(&place);
}

static void the_same_moment_gives_the_same_rows(void **state)
{
	static const char sum[] = "SELECT sum(id * (created_us % 1000003) + price_minor +"
				  " updated_us % 1000003 + length(customer_name)) FROM orders";
	char first[64];

	(void)state;
	fill("2026-11-21T10:30:00Z", 1);
	(void)snprintf(first, sizeof(first), "%s", ask(sum));
	place_remove(&place);
	fill("2026-11-21T10:30:00Z", 1);
	assert_string_equal(ask(sum), first);
	place_remove(&place);
}

static void a_second_time_is_refused(void **state)
{
	const struct demo_options options = {.password = PASSWORD, .scale = 1};
	const char *why = NULL;

	(void)state;
	fill("2026-11-21T10:30:00Z", 1);
	assert_int_equal(demo_fill(place.pool, &options, &why), ERR_CONFLICT);
	assert_non_null(why);
	assert_string_equal(ask("SELECT count(*) FROM companies"), "2");
	place_remove(&place);
}

static void a_weak_password_is_refused(void **state)
{
	const struct demo_options options = {.password = "password", .scale = 1};
	struct migrate_report report;
	const char *why = NULL;

	(void)state;
	place_make(&place);
	place_open(&place, (struct db_options){0});
	assert_int_equal(migrate_run(place.pool, &report, &why), OK);
	assert_int_equal(demo_fill(place.pool, &options, &why), ERR_INVALID);
	assert_non_null(why);
	assert_string_equal(ask("SELECT count(*) FROM companies"), "0");
	place_remove(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recounting_finds_nothing_wrong),
		cmocka_unit_test(the_day_is_as_drawn),
		cmocka_unit_test(the_same_moment_gives_the_same_rows),
		cmocka_unit_test(a_second_time_is_refused),
		cmocka_unit_test(a_weak_password_is_refused),
	};

	assert_true(crypto_init());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
