-- 0008_messaging - providers and templates of messages, and what became of each message.

-- Through whom a company sends SMS and e-mail; one of each at a time.
CREATE TABLE message_providers (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
	kind TEXT NOT NULL CHECK (kind IN ('twilio', 'http', 'smtp')),
	name TEXT NOT NULL,
	settings TEXT NOT NULL DEFAULT '{}', -- what is no secret
	secret_sealed TEXT,
	callback_key TEXT NOT NULL, -- unguessable part of the address it reports to
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	sent_us BIGINT,    -- when it last took a message
	failed_us BIGINT,  -- when it last refused one, or could not be reached
	error TEXT,        -- what it said then
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX message_providers_active ON message_providers (company_id, channel)
	WHERE is_active = 1;
CREATE UNIQUE INDEX message_providers_callback ON message_providers (callback_key);

-- Texts of a company's own; the built-in ones stand in the program until they are changed.
CREATE TABLE message_templates (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
	language TEXT NOT NULL CHECK (language IN ('en', 'ar')),
	subject TEXT NOT NULL DEFAULT '',
	body TEXT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX message_templates_code
	ON message_templates (company_id, code, channel, language);

-- SMS and e-mail beside the calls that are there already.
ALTER TABLE communications ADD COLUMN status TEXT
	CHECK (status IN ('queued', 'sent', 'delivered', 'failed', 'received'));
ALTER TABLE communications ADD COLUMN from_addr TEXT NOT NULL DEFAULT '';
ALTER TABLE communications ADD COLUMN subject TEXT;
ALTER TABLE communications ADD COLUMN template_code TEXT;
ALTER TABLE communications ADD COLUMN segments BIGINT NOT NULL DEFAULT 0; -- SMS are paid by these
ALTER TABLE communications ADD COLUMN provider_id BIGINT;
ALTER TABLE communications ADD COLUMN provider_ref TEXT; -- the provider's name for it
ALTER TABLE communications ADD COLUMN error TEXT;
-- 1 while nobody knows whether the provider has it, 2 while it is asked whether it has.
ALTER TABLE communications ADD COLUMN doubt BIGINT NOT NULL DEFAULT 0
	CHECK (doubt IN (0, 1, 2));
ALTER TABLE communications ADD COLUMN history_id BIGINT; -- the change of status it tells of
ALTER TABLE communications ADD COLUMN read_us BIGINT;    -- of what came in
ALTER TABLE communications ADD COLUMN updated_us BIGINT;
CREATE UNIQUE INDEX communications_ref ON communications (company_id, provider_id, provider_ref)
	WHERE provider_ref IS NOT NULL;
CREATE INDEX communications_calls ON communications (company_id, at_us, id)
	WHERE channel = 'call';
CREATE INDEX communications_messages ON communications (company_id, at_us, id)
	WHERE channel <> 'call';
CREATE INDEX communications_agent_calls ON communications (company_id, agent_id, at_us, id)
	WHERE channel = 'call';
CREATE INDEX communications_agent_messages ON communications (company_id, agent_id, at_us, id)
	WHERE channel <> 'call';
CREATE INDEX communications_unread ON communications (company_id, agent_id)
	WHERE direction = 'inbound' AND channel <> 'call' AND read_us IS NULL;

-- What colleagues write to each other.
CREATE TABLE internal_messages (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	from_user_id BIGINT NOT NULL,
	to_user_id BIGINT NOT NULL,
	order_id BIGINT,
	body TEXT NOT NULL,
	read_us BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, from_user_id) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, to_user_id) REFERENCES users (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id)
);
CREATE INDEX internal_messages_to ON internal_messages (company_id, to_user_id, id);
CREATE INDEX internal_messages_from ON internal_messages (company_id, from_user_id, id);
CREATE INDEX internal_messages_unread ON internal_messages (company_id, to_user_id)
	WHERE read_us IS NULL;
