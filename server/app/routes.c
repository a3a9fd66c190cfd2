/* routes.c - every route and job table, listed by name. */
/* SPDX-License-Identifier: MIT */
#include "app/routes.h"

#include "domains/accounts/account.h"
#include "domains/accounts/profile_file.h"
#include "domains/audit/audit.h"
#include "domains/calls/call_control.h"
#include "domains/canned/canned.h"
#include "domains/chat/chat_message.h"
#include "domains/delivery/delivery.h"
#include "domains/escalations/escalation.h"
#include "domains/extensions/pbx_call.h"
#include "domains/interactions/interaction.h"
#include "domains/messaging/messaging.h"
#include "domains/orders/order.h"
#include "domains/orders/order_hooks.h"
#include "domains/team/team.h"
#include "platform/push/push.h"
#include "platform/ws/ws.h"

extern const struct http_route notification_routes[];
extern const struct http_route notification_preference_routes[];
extern const struct http_route company_routes[];
extern const struct http_route org_routes[];
extern const struct http_route me_routes[];
extern const struct http_route profile_file_routes[];
extern const struct http_route password_routes[];
extern const struct http_route people_choices_routes[];
extern const struct http_route people_kind_routes[];
extern const struct http_route people_routes[];
extern const struct http_route presence_routes[];
extern const struct http_route profile_routes[];
extern const struct http_route break_routes[];
extern const struct http_route role_routes[];
extern const struct http_route session_list_routes[];
extern const struct http_route login_log_routes[];
extern const struct http_route session_routes[];
extern const struct http_route setup_routes[];
extern const struct http_route callback_routes[];
extern const struct http_route message_provider_routes[];
extern const struct http_route message_template_routes[];
extern const struct http_route message_webhook_routes[];
extern const struct http_route communication_list_routes[];
extern const struct http_route communication_routes[];
extern const struct http_route communication_send_routes[];
extern const struct http_route dashboard_routes[];
extern const struct http_route follow_up_routes[];
extern const struct http_route order_entry_routes[];
extern const struct http_route order_export_routes[];
extern const struct http_route order_flag_routes[];
extern const struct http_route order_part_routes[];
extern const struct http_route order_routes[];
extern const struct http_route order_view_routes[];
extern const struct http_route modification_routes[];
extern const struct http_route order_sla_routes[];
extern const struct http_route call_policy_routes[];
extern const struct http_route sla_routes[];
extern const struct http_route reassign_routes[];
extern const struct http_route interaction_routes[];
extern const struct http_route rating_routes[];
extern const struct http_route complaint_routes[];
extern const struct http_route escalation_routes[];
extern const struct http_route reassign_many_routes[];
extern const struct http_route schedule_routes[];
extern const struct http_route availability_routes[];
extern const struct http_route board_routes[];
extern const struct http_route analytics_routes[];
extern const struct http_route coverage_routes[];
extern const struct http_route pbx_routes[];
extern const struct http_route extension_routes[];
extern const struct http_route softphone_routes[];
extern const struct http_route queue_routes[];
extern const struct http_route call_routes[];
extern const struct http_route call_settings_routes[];
extern const struct http_route call_list_routes[];
extern const struct http_route call_details_routes[];
extern const struct http_route call_control_routes[];
extern const struct http_route call_agent_routes[];
extern const struct http_route canned_routes[];
extern const struct http_route canned_list_routes[];
extern const struct http_route chat_routes[];
extern const struct http_route chat_control_routes[];
extern const struct http_route chat_message_routes[];
extern const struct http_route chat_part_routes[];
extern const struct http_route chat_bulk_routes[];
extern const struct http_route chat_tag_routes[];
extern const struct http_route chat_settings_routes[];
extern const struct http_route chat_self_routes[];
extern const struct http_route chat_stats_routes[];
extern const struct http_route widget_settings_routes[];
extern const struct http_route widget_visit_routes[];
extern const struct http_route widget_chat_routes[];
extern const struct http_route widget_file_routes[];
extern const struct http_route call_stats_routes[];
extern const struct http_route customer_routes[];
extern const struct http_route customer_note_routes[];
extern const struct http_route customer_field_routes[];
extern const struct http_route transcript_routes[];
extern const struct http_route courier_routes[];
extern const struct http_route courier_webhook_routes[];
extern const struct http_route delivery_manage_routes[];
extern const struct http_route delivery_routes[];
extern const struct http_route intake_routes[];
extern const struct http_route order_source_routes[];
extern const struct http_route stock_import_routes[];
extern const struct http_route stock_location_routes[];
extern const struct http_route stock_manage_routes[];
extern const struct http_route stock_routes[];
extern const struct http_route api_key_routes[];
extern const struct http_route push_app_routes[];
extern const struct http_route webhook_routes[];
extern const struct http_route audit_routes[];
extern const struct http_route announcement_routes[];
extern const struct http_route file_routes[];
extern const struct http_route upload_routes[];
extern const struct http_route file_room_routes[];
extern const struct http_route order_webhook_routes[];
extern const struct http_route kpi_target_routes[];
extern const struct http_route performance_coaching_routes[];
extern const struct http_route performance_goal_routes[];
extern const struct http_route performance_report_routes[];
extern const struct http_route performance_routes[];
extern const struct http_route team_performance_routes[];
extern const struct http_route report_choices_routes[];
extern const struct http_route report_export_routes[];
extern const struct http_route report_routes[];
extern const struct http_route truth_routes[];

