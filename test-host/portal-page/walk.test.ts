import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { BROKER, SETUP_PASSWORD, WIFI_PASSWORD } from "../helpers/fake-portal-device";
import { needs } from "../helpers/needs";
import { type PortalServer, startPortal } from "../helpers/portal-server";
import { audit, CHROMIUM, type Look, openBrowser, openTab, overflow, WIDTHS } from "./browser";
import { LANGUAGES } from "./build-page";
import { freshPage } from "./page-files";
import { type Journey, logIn, lookAround, type Stop, setUp, textIn } from "./walk";

jest.setTimeout(120_000);

const ADMIN = "a good password";
/** Who speaks these tries wrong brokers first. */
const DETOURS: ReadonlySet<Journey["language"]> = new Set(["en", "de"]);

function journeyIn(language: Journey["language"]): Journey {
	return {
		language,
		wifi: { ssid: "Leafhouse", password: WIFI_PASSWORD },
		broker: { ...BROKER, ca: "" },
		wrong: [
			{ broker: { host: "nowhere.local" }, says: "name-not-found" },
			{ broker: { ...BROKER, port: 1884 }, says: "refused" },
			{ broker: { ...BROKER, password: "wrong" }, says: "credentials" },
		],
		says: "listening",
		bus: "obd-gateway",
		adminPassword: ADMIN,
	};
}

