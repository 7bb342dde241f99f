#include "tls-engine.h"

#include <string.h>

#include "tls-state.h"

/* Forward secrecy and authenticated encryption only; AES-128 first, which the ESP32 does in hardware. */
static const int suites[] = {
#if defined(MBEDTLS_TLS1_3_AES_128_GCM_SHA256)
	MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
	MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
	MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
#endif
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	0,
};

static int send_ciphertext(void *context, const unsigned char *bytes, size_t count)
{
	size_t taken = tls_buffer_put(&((tls_engine *)context)->outgoing, bytes, count);
	return taken == 0 ? MBEDTLS_ERR_SSL_WANT_WRITE : (int)taken;
}

static int receive_ciphertext(void *context, unsigned char *bytes, size_t count)
{
	size_t taken = tls_buffer_take(&((tls_engine *)context)->incoming, bytes, count);
	return taken == 0 ? MBEDTLS_ERR_SSL_WANT_READ : (int)taken;
}

static void initialise(tls_engine *engine)
{
	mbedtls_ssl_init(&engine->ssl);
	mbedtls_ssl_config_init(&engine->config);
	mbedtls_x509_crt_init(&engine->authorities);
	mbedtls_x509_crt_init(&engine->certificate);
	mbedtls_pk_init(&engine->key);
	engine->valid_from = INT64_MIN;
	engine->valid_to = INT64_MAX;
}

static void configure(tls_engine *engine, const tls_options *options)
{
	mbedtls_ssl_config *config = &engine->config;
	int error = mbedtls_ssl_config_defaults(
		config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
	if (error != 0) {
		tls_fail(engine, TLS_OUT_OF_MEMORY, error);
		return;
	}
	tls_use_random(config, &engine->random);
	tls_demand_modern(config);
	mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
	mbedtls_ssl_conf_verify(config, tls_verify, engine);
	mbedtls_ssl_conf_ciphersuites(config, suites);
	tls_limit_records(config, options->largest_record);
#if defined(MBEDTLS_SSL_SESSION_TICKETS)
	mbedtls_ssl_conf_session_tickets(config, MBEDTLS_SSL_SESSION_TICKETS_ENABLED);
#endif
	tls_read_identities(engine, options);
}

/* To whom a session belongs. */
static int bind(tls_engine *engine, const tls_options *options)
{
	const uint8_t *const pieces[] = {
		(const uint8_t *)engine->name.text, options->authorities.data, options->certificate.data};
	const size_t lengths[] = {engine->name.length, options->authorities.length, options->certificate.length};
	return tls_digest(pieces, lengths, 3, engine->binding);
}

static void prepare(tls_engine *engine, const tls_options *options)
{
	/* Server name indication is for names only (RFC 6066, 3); the name is checked by `tls_verify` in any case. */
	const char *indicated = engine->name.address_length > 0 ? NULL : engine->name.text;
	int error = bind(engine, options);
	if (error == 0)
		error = mbedtls_ssl_setup(&engine->ssl, &engine->config);
	if (error == 0)
		error = mbedtls_ssl_set_hostname(&engine->ssl, indicated);
	if (error != 0) {
		tls_fail(engine, TLS_OUT_OF_MEMORY, error);
		return;
	}
	mbedtls_ssl_set_bio(&engine->ssl, engine, send_ciphertext, receive_ciphertext, NULL);
	tls_offer_session(engine, options->session);
}

tls_engine *tls_engine_create(const tls_options *options)
{
	tls_engine *engine = mbedtls_calloc(1, sizeof(*engine));
	if (engine == NULL)
		return NULL;
	initialise(engine);
	engine->now = options->now;
	int error = tls_random_start(&engine->random, options->seed, options->seed_context);
	if (error != 0)
		tls_fail(engine, TLS_NO_ENTROPY, error);
	else if (tls_name_read(&engine->name, options->server_name) != 0)
		tls_fail(engine, TLS_BAD_NAME, 0);
	else if (options->authorities.length == 0)
		tls_fail(engine, TLS_BAD_AUTHORITY, 0);
	else
		configure(engine, options);
	if (engine->failure == TLS_NO_FAILURE)
		prepare(engine, options);
	return engine;
}

void tls_engine_destroy(tls_engine *engine)
{
	if (engine == NULL)
		return;
	engine->session_is_new = 0;
	(void)tls_engine_session(engine);
	mbedtls_ssl_free(&engine->ssl);
	mbedtls_ssl_config_free(&engine->config);
	mbedtls_x509_crt_free(&engine->authorities);
	mbedtls_x509_crt_free(&engine->certificate);
	mbedtls_pk_free(&engine->key);
	tls_random_stop(&engine->random);
	mbedtls_free(engine);
}
