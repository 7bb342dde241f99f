#include "tls-state.h"

#define WRONG_USAGE \
	(MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE | MBEDTLS_X509_BADCERT_NS_CERT_TYPE)
#define WEAK (MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_BAD_KEY)

/* What the library answers when nothing was verified. */
#define NOT_VERIFIED 0xFFFFFFFFu

void tls_fail(tls_engine *engine, tls_failure failure, int detail)
{
	if (engine->failure != TLS_NO_FAILURE)
		return;
	engine->failure = failure;
	engine->detail = detail;
}

/* Of several reasons the one that weighs most: dates and names of somebody unknown say nothing. */
static const struct {
	uint32_t flags;
	tls_failure failure;
} verdicts[] = {
	{MBEDTLS_X509_BADCERT_NOT_TRUSTED, TLS_UNTRUSTED},
	{WEAK, TLS_WEAK},
	{MBEDTLS_X509_BADCERT_FUTURE, TLS_NOT_YET_VALID},
	{MBEDTLS_X509_BADCERT_EXPIRED, TLS_EXPIRED},
	{MBEDTLS_X509_BADCERT_CN_MISMATCH, TLS_WRONG_NAME},
	{WRONG_USAGE, TLS_WRONG_USAGE},
};

static tls_failure verdict_on(uint32_t flags)
{
	if (flags == NOT_VERIFIED || flags == 0)
		return TLS_NO_FAILURE;
	for (size_t index = 0; index < sizeof(verdicts) / sizeof(verdicts[0]); index++)
		if (flags & verdicts[index].flags)
			return verdicts[index].failure;
	return TLS_UNTRUSTED;
}

/* Errors that mean the same at any time. */
static tls_failure meaning_of(const tls_engine *engine, int error)
{
	if (tls_is_out_of_memory(error))
		return TLS_OUT_OF_MEMORY;
	if (error == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE)
		return TLS_ALERT;
	if (error == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY)
		return TLS_CLOSED;
	if (engine->open)
		return TLS_BAD_RECORD;
	if (error == MBEDTLS_ERR_SSL_BAD_CERTIFICATE)
		return TLS_BAD_CERTIFICATE;
	return tls_is_bad_signature(error, tls_state(&engine->ssl)) ? TLS_BAD_SIGNATURE : TLS_NO_FAILURE;
}

/* A certificate that cannot be parsed: the codes of X.509 lie together, and those of keys. */
static int is_about_certificates(const tls_engine *engine, int error)
{
	return tls_state(&engine->ssl) == MBEDTLS_SSL_SERVER_CERTIFICATE && -error >= 0x2000 && -error < 0x4000;
}

void tls_fail_by_error(tls_engine *engine, int error)
{
	tls_failure failure = TLS_NO_FAILURE;
	if (!engine->open && error != MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE && !tls_is_out_of_memory(error))
		failure = verdict_on(mbedtls_ssl_get_verify_result(&engine->ssl));
	if (failure == TLS_NO_FAILURE)
		failure = meaning_of(engine, error);
	if (failure == TLS_NO_FAILURE)
		failure = is_about_certificates(engine, error) ? TLS_BAD_CERTIFICATE : TLS_HANDSHAKE_FAILED;
	tls_fail(engine, failure, failure == TLS_ALERT ? tls_alert(&engine->ssl) : error);
}
