/* softphone_internal.h - the phone in the browser: its address, and the account it signs in with. */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAINS_EXTENSIONS_SOFTPHONE_INTERNAL_H
#define DOMAINS_EXTENSIONS_SOFTPHONE_INTERNAL_H

#include "domains/extensions/extensions_internal.h"

#define ICE_SERVERS_MAX 4
#define WS_URL_BYTES_MAX 300
#define SIP_DOMAIN_BYTES_MAX 253
#define SIP_USER_BYTES_MAX 80
#define SIP_SECRET_BYTES_MAX 100
#define ICE_URL_BYTES_MAX 300

/* ---- The company's settings -------------------------------------------------------- */

struct ice_server {
	const char *url;
	const char *username, *credential; /* or NULL */
};

struct softphone {
	bool configured, active;
	int64_t version, updated_us;
	const char *ws_url, *domain;
	const char *ice_sealed; /* or NULL */
	const struct ice_server *ice;
	size_t ice_count;
};
struct softphone_change {
	const char *ws_url, *domain; /* NULL: as it is */
	struct opt_bool active;
	struct opt_int version;
	const struct ice_server *ice; /* NULL: as they are; without a credential: as it was */
	size_t ice_count;
};
MUST_USE enum err softphone_get(struct cx *cx, struct softphone *softphone);
MUST_USE enum err softphone_change(
	struct cx *cx, const struct softphone_change *change, struct softphone *after);

/* ---- The account of an extension ---------------------------------------------------- */

struct sip_account {
	bool there;
	int64_t version, updated_us;
	const char *user, *secret_sealed;
};
struct sip_account_change {
	const char *user, *secret; /* NULL or empty: as it is; for a new one the number */
	struct opt_int version;
};
/* ERR_NOT_FOUND: no such extension. */
MUST_USE enum err sip_account_get(struct cx *cx, int64_t extension_id, struct sip_account *account);
MUST_USE enum err sip_account_change(struct cx *cx, int64_t extension_id,
	const struct sip_account_change *change, struct sip_account *after);
MUST_USE enum err sip_account_remove(struct cx *cx, int64_t extension_id, struct opt_int version);

/* ---- The actor's own phone ------------------------------------------------------------ */

/* Why there is none: what is missing first. */
extern const char *const softphone_reason_words[];

struct own_phone {
	const char *reason; /* NULL: the rest is there */
	int64_t extension_id;
	const char *number, *display_name, *user, *secret;
	struct softphone softphone;
};
MUST_USE enum err softphone_own(struct cx *cx, struct own_phone *own);
/* What a page may connect to for it: "wss://pbx.example.com:8089", or NULL. */
const char *softphone_origin(struct arena *arena, const struct softphone *softphone);

/* ---- SQL: softphone_store.c -------------------------------------------------------------- */

MUST_USE enum err softphone_store_get(struct cx *cx, struct softphone *softphone);
MUST_USE enum err softphone_store_put(
	struct cx *cx, const struct softphone *softphone, bool *stored);
MUST_USE enum err sip_store_get(struct cx *cx, int64_t extension_id, struct sip_account *account);
MUST_USE enum err sip_store_put(
	struct cx *cx, int64_t extension_id, const struct sip_account *account, bool *stored);
MUST_USE enum err sip_store_remove(struct cx *cx, int64_t extension_id);
/* The account of the agent's active extension; user NULL: it has none. False: no extension. */
MUST_USE enum err sip_store_own(struct cx *cx, int64_t agent_id, struct own_phone *own,
	const char **secret_sealed, bool *found);

#endif
