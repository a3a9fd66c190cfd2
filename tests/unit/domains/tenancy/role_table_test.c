/* role_table_test.c - the matrix of built-in roles (A-15, A-16, S0-ROLE, S3-ROLE). */
/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "domains/tenancy/tenancy.h"

/* a agent, e senior agent, s supervisor, m manager, A admin, S sales manager, P support manager */
static const struct {
	enum perm perm;
	const char *who;
} matrix[] = {
	{PERM_SELF, "aesmASP"},
	{PERM_ORDERS_READ, "aesmA"},
	{PERM_ORDERS_WRITE, "aesmA"},
	{PERM_CUSTOMERS_READ, "aesmAP"},
	{PERM_CUSTOMERS_WRITE, "aesmAP"},
	{PERM_CUSTOMERS_MANAGE, "mAP"},
	{PERM_PRODUCTS_READ, "aesmA"},
	{PERM_ORDERS_READ_TEAM, "smA"},
	{PERM_ORDERS_REASSIGN, "smA"},
	{PERM_ORDERS_REOPEN, "smA"},
	{PERM_PRESENCE_OTHERS, "smA"},
	{PERM_PASSWORD_REQUESTS, "smA"},
	{PERM_ORDERS_READ_ALL, "mA"},
	{PERM_ORDERS_REOPEN_CLOSED, "mA"},
	{PERM_ORDERS_IMPORT, "mA"},
	{PERM_AGENTS_MANAGE, "mA"},
	{PERM_SETTINGS_MANAGE, "mA"},
	{PERM_USERS_MANAGE, "A"},
	{PERM_AUDIT_READ, "A"},
	{PERM_CAMPAIGNS_MANAGE, "mAS"},
	{PERM_BOOKINGS_MANAGE, "mAS"},
	{PERM_TICKETS_READ, "aesmAP"},
	{PERM_TICKETS_MANAGE, "smAP"},
	{PERM_CONVERSATIONS_READ, "aesmAP"},
};

static const struct {
	char letter;
	const char *code, *portal, *cc;
	enum scope scope;
} roles[] = {
	{'a', "agent", "agent", "agent", SCOPE_OWN},
	{'e', "senior_agent", "agent", "agent", SCOPE_OWN},
	{'s', "supervisor", "support_manager", "supervisor", SCOPE_TEAM},
	{'m', "manager", "support_manager", "manager", SCOPE_COMPANY},
	{'A', "admin", "admin", "manager", SCOPE_COMPANY},
	{'S', "sales_manager", "sales_manager", NULL, SCOPE_COMPANY},
	{'P', "support_manager", "support_manager", NULL, SCOPE_COMPANY},
};

static void each_role_may_what_the_matrix_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(matrix); i++)
		for (size_t k = 0; k < COUNT(roles); k++) {
			bool expected = strchr(matrix[i].who, roles[k].letter) != NULL;
			char name[128];

			(void)snprintf(name, sizeof(name), "%s of %s", perm_name(matrix[i].perm),
				roles[k].code);
			assert_case(
				role_has(role_by_code(roles[k].code), matrix[i].perm) == expected,
				name);
		}
}

static void each_role_has_its_words_and_scope(void **state)
{
	(void)state;
	assert_int_equal(role_table_count, COUNT(roles));
	for (size_t i = 0; i < COUNT(roles); i++) {
		const struct role_row *role = role_by_code(roles[i].code);

		assert_case(role != NULL, roles[i].code);
		assert_case(text_is(role->portal_role, roles[i].portal), roles[i].code);
		assert_case(text_is(role->cc_role, roles[i].cc), roles[i].code);
		assert_case(role->scope == roles[i].scope, roles[i].code);
	}
	assert_null(role_by_code("root"));
}

static void the_admin_may_everything_and_ranks_descend(void **state)
{
	(void)state;
	for (int perm = 0; perm < PERM_COUNT; perm++)
		assert_true(role_has(role_by_code("admin"), (enum perm)perm));
	for (size_t i = 1; i < role_table_count; i++)
		assert_true(role_table[i - 1].rank >= role_table[i].rank);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_may_what_the_matrix_says),
		cmocka_unit_test(each_role_has_its_words_and_scope),
		cmocka_unit_test(the_admin_may_everything_and_ranks_descend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
