/* delivery_api.h - schemas that the *_api.c of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_DELIVERY_DELIVERY_API_H
#define DOMAINS_DELIVERY_DELIVERY_API_H

#include "platform/http/http.h"

extern const struct schema delivery_schema;
extern const struct schema tracking_schema;
extern const struct schema delivery_courier_schema;

#endif
