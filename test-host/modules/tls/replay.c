/**
 * Plays the bytes of a recorded server to the engine, untouched and then damaged in many ways. Given the randomness and
 * the time of the recording, the engine sends what it sent then, so the whole handshake comes about without a server.
 *
 * replay RUNS SEED CA NAME NOW TIME RANDOMNESS SERVER CLEAR: files for CA, randomness, server and clear text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tls-engine.h"

typedef struct {
	uint8_t *bytes;
	size_t count;
} file;

typedef struct {
	file authorities, randomness, server, clear;
	const char *name;
	int64_t now;
	size_t seeded;
} recording;

static time_t recorded_time;
static uint32_t state;

/* The library puts the time into its hello. */
time_t time(time_t *result)
{
	if (result != NULL)
		*result = recorded_time;
	return recorded_time;
}

/* xorshift32, so that a run can be repeated. */
static uint32_t chance(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}

static file read_file(const char *path)
{
	file content = {NULL, 0};
	FILE *stream = fopen(path, "rb");
	if (stream == NULL)
		exit(2);
	fseek(stream, 0, SEEK_END);
	content.count = (size_t)ftell(stream);
	rewind(stream);
	content.bytes = malloc(content.count + 1);
	if (fread(content.bytes, 1, content.count, stream) != content.count)
		exit(2);
	fclose(stream);
	return content;
}

/* The addon takes it from the end, too. */
static int seed(void *context, unsigned char *bytes, size_t count)
{
	recording *record = context;
	if (count > record->seeded)
		return -1;
	record->seeded -= count;
	memcpy(bytes, record->randomness.bytes + record->seeded, count);
	return 0;
}

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

/* Takes what is in clear; it must be what was sent, or less. */
static void receive(tls_engine *engine, const recording *record, size_t *received)
{
	uint8_t clear[600];
	size_t count = tls_engine_read(engine, clear, 1 + chance(sizeof(clear)));
	if (*received + count > record->clear.count || memcmp(clear, record->clear.bytes + *received, count) != 0)
		fail("something came in that was not sent");
	*received += count;
}

/* Plays a stream in pieces of any size; returns how much came in in clear. */
static size_t play(recording *record, const uint8_t *stream, size_t count)
{
	tls_options options = {
		.server_name = record->name,
		.now = record->now,
		.authorities = {record->authorities.bytes, record->authorities.count},
		.largest_record = 4096,
		.seed = seed,
		.seed_context = record,
	};
	size_t received = 0;
	record->seeded = record->randomness.count;
	tls_engine *engine = tls_engine_create(&options);
	for (tls_step step = TLS_BUSY; step != TLS_FAILED;) {
		uint8_t sent[1000];
		step = tls_engine_step(engine);
		tls_engine_drain(engine, sent, 1 + chance(sizeof(sent)));
		if (step == TLS_READABLE)
			receive(engine, record, &received);
		if (step != TLS_STARVED)
			continue;
		if (count == 0)
			break;
		size_t most = 1 + chance(700);
		size_t taken = tls_engine_feed(engine, stream, most < count ? most : count);
		stream += taken;
		count -= taken;
	}
	tls_engine_destroy(engine);
	return received;
}

/* Damages a copy of the stream in one to three places; returns its length. */
static size_t damage(uint8_t *stream, size_t count)
{
	for (uint32_t places = 1 + chance(3); places > 0 && count > 1; places--) {
		size_t at = chance((uint32_t)count);
		size_t size = 1 + chance(40);
		if (size > count - at)
			size = count - at;
		switch (chance(5)) {
		case 0:
			stream[at] ^= (uint8_t)(1u << chance(8));
			break;
		case 1:
			stream[at] = (uint8_t)chance(256);
			break;
		case 2:
			memmove(stream + at, stream + at + size, count - at - size);
			count -= size;
			break;
		case 3:
			memset(stream + at, (int)chance(256), size);
			break;
		default:
			count = at + 1;
		}
	}
	return count;
}

int main(int count, char **arguments)
{
	if (count != 10)
		return 2;
	unsigned runs = (unsigned)atoi(arguments[1]);
	state = (uint32_t)atoi(arguments[2]) | 1u;
	recorded_time = (time_t)atoll(arguments[6]);
	recording record = {
		.authorities = read_file(arguments[3]),
		.name = arguments[4],
		.now = atoll(arguments[5]),
		.randomness = read_file(arguments[7]),
		.server = read_file(arguments[8]),
		.clear = read_file(arguments[9]),
	};
	if (play(&record, record.server.bytes, record.server.count) != record.clear.count)
		fail("the recording is not understood");
	unsigned complete = 0;
	for (unsigned run = 0; run < runs; run++) {
		uint8_t *copy = malloc(record.server.count);
		memcpy(copy, record.server.bytes, record.server.count);
		size_t length = damage(copy, record.server.count);
		complete += play(&record, copy, length) == record.clear.count;
		free(copy);
	}
	printf("%u runs, %u of them complete\n", runs, complete);
	free(record.authorities.bytes);
	free(record.randomness.bytes);
	free(record.server.bytes);
	free(record.clear.bytes);
	return 0;
}
