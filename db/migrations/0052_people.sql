-- 0052_people - what people may change of themselves, and how agents take their own chats.

ALTER TABLE companies ADD COLUMN own_names BIGINT NOT NULL DEFAULT 1 -- people change their own name
	CHECK (own_names IN (0, 1));

-- An agent's own say within what the company and chat_capacity allow; NULL: all of it.
ALTER TABLE agents ADD COLUMN own_chat_capacity BIGINT;
ALTER TABLE agents ADD COLUMN chat_signature TEXT NOT NULL DEFAULT 'none' -- below which answers it stands
	CHECK (chat_signature = 'none' OR chat_signature = 'first' OR chat_signature = 'every');
ALTER TABLE agents ADD COLUMN chat_answers TEXT NOT NULL DEFAULT '{}'; -- JSON: situation to language to text
