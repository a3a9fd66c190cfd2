/* demo_chat.c - a month of chats: who wrote, who answered, what was said, without rows. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_chat_internal.h"

#define FIRST_HOUR 9
#define HOURS 12
#define CHAT_SEED UINT64_C(0x63686174)
#define DAY_MOST 14
/* Those that go on now. */
#define ACTIVE 6
#define WAITING 3

const struct demo_chat_script demo_chat_scripts[DEMO_CHAT_SCRIPTS] = {
	{"en", "Where is my parcel?",
		{{'c', "Hello, my order should have come yesterday."},
			{'a', "Hello! One moment, I look where it is."},
			{'a', "It is with the courier and will be with you before six."},
			{'c', "Great. Can he call me before he comes?"},
			{'a', "Of course, I have written that down for him."},
			{'c', "Thank you!"}}},
	{"ar", "تغيير العنوان",
		{{'c', "السلام عليكم، أريد تغيير عنوان التوصيل."},
			{'a', "وعليكم السلام، تفضل بالعنوان الجديد."},
			{'c', "الخالدية، بجانب المسجد الكبير."},
			{'n', "العميل يسكن في العنوان الجديد منذ هذا الشهر."},
			{'a', "تم التغيير، وسيصلك الطلب غدًا."}, {'c', "شكرًا جزيلًا."}}},
	{"en", "Return of headphones",
		{{'c', "The left side does not play any sound."},
			{'a', "I am sorry to hear that. Did you try them with another phone?"},
			{'c', "Yes, it is the same."},
			{'n', "Second case of this batch: told the stock keeper."},
			{'a', "Then we send you new ones. The courier takes the old ones along."},
			{'c', "Perfect."}, {'a', "Is there anything else I can do for you?"},
			{'c', "No, thanks."}}},
	{"en", "Invoice",
		{{'c', "I need an invoice with the name of my company."},
			{'a', "Gladly. Which name and tax number shall it have?"},
			{'c', "Blue Palm Trading, 100234567800003."},
			{'a', "It is on its way to your e-mail address."}}},
	{"ar", "الدفع",
		{{'c', "هل يمكن الدفع بالبطاقة عند الاستلام؟"},
			{'a', "نعم، مع المندوب جهاز للدفع بالبطاقة."}, {'c', "ممتاز، شكرًا."}}},
	{"en", "Is it in stock?",
		{{'c', "Do you have the blue one in size L?"},
			{'a', "Yes, there are a few left. Shall I put one aside for you?"},
			{'c', "Yes please, I order it this evening."},
			{'a', "It is kept for you until tomorrow noon."}}},
};

static int64_t seconds(struct demo_dice *dice, int64_t least, int64_t most)
{
	return (least + demo_roll(dice, most - least + 1)) * US_PER_SECOND;
}

static struct demo_chat make_chat(const struct demo_world *world, int64_t index)
{
	static const char *const tags[] = {"resolved", "resolved", "escalated", NULL};
	struct demo_dice dice = demo_dice_of(world->demo->seed ^ CHAT_SEED, index);
	struct demo_chat chat = {.agent = (int)demo_roll(&dice, (int64_t)world->agent_count),
		.person = demo_roll(&dice, INT32_MAX),
		.script = (int)demo_roll(&dice, DEMO_CHAT_SCRIPTS),
		.wait_us = seconds(&dice, 4, 20) + demo_wait(&dice, 40 * US_PER_SECOND),
		.pause_us = seconds(&dice, 15, 70),
		.tag = tags[demo_roll(&dice, COUNT(tags))]};

	chat.kind = demo_chance(&dice, 9) ? DEMO_CHAT_ABANDONED : DEMO_CHAT_CLOSED;
	if (chat.kind == DEMO_CHAT_CLOSED && demo_chance(&dice, 45))
		chat.rating = demo_chance(&dice, 70) ? 5 : 1 + (int)demo_roll(&dice, 4);
	return chat;
}

static int64_t length_us(const struct demo_chat *chat)
{
	return chat->wait_us + (DEMO_CHAT_LINES + 1) * chat->pause_us;
}

/* Those that go on: the first is of the agent who is shown around. */
static size_t make_live(const struct demo_world *world, struct demo_chat *chats)
{
	size_t count = 0;

	for (int64_t i = 0; i < ACTIVE + WAITING; i++) {
		struct demo_chat *chat = &chats[count++];

		*chat = make_chat(world, -1 - i);
		chat->kind = i < ACTIVE ? DEMO_CHAT_ACTIVE : DEMO_CHAT_WAITING;
		chat->script = (int)(i % DEMO_CHAT_SCRIPTS);
		chat->rating = 0;
		chat->tag = NULL;
		if (i < ACTIVE / 2)
			chat->agent = 0;
		chat->created_us = world->now_us - (i + 1) * 4 * US_PER_MINUTE;
		if (chat->kind == DEMO_CHAT_ACTIVE)
			chat->created_us -= length_us(chat);
	}
	return count;
}

size_t demo_chats_make(
	struct arena *arena, const struct demo_world *world, struct demo_chat **chats)
{
	int64_t index = 0;
	size_t count = 0;

	*chats = arena_array(arena, (size_t)((DEMO_CHAT_DAYS + 1) * DAY_MOST + ACTIVE + WAITING),
		sizeof(**chats));
	for (int64_t day = 0; day <= DEMO_CHAT_DAYS; day++) {
		struct demo_dice dice = demo_dice_of(world->demo->seed ^ CHAT_SEED, 100000 + day);
		const int64_t many = 6 + demo_roll(&dice, DAY_MOST - 6);
		const int64_t day_us = world->today_us - (DEMO_CHAT_DAYS - day) * US_PER_DAY;

		for (int64_t i = 0; i < many; i++) {
			struct demo_chat *chat = &(*chats)[count];

			*chat = make_chat(world, index++);
			chat->created_us = day_us + FIRST_HOUR * US_PER_HOUR +
				demo_roll(&dice, HOURS * US_PER_HOUR / 1000) * 1000;
			count += chat->created_us + length_us(chat) < world->now_us;
		}
	}
	return count + make_live(world, *chats + count);
}
