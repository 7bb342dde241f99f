#include "tls-state.h"

/* What an answer of the library that is no success asks for. */
static tls_step step_after(tls_engine *engine, int error)
{
	if (error == MBEDTLS_ERR_SSL_WANT_WRITE)
		return TLS_BLOCKED;
	/* It also wants to read when it has only dealt with a message of the protocol. */
	if (error == MBEDTLS_ERR_SSL_WANT_READ)
		return engine->incoming.count > 0 ? TLS_BUSY : TLS_STARVED;
	if (tls_is_new_session(error)) {
		engine->session_is_new = 1;
		return TLS_BUSY;
	}
	tls_fail_by_error(engine, error);
	return TLS_FAILED;
}

/* The end of the handshake. */
static tls_step opened(tls_engine *engine)
{
	/* The library has seen to it; should it ever not have, the connection does not come about all the same. */
	if (!engine->chain_seen && !engine->session_offered) {
		tls_fail(engine, TLS_UNTRUSTED, 0);
		return TLS_FAILED;
	}
	engine->open = 1;
	engine->session_is_new = tls_session_with_handshake(&engine->ssl);
	return TLS_BUSY;
}

static tls_step shake_hands(tls_engine *engine)
{
	int error = mbedtls_ssl_handshake_step(&engine->ssl);
	if (error != 0)
		return step_after(engine, error);
	return tls_state(&engine->ssl) >= MBEDTLS_SSL_HANDSHAKE_OVER ? opened(engine) : TLS_BUSY;
}

static tls_step receive(tls_engine *engine)
{
	unsigned char nothing;
	/* Decrypts the next record and leaves it where it is. */
	int error = mbedtls_ssl_read(&engine->ssl, &nothing, 0);
	if (error < 0)
		return step_after(engine, error);
	return tls_engine_readable(engine) > 0 ? TLS_READABLE : TLS_BUSY;
}

tls_step tls_engine_step(tls_engine *engine)
{
	if (engine->failure != TLS_NO_FAILURE)
		return TLS_FAILED;
	if (!engine->open)
		return shake_hands(engine);
	return tls_engine_readable(engine) > 0 ? TLS_READABLE : receive(engine);
}

int tls_engine_open(const tls_engine *engine)
{
	return engine->open && engine->failure == TLS_NO_FAILURE;
}

tls_failure tls_engine_why(const tls_engine *engine, int *detail)
{
	*detail = engine->detail;
	return engine->failure;
}

size_t tls_engine_room(const tls_engine *engine)
{
	return engine->failure == TLS_NO_FAILURE ? tls_buffer_room(&engine->incoming) : 0;
}

size_t tls_engine_feed(tls_engine *engine, const uint8_t *bytes, size_t count)
{
	return engine->failure == TLS_NO_FAILURE ? tls_buffer_put(&engine->incoming, bytes, count) : 0;
}

size_t tls_engine_pending(const tls_engine *engine)
{
	return engine->outgoing.count;
}

size_t tls_engine_drain(tls_engine *engine, uint8_t *bytes, size_t count)
{
	return tls_buffer_take(&engine->outgoing, bytes, count);
}

size_t tls_engine_readable(const tls_engine *engine)
{
	return tls_engine_open(engine) ? mbedtls_ssl_get_bytes_avail(&engine->ssl) : 0;
}

size_t tls_engine_read(tls_engine *engine, uint8_t *bytes, size_t count)
{
	size_t available = tls_engine_readable(engine);
	size_t wanted = count < available ? count : available;
	int got = wanted == 0 ? 0 : mbedtls_ssl_read(&engine->ssl, bytes, wanted);
	return got > 0 ? (size_t)got : 0;
}

/* Messages of the protocol that have come are dealt with first; one of them may be a session. */
static int write_record(tls_engine *engine, const uint8_t *bytes, size_t count)
{
	int written;
	while (tls_is_new_session(written = mbedtls_ssl_write(&engine->ssl, bytes, count)))
		engine->session_is_new = 1;
	return written;
}

size_t tls_engine_write(tls_engine *engine, const uint8_t *bytes, size_t count)
{
	if (!tls_engine_open(engine) || count == 0)
		return 0;
	/* A record is begun only when all of it finds room, so that the library never has to be asked again. */
	int expansion = mbedtls_ssl_get_record_expansion(&engine->ssl);
	size_t room = tls_buffer_room(&engine->outgoing);
	if (expansion < 0 || room <= (size_t)expansion)
		return 0;
	size_t most = room - (size_t)expansion;
	int written = write_record(engine, bytes, count < most ? count : most);
	/* It may be in the middle of a message of the protocol, the rest of which has to come first. */
	if (written < 0 && written != MBEDTLS_ERR_SSL_WANT_READ)
		tls_fail_by_error(engine, written);
	return written > 0 ? (size_t)written : 0;
}

void tls_engine_finish(tls_engine *engine)
{
	if (tls_engine_open(engine))
		(void)mbedtls_ssl_close_notify(&engine->ssl);
}

int tls_engine_resumed(const tls_engine *engine)
{
	return engine->open && !engine->chain_seen;
}

int64_t tls_engine_expiry(const tls_engine *engine)
{
	return engine->valid_to;
}
