import { api, openSession, type Session } from "./api";
import { button, h, put, repeat, show, statusLine } from "./dom";
import { Form, type Tree } from "./form";
import { current, home, tell } from "./home";
import type { Status } from "./status";
import { browserLanguage, LANGUAGES, type Language, speak, t } from "./texts";
import { WifiPart } from "./wifi";
import { Wizard } from "./wizard";

/** Shows the view of now once more, in another language. */
let again = () => {};
let isAtHome = false;
let chosen: Language | undefined;
const draft: Record<string, unknown> = {};

/** The languages, and the way out. */
function showHeader(): void {
	const language = document.documentElement.lang;
	const choose = ({ target }: Event) => {
		chosen = (target as HTMLSelectElement).value as Language;
		speak(chosen);
		draft["device.language"] = chosen;
		if (isAtHome) void api("settings", { device: { language: chosen } });
		showHeader();
		again();
		document.getElementById("lang")?.focus();
	};
	put(
		document.getElementById("tools") as Element,
		h(
			"select",
			{ id: "lang", "aria-label": t("lang"), onchange: choose },
			Object.entries(LANGUAGES).map(([each, name]) =>
				h("option", { value: each, lang: each, selected: each === language }, name),
			),
		),
		isAtHome &&
			button("logout", async () => {
				await api("session/end", {});
				await start();
			}),
	);
}

async function start(): Promise<void> {
	const session = await openSession();
	isAtHome = false;
	speak(chosen ?? browserLanguage());
	showHeader();
	if (!session) {
		show(t("offline"));
		await repeat(3000, async () => {
			if (await openSession()) await start();
		});
	} else if (session.loggedIn) await enter(session);
	else login(session);
}

function login({ waitSeconds = 0 }: Session): void {
	again = () => login({});
	const form = new Form({});
	const line = statusLine();
	const refuse = (seconds: number) => {
		line.className = "bad";
		put(line, seconds > 0 ? `${t("wait")} ${seconds}` : t("wrong"));
	};
	const submit = async (event: Event) => {
		event.preventDefault();
		if (!form.collect()) return;
		const { status, wait } = await api("session", { password: form.draft["x.admin"] });
		if (status === 200) await start();
		else if (status === 0) tell(t("offline"));
		else refuse(wait);
		document.getElementById("x.admin")?.focus();
	};
	show(
		t("login"),
		h(
			"form",
			{ onsubmit: submit, novalidate: true },
			form.field({
				name: "x.admin",
				label: "admin",
				type: "password",
				is: { required: true, autocomplete: "current-password" },
			}),
			line,
			h("button", { class: "main" }, t("login")),
		),
	);
	if (waitSeconds > 0) refuse(waitSeconds);
}

/** Whoever has the right sees the setup of a new device, or the one at work. */
async function enter({ access, language }: Session): Promise<void> {
	const status = (await api("status")).data as Status;
	if (status.configured) {
		isAtHome = true;
		if (language && language in LANGUAGES) speak(chosen ?? (language as Language));
		showHeader();
		again = () => home(current);
		home(access === "setup" ? "settings" : "values");
		return;
	}
	const known = ((await api("settings")).data.settings ?? {}) as Tree;
	draft["device.language"] = document.documentElement.lang;
	const wizard = new Wizard(
		status,
		() => new Form(known, draft),
		(form) => new WifiPart(form),
	);
	again = () => wizard.show();
	again();
}

// The form for browsers without a script is gone before anybody begins to fill it in.
show("…");
void start();
