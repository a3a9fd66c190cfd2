-- 0014_interactions - contacts as agents sum them up, and what customers say of them.

-- The columns of the first source document, with seconds beside its minutes. Append-only, but that
-- what a logged call wrote by itself gives way, once, to what its agent says of that call.
CREATE TABLE customer_interactions (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	interaction_type TEXT NOT NULL
		CHECK (interaction_type IN ('call', 'email', 'chat', 'follow_up')),
	interaction_time BIGINT NOT NULL,
	duration_seconds BIGINT NOT NULL DEFAULT 0 CHECK (duration_seconds >= 0),
	resolution_status TEXT NOT NULL CHECK (resolution_status IN ('resolved', 'pending',
		'escalated', 'follow_up_required')),
	interaction_notes TEXT NOT NULL DEFAULT '',
	customer_satisfaction BIGINT CHECK (customer_satisfaction BETWEEN 1 AND 5),
	follow_up_date BIGINT,
	communication_id BIGINT, -- the logged call or message that it sums up
	is_automatic BIGINT NOT NULL DEFAULT 0, -- written with a logged call, by nobody's hand
	created_at BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, communication_id) REFERENCES communications (company_id, id)
);
CREATE INDEX customer_interactions_order
	ON customer_interactions (company_id, order_id, interaction_time, id);
CREATE INDEX customer_interactions_customer
	ON customer_interactions (company_id, customer_id, interaction_time, id);
CREATE INDEX customer_interactions_agent
	ON customer_interactions (company_id, agent_id, interaction_time, id);
CREATE UNIQUE INDEX customer_interactions_communication
	ON customer_interactions (company_id, communication_id);
CREATE INDEX customer_interactions_at
	ON customer_interactions (company_id, interaction_time, id);

-- The one store of satisfaction (A-45): what the customer said through a link, or to the agent.
CREATE TABLE ratings (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	customer_id BIGINT NOT NULL,
	agent_id BIGINT, -- whose work is rated
	interaction_id BIGINT, -- where it was entered with one
	score BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
	comment TEXT NOT NULL DEFAULT '',
	channel TEXT NOT NULL CHECK (channel IN ('agent', 'link')),
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, interaction_id) REFERENCES customer_interactions (company_id, id)
);
CREATE INDEX ratings_agent ON ratings (company_id, agent_id, at_us, id);
CREATE INDEX ratings_order ON ratings (company_id, order_id, id);
CREATE INDEX ratings_at ON ratings (company_id, at_us, id);

-- A customer's way to rate an order: opened with an unguessable key, used once.
CREATE TABLE rating_links (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	agent_id BIGINT,
	key_hash TEXT NOT NULL,
	communication_id BIGINT, -- the message that took it to the customer
	expires_us BIGINT NOT NULL,
	used_us BIGINT,
	rating_id BIGINT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, communication_id) REFERENCES communications (company_id, id),
	FOREIGN KEY (company_id, rating_id) REFERENCES ratings (company_id, id)
);
CREATE UNIQUE INDEX rating_links_key ON rating_links (key_hash);
CREATE INDEX rating_links_order ON rating_links (company_id, order_id, id);

-- When customers are asked for a rating by themselves; no row: never.
CREATE TABLE rating_settings (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	request_on TEXT NOT NULL CHECK (request_on IN ('never', 'delivered', 'closed')),
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
	version BIGINT NOT NULL DEFAULT 1,
	updated_us BIGINT NOT NULL
);
