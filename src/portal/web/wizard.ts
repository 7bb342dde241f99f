import { api, type FieldError } from "./api";
import { button, details, h, put, repeat, show, statusLine } from "./dom";
import { CAR, DEVICE, MORE_CAR, MORE_MQTT, MQTT } from "./fields";
import type { Field, Form } from "./form";
import { found, type Status, stand, values } from "./status";
import { reason, refusal, t } from "./texts";
import type { WifiPart } from "./wifi";

/** The fields of a list, on a form. */
export const on = (form: Form, fields: readonly Field[]) => fields.map((field) => form.field(field));

/** What errors say that belong to no field in sight. */
export function complaints(errors: readonly FieldError[]) {
	const items = errors.map(({ field, message }) => h("li", {}, `${field}: ${message}`));
	return h("ul", { role: "alert", class: "bad" }, items);
}

/** A button that lets the device try the broker, with what came of it. */
export function brokerTest(form: Form, changes: () => object) {
	const line = statusLine();
	const test = async () => {
		if (!form.collect()) return;
		put(line, t("testing"));
		const { status, data } = await api("mqtt/test", changes());
		if (data.errors) {
			put(line, t("failed"), complaints(form.mark(data.errors)));
			return;
		}
		if (status !== 202) {
			put(line, refusal(status, data.error));
			return;
		}
		await repeat(300, async () => {
			const { status, data } = await api("mqtt/test");
			if (status && data.state === "testing") return true;
			const { state, homeAssistant } = data.result ?? {};
			const isOk = state === "ok";
			line.className = isOk ? "good" : "bad";
			const code = state === "password" ? "credentials" : state;
			put(line, isOk ? t(homeAssistant ? "listening" : "ok") : refusal(status, code));
			return false;
		});
	};
	return [button("test", test), line];
}

/** What the car tells now, again and again. */
export function liveCar() {
	const place = h("div");
	void repeat(2000, async () => {
		const { status, data } = await api("status");
		if (status === 200) put(place, found(data as Status), values(data as Status));
	});
	return place;
}

/** The way from an empty device to one that publishes: four steps. */
export class Wizard {
	#step: number;
	#form: Form;
	readonly #newForm: () => Form;
	readonly #newWifi: (form: Form) => WifiPart;
	#wifi: WifiPart;
	readonly #first: number;
	#problems: readonly FieldError[];
	readonly #host: string;

	constructor(status: Status, newForm: () => Form, newWifi: (form: Form) => WifiPart) {
		this.#newForm = newForm;
		this.#newWifi = newWifi;
		this.#form = newForm();
		this.#wifi = newWifi(this.#form);
		// A wired board has no Wi-Fi to choose.
		this.#first = status.wifi ? 0 : 1;
		this.#step = this.#first;
		this.#problems = status.complaints ?? [];
		this.#host = status.host ?? "";
	}

	/** Shows the step again, what was typed included. */
	show(): void {
		this.#form.take();
		this.#go(0);
	}

	#go(by: number): void {
		this.#step += by;
		this.#form = this.#newForm();
		[this.#showWifi, this.#showBroker, this.#showCar, this.#showDone][this.#step]?.call(this);
	}

	#frame(title: string, ...children: readonly Parameters<typeof h>[2][]): void {
		const isLast = this.#step === 2;
		const next = async (event: Event) => {
			event.preventDefault();
			if (!this.#form.collect()) return;
			if (isLast) await this.#finish();
			else this.#go(1);
		};
		show(
			`${this.#step - this.#first + 1}/${4 - this.#first} ${t(title)}`,
			this.#problems.length > 0 && complaints(this.#problems),
			h(
				"form",
				{ onsubmit: next, novalidate: true },
				children,
				h(
					"div",
					{ class: "row end" },
					this.#step > this.#first &&
						button("back", () => {
							this.#form.take();
							this.#go(-1);
						}),
					h("button", { class: "main" }, t(isLast ? "finish" : "next")),
				),
			),
		);
		this.#form.mark(this.#problems);
	}

	#showWifi(): void {
		this.#wifi = this.#newWifi(this.#form);
		this.#frame("wifi", this.#wifi.element);
		void this.#wifi.scan();
	}

	#showBroker(): void {
		this.#frame(
			"mqtt",
			on(this.#form, MQTT),
			details("more", on(this.#form, MORE_MQTT)),
			brokerTest(this.#form, () => this.#changes()),
		);
	}

	#showCar(): void {
		this.#frame(
			"car",
			liveCar(),
			on(this.#form, CAR),
			details("more", on(this.#form, MORE_CAR)),
			h("h3", {}, t("device")),
			on(this.#form, DEVICE),
		);
	}

	#changes(): object {
		return this.#wifi.withNetworks(this.#form.changes());
	}

	async #finish(): Promise<void> {
		const { status, data } = await api("settings", this.#changes());
		if (status === 200) {
			this.#go(1);
			return;
		}
		this.#problems = data.errors ?? [{ field: t("failed"), message: refusal(status, data.error) }];
		const [{ field } = { field: "" }] = this.#problems;
		this.#step = field.startsWith("wifi") && this.#first === 0 ? 0 : /^(mqtt|home|publ)/.test(field) ? 1 : 2;
		this.#go(0);
		this.#problems = [];
	}

	#showDone(): void {
		const line = statusLine();
		const broker = statusLine();
		const url = `http://${this.#host}/`;
		show(
			t("done"),
			line,
			broker,
			h("p", {}, t("address"), " ", h("a", { href: url }, this.#host)),
			h("p", {}, t("appears")),
			button("back", () => this.#go(-1)),
		);
		put(line, t("testing"));
		void repeat(1000, async () => {
			const { status, data } = await api("status");
			const { wifi, connection } = data as Status;
			// Who is asked for a password meets the device in the home network.
			const isUp = status === 401 || (status === 200 && (!wifi || wifi.state === "up"));
			const why = wifi?.reason;
			put(line, t(isUp ? "joined" : "testing"), !isUp && why && ` ${reason(why)}`);
			put(broker, isUp && connection && `${t("mqtt")}: ${stand(connection)}`);
			return status !== 401;
		});
	}
}
