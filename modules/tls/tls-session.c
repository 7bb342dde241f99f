#include <string.h>

#include "tls-state.h"

/*
 * A session as it is kept: to whom it belongs, from when to when its certificates are valid, and the library's own
 * data. A resumed connection shows no certificates, so what was verified then must hold now.
 */
#define BINDING 32
#define HEADER (BINDING + 16)

static void put_time(uint8_t *bytes, int64_t time)
{
	for (int index = 7; index >= 0; index--, time >>= 8)
		bytes[index] = (uint8_t)time;
}

static int64_t time_of(const uint8_t *bytes)
{
	uint64_t time = 0;
	for (int index = 0; index < 8; index++)
		time = time << 8 | bytes[index];
	return (int64_t)time;
}

static void load(tls_engine *engine, tls_bytes data)
{
	mbedtls_ssl_session session;
	mbedtls_ssl_session_init(&session);
	if (mbedtls_ssl_session_load(&session, data.data, data.length) == 0)
		engine->session_offered = mbedtls_ssl_set_session(&engine->ssl, &session) == 0;
	mbedtls_ssl_session_free(&session);
}

void tls_offer_session(tls_engine *engine, tls_bytes session)
{
	if (session.length <= HEADER || memcmp(session.data, engine->binding, BINDING) != 0)
		return;
	int64_t from = time_of(session.data + BINDING);
	int64_t to = time_of(session.data + BINDING + 8);
	if (engine->now < from || engine->now > to)
		return;
	tls_bytes data = {session.data + HEADER, session.length - HEADER};
	load(engine, data);
	if (!engine->session_offered)
		return;
	engine->valid_from = from;
	engine->valid_to = to;
}

static void forget(tls_engine *engine)
{
	volatile uint8_t *bytes = engine->session;
	for (size_t index = 0; index < engine->session_length; index++)
		bytes[index] = 0;
	mbedtls_free(engine->session);
	engine->session = NULL;
	engine->session_length = 0;
}

static void save(tls_engine *engine, const mbedtls_ssl_session *session)
{
	size_t length = 0;
	(void)mbedtls_ssl_session_save(session, NULL, 0, &length);
	if (length == 0 || (engine->session = mbedtls_calloc(1, HEADER + length)) == NULL)
		return;
	engine->session_length = HEADER + length;
	memcpy(engine->session, engine->binding, BINDING);
	put_time(engine->session + BINDING, engine->valid_from);
	put_time(engine->session + BINDING + 8, engine->valid_to);
	if (mbedtls_ssl_session_save(session, engine->session + HEADER, length, &length) != 0)
		forget(engine);
}

tls_bytes tls_engine_session(tls_engine *engine)
{
	forget(engine);
	if (engine->session_is_new) {
		mbedtls_ssl_session session;
		engine->session_is_new = 0;
		mbedtls_ssl_session_init(&session);
		if (mbedtls_ssl_get_session(&engine->ssl, &session) == 0)
			save(engine, &session);
		mbedtls_ssl_session_free(&session);
	}
	tls_bytes bytes = {engine->session, engine->session_length};
	return bytes;
}
