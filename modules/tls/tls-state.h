/** What an engine is made of; for the files of the engine only. */
#ifndef TLS_STATE_H
#define TLS_STATE_H

#include "tls-buffer.h"
#include "tls-engine.h"
#include "tls-mbedtls.h"
#include "tls-name.h"

struct tls_engine {
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	mbedtls_x509_crt authorities;
	mbedtls_x509_crt certificate;
	mbedtls_pk_context key;
	tls_random random;
	tls_buffer incoming;
	tls_buffer outgoing;
	tls_name name;
	int64_t now;
	/** When all certificates of the chain are valid, seconds since 1970 UTC. */
	int64_t valid_from;
	int64_t valid_to;
	/** Whose connection it is: server name, authorities and client certificate. */
	uint8_t binding[32];
	/** The session that was handed out last. */
	uint8_t *session;
	size_t session_length;
	tls_failure failure;
	int detail;
	int open;
	/** A session of before was offered to the server. */
	int session_offered;
	/** The library has had the server's chain verified. */
	int chain_seen;
	int session_is_new;
};

/** Notes why it failed; the first reason stays. */
void tls_fail(tls_engine *engine, tls_failure failure, int detail);
/** Notes what an error of the library means. */
void tls_fail_by_error(tls_engine *engine, int error);

/** Reads authorities, client certificate and key. */
void tls_read_identities(tls_engine *engine, const tls_options *options);

/** The library's question about each certificate of a chain, the authority first. */
int tls_verify(void *engine, mbedtls_x509_crt *certificate, int depth, uint32_t *flags);

/** Offers a session of before to the server, if it belongs to the same connection and its certificates are valid. */
void tls_offer_session(tls_engine *engine, tls_bytes session);

#endif
