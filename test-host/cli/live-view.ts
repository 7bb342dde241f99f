import type { AppEvent } from "../../src/event";
import { ENTITIES } from "../../src/homeassistant/entities";
import { METRICS } from "../../src/vehicle/metrics";
import { describe } from "./plain-view";
import { setupLines } from "./setup";
import type { Setting, View } from "./view";

const CSI = "\x1b[";
const style = (code: number) => (text: string) => `${CSI}${code}m${text}${CSI}0m`;
const bold = style(1);
const dim = style(2);
const red = style(31);
const green = style(32);
const yellow = style(33);
const cyan = style(36);

const REDRAW_MS = 250;
const MESSAGES = 8;
const BAR = 24;

type Values = Extract<AppEvent, { event: "values" }>;

/** The terminal that the view draws on. */
export interface Screen {
	write(text: string): void;
	readonly columns?: number;
	readonly rows?: number;
}

/** A picture of the device that is drawn anew four times a second, on a screen of its own. */
export class LiveView implements View {
	readonly #screen: Screen;
	#setting: Setting | undefined = undefined;
	#timer: NodeJS.Timeout | undefined = undefined;
	#device = "booting";
	#connection = "";
	#online = false;
	#values: { event: Values; at: number } | undefined = undefined;
	#published = 0;
	readonly #messages: string[] = [];

	constructor(screen: Screen) {
		this.#screen = screen;
	}

	start(setting: Setting): void {
		this.#setting = setting;
		this.#screen.write(`${CSI}?1049h${CSI}?25l`);
		this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
	}

	event(event: AppEvent): void {
		switch (event.event) {
			case "values":
				this.#values = { event, at: performance.now() };
				return;
			case "started":
				this.#device = `${event.clientId}, firmware ${event.firmware}`;
				return;
			case "connection":
				this.#online = event.state === "online";
				this.#connection = describe(event) ?? "";
				return;
			case "published":
				this.#published += 1;
				this.#remember(`${cyan(event.topic)}  ${event.payload}`);
				return;
			case "unconfigured":
				this.#device = "waiting for settings";
				this.#remember(yellow(describe(event) ?? ""));
				return;
			case "fault":
				this.#remember(red(describe(event) ?? ""));
		}
	}

	text(line: string): void {
		this.#remember(yellow(line));
	}

	end(code: number, text: string): void {
		clearInterval(this.#timer);
		const picture = this.#setting === undefined ? "" : `${CSI}?25h${CSI}?1049l${this.picture()}\n`;
		this.#screen.write(`${picture}${code === 0 ? text : red(text)}\n`);
	}

	/** What is on the screen now. */
	picture(): string {
		if (this.#setting === undefined) return "";
		const { engine, car, broker, portal, setup, note } = this.#setting;
		const { frames = 0, rejected } = this.#values?.event ?? {};
		const bad = rejected === undefined ? 0 : rejected.crc + rejected.dlc + rejected.implausible;
		const above = [
			`${bold(green("Leafcast"))}  ${this.#device}`,
			...(note === undefined ? [] : [yellow(note)]),
			row("Engine", engine),
			row("Car", `${car}  ${dim(`${frames} frames, ${bad} rejected`)}`),
			row("Broker", `${broker}  ${this.#online ? green("● online") : yellow(`○ ${this.#connection}`)}`),
			row("Portal", portal),
			...(setup === undefined ? [] : setupLines(setup).map((line) => row("", `enter ${line}`))),
			"",
			...this.#valueRows(),
			"",
			`${bold("Messages")} ${dim(`${this.#published} acknowledged`)}`,
		];
		const below = ["", dim("Ctrl-C ends the device cleanly")];
		// A picture that is too high would push its own beginning off the screen.
		const room = Math.max(0, (this.#screen.rows ?? 100) - above.length - below.length);
		const messages = this.#messages.slice(Math.max(0, this.#messages.length - room));
		return [...above, ...messages, ...below].map((line) => cut(line, this.#screen.columns ?? 100)).join("\n");
	}

	#valueRows(): string[] {
		return METRICS.map(({ key, unit, decimals }) => {
			const name = ENTITIES.find((entity) => entity.metric === key)?.name ?? key;
			const value = this.#values?.event.values[key];
			if (value === undefined) return `  ${name.padEnd(18)} ${dim("unknown".padStart(9))}`;
			const text = value.toFixed(decimals).padStart(9);
			const bar = unit === "%" ? `  ${gauge(value / 100)}` : "";
			return `  ${name.padEnd(18)} ${bold(text)} ${unit.padEnd(5)} ${dim(this.#age(key).padStart(9))}${bar}`;
		});
	}

	#age(key: keyof Values["ages"]): string {
		if (this.#values === undefined) return "";
		const age = (this.#values.event.ages[key] ?? 0) + performance.now() - this.#values.at;
		return age < 2000 ? "now" : `${Math.round(age / 1000)} s ago`;
	}

	#remember(line: string): void {
		const time = new Date().toTimeString().slice(0, 8);
		this.#messages.push(`  ${dim(time)}  ${line}`);
		if (this.#messages.length > MESSAGES) this.#messages.shift();
	}

	#draw(): void {
		this.#screen.write(`${CSI}H${this.picture().replaceAll("\n", `${CSI}K\n`)}${CSI}K${CSI}J`);
	}
}

function row(name: string, text: string): string {
	return `  ${dim(name.padEnd(8))} ${text}`;
}

function gauge(fraction: number): string {
	const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR);
	return green("█".repeat(full)) + dim("░".repeat(BAR - full));
}

/** Cuts a line to so many visible characters; control sequences take no room. */
function cut(line: string, columns: number): string {
	let visible = 0;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with one
	const parts = line.match(/\x1b\[[0-9;]*m|./gu) ?? [];
	return parts.filter((part) => part.startsWith("\x1b") || ++visible <= columns).join("");
}
