-- 0039_visitor_events - events for the visitor of one conversation, found without walking the log.

ALTER TABLE events ADD COLUMN visitor_conversation_id BIGINT;
CREATE INDEX events_visitor ON events (company_id, visitor_conversation_id, seq)
	WHERE visitor_conversation_id IS NOT NULL;
