/* call_figures_sql.h - how rows of calls are counted, for statements that answer and those that keep. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_CALLS_CALL_FIGURES_SQL_H
#define DOMAINS_CALLS_CALL_FIGURES_SQL_H

#define IN_PERIOD(column) " AND " column " >= $2 AND " column " < $3"
#define COUNTED(condition) "SUM(CASE WHEN " condition " THEN 1 ELSE 0 END)"
#define SUM_OF(what, condition) "SUM(CASE WHEN " condition " THEN " what " ELSE 0 END)"

/*
 * Of rows x that say: answered, direction, status, is_active, by_system, wait,
 * talk, hold, ring, wrap.
 */
#define MISSING "x.answered = 0 AND x.is_active = 0 AND x.by_system = 0"
#define INCOMING "x.direction = 'incoming'"
#define WAITED INCOMING " AND x.answered = 1"
#define IN_TIME(within_us) COUNTED(WAITED " AND x.wait <= " within_us)
#define OUTCOMES \
	"SUM(x.answered), " COUNTED(MISSING " AND " INCOMING) ", " COUNTED(MISSING \
		" AND x.direction <> 'incoming'") ", " COUNTED("x.answered = 0 AND x.is_active = " \
							       "0 AND x.by_system = " \
							       "1") ", " COUNTED(MISSING \
		" AND " INCOMING \
		" AND x.status = 'abandoned'") ", " COUNTED(WAITED) ", " SUM_OF("x.wait", WAITED)
#define TIMES "SUM(x.talk), SUM(x.hold), SUM(x.ring), SUM(x.wrap)"

/* What x needs of calls c, behind a key. */
#define OF_CALL \
	"c.direction, c.status, c.is_active, c.by_system," \
	" CASE WHEN c.answered_us IS NULL THEN 0 ELSE 1 END AS answered," \
	" c.queue_us + c.ring_us AS wait, c.talk_us AS talk, c.hold_us AS hold," \
	" c.ring_us AS ring, c.wrap_us AS wrap"

/*
 * What agents had of calls is what their own legs had; a call that somebody has
 * or had last is theirs even without a leg. A call with several legs of one
 * agent or team is one.
 */
#define RANG \
	"CASE WHEN l.ringing_us IS NULL THEN 0 ELSE COALESCE(l.answered_us, l.ended_us," \
	" c.as_of_us) - l.ringing_us END"
#define LEG_ROWS(who, from, of) \
	"SELECT " who " AS who, c.id AS call_id, c.direction, c.status, c.is_active," \
	" c.by_system, c.queue_us + c.ring_us AS wait, l.talk_us AS talk, l.hold_us AS hold," \
	" " RANG " AS ring, 0 AS wrap" from of
#define CALL_ROWS(who, of) \
	"SELECT " who ", c.id, c.direction, c.status, c.is_active, c.by_system," \
	" c.queue_us + c.ring_us, 0, 0, 0, c.wrap_us FROM calls c WHERE c.company_id = " \
	"$1" IN_PERIOD("c.started_us") of
#define FROM_CALLS \
	" FROM calls c CROSS JOIN call_legs l WHERE c.company_id = $1" IN_PERIOD( \
		"c.started_us") " AND l.company_id = $1 AND l.call_id = c.id"
#define FROM_LEGS \
	" FROM call_legs l CROSS JOIN calls c WHERE l.company_id = $1" IN_PERIOD( \
		"l.call_started_us") " AND c.company_id = $1 AND c.id = l.call_id"
#define PER_CALL(keys, rows) \
	"(SELECT " keys ", p.call_id, MAX(p.direction) AS direction, MAX(p.status) AS status," \
	" MAX(p.is_active) AS is_active, MAX(p.by_system) AS by_system, MAX(p.wait) AS wait," \
	" SUM(p.talk) AS talk, SUM(p.hold) AS hold, SUM(p.ring) AS ring, MAX(p.wrap) AS wrap," \
	" CASE WHEN SUM(p.talk) > 0 THEN 1 ELSE 0 END AS answered" \
	" FROM (" rows ") p GROUP BY " keys ", p.call_id)"

/*
 * A call that came back to a queue is one, and waited for the sum of both. Of a
 * call that was interrupted nobody said that it left.
 */
#define QUEUE_ROW \
	"v.queue, c.id, 'incoming' AS direction," \
	" MAX(CASE WHEN v.result = 'answered' THEN 1 ELSE 0 END) AS answered," \
	" MAX(CASE WHEN v.result = 'waiting' AND c.is_active = 1 THEN 1 ELSE 0 END) AS is_active," \
	" 0 AS by_system," \
	" CASE WHEN MAX(CASE WHEN v.result = 'abandoned' THEN 1 ELSE 0 END) = 1" \
	" THEN 'abandoned' ELSE '' END AS status," \
	" SUM(COALESCE(v.left_us, c.as_of_us) - v.joined_us) AS wait," \
	" MAX(CASE WHEN v.result = 'answered' THEN c.talk_us ELSE 0 END) AS talk," \
	" MAX(CASE WHEN v.result = 'answered' THEN c.hold_us ELSE 0 END) AS hold," \
	" 0 AS ring, 0 AS wrap"

/*
 * What is kept of a day (call_day_figures), and in which columns:
 *
 *	kind       subject_id             word        direction
 *	hour       of the day, 0 to 23
 *	state                             a status    a direction
 *	department its id; 0: none
 *	queue                             its name
 *	agent      its id
 *	team       its id
 *
 * team_id: of agents, what their legs in this team had; of teams always -1; of
 * the others, calls in which the team had a part.
 */
#define EVERYONE "-1"
/* The order in which they are counted, stored and read. */
#define KEPT_WITHIN(of) \
	of("10"), of("15"), of("20"), of("30"), of("45"), of("60"), of("90"), of("120")

#endif
