/** The engine of `modules/tls` for Node: functions that take the engine, as `engine.ts` beside it calls them. */
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "node-api.h"
#include "tls-engine.h"
#include "tls-mbedtls.h"

#define EXPORT __attribute__((visibility("default")))
#define MOST_ARGUMENTS 8

/* What Node holds: the engine until it is closed. */
typedef struct {
	tls_engine *engine;
	/* Randomness given by a test, in place of the computer's. */
	uint8_t seed[512];
	size_t seed_count;
	int seeded;
} holder;

static int seed(void *context, unsigned char *bytes, size_t count)
{
	holder *held = context;
	if (!held->seeded)
		return getentropy(bytes, count);
	if (count > held->seed_count)
		return -1;
	held->seed_count -= count;
	memcpy(bytes, held->seed + held->seed_count, count);
	return 0;
}

static napi_value arguments_of(napi_env env, napi_callback_info info, napi_value arguments[MOST_ARGUMENTS])
{
	size_t count = MOST_ARGUMENTS;
	napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
	return arguments[0];
}

static holder *held_by(napi_env env, napi_value value)
{
	void *held = NULL;
	napi_get_value_external(env, value, &held);
	return held;
}

static tls_bytes bytes_of(napi_env env, napi_value value)
{
	tls_bytes bytes = {NULL, 0};
	void *data = NULL;
	size_t length = 0;
	if (napi_get_typedarray_info(env, value, NULL, &length, &data, NULL, NULL) == 0 && length > 0) {
		bytes.data = data;
		bytes.length = length;
	}
	return bytes;
}

static double number_of(napi_env env, napi_value value)
{
	double number = 0;
	napi_get_value_double(env, value, &number);
	return number;
}

static napi_value number(napi_env env, double value)
{
	napi_value result = NULL;
	napi_create_double(env, value, &result);
	return result;
}

static napi_value undefined(napi_env env)
{
	napi_value result = NULL;
	napi_get_undefined(env, &result);
	return result;
}

static void finalise(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	holder *held = data;
	tls_engine_destroy(held->engine);
	memset(held, 0, sizeof(*held));
	free(held);
}

/* create(name with NUL, now, authorities, certificate, key, session, largest record, seed or nothing) */
static napi_value create(napi_env env, napi_callback_info info)
{
	napi_value arguments[MOST_ARGUMENTS];
	arguments_of(env, info, arguments);
	holder *held = calloc(1, sizeof(*held));
	if (held == NULL)
		return undefined(env);
	tls_bytes given = bytes_of(env, arguments[7]);
	held->seeded = given.data != NULL;
	held->seed_count = given.length < sizeof(held->seed) ? given.length : sizeof(held->seed);
	if (held->seeded)
		memcpy(held->seed, given.data, held->seed_count);
	tls_options options = {
		.server_name = (const char *)bytes_of(env, arguments[0]).data,
		.now = (int64_t)number_of(env, arguments[1]),
		.authorities = bytes_of(env, arguments[2]),
		.certificate = bytes_of(env, arguments[3]),
		.key = bytes_of(env, arguments[4]),
		.session = bytes_of(env, arguments[5]),
		.largest_record = (unsigned)number_of(env, arguments[6]),
		.seed = seed,
		.seed_context = held,
	};
	held->engine = tls_engine_create(&options);
	napi_value result = NULL;
	napi_create_external(env, held, finalise, NULL, &result);
	return result;
}

static napi_value destroy(napi_env env, napi_callback_info info)
{
	napi_value arguments[MOST_ARGUMENTS];
	holder *held = held_by(env, arguments_of(env, info, arguments));
	if (held != NULL) {
		tls_engine_destroy(held->engine);
		held->engine = NULL;
	}
	return undefined(env);
}

/* The engine of a call; a call without one is a mistake of the caller. */
static tls_engine *engine_of(napi_env env, napi_callback_info info, napi_value arguments[MOST_ARGUMENTS])
{
	holder *held = held_by(env, arguments_of(env, info, arguments));
	if (held != NULL && held->engine != NULL)
		return held->engine;
	napi_throw_error(env, NULL, "the engine is closed");
	return NULL;
}

#define METHOD(name, expression) \
	static napi_value name(napi_env env, napi_callback_info info) \
	{ \
		napi_value arguments[MOST_ARGUMENTS]; \
		tls_engine *engine = engine_of(env, info, arguments); \
		int detail = 0; \
		(void)detail; \
		return engine == NULL ? NULL : (expression); \
	}

static napi_value hand_over(napi_env env, tls_bytes bytes)
{
	void *data = NULL;
	napi_value result = NULL;
	if (bytes.length == 0)
		return undefined(env);
	napi_create_arraybuffer(env, bytes.length, &data, &result);
	memcpy(data, bytes.data, bytes.length);
	return result;
}

static napi_value fill(napi_env env, tls_engine *engine, size_t available, double most,
	size_t (*from)(tls_engine *, uint8_t *, size_t))
{
	size_t count = most < (double)available ? (size_t)most : available;
	void *data = NULL;
	napi_value result = NULL;
	if (count == 0)
		return undefined(env);
	napi_create_arraybuffer(env, count, &data, &result);
	from(engine, data, count);
	return result;
}

static double feed_bytes(tls_engine *engine, tls_bytes bytes)
{
	return (double)tls_engine_feed(engine, bytes.data, bytes.length);
}

static double write_bytes(tls_engine *engine, tls_bytes bytes)
{
	return (double)tls_engine_write(engine, bytes.data, bytes.length);
}

METHOD(step, number(env, tls_engine_step(engine)))
METHOD(is_open, number(env, tls_engine_open(engine)))
METHOD(room, number(env, (double)tls_engine_room(engine)))
METHOD(feed, number(env, feed_bytes(engine, bytes_of(env, arguments[1]))))
METHOD(drain, fill(env, engine, tls_engine_pending(engine), number_of(env, arguments[1]), tls_engine_drain))
METHOD(readable, number(env, (double)tls_engine_readable(engine)))
METHOD(take, fill(env, engine, tls_engine_readable(engine), number_of(env, arguments[1]), tls_engine_read))
METHOD(put, number(env, write_bytes(engine, bytes_of(env, arguments[1]))))
METHOD(finish, (tls_engine_finish(engine), undefined(env)))
METHOD(failure, number(env, tls_engine_why(engine, &detail)))
METHOD(detail, (tls_engine_why(engine, &detail), number(env, detail)))
METHOD(session, hand_over(env, tls_engine_session(engine)))
METHOD(expiry, number(env, (double)tls_engine_expiry(engine)))
METHOD(resumed, number(env, tls_engine_resumed(engine)))

EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports)
{
	static const struct {
		const char *name;
		napi_callback callback;
	} functions[] = {
		{"create", create}, {"close", destroy}, {"step", step}, {"isOpen", is_open}, {"room", room}, {"feed", feed},
		{"drain", drain}, {"readable", readable}, {"read", take}, {"write", put}, {"finish", finish},
		{"failure", failure}, {"detail", detail}, {"session", session}, {"expiry", expiry}, {"resumed", resumed},
	};
	for (size_t index = 0; index < sizeof(functions) / sizeof(functions[0]); index++) {
		napi_value function = NULL;
		napi_create_function(env, functions[index].name, SIZE_MAX, functions[index].callback, NULL, &function);
		napi_set_named_property(env, exports, functions[index].name, function);
	}
	napi_value library = NULL;
	napi_create_string_utf8(env, MBEDTLS_VERSION_STRING_FULL, SIZE_MAX, &library);
	napi_set_named_property(env, exports, "library", library);
	return exports;
}
