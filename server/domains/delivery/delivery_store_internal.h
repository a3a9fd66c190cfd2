/* delivery_store_internal.h - SQL that the stores of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DELIVERY_DELIVERY_STORE_INTERNAL_H
#define DOMAINS_DELIVERY_DELIVERY_STORE_INTERNAL_H

#include "domains/delivery/delivery_internal.h"

#include "domains/orders/order_visible.h"
#include "platform/db/db.h"

/* What delivery_read() reads, in its order. */
#define DELIVERY_COLUMNS \
	"d.id, d.version, d.order_id, d.courier_id, c.name, c.short_name, c.track_url," \
	" c.stuck_hours, CASE WHEN c.is_active = 1 THEN c.poll_minutes ELSE 0 END," \
	" d.tracking_number, d.tracking_key, d.status, d.status_since_us, d.ship_us," \
	" d.estimated_us, d.delivered_us, d.ended_us, d.last_event_us, d.stuck_us," \
	" d.stuck_due_us, d.poll_due_us, d.unknown_word, d.created_us, d.updated_us," \
	" o.code_year, o.customer_id, o.quantity, o.department_id, o.assigned_agent_id," \
	" a.agent_no, a.team_id, o.customer_name, o.customer_phone, o.product_name, a.name"
#define DELIVERY_FROM \
	" FROM deliveries d JOIN orders o ON o.company_id = d.company_id AND o.id = d.order_id" \
	" JOIN couriers c ON c.company_id = d.company_id AND c.id = d.courier_id" \
	" LEFT JOIN agents a ON a.company_id = o.company_id AND a.id = o.assigned_agent_id"

void delivery_read(const struct db_value *cells, struct delivery *out);

#endif
