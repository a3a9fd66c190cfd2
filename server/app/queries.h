/* queries.h - every statement of the program, to be prepared at start. */
/* SPDX-License-Identifier: MIT */
#ifndef APP_QUERIES_H
#define APP_QUERIES_H

#include "platform/db/db.h"

/* One entry a store; NULL at the end. */
extern const db_query_list *const app_queries[];

#endif
