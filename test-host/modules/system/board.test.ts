import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FfiSources } from "../../helpers/ffi-sources";
import { describeWith } from "../../helpers/needs";

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
const MAIN = 'printf("%u %u\\n", board_random(), board_random()); board_restart(); return 1;';

describeWith("cc", () => {
	let sources: FfiSources;
	beforeAll(() => {
		const headers = ["esp_system.h", "esp_random.h", "esp_mac.h", "esp_sleep.h"].map((name) => [
			name,
			ESP_IDF,
		]);
		sources = new FfiSources("system", MAIN, Object.fromEntries(headers));
	});
	afterAll(() => sources.remove());

	test.each([
		[[]],
		[["-DESP32=1"]],
		[["-DESP32=1", "-DSOC_PM_SUPPORT_EXT0_WAKEUP=1"]],
		[["-DESP32=1", "-DmxInstrument=1"]],
	])("the C compiles as the manifest says, without a warning: %p", (defines) =>
		expect(sources.warnings(...defines)).toBe(""),
	);

	test("on a computer it gives other numbers every time, and ends in good order", () => {
		const { status, stdout } = sources.run();
		expect(status).toBe(0);
		const [one, other] = stdout.trim().split(" ");
		expect(one).not.toBe(other);
	});
});
