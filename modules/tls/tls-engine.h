/**
 * A TLS client as a machine: ciphertext in, plaintext out, and back. It knows no sockets, no files and no clock; whoever
 * drives it carries the bytes. The server is always verified: chain, name and dates.
 */
#ifndef TLS_ENGINE_H
#define TLS_ENGINE_H

#include <stddef.h>
#include <stdint.h>

typedef struct tls_engine tls_engine;

/** Bytes that belong to somebody else. */
typedef struct {
	const uint8_t *data;
	size_t length;
} tls_bytes;

/** Why it failed. The numbers are those of `failures.ts`. */
typedef enum {
	TLS_NO_FAILURE,
	TLS_OUT_OF_MEMORY,
	/** What was given as certificate authority is none, or nothing was given. */
	TLS_BAD_AUTHORITY,
	TLS_BAD_CLIENT_CERTIFICATE,
	/** Not a private key, or one with a pass phrase. */
	TLS_BAD_KEY,
	/** The key belongs to another certificate. */
	TLS_KEY_MISMATCH,
	/** The server name is neither a host name nor an IP address. */
	TLS_BAD_NAME,
	/** The source of randomness has none. */
	TLS_NO_ENTROPY,
	/** No trusted authority vouches for the certificate. */
	TLS_UNTRUSTED,
	TLS_WRONG_NAME,
	TLS_NOT_YET_VALID,
	TLS_EXPIRED,
	/** The certificate is not made for servers (key usage, RFC 5280, 4.2.1.3 and 4.2.1.12). */
	TLS_WRONG_USAGE,
	/** The certificate has a key or a hash that is too weak to be trusted. */
	TLS_WEAK,
	/** The certificate is broken or has a critical extension that is not known here. */
	TLS_BAD_CERTIFICATE,
	/** The server does not hold the key of its certificate. */
	TLS_BAD_SIGNATURE,
	TLS_HANDSHAKE_FAILED,
	/** The server refuses; the detail is the number of its alert (RFC 8446, 6). */
	TLS_ALERT,
	/** The server has said goodbye. */
	TLS_CLOSED,
	/** A record was damaged on its way or is not allowed where it came. */
	TLS_BAD_RECORD
} tls_failure;

/** What `tls_engine_step` came to. */
typedef enum {
	/** It can go on at once. */
	TLS_BUSY,
	/** It needs more ciphertext. */
	TLS_STARVED,
	/** Ciphertext must be drained before it can go on. */
	TLS_BLOCKED,
	/** There is plaintext to read. */
	TLS_READABLE,
	/** It is over, see `tls_engine_why`; what is still to be drained may hold an alert for the server. */
	TLS_FAILED
} tls_step;

typedef struct {
	/** Host name (ASCII) or IP address that the certificate must have. */
	const char *server_name;
	/** Seconds since 1970 UTC. */
	int64_t now;
	/** The only certificates that are trusted: PEM (any number) or DER (one). Not kept. */
	tls_bytes authorities;
	/** Certificate with its chain, and private key, RSA or EC; PEM or DER; empty for none. Not kept. */
	tls_bytes certificate;
	tls_bytes key;
	/** What `tls_engine_session` gave for an earlier connection, to resume it; empty for none. Not kept. */
	tls_bytes session;
	/** Largest record that the server is asked to send: 512, 1024, 2048 or 4096 bytes; 0 does not ask, and nor does a
	 * library with TLS 1.3. The server need not obey. */
	unsigned largest_record;
	/** Fills with `count` true random bytes; 0 when it could. Mbed TLS 4 has a source of its own and does not ask. */
	int (*seed)(void *context, unsigned char *bytes, size_t count);
	void *seed_context;
} tls_options;

/** A new engine, perhaps one that has failed already; NULL when there is no memory for it. */
tls_engine *tls_engine_create(const tls_options *options);
void tls_engine_destroy(tls_engine *engine);

/** Does one piece of work: a step of the handshake, or the next record. */
tls_step tls_engine_step(tls_engine *engine);
/** Whether the handshake is done: the server is whom it should be. */
int tls_engine_open(const tls_engine *engine);
/** Why it failed; `detail` is the number of an alert or the library's error code. */
tls_failure tls_engine_why(const tls_engine *engine, int *detail);

/** How much ciphertext it takes now, bytes. */
size_t tls_engine_room(const tls_engine *engine);
/** Takes received ciphertext; returns how much, never more than the room. */
size_t tls_engine_feed(tls_engine *engine, const uint8_t *bytes, size_t count);
/** How much ciphertext waits to be sent, bytes. */
size_t tls_engine_pending(const tls_engine *engine);
/** Hands out ciphertext to be sent; returns how much. */
size_t tls_engine_drain(tls_engine *engine, uint8_t *bytes, size_t count);

/** How much plaintext can be read now, bytes. */
size_t tls_engine_readable(const tls_engine *engine);
size_t tls_engine_read(tls_engine *engine, uint8_t *bytes, size_t count);
/** Encrypts plaintext; returns how much was taken, 0 while too much waits to be sent. Only when open. */
size_t tls_engine_write(tls_engine *engine, const uint8_t *bytes, size_t count);
/** Says goodbye to the server. */
void tls_engine_finish(tls_engine *engine);

/** Whether this connection continues an earlier one, whose chain was verified then. */
int tls_engine_resumed(const tls_engine *engine);
/** The session if there is a new one since the last call; lasts until the next call. It holds secrets. */
tls_bytes tls_engine_session(tls_engine *engine);
/** When the first certificate of the server's chain expires, seconds since 1970 UTC; only when open. */
int64_t tls_engine_expiry(const tls_engine *engine);

#endif
