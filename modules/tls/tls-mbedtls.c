#include "tls-mbedtls.h"

#if MBEDTLS_VERSION_MAJOR < 4

int tls_random_start(tls_random *random, int (*seed)(void *, unsigned char *, size_t), void *context)
{
	mbedtls_ctr_drbg_init(&random->drbg);
#if defined(TLS_HAS_PSA)
	if (psa_crypto_init() != PSA_SUCCESS)
		return -1;
#endif
	return mbedtls_ctr_drbg_seed(&random->drbg, seed, context, NULL, 0);
}

void tls_random_stop(tls_random *random)
{
	mbedtls_ctr_drbg_free(&random->drbg);
}

void tls_use_random(mbedtls_ssl_config *config, tls_random *random)
{
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &random->drbg);
}

#else

int tls_random_start(tls_random *random, int (*seed)(void *, unsigned char *, size_t), void *context)
{
	(void)seed;
	(void)context;
	random->unused = 0;
	return psa_crypto_init() == PSA_SUCCESS ? 0 : -1;
}

void tls_random_stop(tls_random *random)
{
	(void)random;
}

void tls_use_random(mbedtls_ssl_config *config, tls_random *random)
{
	(void)config;
	(void)random;
}

#endif

#if MBEDTLS_VERSION_MAJOR < 3

static const int signature_hashes[] = {MBEDTLS_MD_SHA256, MBEDTLS_MD_SHA384, MBEDTLS_MD_SHA512, MBEDTLS_MD_NONE};

void tls_demand_modern(mbedtls_ssl_config *config)
{
	mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_sig_hashes(config, signature_hashes);
}

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	(void)random;
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	(void)random;
	return mbedtls_pk_check_pair(public_key, key);
}

int tls_is_authority(const mbedtls_x509_crt *certificate)
{
	return certificate->ca_istrue;
}

#else

void tls_demand_modern(mbedtls_ssl_config *config)
{
	/* From version 3 on the library's own list of signatures has no SHA-1. */
	mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
#if defined(MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED)
	mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
		config, MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
#endif
}

#if MBEDTLS_VERSION_MAJOR < 4

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0, mbedtls_ctr_drbg_random, &random->drbg);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	return mbedtls_pk_check_pair(public_key, key, mbedtls_ctr_drbg_random, &random->drbg);
}

#else

int tls_read_key(mbedtls_pk_context *key, const uint8_t *bytes, size_t length, tls_random *random)
{
	(void)random;
	return mbedtls_pk_parse_key(key, bytes, length, NULL, 0);
}

int tls_check_pair(const mbedtls_pk_context *public_key, const mbedtls_pk_context *key, tls_random *random)
{
	(void)random;
	return mbedtls_pk_check_pair(public_key, key);
}

#endif

int tls_is_authority(const mbedtls_x509_crt *certificate)
{
	return mbedtls_x509_crt_get_ca_istrue(certificate) == 1;
}

#endif

#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH) && !defined(MBEDTLS_SSL_PROTO_TLS1_3)

void tls_limit_records(mbedtls_ssl_config *config, unsigned largest)
{
	static const unsigned char codes[] = {MBEDTLS_SSL_MAX_FRAG_LEN_512, MBEDTLS_SSL_MAX_FRAG_LEN_1024,
		MBEDTLS_SSL_MAX_FRAG_LEN_2048, MBEDTLS_SSL_MAX_FRAG_LEN_4096};
	for (unsigned index = 0; index < sizeof(codes); index++)
		if (largest == 512u << index)
			(void)mbedtls_ssl_conf_max_frag_len(config, codes[index]);
}

#else

/* In TLS 1.3 Mbed TLS asks, and then breaks off when a server agrees. */
void tls_limit_records(mbedtls_ssl_config *config, unsigned largest)
{
	(void)config;
	(void)largest;
}

#endif
