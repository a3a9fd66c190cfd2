/* event_catalogue.c - every type of event: what happened and what `data` holds. */
/* SPDX-License-Identifier: MIT */
#include "platform/events/events.h"

const struct event_kind events_catalogue[] = {
	{"order:created", "An order came in: entered, imported or sent by a shop.",
		{{"order", "Order"}, {0}}},
	{"order:updated",
		"An order changed: status, assignment, priority or its fields. `changed` names the "
		"fields; `order` is the list row as it is now.",
		{{"id", "number"}, {"order_id", "string"}, {"status", "string"},
			{"previous_status", "string|undefined"}, {"version", "number"},
			{"changed", "string[]"}, {"order", "Order"}, {"actor", "Actor|null"}, {0}}},
	{"order:removed", "An order left the receiver's scope: given to someone else.",
		{{"id", "number"}, {0}}},
	{"order:note", "A note was written on an order.",
		{{"id", "number"}, {"note", "OrderNote"}, {0}}},
	{"communication:created", "A call was logged, or a message was sent or came in.",
		{{"communication", "Communication"}, {0}}},
	{"communication:updated",
		"A message was taken by the provider, arrived, failed or was read.",
		{{"communication", "Communication"}, {0}}},
	{"provider:tested", "A test message was taken or refused by a provider.",
		{{"test", "string"}, {"provider_id", "number"}, {"ok", "boolean"},
			{"error", "string|null"}, {0}}},
	{"courier:tested", "A courier answered a test, or did not.",
		{{"test", "string"}, {"courier_id", "number"}, {"ok", "boolean"},
			{"events", "number"}, {"error", "string|null"}, {0}}},
	{"delivery:created", "A parcel was entered.", {{"delivery", "Delivery"}, {0}}},
	{"delivery:updated",
		"A parcel went on, was found stuck, or something else was heard of it.",
		{{"delivery", "Delivery"}, {0}}},
	{"interaction:created", "A contact with a customer was summed up.",
		{{"interaction", "Interaction"}, {0}}},
	{"rating:created", "A customer's rating came in, by link or through an agent.",
		{{"rating", "Rating"}, {0}}},
	{"escalation:raised", "An order or a complaint was handed up.",
		{{"escalation", "Escalation"}, {0}}},
	{"escalation:updated", "An escalation was assigned, resolved or handed further up.",
		{{"escalation", "Escalation"}, {0}}},
	{"complaint:created", "A complaint was written down.", {{"complaint", "Complaint"}, {0}}},
	{"complaint:updated", "A complaint changed, or its escalation did.",
		{{"complaint", "Complaint"}, {0}}},
	{"callback:created", "A callback was scheduled.", {{"callback", "Callback"}, {0}}},
	{"callback:updated", "A callback was moved, done, missed or cancelled.",
		{{"callback", "Callback"}, {0}}},
	{"callback:due", "The time of a callback has come.", {{"callback", "Callback"}, {0}}},
	{"follow_up:created", "A follow-up was noted.", {{"follow_up", "FollowUp"}, {0}}},
	{"follow_up:updated", "A follow-up was moved, done or cancelled.",
		{{"follow_up", "FollowUp"}, {0}}},
	{"follow_up:due", "The time of a follow-up has come.", {{"follow_up", "FollowUp"}, {0}}},
	{"agent:status_changed",
		"An agent's presence changed, by choice or by itself (`automatic` says why).",
		{{"agent_id", "string"}, {"id", "number"}, {"status", "string"},
			{"presence", "string"}, {"automatic", "string|null"}, {"since", "string"},
			{"name", "string"}, {0}}},
	{"notification:new", "A notification for the receiver alone.",
		{{"notification", "Notification"}, {0}}},
	{"import:progress", "An import went on, ended or failed.", {{"import", "Import"}, {0}}},
	{"reassign:requested", "An agent asked to hand an order over.",
		{{"request", "ReassignRequest"}, {0}}},
	{"reassign:decided", "A request to hand an order over was decided.",
		{{"request", "ReassignRequest"}, {0}}},
	{"modification:requested", "A change or cancellation of an order was asked for.",
		{{"modification", "OrderModification"}, {0}}},
	{"modification:decided", "It was approved, rejected or withdrawn.",
		{{"modification", "OrderModification"}, {0}}},
	{"policies:changed", "How calls are handled was changed.",
		{{"policies", "CallPolicies"}, {0}}},
	{"sla:changed", "A service level was made, changed or removed (`policy` is null).",
		{{"id", "number"}, {"policy", "SlaPolicy|null"}, {0}}},
	{"stock:changed", "A product's stock or threshold changed.",
		{{"product", "StockProduct"}, {0}}},
	{"stock:imported",
		"A file of stock came in; its products are not told one by one, so lists are to be "
		"loaded again.",
		{{"import_id", "number"}, {"created", "number"}, {"changed", "number"}, {0}}},
	{"stock:import_progress", "An import of stock went on, ended or failed.",
		{{"import", "StockImport"}, {0}}},
	{"account:changed",
		"Rights or the company's settings changed: pages ask again who they are and what "
		"they may do.",
		{{"user_id", "number|null"}, {0}}},
	{"api_key:changed", "A key for programs was made or revoked.",
		{{"api_key_id", "number"}, {0}}},
	{"webhook:changed",
		"A webhook was made, changed or removed, began to fail, works again, or answered a "
		"test (`delivery_id`).",
		{{"webhook_id", "number"}, {"delivery_id", "number|null"}, {0}}},
	{"announcement:changed",
		"An announcement was written, changed or taken back, begins or ends; it is asked "
		"for "
		"by who may read it.",
		{{"id", "number"}, {0}}},
	{"performance:updated",
		"An agent's figures of a day changed, at most a few seconds after what they count.",
		{{"agent_id", "number"}, {"team_id", "number|null"}, {"date", "string"}, {0}}},
	{"kpi_targets:updated",
		"What agents are measured by was set anew, in the company (`team_id` null) or in a "
		"team.",
		{{"team_id", "number|null"}, {0}}},
	{"report:progress", "An export of a report went on, ended or failed.",
		{{"export", "ReportExport"}, {0}}},
	{"session:ended",
		"A login ended. Only that session's sockets hear of it, as their last message "
		"before "
		"they are closed with 4401.",
		{{"session_id", "number"}, {"reason", "string|undefined"}, {0}}},
	{0},
};

const struct event_kind *events_kind(const char *type)
{
	for (const struct event_kind *kind = events_catalogue; kind->type; kind++)
		if (strcmp(kind->type, type) == 0)
			return kind;
	return NULL;
}
