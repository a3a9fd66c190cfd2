-- 0006_panel_permissions - what built-in roles may do with stock, deliveries, messages and teams.
-- New companies get it from the table of roles; this is for those that are there already.

INSERT INTO role_permissions (company_id, role_id, permission)
SELECT r.company_id, r.id, p.permission
FROM roles r
JOIN (
	SELECT 'agent' AS least, 'inventory.read' AS permission
	UNION ALL SELECT 'agent', 'deliveries.read'
	UNION ALL SELECT 'agent', 'messages.send'
	UNION ALL SELECT 'agent', 'reports.read'
	UNION ALL SELECT 'supervisor', 'templates.manage'
	UNION ALL SELECT 'supervisor', 'orders.approve'
	UNION ALL SELECT 'supervisor', 'escalations.handle'
	UNION ALL SELECT 'supervisor', 'schedules.manage'
	UNION ALL SELECT 'manager', 'inventory.manage'
	UNION ALL SELECT 'manager', 'deliveries.manage'
	UNION ALL SELECT 'manager', 'escalations.executive'
	UNION ALL SELECT 'manager', 'policies.manage'
	UNION ALL SELECT 'manager', 'announcements.manage'
	UNION ALL SELECT 'admin', 'roles.manage'
	UNION ALL SELECT 'admin', 'providers.manage'
	UNION ALL SELECT 'admin', 'api_keys.manage'
	UNION ALL SELECT 'admin', 'webhooks.manage'
) p ON r.code = 'admin'
	OR r.code = 'manager' AND p.least IN ('agent', 'supervisor', 'manager')
	OR r.code = 'supervisor' AND p.least IN ('agent', 'supervisor')
	OR r.code IN ('agent', 'senior_agent') AND p.least = 'agent'
WHERE r.built_in = 1
ON CONFLICT DO NOTHING;
