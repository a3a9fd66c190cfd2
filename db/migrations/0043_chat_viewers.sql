-- 0043_chat_viewers - who has a chat open before them; forgotten when not said again.

CREATE TABLE chat_viewers (
	company_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	seen_us BIGINT NOT NULL,
	PRIMARY KEY (company_id, chat_id, user_id),
	FOREIGN KEY (company_id, chat_id) REFERENCES chats (company_id, id) ON DELETE CASCADE,
	FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE
) /*lite: WITHOUT ROWID */;