needs("chromium", CHROMIUM !== undefined, () => {
	let browser: Browser;
	let portal: PortalServer;
	const tabs: { close(): Promise<void> }[] = [];

	beforeAll(async () => {
		browser = await openBrowser();
	});
	afterAll(() => browser.close());
	beforeEach(async () => {
		portal = await startPortal(freshPage());
	});
	afterEach(async () => {
		for (const tab of tabs.splice(0)) await tab.close();
		await portal.stop();
	});

	async function open(look: Look, server = portal): Promise<{ page: Page; complaints: readonly string[] }> {
		const tab = await openTab(browser, server.url, look);
		tabs.push(tab);
		return tab;
	}

	/** The device at work, seen from the home network. */
	async function atHome(look: Look, stop?: Stop): Promise<{ page: Page; complaints: readonly string[] }> {
		portal.device.change({
			wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
			mqtt: { ...BROKER },
			device: { name: "Nissan Leaf", language: look.language },
		});
		portal.from = "home";
		const tab = await open(look);
		await logIn(tab.page, look.language as Journey["language"], SETUP_PASSWORD, stop);
		return tab;
	}

	/** From the box to its work and home again: one device of its own, and what is cut off on the way. */
	async function walk(language: Journey["language"], width: number): Promise<readonly string[]> {
		const cut: string[] = [];
		const own = await startPortal(freshPage());
		const stop = (tab: Page): Stop => {
			return async (name) => {
				for (const each of await overflow(tab)) cut.push(`${language} ${width} ${name}: ${each}`);
			};
		};
		const { page, complaints } = await open({ width, language }, own);
		const journey = journeyIn(language);
		await setUp(page, DETOURS.has(language) ? journey : { ...journey, wrong: [] }, stop(page));
		expect(own.device.stored).toMatchObject({
			wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
			mqtt: BROKER,
			car: { bus: "obd-gateway" },
			device: { language, admin: expect.any(String) },
		});
		own.from = "home";
		const home = await open({ width, language }, own);
		await logIn(home.page, language, ADMIN, stop(home.page));
		await lookAround(home.page, language, stop(home.page));
		expect([complaints, home.complaints]).toEqual([[], []]);
		await own.stop();
		return cut;
	}

	test("a device is set up on a phone in every language and on a desktop in two, and nothing is cut off", async () => {
		const onPhones = LANGUAGES.map((language) => walk(language, WIDTHS.phone));
		const onDesktops = [...DETOURS].map((language) => walk(language, WIDTHS.desktop));
		const found = await Promise.all([...onPhones, ...onDesktops]);
		expect(found.flat()).toEqual([]);
	});

	test("axe finds nothing, light or dark", async () => {
		const found: string[] = [];
		const stop = (tab: Page): Stop => {
			return async (name) => {
				for (const each of await audit(tab)) found.push(`${name}: ${each}`);
			};
		};
		const { page } = await open({ width: WIDTHS.phone, language: "en", bypassCSP: true });
		await setUp(page, journeyIn("en"), stop(page));
		portal.from = "home";
		const home = await open({ width: WIDTHS.desktop, language: "en", bypassCSP: true });
		await logIn(home.page, "en", ADMIN, stop(home.page));
		await lookAround(home.page, "en", stop(home.page));
		expect(found).toEqual([]);
	});

	test("a device at work shows all it has, and no secret", async () => {
		const { page, complaints } = await atHome({ width: WIDTHS.desktop, language: "en" });
		await lookAround(page, "en", async (name) => {
			const shown = await page.content();
			for (const secret of [WIFI_PASSWORD, BROKER.password, SETUP_PASSWORD]) {
				expect(`${name} ${shown}`).not.toContain(secret);
			}
		});
		expect(complaints).toEqual([]);
		expect(portal.device.done).not.toContain("reset");
	});

	test("a changed setting leaves the others, secrets included, as they are", async () => {
		const { page } = await atHome({ width: WIDTHS.desktop, language: "de" });
		const t = textIn("de");
		await page.getByRole("button", { name: t("settings"), exact: true }).click();
		await page.getByText(t("mqtt"), { exact: true }).click();
		expect(await page.getByLabel(t("host"), { exact: true }).inputValue()).toBe(BROKER.host);
		await page.getByLabel("Port", { exact: true }).fill("8884");
		await page.getByRole("button", { name: t("save"), exact: true }).click();
		await page.getByText(t("saved"), { exact: true }).waitFor();
		expect(portal.device.stored).toMatchObject({
			mqtt: { ...BROKER, port: 8884 },
			wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
		});
	});

	test("an error that the device finds is shown at its field, which has the focus", async () => {
		portal.device.refusal = { errors: [{ field: "mqtt.topicPrefix", message: "must be levels" }] };
		const { page } = await open({ width: WIDTHS.phone, language: "en" });
		const t = textIn("en");
		const next = () => page.getByRole("button", { name: t("next"), exact: true }).click();
		await next();
		await page.getByLabel(t("host"), { exact: true }).fill(BROKER.host);
		await next();
		await page.getByRole("button", { name: t("finish"), exact: true }).click();
		await page.getByText(`${t("invalid")} (must be levels)`).waitFor();
		const focused = await page.evaluate("document.activeElement.id");
		expect(focused).toBe("mqtt.topicPrefix");
	});

	test("a wrong password of the network is told, and can be mended", async () => {
		const { page } = await open({ width: WIDTHS.phone, language: "en" });
		const t = textIn("en");
		const press = (key: string) => page.getByRole("button", { name: t(key), exact: true }).click();
		await page.getByText("Leafhouse", { exact: true }).click();
		await page.getByLabel(t("password"), { exact: true }).fill("wrong horse");
		await press("next");
		await page.getByLabel(t("host"), { exact: true }).fill(BROKER.host);
		await press("next");
		await press("finish");
		await page.getByText(t("wifi-password")).waitFor();
		for (let step = 3; step > 0; step--) await press("back");
		await page.getByLabel(t("password"), { exact: true }).fill(WIFI_PASSWORD);
		await press("next");
		await press("next");
		await press("finish");
		await page.getByText(t("joined")).waitFor();
	});

	test("too many wrong passwords have to wait", async () => {
		const { page } = await atHome({ width: WIDTHS.phone, language: "de" });
		const t = textIn("de");
		await page.getByRole("button", { name: t("logout"), exact: true }).click();
		const field = page.getByLabel(t("admin"), { exact: true });
		for (let tries = 0; tries < 6; tries++) {
			await field.fill(`wrong password ${tries}`);
			await page.getByRole("button", { name: t("login"), exact: true }).click();
			await page.getByRole("status").filter({ hasText: /./ }).waitFor();
		}
		await page.getByText(t("wait")).waitFor();
	});

	test("the factory reset asks first", async () => {
		const { page } = await atHome({ width: WIDTHS.phone, language: "en" });
		await lookAround(page, "en");
		await page.getByRole("button", { name: "Factory reset" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Factory reset" }).click();
		await page.getByText(textIn("en")("restarting")).waitFor();
		await until(() => portal.device.done.includes("reset"));
	});

	test("another language is spoken at once and remembered", async () => {
		const { page } = await atHome({ width: WIDTHS.desktop, language: "en" });
		await page.locator("#lang").selectOption("ja");
		await page.getByRole("heading", { name: textIn("ja")("values"), exact: true }).waitFor();
		expect(await page.getAttribute("html", "lang")).toBe("ja");
		await until(() => (portal.device.stored["device"] as { language: string }).language === "ja");
	});

	test("a hidden network is joined by its name, at a fixed address, with the CA out of a file", async () => {
		const { page } = await open({ width: WIDTHS.phone, language: "en" });
		const t = textIn("en");
		const press = (key: string) => page.getByRole("button", { name: t(key), exact: true }).click();
		const fixed = { address: "192.168.1.9", netmask: "255.255.255.0", gateway: "192.168.1.1" };
		await page.getByText("Neighbour", { exact: true }).waitFor();
		await page.getByLabel(t("ssid"), { exact: true }).fill("Cellar");
		await page.getByLabel(t("password"), { exact: true }).fill(WIFI_PASSWORD);
		await page.getByText(t("fixed"), { exact: true }).click();
		await page.getByLabel("IP", { exact: true }).fill("192.168.1");
		await press("next");
		await page.getByText(`${t("invalid")} (192.168.1.2)`).waitFor();
		await page.getByLabel("IP", { exact: true }).fill(fixed.address);
		await page.getByLabel("Netmask", { exact: true }).fill(fixed.netmask);
		await page.getByLabel("Gateway", { exact: true }).fill(fixed.gateway);
		await press("next");
		await page.getByLabel(t("host"), { exact: true }).fill(BROKER.host);
		const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
		const file = { name: "ca.pem", mimeType: "text/plain", buffer: Buffer.from(pem) };
		await page.locator("input[type=file]").first().setInputFiles(file);
		await until(async () => (await page.getByLabel(t("ca"), { exact: true }).inputValue()) === pem);
		await press("next");
		await press("finish");
		await until(() => portal.device.done.includes("change"));
		expect(portal.device.stored).toMatchObject({
			wifi: { networks: [{ ssid: "Cellar", password: WIFI_PASSWORD, hidden: true, ...fixed }] },
			mqtt: { host: BROKER.host, ca: pem },
		});
	});

	test("the settings go into a file under a passphrase, and come back with that alone", async () => {
		const { page, complaints } = await atHome({ width: WIDTHS.desktop, language: "en" });
		const t = textIn("en");
		await page.getByRole("button", { name: t("settings"), exact: true }).click();
		await page
			.locator("summary")
			.filter({ hasText: t("export") })
			.click();
		const part = page.locator("details").filter({ has: page.locator("#import") });
		const press = (key: string) => part.locator("button").getByText(t(key), { exact: true }).click();
		await press("export");
		await page.getByText(t("missing")).waitFor();
		await part.getByLabel(t("phrase"), { exact: true }).fill("of good length");
		const [download] = await Promise.all([page.waitForEvent("download"), press("export")]);
		expect(download.suggestedFilename()).toBe("leafcast.json");
		const path = await download.path();
		expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ format: "leafcast" });
		await page.locator("#import").setInputFiles(path);
		await part.getByLabel(t("phrase"), { exact: true }).fill("of bad length");
		await press("import");
		await page.locator("#told").getByText(t("wrong")).waitFor();
		await part.getByLabel(t("phrase"), { exact: true }).fill("of good length");
		await press("import");
		// The password may be another now.
		await page.getByRole("heading", { name: t("login"), exact: true }).waitFor();
		expect(complaints).toEqual([]);
	});

	test("a restart is told and done", async () => {
		const { page } = await atHome({ width: WIDTHS.phone, language: "en" });
		const t = textIn("en");
		await page.getByRole("button", { name: t("settings"), exact: true }).click();
		await page.getByRole("button", { name: t("restart"), exact: true }).click();
		await page.getByText(t("restarting")).waitFor();
		await until(() => portal.device.done.includes("restart"));
	});

	test("nobody sees the form without a script while the device takes its time", async () => {
		const { page } = await open({ width: WIDTHS.phone, language: "en" });
		await page.route("**/api/session", async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 300));
			await route.continue();
		});
		await page.reload();
		expect(await page.locator("form").count()).toBe(0);
		await page.locator("form").waitFor();
	});

	test("the form works without JavaScript", async () => {
		const { page } = await open({ width: WIDTHS.phone, language: "de", javaScript: false });
		await page.locator("[name='wifi.ssid']").fill("Leafhouse");
		await page.locator("[name='wifi.password']").fill(WIFI_PASSWORD);
		await page.locator("[name='mqtt.host']").fill(BROKER.host);
		await page.locator("[name='car.bus']").selectOption("car-can");
		await page.getByRole("button").click();
		await page.getByText("Saved").first().waitFor();
		expect(portal.device.stored).toMatchObject({
			wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
			mqtt: { host: BROKER.host, port: 8883 },
			car: { bus: "car-can" },
		});
	});
});

/** What the browser has asked for comes a little later. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
	for (let tries = 0; !(await holds()) && tries < 100; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	expect(await holds()).toBe(true);
}
