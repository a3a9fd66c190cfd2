-- 0034_transcripts - what was said: conversations of any kind, and their messages.

CREATE TABLE conversations (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	type TEXT NOT NULL CHECK (type IN ('voice', 'chat', 'email', 'sms')),
	call_id BIGINT, -- of voice
	customer_id BIGINT,
	summary TEXT,
	sentiment TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative')),
	version BIGINT NOT NULL DEFAULT 1,
	message_count BIGINT NOT NULL DEFAULT 0, -- maintained
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, call_id) REFERENCES calls (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id)
);
CREATE UNIQUE INDEX conversations_call ON conversations (company_id, call_id)
	WHERE call_id IS NOT NULL;
CREATE INDEX conversations_customer ON conversations (company_id, customer_id, created_us, id)
	WHERE customer_id IS NOT NULL;

CREATE TABLE conversation_messages (
	company_id BIGINT NOT NULL,
	conversation_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	speaker TEXT NOT NULL CHECK (speaker IN ('bot', 'customer', 'agent', 'system')),
	content TEXT NOT NULL,
	language TEXT NOT NULL CHECK (language IN ('en', 'ar')),
	user_id BIGINT, -- who wrote it down; NULL: a program
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, conversation_id, id),
	FOREIGN KEY (company_id, conversation_id) REFERENCES conversations (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
