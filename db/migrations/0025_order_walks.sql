-- 0025_order_walks - indexes that are gone along, and no others.

-- With all of a head in it, SQLite thought it better for rows that are known by their numbers.
/*lite:
DROP INDEX orders_agent;
CREATE INDEX orders_agent ON orders (company_id, assigned_agent_id, created_us, id);
*/

-- Most orders come in by nobody who is an agent.
DROP INDEX order_status_history_agent;
CREATE INDEX order_status_history_agent
	ON order_status_history (company_id, agent_id, change_timestamp) WHERE agent_id IS NOT NULL;
