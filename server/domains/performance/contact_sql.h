/* contact_sql.h - when a contact counts, as SQL: for counting days and for showing their rows. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_PERFORMANCE_CONTACT_SQL_H
#define DOMAINS_PERFORMANCE_CONTACT_SQL_H

/*
 * A time that SQLite's planner is not to choose an index by: the few rows of the order are meant,
 * not the many of the day.
 */
#define UNINDEXED_TIME(column) "(" column " + 0)"

/* An order's last result of the day, which closing it does not undo; $3, $4 are the day. */
#define RESULT_OF_DAY \
	"h.previous_status IS NOT NULL" \
	" AND h.new_status IN ('confirmed', 'cancelled', 'postponed')" \
	" AND NOT EXISTS (SELECT 1 FROM order_status_history l WHERE l.company_id = $1" \
	" AND l.order_id = h.order_id AND l.id > h.id AND l.new_status <> 'closed'" \
	" AND " UNINDEXED_TIME("l.change_timestamp") " >= $3" \
						     " AND " UNINDEXED_TIME( \
							     "l.change_timestamp") " < $4)"

/* Statements with contacts i; $5 is now. */
#define CONTACT_IS_OPEN "i.resolution_status IN ('pending', 'follow_up_required')"
/*
 * Closed, or due and nobody has taken it up again by then. What was written with
 * a call that reached nobody is due only when something was agreed upon.
 */
#define CONTACT_DUE \
	"COALESCE(i.follow_up_date," \
	" CASE WHEN i.is_automatic = 0 THEN i.interaction_time END)"
#define CONTACT_COUNTS \
	"(NOT " CONTACT_IS_OPEN " OR (" CONTACT_DUE " <= $5" \
	" AND NOT EXISTS (SELECT 1 FROM customer_interactions j WHERE j.company_id = $1" \
	" AND j.order_id = i.order_id AND j.id > i.id AND j.interaction_time <= " \
	"i.follow_up_date)))"
#define CONTACT_RESOLVED "i.resolution_status = 'resolved'"
/* Seven days in which the customer neither called nor wrote about the order again. */
#define CONTACT_FIRST \
	"(" CONTACT_RESOLVED \
	" AND NOT EXISTS (SELECT 1 FROM communications m WHERE m.company_id = $1" \
	" AND m.order_id = i.order_id AND m.direction = 'inbound'" \
	" AND m.id <> COALESCE(i.communication_id, 0)" \
	" AND m.at_us > i.interaction_time AND m.at_us <= i.interaction_time + " SEVEN_DAYS_US \
	"))"
#define SEVEN_DAYS_US "604800000000"

#endif
