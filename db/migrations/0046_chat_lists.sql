-- 0046_chat_lists - places in a queue, and how many chats go on, counted along indexes alone.

DROP INDEX chats_queue;
CREATE INDEX chats_queue ON chats (company_id, queue_key, id, department_id)
	WHERE queue_key IS NOT NULL;
DROP INDEX chats_live_team;
CREATE INDEX chats_live_team ON chats (company_id, team_id, state) WHERE closed_us IS NULL;
