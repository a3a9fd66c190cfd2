-- 0041_chat - conversations with customers who write: chats, what is said in them, who may give and take them.

-- What a company says of its chats; without a row the standards of the columns hold.
CREATE TABLE chat_settings (
	company_id BIGINT NOT NULL PRIMARY KEY REFERENCES companies (id),
	version BIGINT NOT NULL DEFAULT 1,
	routing TEXT NOT NULL DEFAULT 'manual' CHECK (routing = 'manual' OR routing = 'auto'),
	offer_seconds BIGINT NOT NULL DEFAULT 30,
	capacity_default BIGINT NOT NULL DEFAULT 5,
	waiting_alert_seconds BIGINT NOT NULL DEFAULT 120,   -- 0: none
	unseen_alert_seconds BIGINT NOT NULL DEFAULT 180,    -- 0: none
	disconnect_grace_seconds BIGINT NOT NULL DEFAULT 90, -- then the chats of who is gone wait again
	abandon_minutes BIGINT NOT NULL DEFAULT 15,          -- without the customer
	receipts BIGINT NOT NULL DEFAULT 1 CHECK (receipts IN (0, 1)), -- customers see what was read
	answers TEXT NOT NULL DEFAULT '{}', -- JSON: situation to language to text
	updated_us BIGINT NOT NULL
);

-- Whoever writes from a page: known by a token of which only the hash is kept.
CREATE TABLE widget_visitors (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	token_hash TEXT NOT NULL,
	name TEXT NOT NULL DEFAULT '',
	email TEXT,
	phone TEXT, -- E.164
	language TEXT CHECK (language IN ('en', 'ar')),
	external_id TEXT, -- as the company's own site vouches for
	customer_id BIGINT,
	is_online BIGINT NOT NULL DEFAULT 0 CHECK (is_online IN (0, 1)),
	seen_us BIGINT NOT NULL,
	page_url TEXT,
	page_title TEXT,
	referrer TEXT,
	browser TEXT,
	system TEXT,
	ip TEXT,
	country TEXT,
	city TEXT,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id)
);
CREATE UNIQUE INDEX widget_visitors_token ON widget_visitors (company_id, token_hash);
CREATE INDEX widget_visitors_external ON widget_visitors (company_id, external_id)
	WHERE external_id IS NOT NULL;

-- A conversation of type chat. It goes on while closed_us is NULL, and waits while queue_key is set:
-- then that is its place in the queue.
CREATE TABLE chats (
	company_id BIGINT NOT NULL,
	id BIGINT NOT NULL, -- of its conversation
	version BIGINT NOT NULL DEFAULT 1,
	state TEXT NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'offered'
		OR state = 'active' OR state = 'closed' OR state = 'missed' OR state = 'abandoned'),
	department_id BIGINT, -- NULL: anyone's
	agent_id BIGINT,      -- who has it or had it last
	team_id BIGINT,       -- of that agent, or of whom it is offered to
	offered_agent_id BIGINT,
	offer_until_us BIGINT,
	visitor_id BIGINT,
	customer_id BIGINT,
	name TEXT NOT NULL DEFAULT '',
	email TEXT,
	phone TEXT, -- E.164
	search_text TEXT NOT NULL DEFAULT '', -- folded: name, e-mail, phone
	subject TEXT,
	language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ar')),
	source TEXT NOT NULL CHECK (source IN ('widget', 'agent', 'api')),
	is_offline BIGINT NOT NULL DEFAULT 0 CHECK (is_offline IN (0, 1)),
	priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'high')),
	created_us BIGINT NOT NULL,
	queued_us BIGINT, -- when it last began to wait
	queue_key BIGINT,
	assigned_us BIGINT,
	first_response_us BIGINT,
	closed_us BIGINT,
	close_reason TEXT,
	touched_us BIGINT NOT NULL,   -- when something last happened in it
	waiting_since_us BIGINT,      -- since when the customer waits for an answer
	last_seq BIGINT NOT NULL DEFAULT 0,
	message_count BIGINT NOT NULL DEFAULT 0,  -- maintained, as the next: without events
	customer_count BIGINT NOT NULL DEFAULT 0, -- messages of the customer
	customer_delivered_seq BIGINT NOT NULL DEFAULT 0, -- what reached the customer
	customer_read_seq BIGINT NOT NULL DEFAULT 0,
	agent_delivered_seq BIGINT NOT NULL DEFAULT 0,    -- what reached its agent
	agent_read_seq BIGINT NOT NULL DEFAULT 0,
	last_message_seq BIGINT, -- as lists show it; none of notes and events
	last_speaker TEXT,
	last_kind TEXT,
	last_preview TEXT,
	last_message_us BIGINT,
	tags TEXT NOT NULL DEFAULT '', -- maintained: ",resolved,spam,"
	alert TEXT CHECK (alert = 'waiting' OR alert = 'unseen'),
	auto_answered TEXT NOT NULL DEFAULT '', -- situations that were answered by itself: "greeting,busy"
	rating BIGINT CHECK (rating BETWEEN 1 AND 5),
	rating_comment TEXT,
	rated_us BIGINT,
	PRIMARY KEY (company_id, id),
	FOREIGN KEY (company_id, id) REFERENCES conversations (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, offered_agent_id) REFERENCES agents (company_id, id),
	FOREIGN KEY (company_id, visitor_id) REFERENCES widget_visitors (company_id, id),
	FOREIGN KEY (company_id, customer_id) REFERENCES customers (company_id, id)
);
CREATE INDEX chats_live ON chats (company_id, agent_id, state) WHERE closed_us IS NULL;
CREATE INDEX chats_live_team ON chats (company_id, team_id) WHERE closed_us IS NULL;
CREATE INDEX chats_offered ON chats (company_id, offered_agent_id)
	WHERE offered_agent_id IS NOT NULL;
