-- 0043_chat_viewers - who has a chat open before them, forgotten when not said again; what lists of chats cost.

CREATE TABLE chat_viewers (
	company_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	seen_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, chat_id, user_id),
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;

-- Places in a queue, and how many chats go on, are counted along the indexes alone.
DROP INDEX chats_queue;
CREATE INDEX chats_queue ON chats (company_id, queue_key, id, department_id)
	WHERE queue_key IS NOT NULL;
DROP INDEX chats_live_team;
CREATE INDEX chats_live_team ON chats (company_id, team_id, state) WHERE closed_us IS NULL;
