import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeWith } from "../../helpers/needs";

const MODULE = fileURLToPath(new URL("../../../modules/system/", import.meta.url));
const WARNINGS = ["-std=gnu17", "-Wall", "-Wextra", "-Werror"];

const manifest = JSON.parse(readFileSync(`${MODULE}manifest.json`, "utf8")) as {
	ffi: { functions: Record<string, { arguments: string[]; returns: string }> };
};
/** The functions as the manifest promises them to JavaScript. */
const declarations = Object.entries(manifest.ffi.functions).map(
	([name, { arguments: taken, returns }]) => `${returns} ${name}(${taken.join(", ") || "void"});`,
);

/** What of the ESP-IDF the files use. */
const ESP_IDF = `#include <stdint.h>
#define ESP_OK 0
int esp_efuse_mac_get_default(uint8_t *mac);
int esp_reset_reason(void);
uint32_t esp_get_free_heap_size(void);
uint32_t esp_random(void);
void esp_restart(void) __attribute__((noreturn));
typedef int esp_err_t;
typedef int gpio_num_t;
enum { ESP_GPIO_WAKEUP_GPIO_LOW, ESP_GPIO_WAKEUP_GPIO_HIGH, ESP_SLEEP_WAKEUP_ALL };
esp_err_t esp_sleep_disable_wakeup_source(int source);
esp_err_t esp_sleep_enable_timer_wakeup(uint64_t microseconds);
esp_err_t esp_sleep_enable_ext0_wakeup(gpio_num_t pin, int level);
esp_err_t esp_sleep_enable_gpio_wakeup_on_hp_periph_powerdown(uint64_t pins, int level);
uint32_t esp_sleep_get_wakeup_causes(void);
void esp_deep_sleep_start(void) __attribute__((noreturn));
`;

describeWith("cc", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "leafcast-board-"));
		const includes = ["board.c", "restart.c", "sleep.c"].map((file) => `#include "${MODULE}${file}"`);
		const head = ["#include <stdint.h>", ...declarations, ...includes, "#include <stdio.h>"].join("\n");
		const main =
			'int main(void) { printf("%u %u\\n", board_random(), board_random()); board_restart(); return 1; }';
		writeFileSync(join(folder, "board.c"), `${head}\n${main}\n`);
		for (const header of ["esp_system.h", "esp_random.h", "esp_mac.h", "esp_sleep.h"]) {
			writeFileSync(join(folder, header), `#pragma once\n${ESP_IDF}`);
		}
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	const compile = (...more: string[]) =>
		spawnSync("cc", [...WARNINGS, `-I${folder}`, ...more, join(folder, "board.c")], { encoding: "utf8" });

	test.each([
		[[]],
		[["-DESP32=1"]],
		[["-DESP32=1", "-DSOC_PM_SUPPORT_EXT0_WAKEUP=1"]],
		[["-DESP32=1", "-DmxInstrument=1"]],
	])("the C compiles as the manifest says, without a warning: %p", (defines) =>
		expect(compile("-fsyntax-only", ...defines).stderr).toBe(""),
	);

	test("on a computer it gives other numbers every time, and ends in good order", () => {
		expect(compile("-o", join(folder, "board")).status).toBe(0);
		const { status, stdout } = spawnSync(join(folder, "board"), { encoding: "utf8" });
		expect(status).toBe(0);
		const [one, other] = stdout.trim().split(" ");
		expect(one).not.toBe(other);
	});
});
