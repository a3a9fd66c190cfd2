-- 0049_widgets - what a company's own pages show for writing to it, and by which tokens its visitors are known.

CREATE TABLE widgets (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	name TEXT NOT NULL,
	public_key TEXT NOT NULL,    -- in the page, for everybody to read
	secret_sealed TEXT NOT NULL, -- signs who a visitor is
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	look TEXT NOT NULL,          -- JSON: theme, texts, fields
	origins TEXT NOT NULL,       -- JSON: the pages that may show it
	created_us BIGINT NOT NULL,
	updated_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX widgets_key ON widgets (public_key);

-- The same origins once more, for a browser's question that comes without a key or token.
CREATE TABLE widget_origins (
	company_id BIGINT NOT NULL,
	widget_id BIGINT NOT NULL,
	origin TEXT NOT NULL,
	PRIMARY KEY (company_id, widget_id, origin),
	FOREIGN KEY (company_id, widget_id) REFERENCES widgets (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX widget_origins_origin ON widget_origins (origin);

-- The departments that visitors may choose from.
CREATE TABLE widget_departments (
	company_id BIGINT NOT NULL,
	widget_id BIGINT NOT NULL,
	department_id BIGINT NOT NULL,
	PRIMARY KEY (company_id, widget_id, department_id),
	FOREIGN KEY (company_id, widget_id) REFERENCES widgets (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

-- A visitor has one for each browser: only the hash is kept.
CREATE TABLE widget_tokens (
	company_id BIGINT NOT NULL,
	token_hash TEXT NOT NULL,
	widget_id BIGINT NOT NULL,
	visitor_id BIGINT NOT NULL,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, token_hash),
	FOREIGN KEY (company_id, widget_id) REFERENCES widgets (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, visitor_id) REFERENCES widget_visitors (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE UNIQUE INDEX widget_tokens_hash ON widget_tokens (token_hash);
CREATE INDEX widget_tokens_visitor ON widget_tokens (company_id, visitor_id);
CREATE INDEX widget_tokens_widget ON widget_tokens (company_id, widget_id);

DROP INDEX widget_visitors_token;
ALTER TABLE widget_visitors DROP COLUMN token_hash;

-- One visitor for whom the company's own site vouches under one name.
DROP INDEX widget_visitors_external;
CREATE UNIQUE INDEX widget_visitors_external ON widget_visitors (company_id, external_id)
	WHERE external_id IS NOT NULL;

-- Whose page was lost without a word is found.
CREATE INDEX widget_visitors_seen ON widget_visitors (seen_us);
CREATE INDEX widget_visitors_online ON widget_visitors (seen_us) WHERE is_online = 1;

-- Events are for a visitor, whichever of its chats they are about; those of before are nobody's.
ALTER TABLE events RENAME COLUMN visitor_conversation_id TO visitor_id;
UPDATE events SET visitor_id = -visitor_id WHERE visitor_id IS NOT NULL;
