/* queries.c - every store's statements, listed by name. */
/* SPDX-License-Identifier: MIT */
#include "app/queries.h"

extern db_query_list auth_queries;
extern db_query_list events_queries;
extern db_query_list jobs_queries;
extern db_query_list files_queries;
extern db_query_list outbox_queries;
extern db_query_list http_queries;
extern db_query_list notification_queries;
extern db_query_list preference_queries;
extern db_query_list web_push_queries;
extern db_query_list company_queries;
extern db_query_list org_queries;
extern db_query_list account_queries;
extern db_query_list agent_session_queries;
extern db_query_list directory_queries;
extern db_query_list login_queries;
extern db_query_list agent_skill_queries;
extern db_query_list people_queries;
extern db_query_list profile_file_queries;
extern db_query_list presence_queries;
extern db_query_list profile_queries;
extern db_query_list break_queries;
extern db_query_list recovery_queries;
extern db_query_list role_queries;
extern db_query_list session_list_queries;
extern db_query_list login_log_queries;
extern db_query_list session_queries;
extern db_query_list setup_queries;
extern db_query_list contact_queries;
extern db_query_list assignment_queries;
extern db_query_list callback_queries;
extern db_query_list provider_queries;
extern db_query_list template_queries;
extern db_query_list message_queries;
extern db_query_list colleague_message_queries;
extern db_query_list communication_queries;
extern db_query_list confirmation_queries;
extern db_query_list dashboard_queries;
extern db_query_list follow_up_queries;
extern db_query_list order_count_queries;
extern db_query_list order_counter_queries;
extern db_query_list order_flag_queries;
extern db_query_list order_history_queries;
extern db_query_list order_list_queries;
extern db_query_list order_narrow_queries;
extern db_query_list order_narrow_sort_queries;
extern db_query_list order_queries;
extern db_query_list order_recheck_queries;
extern db_query_list order_search_queries;
extern db_query_list order_sort_queries;
extern db_query_list order_view_queries;
extern db_query_list modification_queries;
extern db_query_list order_sla_queries;
extern db_query_list call_policy_queries;
extern db_query_list sla_queries;
extern db_query_list reassign_queries;
extern db_query_list interaction_queries;
extern db_query_list rating_queries;
extern db_query_list rating_link_queries;
extern db_query_list complaint_queries;
extern db_query_list escalation_queries;
extern db_query_list escalation_people_queries;
extern db_query_list schedule_queries;
extern db_query_list board_queries;
extern db_query_list work_fold_queries;
extern db_query_list work_queries;
extern db_query_list call_open_queries;
extern db_query_list call_part_queries;
extern db_query_list call_people_queries;
extern db_query_list call_day_queries;
extern db_query_list call_kept_queries;
extern db_query_list call_queries;
extern db_query_list call_view_queries;
extern db_query_list call_list_queries;
extern db_query_list call_details_queries;
extern db_query_list push_app_queries;
extern db_query_list call_settings_queries;
extern db_query_list call_control_queries;
extern db_query_list call_after_queries;
extern db_query_list call_offer_queries;
extern db_query_list call_agent_queries;
extern db_query_list canned_queries;
extern db_query_list canned_list_queries;
extern db_query_list chat_queries;
extern db_query_list chat_view_queries;
extern db_query_list chat_list_queries;
extern db_query_list chat_message_queries;
extern db_query_list chat_customer_queries;
extern db_query_list chat_live_queries;
extern db_query_list chat_note_queries;
extern db_query_list chat_offer_queries;
extern db_query_list chat_self_queries;
extern db_query_list chat_person_queries;
extern db_query_list chat_settings_queries;
extern db_query_list chat_stats_queries;
extern db_query_list chat_tag_queries;
extern db_query_list chat_timeline_queries;
extern db_query_list widget_queries;
extern db_query_list widget_visitor_queries;
extern db_query_list customer_card_queries;
extern db_query_list customer_field_queries;
extern db_query_list customer_note_queries;
extern db_query_list customer_reach_queries;
extern db_query_list customer_tag_queries;
extern db_query_list call_stats_queries;
extern db_query_list transcript_queries;
extern db_query_list coverage_queries;
extern db_query_list pbx_queries;
extern db_query_list pbx_command_queries;
extern db_query_list extension_queries;
extern db_query_list softphone_queries;
extern db_query_list queue_queries;
extern db_query_list trunk_queries;
extern db_query_list courier_queries;
extern db_query_list courier_poll_queries;
extern db_query_list delivery_list_queries;
extern db_query_list delivery_queries;
extern db_query_list tracking_queries;
extern db_query_list intake_queries;
extern db_query_list location_queries;
extern db_query_list stock_queries;
extern db_query_list stock_alert_queries;
extern db_query_list stock_counter_queries;
extern db_query_list stock_import_queries;
extern db_query_list stock_list_queries;
extern db_query_list order_source_queries;
extern db_query_list api_key_queries;
extern db_query_list webhook_queries;
extern db_query_list webhook_delivery_queries;
extern db_query_list audit_queries;
extern db_query_list announcement_queries;
extern db_query_list people_file_queries;
extern db_query_list upload_queries;
extern db_query_list demo_access_queries;
extern db_query_list demo_push_queries;
extern db_query_list demo_announce_queries;
extern db_query_list goal_queries;
extern db_query_list metrics_queries;
extern db_query_list performance_row_queries;
extern db_query_list rollup_queries;
extern db_query_list target_queries;
extern db_query_list report_choice_queries;
extern db_query_list report_contact_queries;
extern db_query_list report_export_queries;
extern db_query_list report_parcel_queries;
extern db_query_list truth_queries;
extern db_query_list demo_load_queries;
extern db_query_list demo_message_queries;
extern db_query_list demo_outcome_queries;
extern db_query_list demo_parcel_queries;
extern db_query_list demo_phone_queries;
extern db_query_list demo_call_queries;
extern db_query_list demo_canned_queries;
extern db_query_list demo_chat_queries;
extern db_query_list demo_customer_queries;
extern db_query_list demo_changes_queries;
extern db_query_list demo_goal_queries;
extern db_query_list demo_schedule_queries;
extern db_query_list demo_queries;
extern db_query_list demo_service_queries;

