/* escalation_api.h - schemas that the *_api.c of this folder share. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_ESCALATIONS_ESCALATION_API_H
#define DOMAINS_ESCALATIONS_ESCALATION_API_H

#include "platform/http/http.h"

extern const struct schema escalation_schema;
extern const struct schema escalation_answer; /* {escalation} */
extern const struct shape escalation_shape; /* struct escalation_params */

struct escalation_params {
	const char *level, *reason;
};

MUST_USE enum err escalation_reply(
	struct http_req *rq, int status, const struct escalation *escalation);

#endif
