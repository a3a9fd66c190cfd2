-- 0057_visitor_left - when a visitor's last page closed: who comes back much later is told to the agent.
ALTER TABLE widget_visitors ADD COLUMN left_us BIGINT;
