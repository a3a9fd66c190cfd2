-- 0053_customers - what is known of a customer beside orders and chats: tags, fields of the company's own, notes.

CREATE TABLE customer_tag_defs (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL, -- vip
	name_en TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	tone TEXT NOT NULL DEFAULT 'neutral',
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX customer_tag_defs_code ON customer_tag_defs (company_id, code);

CREATE TABLE customer_tags (
	company_id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	tag_id BIGINT NOT NULL,
	PRIMARY KEY (company_id, customer_id, tag_id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, tag_id) REFERENCES customer_tag_defs (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX customer_tags_tag ON customer_tags (company_id, tag_id, customer_id);

-- What a company wants to know of its customers. Key and type stay as they were made: values hang on them.
CREATE TABLE custom_field_defs (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	key TEXT NOT NULL, -- membership_number
	name_en TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	type TEXT NOT NULL CHECK (type IN ('text', 'number', 'date', 'choice', 'boolean')),
	options TEXT NOT NULL DEFAULT '[]', -- JSON: {value, name_en, name_ar} of a choice
	position BIGINT NOT NULL DEFAULT 0,
	is_required BIGINT NOT NULL DEFAULT 0 CHECK (is_required IN (0, 1)),
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX custom_field_defs_key ON custom_field_defs (company_id, key);

CREATE TABLE customer_values (
	company_id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	field_id BIGINT NOT NULL,
	value TEXT NOT NULL, -- as its type writes it: 12.5, 2026-11-22, true
	PRIMARY KEY (company_id, customer_id, field_id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, field_id) REFERENCES custom_field_defs (company_id, id)
		ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX customer_values_field ON customer_values (company_id, field_id, customer_id);

CREATE TABLE customer_notes (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	user_id BIGINT, -- NULL: a program with a key of its own
	author TEXT NOT NULL,
	body TEXT NOT NULL,
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	edited_us BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_notes_customer ON customer_notes (company_id, customer_id, id);

-- New companies get these from the table of roles; this is for those that are there already.
INSERT INTO role_permissions (company_id, role_id, permission)
SELECT r.company_id, r.id, p.permission
FROM roles r
JOIN (
	SELECT 'agent' AS least, 'customers.read' AS permission
	UNION ALL SELECT 'agent', 'customers.write'
	UNION ALL SELECT 'manager', 'customers.manage'
) p ON r.code IN ('admin', 'manager', 'support_manager')
	OR r.code IN ('supervisor', 'senior_agent', 'agent') AND p.least = 'agent'
WHERE r.built_in = 1
ON CONFLICT DO NOTHING;
