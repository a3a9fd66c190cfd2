-- 0055_chat_ways - lists of chats along indexes of what they are asked for.

-- Missed and abandoned ones among all that are over.
CREATE INDEX chats_closed_rare ON chats (company_id, state, closed_us, id)
	WHERE closed_us IS NOT NULL AND state <> 'closed';

-- What goes on, as lists of a company show it. Not with PostgreSQL: there a message, which moves its
-- chat in this order, would write to every index of the row.
/*lite: CREATE INDEX chats_live_touched ON chats (company_id, touched_us, id) WHERE closed_us IS NULL; */
