/* audit.h - the audit log, for those above: its rows become events. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_AUDIT_AUDIT_H
#define DOMAINS_AUDIT_AUDIT_H

#include "platform/auth/audit.h"

/* For audit_on_write(): tells everyone who may read the log. */
MUST_USE enum err audit_publish(struct cx *cx, int64_t id, const struct audit_entry *entry);

#endif
