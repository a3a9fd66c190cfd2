/* demo_words.c - names, places and wares. Nobody here is a real person. */
/* SPDX-License-Identifier: MIT */
#include "domains/demo/demo_internal.h"

/* ---- Wares --------------------------------------------------------------- */

static const struct demo_product gulf_products[] = {
	{"SG-S24U", "Samsung Galaxy S24 Ultra", "Phones", "TechStore Electronics", 75000},
	{"IP-15P", "iPhone 15 Pro", "Phones", "MobileHub", 120000},
	{"IP-AIR5", "iPad Air 5th Gen", "Tablets", "ElectroMax", 80000},
	{"AW-S9", "Apple Watch S9", "Watches", "GadgetPro", 40000},
	{"SG-TAB9", "Samsung Galaxy Tab S9", "Tablets", "TechStore Electronics", 229900},
	{"SG-BUD2", "Samsung Galaxy Buds2 Pro", "Audio", "TechStore Electronics", 59900},
	{"IP-14", "iPhone 14", "Phones", "MobileHub", 269900},
	{"AP-PRO2", "AirPods Pro", "Audio", "MobileHub", 89900},
	{"PX-8", "Pixel 8", "Phones", "MobileHub", 244900},
	{"LG-OLED55", "LG OLED TV 55\"", "Television", "ElectroMax", 499900},
	{"DY-V15", "Dyson V15 Detect", "Home", "ElectroMax", 284900},
	{"NS-OLED", "Nintendo Switch OLED", "Games", "GadgetPro", 124900},
	{"PS5-SLIM", "PlayStation 5 Slim", "Games", "GadgetPro", 194900},
	{"JBL-FLIP6", "JBL Flip 6", "Audio", "GadgetPro", 42900},
	{"AK-PB20", "Anker Power Bank 20K", "Accessories", "TechStore Electronics", 19900},
	{"BL-AIRFRY", "قلاية هوائية 5 لتر", "Home", "ElectroMax", 34900},
};

static const struct demo_product homes_products[] = {
	{"VW-NRJ", "Viewing: villa in Al Narjis", "Viewings", "Homes Real Estate", 25000},
	{"VW-OLY", "Viewing: apartment in Al Olaya", "Viewings", "Homes Real Estate", 15000},
	{"RS-MLQ", "حجز شقة - حي الملقا", "Reservations", "Homes Real Estate", 500000},
	{"RS-YSM", "حجز فيلا - حي الياسمين", "Reservations", "Homes Real Estate", 1000000},
};

/* ---- Places -------------------------------------------------------------- */

static const struct demo_place gulf_places[] = {
	{"Dubai Marina", "دبي مارينا", "Dubai", "Near Marina Mall", "قرب مارينا مول"},
	{"Jumeirah Lake Towers", "أبراج بحيرات جميرا", "Dubai", "Opposite DMCC metro",
		"مقابل محطة مترو دي إم سي سي"},
	{"Deira", "ديرة", "Dubai", "Behind the gold souk", "خلف سوق الذهب"},
	{"Al Barsha", "البرشاء", "Dubai", "Near Mall of the Emirates", "قرب مول الإمارات"},
	{"Business Bay", "الخليج التجاري", "Dubai", "Next to Bay Avenue", "بجانب باي أفينيو"},
	{"Mirdif", "مردف", "Dubai", "Near City Centre Mirdif", "قرب سيتي سنتر مردف"},
	{"Jumeirah 1", "جميرا 1", "Dubai", "Close to the mosque", "قرب المسجد"},
	{"Al Nahda", "النهدة", "Sharjah", "Near Sahara Centre", "قرب صحارى سنتر"},
	{"Al Majaz", "المجاز", "Sharjah", "Facing the lagoon", "مقابل البحيرة"},
	{"Al Khan", "الخان", "Sharjah", "Near the aquarium", "قرب مربى الأحياء المائية"},
	{"Al Khalidiyah", "الخالدية", "Abu Dhabi", "Next to Khalidiyah Mall", "بجانب الخالدية مول"},
	{"Al Reem Island", "جزيرة الريم", "Abu Dhabi", "Gate tower 2", "برج البوابة 2"},
	{"Mussafah", "مصفح", "Abu Dhabi", "Behind the fire station", "خلف محطة الإطفاء"},
	{"Al Jimi", "الجيمي", "Al Ain", "Near Al Jimi Mall", "قرب الجيمي مول"},
	{"Al Nuaimiya", "النعيمية", "Ajman", "Opposite the park", "مقابل الحديقة"},
	{"Al Hamra", "الحمرا", "Ras Al Khaimah", "Near Al Hamra Mall", "قرب الحمرا مول"},
};

