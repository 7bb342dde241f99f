/*
 * The generator of the ESP32 is random only while the radio is on, or the noise of the ADC is led into it; otherwise it
 * is a pseudo-random one (ESP-IDF, Random Number Generation). Keys, nonces and passwords are needed before that: out of
 * the box, before there is a network. So true randomness is taken once, at the start, and is part of every number.
 */
#include "secret-random.h"

#include <string.h>

#include "secret-sha256.h"
#include "secret-store.h"

#if ESP32
#include "bootloader_random.h"
#include "esp_random.h"

static void draw(uint8_t *bytes, size_t count)
{
	esp_fill_random(bytes, count);
}
#else
#include <stdlib.h>
#include <sys/random.h>

static void bootloader_random_enable(void)
{
}

static void bootloader_random_disable(void)
{
}

static void draw(uint8_t *bytes, size_t count)
{
	if (getentropy(bytes, count) != 0)
		abort();
}
#endif

/* Four times what is needed: the noise need not be perfect. */
enum { GATHERED = 4 * SHA256_DIGEST };

/* Of this run alone. The count makes every number another one, whatever the generator gives. */
static struct {
	uint8_t seed[SHA256_DIGEST];
	uint64_t count;
} state;

void secret_gather(void)
{
	uint8_t noise[GATHERED];
	bootloader_random_enable();
	draw(noise, sizeof(noise));
	bootloader_random_disable();
	sha256 hash;
	sha256_start(&hash);
	sha256_add(&hash, &state, sizeof(state));
	sha256_add(&hash, noise, sizeof(noise));
	sha256_end(&hash, state.seed);
	secret_wipe(noise, sizeof(noise));
}

void secret_random(uint8_t *bytes, uint32_t count)
{
	while (count > 0) {
		uint8_t block[SHA256_DIGEST];
		uint32_t taken = count < sizeof(block) ? count : sizeof(block);
		draw(block, sizeof(block));
		state.count++;
		sha256 hash;
		sha256_start(&hash);
		sha256_add(&hash, &state, sizeof(state));
		sha256_add(&hash, block, sizeof(block));
		sha256_end(&hash, block);
		memcpy(bytes, block, taken);
		secret_wipe(block, sizeof(block));
		bytes += taken;
		count -= taken;
	}
}
