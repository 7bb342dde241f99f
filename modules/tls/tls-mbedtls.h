/** The versions of Mbed TLS under one name: 2.28 (Debian 12), 3.6, and 4 with PSA crypto (ESP-IDF 6). */
#ifndef TLS_MBEDTLS_H
#define TLS_MBEDTLS_H

#include "../mbedtls/mbedtls-version.h"

#if MBEDTLS_VERSION_MAJOR < 4
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/ecp.h>
#include <mbedtls/rsa.h>
#include <mbedtls/sha256.h>
#endif
#include <mbedtls/asn1.h>
#include <mbedtls/pem.h>
#include <mbedtls/pk.h>
#include <mbedtls/platform.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#if MBEDTLS_VERSION_MAJOR >= 4 || defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define TLS_HAS_PSA 1
#include <psa/crypto.h>
#endif

#if MBEDTLS_VERSION_MAJOR < 3
#define MBEDTLS_PRIVATE(member) member
#define MBEDTLS_ERR_SSL_BAD_CERTIFICATE MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE
#endif

#if !defined(MBEDTLS_X509_CRT_PARSE_C) || !defined(MBEDTLS_PEM_PARSE_C) || !defined(MBEDTLS_SSL_CLI_C)
#error "Mbed TLS needs MBEDTLS_SSL_CLI_C, MBEDTLS_X509_CRT_PARSE_C and MBEDTLS_PEM_PARSE_C"
#endif

/** The generator of random numbers; Mbed TLS 4 keeps its own. */
typedef struct {
#if MBEDTLS_VERSION_MAJOR < 4
	mbedtls_ctr_drbg_context drbg;
#else
	char unused;
#endif
} tls_random;

/** Starts the generator; 0 when it could. */
int tls_random_start(tls_random *random, int (*seed)(void *, unsigned char *, size_t), void *context);
void tls_random_stop(tls_random *random);

/** What `seed` of the options gives, as a configuration of the library wants it. */
void tls_use_random(mbedtls_ssl_config *config, tls_random *random);

/** TLS 1.2 at least, signatures with SHA-256 or better. */
void tls_demand_modern(mbedtls_ssl_config *config);

/** Has servers asked to send no larger records (RFC 6066, 4), where that does no harm; 0 does not ask. */
void tls_limit_records(mbedtls_ssl_config *config, unsigned largest);

/** Reads a private key, PEM (with its final NUL) or DER, without pass phrase; 0 when it could. */
int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random);

/** 0 when both belong together. */
int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random);

/** SHA-256 of two or more pieces, each with its length, so that no two lists are alike. 0 when it could. */
int tls_digest(const uint8_t *const pieces[], const size_t lengths[], size_t count, uint8_t digest[32]);

/** Whether the library's error code says that memory ran out. */
int tls_is_out_of_memory(int error);

/** Whether it says, in the given state of the handshake, that a signature was wrong. */
int tls_is_bad_signature(int error, int state);

/** Whether the certificate may sign others (basicConstraints, RFC 5280, 4.2.1.9). */
int tls_is_authority(const mbedtls_x509_crt *certificate);

/** State of the handshake. */
static inline int tls_state(const mbedtls_ssl_context *ssl)
{
	return ssl->MBEDTLS_PRIVATE(state);
}

/** Number of the alert that has just come. */
static inline int tls_alert(const mbedtls_ssl_context *ssl)
{
	const unsigned char *message = ssl->MBEDTLS_PRIVATE(in_msg);
	return message == NULL ? 0 : message[1];
}

/** Whether the library tells of a session that can be resumed later. */
static inline int tls_is_new_session(int error)
{
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
	return error == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET;
#else
	(void)error;
	return 0;
#endif
}

/** Whether sessions come with the handshake, as in TLS 1.2, and not some time after it. */
static inline int tls_session_with_handshake(const mbedtls_ssl_context *ssl)
{
#if defined(MBEDTLS_SSL_PROTO_TLS1_3) && MBEDTLS_VERSION_MAJOR >= 3
	return mbedtls_ssl_get_version_number(ssl) == MBEDTLS_SSL_VERSION_TLS1_2;
#else
	(void)ssl;
	return 1;
#endif
}

#endif
