/** The engine as a class of XS (`native-engine.js`). */
#include <string.h>

#include "xsmc.h"

#include "mc.xs.h"
#include "tls-engine.h"

#if ESP32
#include "esp_random.h"

static int seed(void *context, unsigned char *bytes, size_t count)
{
	(void)context;
	/* True random only while the radio is on, as it is when there is somebody to connect to. */
	esp_fill_random(bytes, count);
	return 0;
}
#else
#include <unistd.h>

static int seed(void *context, unsigned char *bytes, size_t count)
{
	(void)context;
	return getentropy(bytes, count);
}
#endif

void leafcast_tls_destroy(void *engine)
{
	tls_engine_destroy(engine);
}

static tls_engine *engine_of(xsMachine *the)
{
	return xsmcGetHostData(xsThis);
}

/* The argument as bytes: those of a buffer, or of a text, which have been made one before; none when it is undefined. */
static tls_bytes bytes_of(xsMachine *the, int index)
{
	tls_bytes bytes = {NULL, 0};
	xsType type = xsmcTypeOf(xsArg(index));
	if (type == xsStringType || type == xsStringXType) {
		const char *text = xsmcToString(xsArg(index));
		bytes.data = (const uint8_t *)text;
		bytes.length = strlen(text);
	} else if (type == xsReferenceType) {
		void *data;
		xsUnsignedValue count;
		xsmcGetBufferReadable(xsArg(index), &data, &count);
		bytes.data = data;
		bytes.length = count;
	}
	return bytes;
}

void leafcast_tls_create(xsMachine *the)
{
	double now = xsmcToNumber(xsArg(1));
	/* Nothing from here on moves the memory of XS. */
	tls_options options = {
		.server_name = xsmcToString(xsArg(0)),
		.now = (int64_t)now,
		.authorities = bytes_of(the, 2),
		.certificate = bytes_of(the, 3),
		.key = bytes_of(the, 4),
		.session = bytes_of(the, 5),
		.largest_record = (unsigned)xsmcToInteger(xsArg(6)),
		.seed = seed,
	};
	/* NULL when there is no memory: the engine of every method below, which then says so. */
	xsmcSetHostData(xsThis, tls_engine_create(&options));
}

void leafcast_tls_close(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetHostData(xsThis, NULL);
	tls_engine_destroy(engine);
}

void leafcast_tls_step(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetInteger(xsResult, engine == NULL ? TLS_FAILED : tls_engine_step(engine));
}

void leafcast_tls_is_open(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetBoolean(xsResult, engine != NULL && tls_engine_open(engine));
}

void leafcast_tls_room(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetInteger(xsResult, engine == NULL ? 0 : (xsIntegerValue)tls_engine_room(engine));
}

void leafcast_tls_feed(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	tls_bytes bytes = bytes_of(the, 0);
	if (engine != NULL)
		(void)tls_engine_feed(engine, bytes.data, bytes.length);
}

/* Hands out bytes: a new ArrayBuffer, filled by the engine, or undefined for none. */
static void hand_out(xsMachine *the, size_t available, size_t (*fill)(tls_engine *, uint8_t *, size_t))
{
	xsIntegerValue most = xsmcToInteger(xsArg(0));
	size_t count = most < 0 ? 0 : (size_t)most < available ? (size_t)most : available;
	if (count == 0)
		return;
	xsmcSetArrayBuffer(xsResult, NULL, (xsIntegerValue)count);
	fill(engine_of(the), xsmcToArrayBuffer(xsResult), count);
}

void leafcast_tls_drain(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	hand_out(the, engine == NULL ? 0 : tls_engine_pending(engine), tls_engine_drain);
}

void leafcast_tls_readable(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetInteger(xsResult, engine == NULL ? 0 : (xsIntegerValue)tls_engine_readable(engine));
}

void leafcast_tls_read(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	hand_out(the, engine == NULL ? 0 : tls_engine_readable(engine), tls_engine_read);
}

void leafcast_tls_write(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	tls_bytes bytes = bytes_of(the, 0);
	size_t taken = engine == NULL ? 0 : tls_engine_write(engine, bytes.data, bytes.length);
	xsmcSetInteger(xsResult, (xsIntegerValue)taken);
}

void leafcast_tls_finish(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	if (engine != NULL)
		tls_engine_finish(engine);
}

void leafcast_tls_failure(xsMachine *the)
{
	int detail;
	tls_engine *engine = engine_of(the);
	xsmcSetInteger(xsResult, engine == NULL ? TLS_OUT_OF_MEMORY : tls_engine_why(engine, &detail));
}

void leafcast_tls_detail(xsMachine *the)
{
	int detail = 0;
	tls_engine *engine = engine_of(the);
	if (engine != NULL)
		(void)tls_engine_why(engine, &detail);
	xsmcSetInteger(xsResult, detail);
}

void leafcast_tls_session(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	tls_bytes session = {NULL, 0};
	if (engine != NULL)
		session = tls_engine_session(engine);
	if (session.length > 0)
		xsmcSetArrayBuffer(xsResult, (void *)session.data, (xsIntegerValue)session.length);
}

void leafcast_tls_expiry(xsMachine *the)
{
	tls_engine *engine = engine_of(the);
	xsmcSetNumber(xsResult, engine == NULL ? 0 : (double)tls_engine_expiry(engine));
}