static const struct demo_place homes_places[] = {
	{"Al Olaya", "العليا", "Riyadh", "Near Kingdom Centre", "قرب برج المملكة"},
	{"Al Malqa", "الملقا", "Riyadh", "Off Anas bin Malik Road", "متفرع من طريق أنس بن مالك"},
	{"Al Narjis", "النرجس", "Riyadh", "Near the school", "قرب المدرسة"},
	{"Al Yasmin", "الياسمين", "Riyadh", "Opposite the garden", "مقابل الحديقة"},
	{"Al Rawdah", "الروضة", "Jeddah", "Behind the bakery", "خلف المخبز"},
};

/* ---- Names --------------------------------------------------------------- */

static const char *const arab_first[] = {"Ahmed", "Fatima", "Mohammed", "Mariam", "Khalid", "Noura",
	"Omar", "Aisha", "Yousef", "Huda", "Saeed", "Latifa", "Hassan", "Reem", "Abdullah", "Salma",
	"Ali", "Hessa", "Ibrahim", "Layla", "Tariq", "Amal", "Faisal", "Dana"};
static const char *const arab_last[] = {"Al-Mansouri", "Al-Suwaidi", "Al-Ketbi", "Hassan",
	"Al-Falasi", "Al-Marri", "Al-Zaabi", "Haddad", "Al-Shamsi", "Khoury", "Al-Hashimi", "Saleh",
	"Al-Nuaimi", "Mahmoud", "Al-Ali", "Darwish"};
static const char *const other_first[] = {"Rajesh", "Priya", "John", "Maria", "Imran", "Anna",
	"Arjun", "Grace", "Bilal", "Elena", "Joseph", "Sunita", "David", "Mei", "Thomas", "Zara"};
static const char *const other_last[] = {"Kumar", "Santos", "Matthews", "Khan", "Petrova", "Nair",
	"Reyes", "Smith", "Chen", "D'Souza", "Malik", "Okafor", "Sharma", "Müller"};
static const char *const arabic_first[] = {"أحمد", "فاطمة", "محمد", "مريم", "خالد", "نورة", "عمر",
	"عائشة", "يوسف", "هدى", "سعيد", "لطيفة", "حسن", "ريم", "عبدالله", "سلمى"};
static const char *const arabic_last[] = {"المنصوري", "السويدي", "الكتبي", "الفلاسي", "المري",
	"الزعابي", "حداد", "الشامسي", "الهاشمي", "صالح", "النعيمي", "العلي"};

/* The people of the first source document, then those who share the day with them. */
static const struct demo_customer gulf_fixed[] = {
	{"Ahmed Al-Rashid", "+971501234567", "ahmed.rashid@email.com",
		"Dubai Marina, Building 5, Apt 1203", "Dubai Marina", "Near Marina Mall", false},
	{"Fatima Hassan", "+971529876543", NULL, "Sharjah, Al Nahda", "Sharjah Al Nahda",
		"Near Sahara Centre", false},
	{"Sara K.", "+971554443210", NULL, "Abu Dhabi, Al Khalidiyah", "Abu Dhabi", "", false},
	{"Omar M.", "+971567778899", NULL, "Dubai, Business Bay", "Dubai", "", false},
	{"Mariam Al-Suwaidi", "+971503332211", "mariam.s@example.com", "Villa 18, Street 4",
		"Mirdif", "Near City Centre Mirdif", false},
	{"خالد المنصوري", "+971526667788", NULL, "بناية 7، شقة 402", "ديرة", "خلف سوق الذهب", true},
	{"John Matthews", "+971585551234", "john.matthews@example.com", "Tower B, Apt 2910",
		"Jumeirah Lake Towers", "Opposite DMCC metro", false},
	{"نورة الكعبي", "+971544321098", NULL, "فيلا 22", "الخالدية", "بجانب الخالدية مول", true},
	{"Rajesh Kumar", "+971509998877", "rajesh.kumar@example.com", "Al Attar Building, 304",
		"Al Barsha", "Near Mall of the Emirates", false},
};

const struct demo_company demo_gulf = {.code = "gulf",
	.name = "Gulf Commerce",
	.time_zone = "Asia/Dubai",
	.currency = "AED",
	.country = "AE",
	.products = gulf_products,
	.product_count = COUNT(gulf_products),
	.places = gulf_places,
	.place_count = COUNT(gulf_places),
	.mobile_prefixes = "024568",
	.calling_code = "971",
	.fixed = gulf_fixed,
	.fixed_count = COUNT(gulf_fixed),
	.domain = "gulf.example.com",
	.seed = 20241116};

const struct demo_company demo_homes = {.code = "homes",
	.name = "Homes Real Estate",
	.time_zone = "Asia/Riyadh",
	.currency = "SAR",
	.country = "SA",
	.products = homes_products,
	.product_count = COUNT(homes_products),
	.places = homes_places,
	.place_count = COUNT(homes_places),
	.mobile_prefixes = "034569",
	.calling_code = "966",
	.domain = "homes.example.com",
	.seed = 20250311};