extern const struct job_kind http_jobs[];
extern const struct job_kind events_jobs[];
extern const struct job_kind files_jobs[];
extern const struct job_kind outbox_jobs[];
extern const struct job_kind notification_jobs[];
extern const struct job_kind account_jobs[];
extern const struct job_kind order_jobs[];
extern const struct job_kind schedule_jobs[];
extern const struct job_kind team_jobs[];
extern const struct job_kind delivery_jobs[];
extern const struct job_kind extension_jobs[];
extern const struct job_kind call_day_jobs[];
extern const struct job_kind call_jobs[];
extern const struct job_kind chat_jobs[];
extern const struct job_kind widget_jobs[];
extern const struct job_kind intake_jobs[];
extern const struct job_kind inventory_jobs[];
extern const struct job_kind webhook_jobs[];
extern const struct job_kind announcement_jobs[];
extern const struct job_kind file_jobs[];
extern const struct job_kind performance_jobs[];
extern const struct job_kind report_jobs[];

extern const struct outbox_kind mail_kinds[];
extern const struct outbox_kind sms_kinds[];
extern const struct outbox_kind email_kinds[];
extern const struct outbox_kind courier_kinds[];
extern const struct outbox_kind webhook_kinds[];
extern const struct outbox_kind web_push_kinds[];

const struct http_upgrade *const app_upgrades[] = {
	ws_upgrades, push_upgrades, push_more_upgrades, pusher_upgrades, NULL};

const struct http_route *const app_routes[] = {
	push_routes,
	push_more_routes,
	pusher_routes,
	notification_routes,
	notification_preference_routes,
	company_routes,
	org_routes,
	me_routes,
	profile_file_routes,
	password_routes,
	people_choices_routes,
	people_kind_routes,
	people_routes,
	presence_routes,
	profile_routes,
	break_routes,
	role_routes,
	session_list_routes,
	login_log_routes,
	session_routes,
	setup_routes,
	callback_routes,
	message_provider_routes,
	message_template_routes,
	message_webhook_routes,
	communication_list_routes,
	communication_routes,
	communication_send_routes,
	dashboard_routes,
	follow_up_routes,
	order_entry_routes,
	order_export_routes,
	order_flag_routes,
	order_part_routes,
	order_routes,
	order_view_routes,
	modification_routes,
	order_sla_routes,
	call_policy_routes,
	sla_routes,
	reassign_routes,
	interaction_routes,
	rating_routes,
	complaint_routes,
	escalation_routes,
	reassign_many_routes,
	schedule_routes,
	availability_routes,
	board_routes,
	analytics_routes,
	coverage_routes,
	pbx_routes,
	extension_routes,
	queue_routes,
	call_routes,
	call_settings_routes,
	call_list_routes,
	call_details_routes,
	call_control_routes,
	call_agent_routes,
	canned_routes,
	canned_list_routes,
	chat_routes,
	chat_control_routes,
	chat_message_routes,
	chat_part_routes,
	chat_bulk_routes,
	chat_tag_routes,
	chat_settings_routes,
	chat_self_routes,
	chat_stats_routes,
	widget_settings_routes,
	widget_visit_routes,
	widget_chat_routes,
	widget_file_routes,
	customer_routes,
	customer_note_routes,
	customer_field_routes,
	softphone_routes,
	call_stats_routes,
	transcript_routes,
	courier_routes,
	courier_webhook_routes,
	delivery_manage_routes,
	delivery_routes,
	intake_routes,
	order_source_routes,
	stock_import_routes,
	stock_location_routes,
	stock_manage_routes,
	stock_routes,
	order_webhook_routes,
	api_key_routes,
	push_app_routes,
	webhook_routes,
	audit_routes,
	announcement_routes,
	file_routes,
	upload_routes,
	file_room_routes,
	kpi_target_routes,
	performance_coaching_routes,
	performance_goal_routes,
	performance_report_routes,
	performance_routes,
	team_performance_routes,
	report_choices_routes,
	report_export_routes,
	report_routes,
	truth_routes,
	NULL,
};

const struct job_kind *const app_jobs[] = {
	http_jobs,
	events_jobs,
	files_jobs,
	outbox_jobs,
	notification_jobs,
	account_jobs,
	order_jobs,
	schedule_jobs,
	team_jobs,
	delivery_jobs,
	extension_jobs,
	call_day_jobs,
	call_jobs,
	chat_jobs,
	widget_jobs,
	intake_jobs,
	inventory_jobs,
	webhook_jobs,
	announcement_jobs,
	file_jobs,
	performance_jobs,
	report_jobs,
	NULL,
};

const struct outbox_kind *const app_effects[] = {
	mail_kinds,
	sms_kinds,
	email_kinds,
	courier_kinds,
	webhook_kinds,
	web_push_kinds,
	NULL,
};

void app_wire(void)
{
	message_listen(order_message_changed);
	message_find_order(order_message_find);
	audit_on_write(audit_publish);
	agent_on_leaving(orders_leave_agent);
	file_access_add(&avatar_file_access);
	file_access_add(&sound_file_access);
	order_hook(&interaction_order_hooks);
	order_hook(&escalation_order_hooks);
	order_hook(&work_order_hooks);
	interaction_on_escalated(escalation_by_contact);
	delivery_on_arrival(rating_order_delivered);
	order_ask_shipped(delivery_of_order_shipped);
	pbx_on_command_end(call_command_ended);
	file_access_add(&chat_file_access);
	canned_subject_add(&chat_canned_subject);
}