const db_query_list *const app_queries[] = {
	&db_queries,
	&auth_queries,
	&events_queries,
	&jobs_queries,
	&files_queries,
	&outbox_queries,
	&http_queries,
	&notification_queries,
	&preference_queries,
	&web_push_queries,
	&company_queries,
	&org_queries,
	&account_queries,
	&agent_session_queries,
	&directory_queries,
	&login_queries,
	&agent_skill_queries,
	&people_queries,
	&profile_file_queries,
	&presence_queries,
	&profile_queries,
	&break_queries,
	&recovery_queries,
	&role_queries,
	&session_list_queries,
	&login_log_queries,
	&session_queries,
	&setup_queries,
	&contact_queries,
	&assignment_queries,
	&callback_queries,
	&provider_queries,
	&template_queries,
	&message_queries,
	&colleague_message_queries,
	&communication_queries,
	&confirmation_queries,
	&dashboard_queries,
	&follow_up_queries,
	&order_count_queries,
	&order_counter_queries,
	&order_flag_queries,
	&order_history_queries,
	&order_list_queries,
	&order_narrow_queries,
	&order_narrow_sort_queries,
	&order_queries,
	&order_recheck_queries,
	&order_search_queries,
	&order_sort_queries,
	&order_view_queries,
	&modification_queries,
	&order_sla_queries,
	&call_policy_queries,
	&sla_queries,
	&reassign_queries,
	&interaction_queries,
	&rating_queries,
	&rating_link_queries,
	&complaint_queries,
	&escalation_queries,
	&escalation_people_queries,
	&schedule_queries,
	&board_queries,
	&work_fold_queries,
	&work_queries,
	&coverage_queries,
	&pbx_queries,
	&pbx_command_queries,
	&extension_queries,
	&softphone_queries,
	&queue_queries,
	&trunk_queries,
	&courier_queries,
	&courier_poll_queries,
	&delivery_list_queries,
	&delivery_queries,
	&tracking_queries,
	&intake_queries,
	&location_queries,
	&stock_queries,
	&stock_alert_queries,
	&stock_counter_queries,
	&stock_import_queries,
	&stock_list_queries,
	&order_source_queries,
	&call_open_queries,
	&call_part_queries,
	&call_people_queries,
	&call_day_queries,
	&call_kept_queries,
	&call_queries,
	&call_view_queries,
	&call_list_queries,
	&call_details_queries,
	&push_app_queries,
	&call_settings_queries,
	&call_control_queries,
	&call_after_queries,
	&call_offer_queries,
	&call_agent_queries,
	&canned_queries,
	&canned_list_queries,
	&chat_queries,
	&chat_view_queries,
	&chat_list_queries,
	&chat_message_queries,
	&chat_customer_queries,
	&chat_live_queries,
	&chat_note_queries,
	&chat_offer_queries,
	&chat_self_queries,
	&chat_person_queries,
	&chat_settings_queries,
	&chat_stats_queries,
	&chat_tag_queries,
	&chat_timeline_queries,
	&widget_queries,
	&widget_visitor_queries,
	&customer_card_queries,
	&customer_field_queries,
	&customer_note_queries,
	&customer_reach_queries,
	&customer_tag_queries,
	&call_stats_queries,
	&transcript_queries,
	&api_key_queries,
	&webhook_queries,
	&webhook_delivery_queries,
	&audit_queries,
	&announcement_queries,
	&people_file_queries,
	&upload_queries,
	&demo_access_queries,
	&demo_push_queries,
	&demo_announce_queries,
	&goal_queries,
	&metrics_queries,
	&performance_row_queries,
	&rollup_queries,
	&target_queries,
	&report_choice_queries,
	&report_contact_queries,
	&report_export_queries,
	&report_parcel_queries,
	&truth_queries,
	&demo_load_queries,
	&demo_message_queries,
	&demo_outcome_queries,
	&demo_parcel_queries,
	&demo_phone_queries,
	&demo_call_queries,
	&demo_canned_queries,
	&demo_chat_queries,
	&demo_customer_queries,
	&demo_changes_queries,
	&demo_goal_queries,
	&demo_schedule_queries,
	&demo_queries,
	&demo_service_queries,
	NULL,
};
