import { api } from "./api";
import { button, details, h, put, repeat, show, table } from "./dom";
import { CAR, DEVICE, MORE_CAR, MORE_DEVICE, MORE_MQTT, MQTT, PHRASE } from "./fields";
import { Form, type Tree } from "./form";
import { found, lines, poll, type Status, span, stand, values } from "./status";
import { reason, refusal, t } from "./texts";
import { WifiPart } from "./wifi";
import { brokerTest, complaints, on } from "./wizard";

/** Tells something where it is seen from everywhere on the page. */
export function tell(text: string): void {
	put(document.getElementById("told") as Element, text);
}

const VIEWS: Readonly<Record<string, () => unknown>> = {
	values: showValues,
	health: showHealth,
	log: showLog,
	settings: showSettings,
};

/** Shows a view of a device at work, under the ways to the others. */
export function home(view: string): void {
	tell("");
	VIEWS[view]?.();
}

function frame(view: string, ...children: readonly Parameters<typeof h>[2][]): void {
	const way = (name: string) => button(name, () => home(name), { "aria-current": name === view && "page" });
	show(t(view), children);
	document.querySelector("main")?.prepend(h("nav", { class: "row" }, Object.keys(VIEWS).map(way)));
	(document.querySelector("h2") as HTMLElement).focus();
	current = view;
}

/** The view that is shown. */
export let current = "values";

/** Shows what the device says, and again whenever it says something else. */
function live(pause: number, path: string, put: (data: never) => void): void {
	void repeat(pause, async () => {
		const { status, data } = await api(path);
		if (status === 200) put(data as never);
		// The session has ended.
		if (status === 401) location.reload();
		tell(status ? "" : t("offline"));
	});
}

function showValues(): void {
	const place = h("div");
	frame("values", place);
	live(2000, "status", (status: Status) =>
		put(
			place,
			h("p", {}, `${t("mqtt")}: ${stand(status.connection)}`),
			found(status),
			poll(status),
			values(status),
		),
	);
}

function showHealth(): void {
	const place = h("div");
	frame("health", place);
	live(5000, "status", (status: Status) => {
		const { values: _, protection, connection, poll: __, ...rest } = status;
		const rows = lines({ ...rest, connection });
		put(place, protection && h("p", {}, `${t("settings")}: ${t(protection)}`), table(rows));
	});
}

function showLog(): void {
	const place = h("div");
	frame("log", place);
	void Promise.all([api("log"), api("status")]).then(([log, status]) => {
		const now = (status.data as Status).uptime ?? 0;
		const events = (log.data.events ?? []) as { at: number; event: { event: string; reason?: string } }[];
		const rows = [...events].reverse().map(({ at, event: { event, ...rest } }) => {
			const text = lines(rest).map(([name, value]) => `${name} ${name === "reason" ? reason(value) : value}`);
			return [span(Math.max(0, now - at)), event, text.join(", ")];
		});
		put(place, table(rows, ["age", "log", "value"]));
	});
}

async function showSettings(): Promise<void> {
	const { status, data } = await api("settings");
	// Other settings have another password, and everybody is logged out.
	if (status === 401) location.reload();
	if (status !== 200) {
		tell(refusal(status, data.error));
		return;
	}
	const known = data.settings as Tree;
	const form = new Form(known);
	const hasWifi = (await api("status")).data.wifi !== undefined;
	const wifi = new WifiPart(form);
	const place = h("div");
	const changes = () => wifi.withNetworks(form.changes());
	const save = async (event: Event) => {
		event.preventDefault();
		if (!form.collect()) return;
		const { status, data } = await api("settings", changes());
		put(place, data.errors && complaints(form.mark(data.errors)));
		if (status === 200) await showSettings();
		tell(status === 200 ? t("saved") : refusal(status, data.error ?? "invalid"));
	};
	frame(
		"settings",
		h(
			"form",
			{ onsubmit: save, novalidate: true },
			hasWifi && details("wifi", wifi.element),
			details("mqtt", on(form, MQTT), details("more", on(form, MORE_MQTT)), brokerTest(form, changes)),
			details("car", on(form, CAR), details("more", on(form, MORE_CAR))),
			details("device", on(form, DEVICE), on(form, MORE_DEVICE)),
			place,
			h("button", { class: "main" }, t("save")),
		),
		transfer(),
		h(
			"div",
			{ class: "row" },
			button("restart", () => restart("restart", {})),
			reset(),
		),
	);
}

/** Sends the settings away under a passphrase, or takes them back. */
function transfer() {
	const form = new Form({});
	const phrase = form.field(PHRASE);
	const passphrase = () => (form.collect() ? String(form.draft["x.phrase"]) : undefined);
	const send = async () => {
		const typed = passphrase();
		if (typed === undefined) return;
		tell("…");
		const { status, data } = await api("settings/export", { passphrase: typed });
		tell(status === 200 ? "" : refusal(status, data.error));
		if (status !== 200) return;
		const href = URL.createObjectURL(new Blob([data.file]));
		h("a", { href, download: "leafcast.json" }).click();
	};
	const input = h("input", { type: "file", id: "import" });
	const take = async () => {
		const typed = passphrase();
		const file = await input.files?.[0]?.text();
		if (file === undefined) input.focus();
		if (typed === undefined || file === undefined) return;
		tell("…");
		const { status, data } = await api("settings/import", { passphrase: typed, file });
		if (status === 200) home("settings");
		tell(status === 200 ? t("saved") : refusal(status, data.error));
	};
	return details(
		"export",
		phrase,
		h("div", { class: "row" }, button("export", send)),
		h("label", { for: "import" }, t("import")),
		input,
		button("import", take),
	);
}

async function restart(path: string, body: object): Promise<void> {
	const { status, data } = await api(path, body);
	tell(status === 200 || status === 202 ? t("restarting") : refusal(status, data.error));
}

/** Asks before everything is gone. */
function reset() {
	const dialog: HTMLDialogElement = h(
		"dialog",
		{ "aria-labelledby": "sure" },
		h("p", { id: "sure" }, t("sure")),
		h(
			"div",
			{ class: "row" },
			button("cancel", () => dialog.close(), { autofocus: true }),
			button(
				"reset",
				() => {
					dialog.close();
					void restart("reset", { confirm: "reset" });
				},
				{ class: "bad" },
			),
		),
	);
	return [button("reset", () => dialog.showModal(), { class: "bad" }), dialog];
}