/* ---- What agents write ---------------------------------------------------- */

const char *const demo_notes[ORDER_STATUS_COUNT][4] = {
	[ORDER_CONFIRMED] = {"Customer confirmed, asked for delivery after 6 pm.",
		"Address checked with the customer.", "أكد العميل الطلب والعنوان.",
		"Will pay cash on delivery."},
	[ORDER_NO_RESPONSE] = {"Rang out, no answer.", "Line busy twice.", "الهاتف مغلق.",
		"Voicemail, left no message."},
	[ORDER_POSTPONED] = {"Travelling, call again when back.", "Asked for next week.",
		"طلب العميل التأجيل حتى الراتب.", "Wants to compare prices first."},
	[ORDER_UNDER_REVIEW] = {"Address looks incomplete.", "Price differs from the shop's page.",
		"يحتاج إلى مراجعة المشرف.", "Customer says the colour is wrong."},
	[ORDER_CANCELLED] = {"Customer does not want it any more.", "Found it cheaper elsewhere.",
		"ألغى العميل الطلب.", "Ordered twice by mistake."},
	[ORDER_CLOSED] = {"Delivered and paid.", "Delivered to reception.", "تم التسليم.",
		"Customer was satisfied."},
};

const char *const demo_cancel_details[] = {
	"Ordered by a child", "Duplicate of an earlier order", "سافر العميل خارج البلاد"};
const size_t demo_cancel_details_count = COUNT(demo_cancel_details);

/* ---- Customers ------------------------------------------------------------ */

#define PICK(dice, words) ((words)[demo_roll((dice), COUNT(words))])

/* 7919 and ten million have no common factor, so no two customers share a number. */
static const char *phone_of(struct arena *arena, const struct demo_company *company, int64_t index)
{
	const int64_t number = (index * 7919 + 4711) % 10000000;
	char prefix = company->mobile_prefixes[index % (int64_t)strlen(company->mobile_prefixes)];
	char *phone = arena_format(
		arena, "+%s5%c%07lld", company->calling_code, prefix, (long long)number);

	for (size_t i = 0; i < company->fixed_count; i++)
		if (text_is(phone, company->fixed[i].phone))
			phone[strlen(phone) - 8] = prefix == '0' ? '2' : '0';
	return phone;
}

static const char *email_of(struct arena *arena, const char *first, const char *last, int64_t index)
{
	struct buf out = buf_in(arena, 64);
	const char *const parts[] = {first, ".", last};

	for (size_t i = 0; i < COUNT(parts); i++)
		for (const char *c = parts[i]; *c; c++) {
			if (*c >= 'A' && *c <= 'Z')
				buf_byte(&out, (char)(*c + ('a' - 'A')));
			else if ((*c >= 'a' && *c <= 'z') || *c == '.')
				buf_byte(&out, *c);
		}
	buf_format(&out, "%lld@example.com", (long long)index);
	return out.ptr;
}

void demo_customer_make(struct arena *arena, const struct demo_company *company, int64_t index,
	struct demo_customer *customer)
{
	struct demo_dice dice = demo_dice_of(company->seed + 1, index);
	const struct demo_place *place =
		&company->places[demo_roll(&dice, (int64_t)company->place_count)];
	const int kind = (int)demo_roll(&dice, 10);
	const char *first, *last;
	int64_t building, flat;

	if (index < (int64_t)company->fixed_count) {
		*customer = company->fixed[index];
		return;
	}
	building = 1 + demo_roll(&dice, 90);
	flat = 101 + demo_roll(&dice, 20) * 100 + demo_roll(&dice, 12);
	*customer = (struct demo_customer){.arabic = kind < 4};
	first = kind < 4   ? PICK(&dice, arabic_first)
		: kind < 8 ? PICK(&dice, arab_first)
			   : PICK(&dice, other_first);
	last = kind < 4    ? PICK(&dice, arabic_last)
		: kind < 8 ? PICK(&dice, arab_last)
			   : PICK(&dice, other_last);
	customer->name = arena_format(arena, "%s %s", first, last);
	customer->phone = phone_of(arena, company, index);
	if (kind >= 4 && demo_chance(&dice, 60))
		customer->email = email_of(arena, first, last, index);
	customer->area = customer->arabic ? place->area_ar : place->area;
	customer->landmark = customer->arabic ? place->landmark_ar : place->landmark;
	customer->address = customer->arabic
		? arena_format(arena, "بناية %lld، شقة %lld", (long long)building, (long long)flat)
		: arena_format(arena, "Building %lld, Apt %lld, %s", (long long)building,
			  (long long)flat, place->city);
}
