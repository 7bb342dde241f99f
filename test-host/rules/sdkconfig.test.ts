import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { BOARDS, PROFILES, profileFolders } from "../board/profiles";
import { type Partition, parsePartitions, partitionViolations } from "./partition-table";
import { parseSdkConfig, type SdkConfig, sdkConfigViolations } from "./sdkconfig";

const FOLDER = fileURLToPath(new URL("../../sdkconfig/", import.meta.url));
const read = (path: string) => readFileSync(`${FOLDER}${path}`, "utf8");

const files = [
	"standard/sdkconfig.defaults",
	"standard/sdkconfig.defaults.release",
	"standard/sdkconfig.inst",
	"hardened-esp32/sdkconfig.defaults",
	"hardened-hmac/sdkconfig.defaults",
].map((path) => ({ path, ...parseSdkConfig(read(path)) }));

const configOf = (path: string): SdkConfig => files.find((file) => file.path === path)?.config ?? new Map();

/** A profile as mcconfig gets it. */
function profileOf(profile: (typeof PROFILES)[number], board: (typeof BOARDS)[number]) {
	const { settings, partitions } = profileFolders(profile, board);
	const entries = settings.flatMap((folder) => [...configOf(`${folder}/sdkconfig.defaults`)]);
	const config: SdkConfig = new Map(entries);
	const offset = Number(config.get("PARTITION_TABLE_OFFSET") ?? 0x8000);
	return { config, offset, partitions: parsePartitions(read(`${partitions}/partitions.csv`)) };
}

describe.each(files)("sdkconfig/$path", ({ config, violations }) => {
	test("is read by mcconfig as it is meant", () => expect(violations).toEqual([]));
	test("has names that ESP-IDF knows, and no contradiction", () =>
		expect(sdkConfigViolations(config)).toEqual([]));
});

describe.each(PROFILES.flatMap((profile) => BOARDS.map((board) => [profile, board] as const)))(
	"%s on %s",
	(profile, board) => {
		const { config, offset, partitions } = profileOf(profile, board);
		const encryptedFlash = config.get("SECURE_FLASH_ENC_ENABLED") === "y";

		test("fits into the flash", () => expect(partitionViolations(partitions, offset)).toEqual([]));
		test("restarts what hangs", () => {
			expect(config.get("ESP_TASK_WDT_EN")).toBe("y");
			expect(config.get("ESP_TASK_WDT_PANIC")).toBe("y");
			expect(config.get("ESP_INT_WDT")).toBe("y");
			expect(config.get("ESP_BROWNOUT_DET")).toBe("y");
		});
		test("never chooses twice", () => expect(sdkConfigViolations(config)).toEqual([]));
		test("encrypts what is stored if it is hardened, and burns no fuse otherwise", () => {
			expect(config.get("NVS_ENCRYPTION")).toBe(profile === "hardened" ? "y" : undefined);
			expect(encryptedFlash).toBe(profile === "hardened" && board === "esp32");
		});
		test("has a place apart for the key of the settings where nothing else guards it", () => {
			const source = readFileSync(`${FOLDER}../modules/secret-store/secret-key.c`, "utf8");
			const [, name] = /#define PARTITION "(\w+)"/.exec(source) ?? [];
			const place = partitions.find((partition) => partition.name === name);
			if (profile === "standard") expect(place).toMatchObject({ type: "data", subtype: "nvs" });
			// NVS_ENCRYPTION encrypts its own partition alone: the key is there.
			expect(source).toMatch(/#if CONFIG_NVS_ENCRYPTION\n#define PARTITION NVS_DEFAULT_PART_NAME/);
		});
		test("keeps keys in flash only where the flash is encrypted", () => {
			const keys = partitions.find(({ subtype }) => subtype === "nvs_keys");
			expect(keys?.encrypted).toBe(encryptedFlash ? true : undefined);
			const scheme = encryptedFlash
				? "NVS_SEC_KEY_PROTECT_USING_FLASH_ENC"
				: "NVS_SEC_KEY_PROTECT_USING_HMAC";
			if (profile === "hardened") expect(config.get(scheme)).toBe("y");
		});
	},
);

test("there is no other file of settings", () => {
	const found = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((path) => {
		return basename(path).startsWith("sdkconfig.");
	});
	expect(found.sort()).toEqual(files.map(({ path }) => path).sort());
});

test("a release runs on one core, but for the instrumented one", () => {
	const release = configOf("standard/sdkconfig.defaults.release");
	const instrumented = configOf("standard/sdkconfig.inst");
	expect(release.get("FREERTOS_UNICORE")).toBe("y");
	expect(instrumented.get("FREERTOS_UNICORE")).toBe("n");
});

describe("a partition table is refused", () => {
	const table = parsePartitions(read("standard/partitions.csv"));
	const changed = (name: string, change: Partial<Partition>) =>
		partitionViolations(
			table.map((partition) => (partition.name === name ? { ...partition, ...change } : partition)),
			0x8000,
		);

	test.each<[string, Partial<Partition>, string]>([
		["nvs", { size: 0x6000 }, "nvs is too small"],
		["nvs", { offset: 0x8000 }, "nvs begins inside of what is before it"],
		["nvs", { encrypted: true }, "nvs encrypts by itself, and must not have the flag"],
		["keys", { size: 0x2000 }, "keys has too few pages"],
		["otadata", { offset: 0x18000 }, "otadata begins inside of what is before it"],
		["otadata", { size: 0x1000 }, "otadata must have two sectors"],
		["ota_0", { size: 0x1e0000 }, "the slots differ in size"],
		["ota_0", { offset: 0x1f000, size: 0x1f1000 }, "ota_0 is not aligned"],
		["ota_0", { subtype: "factory" }, "there must be ota_0 and ota_1"],
		["ota_1", { size: 0x200000 }, "the table is larger than the flash"],
		["ota_1", { offset: Number.NaN }, "ota_1 does not say where it is"],
	])("for its %s with %p", (name, change, violation) => expect(changed(name, change)).toContain(violation));

	test("that stands where a larger bootloader ends", () =>
		expect(partitionViolations(table, 0xa000)).toContain("nvs begins inside of what is before it"));
});

describe("a line of settings is refused", () => {
	test.each([
		["# CONFIG_ESP_INT_WDT is not set", "mcconfig misreads: # CONFIG_ESP_INT_WDT is not set"],
		["CONFIG_ESP_INT_WDT=y # on", "mcconfig misreads: CONFIG_ESP_INT_WDT=y # on"],
		["CONFIG_ESP_INT_WDT=yes", "mcconfig misreads: CONFIG_ESP_INT_WDT=yes"],
		["CONFIG_ESP_INT_WDT=y\nCONFIG_ESP_INT_WDT=n", "ESP_INT_WDT is there twice"],
	])("%j", (text, violation) => expect(parseSdkConfig(text).violations).toEqual([violation]));

	test("with a name that nobody has looked up", () => {
		const { config } = parseSdkConfig("CONFIG_ESP_INT_WDG=y");
		expect(sdkConfigViolations(config)).toEqual(["ESP-IDF knows no ESP_INT_WDG, or nobody has looked"]);
	});
	test("that takes back what another has chosen only by half", () => {
		const { config } = parseSdkConfig("CONFIG_ESP_CONSOLE_NONE=y\nCONFIG_ESP_CONSOLE_UART_DEFAULT=y");
		expect(sdkConfigViolations(config)).toHaveLength(1);
	});
});
