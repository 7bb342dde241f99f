import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FfiSources } from "../../helpers/ffi-sources";
import { needs } from "../../helpers/needs";
import { canBuildSecrets } from "./secret-program";

/** NVS of ESP-IDF with room for one blob in each of two partitions; it tells what is done to it. */
const NVS = `#include <stdint.h>
#include <stdio.h>
#include <string.h>
typedef int esp_err_t;
typedef int nvs_handle_t;
enum { ESP_OK, ESP_ERR_NOT_FOUND, ESP_ERR_NVS_NOT_FOUND, ESP_ERR_NVS_NO_FREE_PAGES, ESP_ERR_NVS_NEW_VERSION_FOUND };
enum { NVS_READWRITE };
#define NVS_DEFAULT_PART_NAME "nvs"
#ifndef STATE
#define STATE ESP_OK
#endif
static struct { uint8_t bytes[64]; size_t length; int mounted; int state; } nvs[2] = {{.mounted = 1}, {.state = STATE}};
static inline int part(const char *name) { return strcmp(name, "keys") == 0; }
static inline esp_err_t nvs_flash_init_partition(const char *name)
{
	printf("mount %s\\n", name);
	if (nvs[part(name)].state == ESP_OK) nvs[part(name)].mounted = 1;
	return nvs[part(name)].state;
}
static inline esp_err_t nvs_flash_deinit_partition(const char *name)
{
	printf("unmount %s\\n", name);
	nvs[part(name)].mounted = 0;
	return ESP_OK;
}
static inline esp_err_t nvs_flash_erase_partition(const char *name)
{
	if (nvs[part(name)].state == ESP_ERR_NOT_FOUND) return ESP_ERR_NOT_FOUND;
	printf("erase %s\\n", name);
	nvs[part(name)].length = 0;
	nvs[part(name)].state = ESP_OK;
	return ESP_OK;
}
static inline esp_err_t nvs_open_from_partition(const char *name, const char *space, int mode, nvs_handle_t *handle)
{
	(void)mode;
	printf("open %s %s\\n", name, space);
	*handle = part(name);
	return nvs[*handle].mounted ? ESP_OK : -1;
}
static inline esp_err_t nvs_open(const char *space, int mode, nvs_handle_t *handle)
{
	return nvs_open_from_partition("nvs", space, mode, handle);
}
static inline void nvs_close(nvs_handle_t handle) { (void)handle; }
static inline esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *bytes, size_t *length)
{
	(void)key;
	if (nvs[handle].length == 0) return ESP_ERR_NVS_NOT_FOUND;
	if (nvs[handle].length > *length) return -1;
	*length = nvs[handle].length;
	memcpy(bytes, nvs[handle].bytes, *length);
	return ESP_OK;
}
static inline esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *bytes, size_t length)
{
	printf("write %s\\n", key);
	memcpy(nvs[handle].bytes, bytes, length);
	nvs[handle].length = length;
	return ESP_OK;
}
static inline esp_err_t nvs_erase_all(nvs_handle_t handle) { nvs[handle].length = 0; return ESP_OK; }
static inline esp_err_t nvs_commit(nvs_handle_t handle) { (void)handle; return ESP_OK; }
`;

/** A generator that is none unless noise is led into it. */
const RANDOM = `#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
static int noisy;
static inline void bootloader_random_enable(void) { noisy = 1; srand(NOISE); }
static inline void bootloader_random_disable(void) { noisy = 0; }
static inline void esp_fill_random(void *bytes, size_t count)
{
	for (size_t at = 0; at < count; at++) ((uint8_t *)bytes)[at] = noisy ? rand() >> 7 : 0;
}
`;

const HEADERS = {
	"sdkconfig.h": "",
	"bootloader_random.h": RANDOM,
	"esp_random.h": '#include "bootloader_random.h"',
	"esp_flash_encrypt.h": "static inline int esp_flash_encryption_enabled(void) { return FLASH; }",
	"nvs_flash/include/nvs_flash.h": NVS,
};

