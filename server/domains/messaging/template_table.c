/* template_table.c - the texts that every company begins with. */
/* SPDX-License-Identifier: MIT */
#include "domains/messaging/messaging_internal.h"

const char *const template_language_words[] = {"en", "ar", NULL};

const char *const template_variables[] = {"customer_name", "order_code", "product", "quantity",
	"price", "address", "area", "expected_delivery", "agent_name", "company_name", "courier",
	"tracking_number", "delivery_status", "rating_link", NULL};

#define SMS(c, l, text) \
	{ \
		.code = (c), .language = (l), .subject = "", .body = (text), .built_in = true, \
		.channel = MESSAGE_SMS \
	}
#define MAIL(c, l, title, text) \
	{ \
		.code = (c), .language = (l), .subject = (title), .body = (text), \
		.built_in = true, .channel = MESSAGE_EMAIL \
	}

const struct template template_table[] = {
	SMS("order_confirmation", "en",
		"{{company_name}}: your order {{order_code}} ({{product}}, {{price}}) is "
		"confirmed. "
		"Thank you, {{customer_name}}."),
	SMS("order_confirmation", "ar",
		"{{company_name}}: تم تأكيد طلبك {{order_code}} ({{product}}، {{price}}). شكرًا لك "
		"{{customer_name}}."),
	MAIL("order_confirmation", "en", "Your order {{order_code}} is confirmed",
		"Dear {{customer_name}},\n\nyour order {{order_code}} is confirmed: {{product}}, "
		"{{price}}.\nWe deliver to: {{address}}, {{area}}.\n\n{{company_name}}\n"),
	MAIL("order_confirmation", "ar", "تم تأكيد طلبك {{order_code}}",
		"عزيزنا {{customer_name}}،\n\nتم تأكيد طلبك {{order_code}}: {{product}}، "
		"{{price}}.\nعنوان التوصيل: {{address}}، {{area}}.\n\n{{company_name}}\n"),
	SMS("order_postponed", "en",
		"{{company_name}}: as agreed, your order {{order_code}} ({{product}}) is "
		"postponed. We will call you again."),
	SMS("order_postponed", "ar",
		"{{company_name}}: كما اتفقنا، تم تأجيل طلبك {{order_code}} ({{product}}). سنتصل "
		"بك مجددًا."),
	MAIL("order_postponed", "en", "Your order {{order_code}} is postponed",
		"Dear {{customer_name}},\n\nas agreed, your order {{order_code}} ({{product}}) is "
		"postponed. We will call you again.\n\n{{company_name}}\n"),
	MAIL("order_postponed", "ar", "تم تأجيل طلبك {{order_code}}",
		"عزيزنا {{customer_name}}،\n\nكما اتفقنا، تم تأجيل طلبك {{order_code}} "
		"({{product}}). سنتصل بك مجددًا.\n\n{{company_name}}\n"),
	SMS("order_cancelled", "en",
		"{{company_name}}: your order {{order_code}} ({{product}}) is cancelled."),
	SMS("order_cancelled", "ar",
		"{{company_name}}: تم إلغاء طلبك {{order_code}} ({{product}})."),
	MAIL("order_cancelled", "en", "Your order {{order_code}} is cancelled",
		"Dear {{customer_name}},\n\nyour order {{order_code}} ({{product}}) is "
		"cancelled.\n\n{{company_name}}\n"),
	MAIL("order_cancelled", "ar", "تم إلغاء طلبك {{order_code}}",
		"عزيزنا {{customer_name}}،\n\nتم إلغاء طلبك {{order_code}} "
		"({{product}}).\n\n{{company_name}}\n"),
	SMS("no_response_followup", "en",
		"{{company_name}}: we tried to reach you about your order {{order_code}} "
		"({{product}}). We will call again; you may also answer this message."),
	SMS("no_response_followup", "ar",
		"{{company_name}}: حاولنا الاتصال بك بخصوص طلبك {{order_code}} ({{product}}). "
		"سنعاود "
		"الاتصال، ويمكنك الرد على هذه الرسالة."),
	MAIL("no_response_followup", "en", "We tried to reach you about order {{order_code}}",
		"Dear {{customer_name}},\n\nwe tried to reach you by phone about your order "
		"{{order_code}} ({{product}}). We will call again; you may also answer this "
		"message.\n\n{{company_name}}\n"),
	MAIL("no_response_followup", "ar", "حاولنا الاتصال بك بخصوص الطلب {{order_code}}",
		"عزيزنا {{customer_name}}،\n\nحاولنا الاتصال بك هاتفيًا بخصوص طلبك {{order_code}} "
		"({{product}}). سنعاود الاتصال، ويمكنك الرد على هذه "
		"الرسالة.\n\n{{company_name}}\n"),
	SMS("delivery_update", "en",
		"{{company_name}}: your order {{order_code}} is with {{courier}}, tracking number "
		"{{tracking_number}}: {{delivery_status}}."),
	SMS("delivery_update", "ar",
		"{{company_name}}: طلبك {{order_code}} لدى {{courier}}، رقم التتبع "
		"{{tracking_number}}: {{delivery_status}}."),
	MAIL("delivery_update", "en", "Where your order {{order_code}} is",
		"Dear {{customer_name}},\n\nyour order {{order_code}} is with {{courier}}, "
		"tracking number {{tracking_number}}: {{delivery_status}}.\n\n{{company_name}}\n"),
	MAIL("delivery_update", "ar", "أين طلبك {{order_code}}",
		"عزيزنا {{customer_name}}،\n\nطلبك {{order_code}} لدى {{courier}}، رقم التتبع "
		"{{tracking_number}}: {{delivery_status}}.\n\n{{company_name}}\n"),
	SMS("rating_request", "en",
		"{{company_name}}: how was our service? One tap: {{rating_link}}"),
	SMS("rating_request", "ar",
		"{{company_name}}: كيف كانت خدمتنا؟ قيّمنا بلمسة: {{rating_link}}"),
	MAIL("rating_request", "en", "How was our service?",
		"Dear {{customer_name}},\n\nhow satisfied are you with our service for order "
		"{{order_code}}? One click: {{rating_link}}\n\n{{company_name}}\n"),
	MAIL("rating_request", "ar", "كيف كانت خدمتنا؟",
		"عزيزنا {{customer_name}}،\n\nما مدى رضاك عن خدمتنا في الطلب {{order_code}}؟ قيّمنا "
		"بنقرة: {{rating_link}}\n\n{{company_name}}\n"),
	{0},
};

const struct template *template_built_in(
	const char *code, enum message_channel channel, const char *language)
{
	for (const struct template *row = template_table; row->code; row++)
		if (row->channel == channel && text_is(row->code, code) &&
			text_is(row->language, language))
			return row;
	return NULL;
}