CREATE INDEX chats_queue ON chats (company_id, queue_key, id) WHERE queue_key IS NOT NULL;
CREATE INDEX chats_closed ON chats (company_id, closed_us, id) WHERE closed_us IS NOT NULL;
CREATE INDEX chats_closed_agent ON chats (company_id, agent_id, closed_us, id)
	WHERE closed_us IS NOT NULL;
CREATE INDEX chats_closed_team ON chats (company_id, team_id, closed_us, id)
	WHERE closed_us IS NOT NULL;
CREATE INDEX chats_closed_department ON chats (company_id, department_id, closed_us, id)
	WHERE closed_us IS NOT NULL;
CREATE INDEX chats_customer ON chats (company_id, customer_id, created_us, id)
	WHERE customer_id IS NOT NULL;
CREATE INDEX chats_visitor ON chats (company_id, visitor_id, id) WHERE visitor_id IS NOT NULL;

-- In a chat a message's id is its number there. What has happened is a message, too.
ALTER TABLE conversation_messages ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'
	CHECK (kind = 'text' OR kind = 'file' OR kind = 'note' OR kind = 'event');
ALTER TABLE conversation_messages ADD COLUMN internal BIGINT NOT NULL DEFAULT 0
	CHECK (internal = 0 OR internal = 1);
ALTER TABLE conversation_messages ADD COLUMN client_message_id TEXT;
ALTER TABLE conversation_messages ADD COLUMN reply_to BIGINT;
ALTER TABLE conversation_messages ADD COLUMN edited_us BIGINT;
ALTER TABLE conversation_messages ADD COLUMN detail TEXT; -- JSON: of an event; mentions of a note
CREATE UNIQUE INDEX conversation_messages_client
	ON conversation_messages (company_id, conversation_id, speaker, client_message_id)
	WHERE client_message_id IS NOT NULL;

