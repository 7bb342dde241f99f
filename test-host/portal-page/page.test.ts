import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { Reason } from "../../modules/mqtt/reasons";
import type { PollVerdict } from "../../src/leaf/polling/poll-policy";
import type { BrokerTest, Status } from "../../src/portal/portal-device";
import { CAN_FAULT_TEXTS } from "../cli/can-fault-texts";
import { pageFields } from "../helpers/page-fields";
import { LANGUAGES, readCatalogue } from "./build-page";
import { freshPage } from "./page-files";

const page = freshPage();
const html = gunzipSync(page.gzip).toString();
const catalogue = readCatalogue();
const fields = await pageFields();

/** Every code that the page may be told; the compiler sees to it that none is left out. */
const CODES = {
	...({
		...{
			dns: 1,
			"tcp-refused": 1,
			"tcp-unreachable": 1,
			"tls-untrusted": 1,
			"tls-wrong-name": 1,
			"tls-expired": 1,
		},
		...{ "tls-not-yet-valid": 1, "tls-no-time": 1, "tls-failed": 1, timeout: 1, "connection-lost": 1 },
		...{ "protocol-error": 1, "keep-alive-timeout": 1, "ack-timeout": 1, "session-reset": 1 },
		...{ "refused-protocol": 1, "refused-identifier": 1, "refused-unavailable": 1, "bad-credentials": 1 },
		...{ "not-authorised": 1, "refused-other": 1 },
	} satisfies Record<Reason, 1>),
	...({
		...{ ok: 1, "no-network": 1, "name-not-found": 1, refused: 1, timeout: 1, certificate: 1 },
		...{ "wifi-password": 1, "wifi-absent": 1, "wifi-timeout": 1, "no-time": 1 },
		...{ "certificate-name": 1, "certificate-expired": 1, password: 1, closed: 1, failed: 1 },
	} satisfies Record<BrokerTest["state"], 1>),
	...({
		...{ asking: 1, "bus-silent": 1, "no-ignition": 1, "other-tester": 1, "bus-off": 1 },
	} satisfies Record<Exclude<PollVerdict, "now" | "not-yet" | "gap">, 1>),
	...({ "plain-key": 1, "flash-encryption": 1, "hmac-efuse": 1 } satisfies Record<Status["protection"], 1>),
	...{
		"no-time": 1,
		"wifi-password": 1,
		"wifi-lost": 1,
		"wifi-absent": 1,
		"wifi-radio": 1,
		"wifi-timeout": 1,
	},
	...CAN_FAULT_TEXTS,
};

/** Those of which the owner learns that it did not work, with the code for a search. */
const GENERAL = [
	...["tls-failed", "protocol-error", "wifi-radio"],
	...["refused-protocol", "refused-identifier", "refused-unavailable", "refused-other"],
];

describe("the page", () => {
	test("has less than 15,000 bytes", () => {
		process.stdout.write(`page of ${page.gzip.length} bytes\n`);
		expect(page.gzip.length).toBeLessThan(15_000);
	});

	test("tells nothing of when and where it was made", () => {
		// Modification time (RFC 1952, 2.3.1).
		expect([...page.gzip.slice(4, 8)]).toEqual([0, 0, 0, 0]);
	});

	test("needs nothing from elsewhere", () => {
		expect(html).not.toMatch(/<(link|img|iframe)|@import|url\(|<script[^>]+src/);
		expect(html.match(/https?:\/\/[\w.]+/g) ?? []).toEqual([]);
	});

	test("lets only its own script and style in", () => {
		expect(page.csp).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-/);
		expect(page.csp).not.toContain("unsafe");
		expect(html).not.toMatch(/<[^>]+ (style|on\w+)=/);
	});

	test("asks for what is needed without a script", () => {
		const [form = ""] = /<form[\s\S]*<\/form>/.exec(html) ?? [];
		const names = [...form.matchAll(/ name=([\w.-]+)/g)].map(([, name]) => name);
		expect(form).toContain("method=post action=/setup");
		expect(names).toEqual([
			...["wifi.ssid", "wifi.password", "mqtt.host", "mqtt.port", "mqtt.user", "mqtt.password", "mqtt.ca"],
			...["car.bus", "device.admin-password"],
		]);
	});
});

describe("the catalogue", () => {
	test.each(LANGUAGES)("has every text in %s", (language) => {
		const missing = Object.entries(catalogue).filter(([, texts]) => !texts[language]?.trim());
		expect(missing.map(([key]) => key)).toEqual([]);
		// It joins them.
		expect(Object.values(catalogue).filter((texts) => texts[language].includes("|"))).toEqual([]);
	});

	test.each(LANGUAGES)("says in %s what is not found out by itself where nothing is heard", (language) => {
		const [, label] = fields.get("car.bus")?.of?.find(([bus]) => bus === "obd-gateway") ?? [];
		expect(label).toMatch(/./);
		expect(catalogue["silent"]?.[language]).toContain(label);
	});

	test("has nothing but these languages", () => {
		for (const texts of Object.values(catalogue)) {
			const { codes: _, ...others } = texts as typeof texts & { codes?: string };
			expect(Object.keys(others)).toEqual([...LANGUAGES]);
		}
	});

	test.each(Object.keys(CODES).filter((code) => !GENERAL.includes(code)))(
		"has a text for the code %s",
		(code) => {
			const keys = Object.entries(catalogue).flatMap(([key, { codes = "" }]) => [key, ...codes.split(",")]);
			expect(keys).toContain(code === "password" ? "credentials" : code);
		},
	);
});
