import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { atOnce } from "../helpers/at-once";
import { type Mosquitto, startMosquitto } from "../helpers/mosquitto";
import { describeWith } from "../helpers/needs";
import { retainedAt } from "../helpers/retained";
import { runStart } from "../helpers/run-start";
import { Certificate, type CertificateOptions } from "../virtual/certificate";

const ID = "nissan_leaf/nissan_leaf_1eaf01";
const CONFIG = (metric: string) => `homeassistant/sensor/nissan_leaf_1eaf01/${metric}/config`;
const DAY = 86_400_000;
const WAIT = 40_000;

describeWith("mosquitto", () => {
	const folder = mkdtempSync(join(tmpdir(), "leafcast-e2e-"));
	const brokers: Mosquitto[] = [];
	let authority: Certificate;
	let good: Mosquitto;

	const file = (name: string, text: string) => {
		const path = join(folder, name);
		writeFileSync(path, text);
		return path;
	};
	const ca = () => join(folder, "ca.pem");

	/** A broker of Debian's with TLS and a user, showing the certificate given. */
	const start = async (name: string, options: CertificateOptions) => {
		const { pem, key } = await authority.issue(options);
		const tls = { ca: ca(), cert: file(`${name}.pem`, pem), key: file(`${name}-key.pem`, key) };
		const broker = await startMosquitto({ tls, user: "leaf", password: "s3cret" });
		brokers.push(broker);
		return broker;
	};

	beforeAll(async () => {
		authority = await Certificate.root({ subject: "Home CA" });
		file("ca.pem", authority.pem);
		file("other-ca.pem", (await Certificate.root({ subject: "Another CA" })).pem);
		good = await start("good", { names: ["localhost"] });
	});

	afterAll(async () => {
		for (const broker of brokers) await broker.stop();
		rmSync(folder, { recursive: true });
	});

	const run = (port: number, ...more: readonly string[]) => {
		const url = ["--broker", `mqtts://localhost:${port}`, "--ca", ca(), "--user", "leaf"];
		return runStart(...url, "--password", "s3cret", "--car", "aze0-24", "--once", ...more).ended;
	};

	atOnce(WAIT, (test) => {
		test("the broker keeps what Home Assistant needs, in the words of the design page", async () => {
			const { code, lines } = await run(good.port);
			expect(lines.at(-1)).toMatchObject({ event: "end", code: 0 });
			expect(code).toBe(0);
			const messages = await retainedAt({
				port: good.port,
				ca: authority.pem,
				user: "leaf",
				password: "s3cret",
			});
			expect(messages).toMatchObject({
				[`${ID}/availability`]: "offline",
				[`${ID}/soc/state`]: "58.4",
				[`${ID}/health/state`]: "86",
				[`${ID}/voltage/state`]: expect.stringMatching(/^3[67]\d(\.5)?$/),
				[`${ID}/capacity/state`]: "57",
				[`${ID}/range/state`]: "68",
			});
			expect(JSON.parse(messages[`${ID}/data`] ?? "")).toMatchObject({
				state_of_charge: 58.4,
				battery_health: 86,
				battery_voltage: Number(messages[`${ID}/voltage/state`]),
				battery_capacity: 57,
				estimated_range: 68,
				session_id: expect.stringMatching(/^[0-9a-f]{8}$/),
				timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
			});
			expect(JSON.parse(messages[CONFIG("soc")] ?? "")).toEqual({
				name: "Battery level",
				unique_id: "nissan_leaf_1eaf01_soc",
				state_topic: `${ID}/soc/state`,
				availability_topic: `${ID}/availability`,
				device_class: "battery",
				unit_of_measurement: "%",
				state_class: "measurement",
				suggested_display_precision: 1,
				device: {
					identifiers: ["nissan_leaf_1eaf01"],
					name: "Nissan Leaf",
					manufacturer: "Nissan",
					model: "Leaf",
					sw_version: expect.any(String),
				},
				origin: { name: "Leafcast", sw_version: expect.any(String) },
			});
			for (const metric of ["health", "voltage", "capacity", "range"]) {
				expect(JSON.parse(messages[CONFIG(metric)] ?? "")).toMatchObject({
					unique_id: `nissan_leaf_1eaf01_${metric}`,
				});
			}
		});

		for (const [what, args, words] of [
			["a wrong CA", ["--ca", join(folder, "other-ca.pem")], "wrong CA"],
			["a wrong password", ["--password", "wrong"], "wrong user or password"],
			["a wrong user", ["--user", "nobody"], "wrong user or password"],
		] as const)
			test(`${what} is refused at once and called that`, async () => {
				const started = performance.now();
				const { code, lines } = await run(good.port, ...args);
				expect(lines.at(-1)).toMatchObject({ event: "end", code: 1, text: expect.stringContaining(words) });
				expect(code).toBe(1);
				expect(performance.now() - started).toBeLessThan(15_000);
			});

		for (const [name, issue, words] of [
			["a certificate for another host", { names: ["broker.example"] }, "wrong host name"],
			[
				"an expired certificate",
				{
					names: ["localhost"],
					from: Date.now() - 9 * DAY,
					to: Date.now() - DAY,
				},
				"has expired",
			],
			[
				"a certificate from tomorrow",
				{
					names: ["localhost"],
					from: Date.now() + DAY,
					to: Date.now() + 9 * DAY,
				},
				"not valid yet",
			],
		] as const)
			test(`${name} is refused and called that`, async () => {
				const { port } = await start(name.replaceAll(" ", "-"), issue);
				const { code, lines } = await run(port);
				expect(lines.at(-1)).toMatchObject({ event: "end", code: 1, text: expect.stringContaining(words) });
				expect(code).toBe(1);
				expect(JSON.stringify(lines)).not.toContain("s3cret");
			});
	});
});
