import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { type LANGUAGES, readCatalogue } from "./build-page";

type Language = (typeof LANGUAGES)[number];

/** What somebody types who sets a device up. */
export interface Journey {
	readonly language: Language;
	readonly wifi: { readonly ssid: string; readonly password: string };
	/** A password of the network that is typed before the right one: the test of the broker then tells. */
	readonly wrongWifi?: string;
	readonly broker: {
		readonly host: string;
		readonly port?: number;
		readonly user?: string;
		readonly password?: string;
		/** PEM. */
		readonly ca?: string;
	};
	/** What is typed before it is right, and the key of the text that then says so. */
	readonly wrong?: readonly { readonly broker: Journey["broker"]; readonly says: string }[];
	/** Key of the text when the broker is right. */
	readonly says: "ok" | "listening";
	/** As the setting calls it. */
	readonly bus?: string;
	readonly adminPassword?: string;
}

/** Called at each place worth looking at, by its name. */
export type Stop = (name: string) => Promise<void>;

/** The text of a key in a language. */
export function textIn(language: Language): (key: string) => string {
	const catalogue = readCatalogue();
	return (key) => {
		const text = catalogue[key]?.[language];
		if (text === undefined) throw new Error(`no text ${key}`);
		return text;
	};
}

/** From the empty device to the one that has joined: the four steps, wrong inputs first. */
export async function setUp(page: Page, journey: Journey, stop: Stop = async () => {}): Promise<void> {
	const t = textIn(journey.language);
	await chooseNetwork(page, journey, t, stop);
	await chooseBroker(page, journey, t, stop);
	await describeCar(page, journey, t, stop);
	await page.getByText(t("joined")).waitFor();
	await page.getByText(`${t("mqtt")}: ${t("ok")}`).waitFor();
	await stop("done");
}

type Texts = ReturnType<typeof textIn>;

/** A field by its label. */
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function atStep(page: Page, number: number): Promise<void> {
	await page
		.locator("h2")
		.filter({ hasText: new RegExp(`^${number}/`) })
		.waitFor();
	// A screen reader goes on where the focus is.
	expect(await page.evaluate("document.activeElement.tagName")).toBe("H2");
}

async function chooseNetwork(page: Page, journey: Journey, t: Texts, stop: Stop): Promise<void> {
	const { wifi, wrongWifi } = journey;
	await atStep(page, 1);
	await page.getByText(wifi.ssid, { exact: true }).click();
	expect(await field(page, t("ssid")).inputValue()).toBe(wifi.ssid);
	await field(page, t("password")).fill("short");
	await press(page, t("next"));
	await expectError(page, t("password"), t("invalid"));
	await stop("wifi");
	await press(page, t("show"));
	await field(page, t("password")).fill(wrongWifi ?? wifi.password);
	expect(await field(page, t("password")).getAttribute("type")).toBe("text");
	await press(page, t("next"));
	if (wrongWifi !== undefined) await mendNetwork(page, journey, t);
}

/** Only the broker's test finds out that the password of the network is wrong. */
async function mendNetwork(page: Page, { broker, wifi }: Journey, t: Texts): Promise<void> {
	await atStep(page, 2);
	await tryBroker(page, broker, t);
	await page.getByText(t("wifi-password")).waitFor();
	await press(page, t("back"));
	await atStep(page, 1);
	expect(await field(page, t("ssid")).inputValue()).toBe(wifi.ssid);
	await field(page, t("password")).fill(wifi.password);
	await press(page, t("next"));
}

/** An error is at its field, which has the focus. */
async function expectError(page: Page, label: string, text: string): Promise<void> {
	const control = field(page, label);
	expect(await control.getAttribute("aria-invalid")).toBe("true");
	expect(await page.evaluate("document.activeElement.id")).toBe(await control.getAttribute("id"));
	const note = await control.getAttribute("aria-describedby");
	expect(await page.locator(`[id="${note}"]`).textContent()).toContain(text);
}

async function chooseBroker(page: Page, journey: Journey, t: Texts, stop: Stop): Promise<void> {
	await atStep(page, 2);
	await field(page, "Port").fill("99999");
	await press(page, t("test"));
	await expectError(page, "Port", t("invalid"));
	for (const { broker, says } of journey.wrong ?? []) {
		await tryBroker(page, broker, t);
		await page.getByText(t(says)).waitFor();
		await stop(`mqtt-${says}`);
	}
	await tryBroker(page, journey.broker, t);
	await page.getByText(t(journey.says), { exact: true }).waitFor();
	await page.getByText(t("more")).click();
	await stop("mqtt");
	await page.getByText(t("more")).click();
	await press(page, t("next"));
}

async function tryBroker(page: Page, broker: Journey["broker"], t: Texts): Promise<void> {
	const { host, port = 8883, user = "", password = "", ca = "" } = broker;
	const typed = { host, user, password, ca };
	for (const [key, value] of Object.entries(typed)) await field(page, t(key)).fill(value);
	await field(page, "Port").fill(String(port));
	await press(page, t("test"));
}

async function describeCar(page: Page, journey: Journey, t: Texts, stop: Stop): Promise<void> {
	const { adminPassword, bus, language } = journey;
	await atStep(page, 3);
	if (bus !== undefined) {
		const index = ["", "ev-can", "car-can", "obd-gateway"].indexOf(bus);
		await field(page, t("bus")).selectOption({ index });
	}
	if (adminPassword !== undefined) await field(page, t("admin")).fill(adminPassword);
	// Whoever goes back finds what was typed.
	await press(page, t("back"));
	expect(await field(page, t("host")).inputValue()).toBe(journey.broker.host);
	await press(page, t("next"));
	expect(await page.getAttribute("html", "lang")).toBe(language);
	await stop("car");
	await press(page, t("finish"));
}

/** Logs in on the home network, a wrong password first. */
export async function logIn(page: Page, language: Language, password: string, stop: Stop = async () => {}) {
	const t = textIn(language);
	await field(page, t("admin")).fill("not the password");
	await press(page, t("login"));
	await page.getByText(t("wrong")).waitFor();
	await stop("login");
	await field(page, t("admin")).fill(password);
	await press(page, t("login"));
	await page.getByRole("heading", { name: t("values"), exact: true }).waitFor();
}

/** Looks at all that a device at work shows, and asks for the factory reset without doing it. */
export async function lookAround(page: Page, language: Language, stop: Stop = async () => {}): Promise<void> {
	const t = textIn(language);
	await page.getByRole("rowheader").first().waitFor();
	await stop("values");
	for (const view of ["health", "log", "settings"]) {
		await press(page, t(view));
		await page.getByRole("heading", { name: t(view), exact: true }).waitFor();
		await page.locator("td, details").first().waitFor();
		for (const summary of await page.locator("summary").all()) await summary.click();
		await stop(view);
	}
	await press(page, t("reset"));
	await page.getByRole("dialog").waitFor();
	await stop("reset");
	await press(page, t("cancel"));
	await page.getByRole("dialog").waitFor({ state: "hidden" });
}
