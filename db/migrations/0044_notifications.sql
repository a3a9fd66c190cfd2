-- 0044_notifications - what people want to be told and how, and browsers that take push messages.

ALTER TABLE notifications ADD COLUMN cleared_us BIGINT; -- by its owner, who may bring it back for a day
CREATE INDEX notifications_cleared ON notifications (cleared_us) WHERE cleared_us IS NOT NULL;
CREATE INDEX notifications_created ON notifications (created_us);
CREATE INDEX notifications_subject ON notifications (company_id, user_id, type, subject_id)
	WHERE subject_id IS NOT NULL;

CREATE TABLE notification_settings (
	company_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	choices TEXT NOT NULL DEFAULT '{}', -- JSON: bits by topic, only where they are not the standard
	sounds TEXT NOT NULL DEFAULT '{}', -- JSON: a name by topic, likewise
	volume BIGINT NOT NULL DEFAULT 70 CHECK (volume BETWEEN 0 AND 100),
	muted_until_us BIGINT,
	version BIGINT NOT NULL DEFAULT 1,
	PRIMARY KEY (company_id, user_id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE push_subscriptions (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	session_id BIGINT, -- whose end by its owner ends the subscription too
	endpoint_hash TEXT NOT NULL,
	endpoint TEXT NOT NULL, -- sealed: whoever knows it may send there
	point TEXT NOT NULL,    -- p256dh, base64url
	auth TEXT NOT NULL,     -- sealed
	user_agent TEXT NOT NULL DEFAULT '',
	created_us BIGINT NOT NULL,
	sent_us BIGINT, -- when a message was last taken
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (company_id, endpoint_hash);
CREATE INDEX push_subscriptions_user ON push_subscriptions (company_id, user_id);
CREATE INDEX push_subscriptions_session ON push_subscriptions (company_id, session_id)
	WHERE session_id IS NOT NULL;

-- What people say of themselves.
ALTER TABLE users ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN signature TEXT NOT NULL DEFAULT ''; -- below what they write to customers
ALTER TABLE agents ADD COLUMN working_hours TEXT; -- as sla_policies.hours; NULL: none were said

-- Why an agent was on a break, or away.
ALTER TABLE agent_presence_log ADD COLUMN note TEXT;
