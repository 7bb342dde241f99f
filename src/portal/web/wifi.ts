import { api } from "./api";
import { button, details, h, put, repeat, statusLine } from "./dom";
import { FIXED, WIFI } from "./fields";
import type { Form } from "./form";
import { reason, t } from "./texts";

/** A network in the air. */
interface Found {
	readonly ssid: string;
	readonly rssi: number;
	readonly secure: boolean;
}
/** A network in the settings. */
interface Known {
	readonly ssid: string;
	readonly password?: unknown;
}

/** Above these, dBm, a signal is so strong. */
const STRENGTHS = [
	[-60, "strong", "▂▄▆█"],
	[-75, "medium", "▂▄▆"],
	[-999, "weak", "▂"],
] as const;

/** The choice of networks: those known, those in the air, and one by its name. */
export class WifiPart {
	readonly element: HTMLElement;
	readonly #form: Form;
	#kept: readonly Known[];
	#found: readonly Found[] = [];
	readonly #list = h("div");
	readonly #saved = h("ul");
	readonly #line = statusLine();

	constructor(form: Form) {
		this.#form = form;
		this.#kept = ((form.known["wifi"] as { networks?: Known[] })?.networks ?? []) as readonly Known[];
		this.element = h(
			"div",
			{},
			this.#saved,
			h(
				"fieldset",
				{},
				h("legend", {}, t("choose")),
				this.#line,
				this.#list,
				button("scan", () => this.scan()),
			),
			WIFI.map((field) => form.field(field)),
			details(
				"fixed",
				FIXED.map((field) => form.field(field)),
			),
		);
		this.#showKept();
	}

	/** Looks for networks once, and shows what was found. */
	async scan(): Promise<void> {
		put(this.#line, t("scanning"));
		await api("wifi/scan", {});
		await repeat(500, async () => {
			const { status, data } = await api("wifi/scan");
			if (status === 200 && (data.state === "scanning" || data.state === "idle")) return true;
			this.#found = data.networks ?? [];
			const isBad = status !== 200 || data.state === "failed";
			put(this.#line, isBad ? reason(data.reason) : this.#found.length === 0 && t("none"));
			this.#showFound();
			return false;
		});
	}

	/** The changes of a form, with the list of networks instead of the fields of one. */
	withNetworks(changes: { wifi?: { ssid?: unknown; password?: unknown } }): object {
		const { wifi, ...others } = changes;
		const before = (this.#form.known["wifi"] as { networks?: unknown[] })?.networks?.length ?? 0;
		const entered = wifi?.ssid !== undefined && wifi.ssid !== null;
		if (!entered && before === this.#kept.length) return others;
		const seen = this.#found.find(({ ssid }) => ssid === wifi?.ssid);
		const kept = this.#kept
			.filter(({ ssid }) => ssid !== wifi?.ssid)
			.map(({ password, ...network }) => network);
		const added = {
			...wifi,
			...(seen ? !seen.secure && { password: null } : { hidden: true }),
		};
		return { ...others, wifi: { networks: entered ? [added, ...kept] : kept } };
	}

	#showKept(): void {
		const drop = (network: Known) => {
			this.#kept = this.#kept.filter((each) => each !== network);
			this.#showKept();
		};
		put(
			this.#saved,
			this.#kept.map((network) =>
				h(
					"li",
					{ class: "row" },
					h("span", {}, network.ssid),
					button("remove", () => drop(network), { "aria-label": `${t("remove")}: ${network.ssid}` }),
				),
			),
		);
		this.#saved.hidden = this.#kept.length === 0;
	}

	#showFound(): void {
		const chosen = this.#form.draft["wifi.ssid"];
		put(
			this.#list,
			this.#found.map(({ ssid, rssi, secure }) => {
				const [, text, bars] = STRENGTHS.find(([least]) => rssi >= least) ?? STRENGTHS[2];
				const choose = () => {
					this.#form.set("wifi.ssid", ssid);
					this.#form.set("wifi.password", "");
				};
				return h(
					"label",
					{ class: "row" },
					h("input", { type: "radio", name: "net", checked: ssid === chosen, onchange: choose }),
					h("span", {}, ssid),
					h(
						"small",
						{},
						h("span", { "aria-hidden": "true" }, bars, " "),
						t(text),
						!secure && `, ${t("open")}`,
					),
				);
			}),
		);
	}
}