const MAIN = `
	uint8_t sealed[28 + 5], plain[5], random[8];
	printf("start %d\\n", secret_start());
	printf("seal %d\\n", secret_seal(NULL, 0, (uint8_t *)"hello", 5, NULL, 0, sealed));
	int result = secret_open(NULL, 0, sealed, 5, NULL, 0, plain);
	printf("result %d %.5s\\n", result, plain);
	printf("forget %d\\n", secret_forget());
	printf("result %d\\n", secret_open(NULL, 0, sealed, 5, NULL, 0, plain));
	secret_random(random, sizeof random);
	for (int at = 0; at < 8; at++) printf("%02x", random[at]);
	return 0;
`;

needs("gcc and libmbedtls-dev", canBuildSecrets(), () => {
	let sources: FfiSources;
	beforeAll(() => {
		sources = new FfiSources("secret-store", MAIN, HEADERS);
	});
	afterAll(() => sources.remove());

	const board = ["-DESP32=1", "-DNOISE=1", "-DFLASH=1"];
	const run = (...flags: readonly string[]) => {
		const { status, stdout } = sources.run(...board, ...flags, "-lmbedcrypto");
		expect(status).toBe(0);
		return stdout.split("\n");
	};
	const access = (partition: string) => [
		...(partition === "keys" ? ["mount keys"] : []),
		`open ${partition} leafcast-keys`,
	];
	const encrypted = "-DCONFIG_NVS_ENCRYPTION=1";
	const hmac = "-DCONFIG_NVS_SEC_KEY_PROTECT_USING_HMAC=1";

	test.each([[[]], [board], [[...board, encrypted]], [[...board, encrypted, hmac]]])(
		"the C compiles as the manifest says, without a warning: %p",
		(flags) => expect(sources.warnings(...flags)).toBe(""),
	);

	test("an ESP32 as bought has its key in a partition apart, which is open for moments and erased for good", () => {
		const lines = run();
		const once = [...access("keys"), "unmount keys"];
		const made = [...once, ...access("keys"), "write settings", "unmount keys"];
		const steps = [
			...[...made, "start 0", ...once, "seal 0", ...once, "result 0 hello"],
			...[...once, "erase keys", "forget 0", ...made, "result -2"],
		];
		expect(lines.slice(0, -1)).toEqual(steps);
	});

	test("something else in that partition makes way", () => {
		const lines = run("-DSTATE=ESP_ERR_NVS_NO_FREE_PAGES");
		expect(lines.slice(0, 3)).toEqual(["mount keys", "erase keys", "mount keys"]);
		expect(lines).toContain("start 0");
	});

	test("what cannot be read is not replaced, until it is forgotten", () => {
		const lines = run("-DSTATE=99");
		expect(lines.slice(0, 2)).toEqual(["mount keys", "start -3"]);
		const before = lines.slice(0, lines.indexOf("erase keys"));
		expect(before.join()).not.toMatch(/write|open/);
		expect(lines).toContain("forget 0");
	});

	test("without such a partition the key is beside the settings", () => {
		const lines = run("-DSTATE=ESP_ERR_NOT_FOUND");
		expect(lines).toContain("open nvs leafcast-keys");
		expect(lines).toContain("result 0 hello");
		expect(lines).toContain("forget 0");
	});

	describe("where NVS is encrypted", () => {
		test.each([
			["by the key in an eFuse", [encrypted, hmac], 2],
			["by keys in encrypted flash", [encrypted], 1],
			["by keys that nothing guards yet", [encrypted, "-UFLASH", "-DFLASH=0"], 0],
		])("%s, the key is in it, and the board says so", (_how, flags, protection) => {
			const lines = run(...flags);
			expect(lines).toContain(`start ${protection}`);
			expect(lines).toContain("result 0 hello");
			expect(lines.join()).not.toMatch(/mount|keys keys|erase/);
		});
	});

	test("random numbers before the radio is on come from the noise that was gathered", () => {
		const [one, same, other] = [["-DNOISE=1"], ["-DNOISE=1"], ["-UNOISE", "-DNOISE=2"]].map((flags) =>
			run(...flags).at(-1),
		);
		expect(one).toMatch(/^[0-9a-f]{16}$/);
		expect(same).toBe(one);
		expect(other).not.toBe(one);
	});
});
