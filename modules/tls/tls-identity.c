#include <string.h>

#include "tls-state.h"

static const char pem_mark[] = "-----BEGIN ";

static int is_pem(tls_bytes bytes)
{
	size_t mark = sizeof(pem_mark) - 1;
	for (size_t start = 0; start + mark <= bytes.length; start++)
		if (memcmp(bytes.data + start, pem_mark, mark) == 0)
			return 1;
	return 0;
}

/* PEM as the library wants it, with a NUL at its end; NULL when there is no memory. */
static uint8_t *pem_text(tls_bytes bytes)
{
	uint8_t *text = mbedtls_calloc(1, bytes.length + 1);
	if (text != NULL)
		memcpy(text, bytes.data, bytes.length);
	return text;
}

static void discard(uint8_t *text, size_t length)
{
	volatile uint8_t *bytes = text;
	while (length > 0)
		bytes[--length] = 0;
	mbedtls_free(text);
}

/* The library returns how many certificates of a PEM file it could not read; one that it could is enough. */
static void read_certificates(tls_engine *engine, mbedtls_x509_crt *chain, tls_bytes bytes, tls_failure failure)
{
	if (!is_pem(bytes)) {
		int error = mbedtls_x509_crt_parse_der(chain, bytes.data, bytes.length);
		if (error != 0)
			tls_fail(engine, tls_is_out_of_memory(error) ? TLS_OUT_OF_MEMORY : failure, error);
		return;
	}
	uint8_t *text = pem_text(bytes);
	if (text == NULL) {
		tls_fail(engine, TLS_OUT_OF_MEMORY, 0);
		return;
	}
	int error = mbedtls_x509_crt_parse(chain, text, bytes.length + 1);
	mbedtls_free(text);
	if (error < 0)
		tls_fail(engine, tls_is_out_of_memory(error) ? TLS_OUT_OF_MEMORY : failure, error);
}

static void read_key(tls_engine *engine, tls_bytes bytes)
{
	uint8_t *text = pem_text(bytes);
	if (text == NULL) {
		tls_fail(engine, TLS_OUT_OF_MEMORY, 0);
		return;
	}
	int error = tls_read_key(&engine->key, text, bytes.length + (size_t)is_pem(bytes), &engine->random);
	discard(text, bytes.length);
	if (error != 0)
		tls_fail(engine, tls_is_out_of_memory(error) ? TLS_OUT_OF_MEMORY : TLS_BAD_KEY, error);
}

static void read_client(tls_engine *engine, const tls_options *options)
{
	read_certificates(engine, &engine->certificate, options->certificate, TLS_BAD_CLIENT_CERTIFICATE);
	if (engine->failure == TLS_NO_FAILURE)
		read_key(engine, options->key);
	if (engine->failure != TLS_NO_FAILURE)
		return;
	int error = tls_check_pair(&engine->certificate.pk, &engine->key, &engine->random);
	if (error == 0)
		error = mbedtls_ssl_conf_own_cert(&engine->config, &engine->certificate, &engine->key);
	if (error != 0)
		tls_fail(engine, tls_is_out_of_memory(error) ? TLS_OUT_OF_MEMORY : TLS_KEY_MISMATCH, error);
}

void tls_read_identities(tls_engine *engine, const tls_options *options)
{
	read_certificates(engine, &engine->authorities, options->authorities, TLS_BAD_AUTHORITY);
	if (engine->failure != TLS_NO_FAILURE)
		return;
	mbedtls_ssl_conf_ca_chain(&engine->config, &engine->authorities, NULL);
	if (options->certificate.length > 0 || options->key.length > 0)
		read_client(engine, options);
}
