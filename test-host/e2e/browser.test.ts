import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import type { Setup } from "../cli/setup";
import { type Mosquitto, startMosquitto } from "../helpers/mosquitto";
import { findProgram, needs } from "../helpers/needs";
import { retainedAt } from "../helpers/retained";
import { type Line, runStart, type Started } from "../helpers/run-start";
import { until } from "../helpers/until";
import { CHROMIUM, openBrowser, openTab, WIDTHS } from "../portal-page/browser";
import { picturesOf } from "../portal-page/pictures";
import { type Journey, logIn, lookAround, setUp, textIn } from "../portal-page/walk";
import { Certificate } from "../virtual/certificate";

jest.setTimeout(60_000);

const LOGIN = { user: "leaf", password: "s3cret of the broker" };
const LOGIN_OPTIONS = ["--user", LOGIN.user, "--password", LOGIN.password];
const ADMIN = "owner of the leaf";
const ROOT = "nissan_leaf/nissan_leaf_1eaf01";
const CONFIG = "homeassistant/sensor/nissan_leaf_1eaf01/soc/config";

/** Of a device out of the box, what the page has to be told, wrong before right. */
function journeyIn(language: Journey["language"], setup: Setup, otherCa: string): Journey {
	const { wifi, host, port, caFile = "" } = setup;
	const broker = { host, port, ca: readFileSync(caFile, "utf8"), ...LOGIN };
	return {
		...{ language, wifi, broker, adminPassword: ADMIN },
		wrongWifi: "wrong horse",
		wrong: [
			{ broker: { ...broker, host: "nowhere.local" }, says: "name-not-found" },
			{ broker: { ...broker, ca: otherCa }, says: "certificate" },
			{ broker: { ...broker, user: "nobody" }, says: "credentials" },
			{ broker: { ...broker, password: "a guess" }, says: "credentials" },
		],
		says: "ok",
	};
}

const isHere = CHROMIUM !== undefined && findProgram("mosquitto") !== undefined;

needs("chromium and mosquitto", isHere, () => {
	const folder = mkdtempSync(join(tmpdir(), "leafcast-browser-"));
	const running = new Set<Started["child"]>();
	const brokers: Mosquitto[] = [];
	let browser: Browser;
	let authority: Certificate;
	let other: Certificate;

	beforeAll(async () => {
		browser = await openBrowser();
		authority = await Certificate.root({ subject: "Home CA" });
		other = await Certificate.root({ subject: "Another CA" });
	});
	// Has an effect only on what a failed test has left.
	afterEach(() => {
		for (const child of running) child.kill("SIGKILL");
		running.clear();
	});
	afterAll(async () => {
		for (const broker of brokers) await broker.stop();
		await browser.close();
		rmSync(folder, { recursive: true });
	});

	function start(...args: readonly string[]): Started {
		const started = runStart(...args);
		running.add(started.child);
		return started;
	}

	async function stop({ child, ended }: Started): Promise<void> {
		child.kill("SIGINT");
		expect((await ended).code).toBe(0);
		running.delete(child);
	}

	const file = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};

	/** A broker of Debian's with TLS and a login. @returns The options that send the device there. */
	async function mosquitto(): Promise<readonly string[]> {
		const { pem, key } = await authority.issue({ names: ["localhost"] });
		const tls = { ca: file("ca.pem", authority.pem), cert: file("b.pem", pem), key: file("b.key", key) };
		const broker = await startMosquitto({ tls, ...LOGIN });
		brokers.push(broker);
		return ["--broker", `mqtts://localhost:${broker.port}`, "--ca", tls.ca];
	}

	/** From the device out of the box to its values at the broker and on the page. */
	async function walk(language: Journey["language"], width: number, ...args: readonly string[]) {
		const state = mkdtempSync(join(folder, "state-"));
		const device = start("--unconfigured", "--state", state, ...LOGIN_OPTIONS, ...args);
		const told = await device.line(({ event }) => event === "setting");
		const setup = told["setup"] as Setup;
		const journey = journeyIn(language, setup, other.pem);
		const { page, complaints, close } = await openTab(browser, String(told["portal"]), { width, language });
		const picture = picturesOf(page, language, width);
		await setUp(page, journey, async (name) => {
			if (name === "car") await expectHeard(page, language);
			await picture(name);
		});
		expect(await page.getByRole("link").getAttribute("href")).toBe("http://leafcast-af01.local/");

		await device.line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
		const { port, ca = "" } = journey.broker;
		const at = { port: Number(port), ca, ...LOGIN };
		const messages = await retainedAt(at);
		expect(messages).toMatchObject({ [`${ROOT}/availability`]: "online" });
		expect(JSON.parse(messages[CONFIG] ?? "")).toMatchObject({ state_topic: `${ROOT}/soc/state` });

		await page.reload();
		const t = textIn(language);
		await page.getByRole("button", { name: t("values"), exact: true }).click();
		// It may change in between.
		await until("the same level on the page as at the broker", async () => {
			const level = (await retainedAt(at))[`${ROOT}/soc/state`];
			return (await row(page, "Battery level").innerText()).includes(`\t${level} %`);
		});
		await page.getByText(`${t("mqtt")}: ${t("ok")}`).waitFor();
		await page.getByText(`${t("crystal")} 8 MHz`).waitFor();
		await lookAround(page, language);
		expect(complaints).toEqual([]);
		await close();
		await stop(device);
	}

	test("a device out of the box is set up on a desktop, and one with mosquitto on a phone", async () => {
		const outside = await mosquitto();
		await Promise.all([walk("de", WIDTHS.desktop), walk("en", WIDTHS.phone, ...outside)]);
	});

	test("a device at work asks for its password, and again when it has been restarted", async () => {
		const device = start();
		const { portal, portalPassword } = await device.line(({ event }) => event === "setting");
		await device.line(({ event }) => event === "delivered");
		const look = { width: WIDTHS.desktop, language: "en" };
		const { page, complaints, close } = await openTab(browser, String(portal), look);
		const t = textIn("en");
		await logIn(page, "en", String(portalPassword));
		await expectRow(page, "Battery health", "%");
		await picturesOf(page, "en", WIDTHS.desktop)("values");
		await page.getByRole("button", { name: t("settings"), exact: true }).click();
		await page.getByRole("button", { name: t("restart"), exact: true }).click();
		await page.getByText(t("restarting")).waitFor();
		await device.line(nth(2, ({ state }) => state === "online"));
		await page.reload();
		await logIn(page, "en", String(portalPassword));
		await expectRow(page, "Battery health", "%");
		expect(complaints).toEqual([]);
		await close();
		await stop(device);
	});
});

/** Fits the line that is the n-th of those that fit. */
function nth(n: number, fits: (line: Line) => boolean): (line: Line) => boolean {
	const seen = new Set<Line>();
	return (line) => {
		if (fits(line)) seen.add(line);
		return seen.size === n;
	};
}

/** The car, its bus and the crystal are found before anything is set. */
async function expectHeard(page: Page, language: Journey["language"]): Promise<void> {
	await page.getByText(`EV-CAN, ZE1, 62 kWh, ${textIn(language)("crystal")} 8 MHz`).waitFor();
	await expectRow(page, "Battery voltage", "V");
}

/** A line of the table of values. */
function row(page: Page, name: string) {
	return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
}

async function expectRow(page: Page, name: string, value: string): Promise<void> {
	await row(page, name).filter({ hasText: value }).waitFor();
}
