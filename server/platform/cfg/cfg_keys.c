/* cfg_keys.c - every configuration key: name, kind, standard value, what it means. */
/* SPDX-License-Identifier: MIT */
#include "platform/cfg/cfg.h"

#define TEXT(key, standard_, about_) \
	{ \
		.name = (key), .kind = CFG_TEXT, .standard = (standard_), .about = (about_) \
	}
#define SECRET(key, about_) \
	{ \
		.name = (key), .kind = CFG_SECRET, .about = (about_) \
	}
#define LIST(key, standard_, about_) \
	{ \
		.name = (key), .kind = CFG_LIST, .standard = (standard_), .about = (about_) \
	}
#define BOOL(key, standard_, about_) \
	{ \
		.name = (key), .kind = CFG_BOOL, .standard = (standard_), .about = (about_) \
	}
#define INT(key, standard_, least, most, about_) \
	{ \
		.name = (key), .kind = CFG_INT, .standard = (standard_), .min = (least), \
		.max = (most), .about = (about_) \
	}

const struct cfg_key cfg_keys[] = {
	TEXT("db", "sqlite:data/hatif.db",
		"Where the data lives: sqlite:FILE, or postgresql://USER:PASSWORD@HOST/NAME."),
	LIST("listen", "127.0.0.1:8000",
		"Address and port to serve on; may be given several times. [::1]:8000 for IPv6."),
	TEXT("public-url", NULL,
		"Address people type, such as https://desk.example.com; used in links that leave "
		"by e-mail."),
	TEXT("tls-certificate", NULL, "PEM file with the certificate and its chain; turns TLS on."),
	TEXT("tls-key", NULL, "PEM file with the certificate's private key."),
	LIST("cors-origin", NULL,
		"Web origin of another site that may call the API with credentials; may be "
		"repeated."),
	BOOL("cors-any", "no",
		"Development only: any origin may call the API, without credentials."),
	LIST("trusted-proxy", NULL,
		"Address of a reverse proxy whose X-Forwarded-For and X-Request-Id are believed; "
		"may be repeated."),
	INT("workers", "0", 0, 256,
		"Threads that handle requests; 0 chooses by the number of cores."),
	INT("readers", "0", 0, 256,
		"Database connections for reading (SQLite) or in all (PostgreSQL); 0 chooses."),
	TEXT("spool", NULL,
		"Folder for uploads on their way in and, with SQLite, for what people sent; "
		"standard: `spool` beside the database file."),
	TEXT("recordings-dir", NULL,
		"Folder with recordings of calls, in it one folder for each company by its code; "
		"without it none can be heard."),
	SECRET("secret-key",
		"Installation key, 64 hex digits; standard: the file hatif.key beside the database "
		"file."),
	TEXT("log-level", "info", "Least level written to the log: debug, info, warn or error."),
	INT("slow-ms", "250", 0, 600000,
		"Requests and statements slower than this are logged; 0 logs all."),
	INT("rate-user", "600", 1, 1000000, "Requests a minute that one user may make."),
	INT("rate-key", "600", 1, 1000000, "Requests a minute that one API key may make."),
	INT("rate-login", "20", 1, 1000000, "Login attempts a minute from one address."),
	INT("rate-ip", "1200", 1, 10000000, "Requests a minute from one address."),
	INT("rate-visit", "60", 1, 1000000,
		"Visits and chats a minute that widgets may begin from one address."),
	INT("rate-visitor", "60", 1, 1000000,
		"Messages a minute of one visitor of a widget; ten times as many other requests."),
	INT("sockets-per-user", "20", 1, 100000, "Live connections that one user may hold."),
	INT("sockets-per-address", "500", 1, 1000000,
		"Live connections from one address, those of users apart."),
	TEXT("socket-io-path", NULL,
		"Where Socket.IO is served too, beside /socket.io: a path such as "
		"/api/widget/socket."),
	INT("socket-io-ping-ms", "25000", 1000, 300000,
		"How often a Socket.IO client is asked whether it is there."),
	INT("socket-io-timeout-ms", "20000", 1000, 300000,
		"How long a Socket.IO client may take to answer."),
	INT("socket-io-rate", "6000", 30, 1000000,
		"Requests a minute that one Socket.IO session may make by polling."),
	INT("socket-io-payload", "65536", 1024, 65536,
		"Bytes that a Socket.IO client may send at once."),
	INT("pusher-silence-ms", "30000", 1000, 300000,
		"How long a Pusher client may be silent before it is asked whether it is there."),
	INT("pusher-timeout-ms", "30000", 1000, 300000,
		"How long a Pusher client may take to answer."),
	BOOL("metrics-public", "no", "Serve /metrics to other hosts than this one."),
	INT("drain-ms", "10000", 0, 600000,
		"How long a stopping server waits for running requests."),
	TEXT("mail-url", NULL,
		"SMTP server: smtp://HOST:PORT or smtps://HOST:PORT; without it e-mail is not "
		"configured."),
	TEXT("mail-from", NULL, "Sender's address of outgoing e-mail."),
	TEXT("mail-user", NULL, "User name at the SMTP server."),
	SECRET("mail-password", "Password at the SMTP server."),
	TEXT("mail-tls", "required",
		"TLS towards the SMTP server: required, or off for a server on this machine."),
	LIST("fetch-allow", NULL,
		"Address or network inside that requests to customers' and providers' servers may "
		"reach, such as 10.0.0.5 or 10.1.0.0/16; may be repeated. Everything else inside "
		"is refused."),
	TEXT("fetch-ca", NULL,
		"PEM file with the certificate authorities that outgoing connections trust; "
		"standard: the system's."),
	INT("fetch-timeout-ms", "10000", 100, 60000,
		"How long an outgoing request may take in all, unless its kind says otherwise."),
	TEXT("config", NULL, "Configuration file with lines `key = value`; `#` begins a comment."),
};

const size_t cfg_key_count = COUNT(cfg_keys);
