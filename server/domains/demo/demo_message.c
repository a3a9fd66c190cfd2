/* demo_message.c - a month of SMS and e-mail with customers. Nobody sent any of it. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

#define SALT UINT64_C(0x51a7b2c3)
#define MESSAGE_DAYS 30
#define UNREAD_US (6 * US_PER_HOUR) /* what came in so lately waits to be read */

struct text {
	const char *english, *arabic;
};
static const struct text confirmed[] = {
	{"Thank you, your order is confirmed. We will send it soon.",
		"شكرًا لك، تم تأكيد طلبك وسنرسله قريبًا."},
	{"Your order is confirmed. Payment on delivery.", "تم تأكيد طلبك، والدفع عند الاستلام."},
};
static const struct text missed[] = {
	{"We tried to call you about your order. When may we call again?",
		"حاولنا الاتصال بك بخصوص طلبك. متى يناسبك أن نتصل؟"},
	{"We could not reach you. Please answer this message.",
		"لم نتمكن من الوصول إليك. نرجو الرد على هذه الرسالة."},
};
static const struct text answers[] = {
	{"Please call after 5 pm.", "اتصلوا بعد الخامسة مساءً من فضلكم."},
	{"When will it arrive?", "متى يصل الطلب؟"},
	{"Can I change the address?", "هل يمكنني تغيير العنوان؟"},
	{"Thanks!", "شكرًا!"},
	{"Please leave it with the guard.", "اتركوه عند الحارس من فضلكم."},
};
static const struct text subject = {"Your order", "طلبك"};

static const char *say(const struct text *text, bool arabic)
{
	return arabic ? text->arabic : text->english;
}

static const char *pick(struct demo_dice *dice, const struct text *texts, size_t count, bool arabic)
{
	return say(&texts[demo_roll(dice, (int64_t)count)], arabic);
}

/* To the customer, after the last step of the order. */
static bool write_out(struct demo_dice *dice, enum order_status status, bool arabic, int64_t at_us,
	struct demo_message *message)
{
	const bool yes = status == ORDER_CONFIRMED || status == ORDER_CLOSED;
	const bool by_email = demo_chance(dice, 12);

	if (!demo_chance(dice, yes ? 45 : status == ORDER_NO_RESPONSE ? 35 : 0))
		return false;
	*message = (struct demo_message){.channel = by_email ? "email" : "sms",
		.direction = "outbound",
		.status = "delivered",
		.subject = by_email ? say(&subject, arabic) : NULL,
		.body = yes ? pick(dice, confirmed, COUNT(confirmed), arabic)
			    : pick(dice, missed, COUNT(missed), arabic),
		.at_us = at_us + US_PER_MINUTE * (1 + demo_roll(dice, 5))};
	if (demo_chance(dice, 4)) {
		message->status = "failed";
		message->error = "The number does not take messages.";
	}
	return true;
}

static bool write_in(const struct demo_world *world, struct demo_dice *dice, bool arabic,
	int64_t after_us, struct demo_message *message)
{
	const bool by_email = demo_chance(dice, 12);

	if (!demo_chance(dice, 15))
		return false;
	*message = (struct demo_message){.channel = by_email ? "email" : "sms",
		.direction = "inbound",
		.status = "received",
		.subject = by_email ? say(&subject, arabic) : NULL,
		.body = pick(dice, answers, COUNT(answers), arabic),
		.at_us = after_us + demo_wait(dice, US_PER_HOUR)};
	message->unread = world->now_us - message->at_us < UNREAD_US;
	return true;
}

size_t demo_messages_make(const struct demo_world *world, const struct demo_plan *plan, bool arabic,
	struct demo_message messages[DEMO_MESSAGES])
{
	struct demo_dice dice = demo_dice_of(world->demo->seed ^ SALT, plan->id);
	int64_t at_us;
	size_t count = 0;

	if (world->demo->fixed_count == 0 || plan->agent < 0 || plan->step_count == 0 ||
		plan->day < world->today - MESSAGE_DAYS)
		return 0;
	at_us = plan->step[plan->step_count - 1].at_us;
	count += write_out(&dice, demo_plan_status(plan), arabic, at_us, &messages[count]);
	count += write_in(world, &dice, arabic, at_us, &messages[count]);
	while (count && messages[count - 1].at_us > world->now_us)
		count--;
	return count;
}