-- What a message said before it was edited.
CREATE TABLE chat_edits (
	company_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	edited_us BIGINT NOT NULL,
	user_id BIGINT,
	content TEXT NOT NULL,
	PRIMARY KEY (company_id, chat_id, seq, edited_us),
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

-- Agents who were asked into a chat by a mention: they see it and its notes.
CREATE TABLE chat_guests (
	company_id BIGINT NOT NULL,
	agent_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	PRIMARY KEY (company_id, agent_id, chat_id),
	FOREIGN KEY (company_id, agent_id) REFERENCES agents (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX chat_guests_chat ON chat_guests (company_id, chat_id);

-- How far somebody has read a chat, and how many of the customer's messages that were.
CREATE TABLE chat_reads (
	company_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	customer_count BIGINT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, user_id, chat_id),
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

CREATE TABLE chat_tags (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	id BIGINT NOT NULL,
	code TEXT NOT NULL, -- resolved
	name TEXT NOT NULL,
	color TEXT NOT NULL DEFAULT 'gray',
	is_active BIGINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
	version BIGINT NOT NULL DEFAULT 1,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX chat_tags_code ON chat_tags (company_id, code);

CREATE TABLE chat_tagged (
	company_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	tag_id BIGINT NOT NULL,
	PRIMARY KEY (company_id, chat_id, tag_id),
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, tag_id) REFERENCES chat_tags (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
CREATE INDEX chat_tagged_tag ON chat_tagged (company_id, tag_id, chat_id);

-- To whom a chat was offered, given and handed on, in this order.
CREATE TABLE chat_turns (
	company_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	turn BIGINT NOT NULL,
	kind TEXT NOT NULL CHECK (kind = 'offer' OR kind = 'agent' OR kind = 'transfer'),
	agent_id BIGINT,      -- to whom; of a transfer NULL: to the department
	department_id BIGINT,
	from_agent_id BIGINT,
	outcome TEXT CHECK (outcome = 'accepted' OR outcome = 'declined' OR outcome = 'timeout'
		OR outcome = 'withdrawn'),
	note TEXT NOT NULL DEFAULT '',
	from_us BIGINT NOT NULL,
	to_us BIGINT,
	PRIMARY KEY (company_id, chat_id, turn),
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

-- Who may not write: a visitor, a customer, an address, a number.
CREATE TABLE chat_blocks (
	company_id BIGINT NOT NULL REFERENCES companies (id),
	kind TEXT NOT NULL CHECK (kind IN ('visitor', 'customer', 'email', 'phone')),
	value TEXT NOT NULL,
	chat_id BIGINT NOT NULL, -- in which it was done
	user_id BIGINT,
	reason TEXT NOT NULL DEFAULT '',
	at_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, kind, value)
) /*lite: WITHOUT ROWID */;

-- Chats at a time: NULL as the company says; taken by hand or given by itself.
ALTER TABLE agents ADD COLUMN chat_capacity BIGINT;
ALTER TABLE agents ADD COLUMN takes_chats BIGINT NOT NULL DEFAULT 1;
ALTER TABLE agents ADD COLUMN chat_accept TEXT NOT NULL DEFAULT 'manual'
	CHECK (chat_accept = 'manual' OR chat_accept = 'auto');

-- Every company begins with these tags.
INSERT INTO chat_tags (company_id, id, code, name, color, created_us)
SELECT c.id, t.id, t.code, t.name, t.color, c.created_us FROM companies c
JOIN (
	SELECT 1 AS id, 'resolved' AS code, 'Resolved' AS name, 'green' AS color
	UNION ALL SELECT 2, 'escalated', 'Escalated', 'amber'
	UNION ALL SELECT 3, 'spam', 'Spam', 'red'
) t ON 1 = 1;
INSERT INTO company_counters (company_id, kind, last)
SELECT id, 'chat_tag', 3 FROM companies;

-- New companies get these from the table of roles; this is for those that are there already.
INSERT INTO role_permissions (company_id, role_id, permission)
SELECT r.company_id, r.id, p.permission
FROM roles r
JOIN (
	SELECT 'agent' AS least, 'chats.read' AS permission
	UNION ALL SELECT 'agent', 'chats.write'
	UNION ALL SELECT 'supervisor', 'chats.read_team'
	UNION ALL SELECT 'supervisor', 'chats.assign'
	UNION ALL SELECT 'supervisor', 'canned.manage'
	UNION ALL SELECT 'manager', 'chats.read_all'
	UNION ALL SELECT 'manager', 'chats.manage'
) p ON r.code = 'admin'
	OR r.code IN ('manager', 'support_manager')
	OR r.code = 'supervisor' AND p.least IN ('agent', 'supervisor')
	OR r.code IN ('agent', 'senior_agent') AND p.least = 'agent'
WHERE r.built_in = 1
ON CONFLICT DO NOTHING;
