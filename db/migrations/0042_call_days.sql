-- 0042_call_days - figures of calls, kept a day, so that long periods are not counted call by call.

-- Days of the company's clocks that are over. What is kept of a day counts only while is_exact = 1;
-- whoever changes a call of such a day says so in the same transaction.
CREATE TABLE call_days (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	from_us BIGINT NOT NULL,
	to_us BIGINT NOT NULL,
	is_exact BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, from_us)
) /*lite: WITHOUT ROWID */;
CREATE INDEX call_days_open ON call_days (company_id, from_us) WHERE is_exact = 0;

-- Whoever changes calls of past days, and whoever keeps their figures, take turns at this row.
CREATE TABLE call_day_states (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	touched BIGINT NOT NULL DEFAULT 0,    -- how often calls of past days were changed
	time_zone TEXT NOT NULL DEFAULT '',   -- that days were laid in; '': none were yet
	due_us BIGINT NOT NULL DEFAULT 0      -- when the next day is over
);

-- Of calls that began on the day. What stands where is said in call_figures_sql.h.
CREATE TABLE call_day_figures (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	kind TEXT NOT NULL,
	team_id BIGINT NOT NULL, -- as this team sees it; -1: the company
	day_us BIGINT NOT NULL,
	subject_id BIGINT NOT NULL,
	word TEXT NOT NULL,
	direction TEXT NOT NULL,
	total BIGINT NOT NULL,
	answered BIGINT NOT NULL,
	missed BIGINT NOT NULL,
	not_reached BIGINT NOT NULL,
	by_system BIGINT NOT NULL,
	abandoned BIGINT NOT NULL,
	waited BIGINT NOT NULL,
	wait_us BIGINT NOT NULL,
	talk_us BIGINT NOT NULL,
	hold_us BIGINT NOT NULL,
	ring_us BIGINT NOT NULL,
	wrap_us BIGINT NOT NULL,
	-- Of those who waited: answered within so many seconds.
	in_10 BIGINT NOT NULL,
	in_15 BIGINT NOT NULL,
	in_20 BIGINT NOT NULL,
	in_30 BIGINT NOT NULL,
	in_45 BIGINT NOT NULL,
	in_60 BIGINT NOT NULL,
	in_90 BIGINT NOT NULL,
	in_120 BIGINT NOT NULL,
	PRIMARY KEY (company_id, kind, team_id, day_us, subject_id, word, direction)
) /*lite: WITHOUT ROWID */;
CREATE INDEX call_day_figures_day ON call_day_figures (company_id, day_us);
