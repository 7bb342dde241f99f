import type { AppEvent, ValuesEvent } from "../../src/event";
import type { KnownIdentity } from "../../src/vehicle/identity-watch";
import { describe } from "./plain-view";
import { setupLines } from "./setup";
import { bold, CSI, cut, cyan, dim, green, red, yellow } from "./style";
import { valueTable } from "./value-table";
import { identityText, pollText } from "./value-texts";
import type { Setting, View } from "./view";

const REDRAW_MS = 250;
const MESSAGES = 8;
/** Messages that stay on the screen however many values there are. */
const LEAST_MESSAGES = 2;

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
	#values: { event: ValuesEvent; at: number } | undefined = undefined;
	#identity: KnownIdentity | undefined = undefined;
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
			case "identity":
				this.#identity = event;
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
			case "setup-network":
			case "portal-password":
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
		const { columns = 100, rows = 100 } = this.#screen;
		const head = this.#headLines(this.#setting);
		const title = `${bold("Messages")} ${dim(`${this.#published} acknowledged`)}`;
		const below = ["", dim("Ctrl-C ends the device cleanly")];
		// An empty line before the values and one after, and the title.
		const left = rows - head.length - below.length - 3;
		const table = valueTable(this.#aged(), { columns, rows: left - LEAST_MESSAGES });
		const above = [...head, "", ...table, "", title];
		// A picture that is too high would push its own beginning off the screen.
		const room = Math.max(0, rows - above.length - below.length);
		const messages = this.#messages.slice(Math.max(0, this.#messages.length - room));
		return [...above, ...messages, ...below].map((line) => cut(line, columns)).join("\n");
	}

	#headLines({ engine, tls, car, broker, portal, portalPassword, setup, notes = [] }: Setting): string[] {
		const { frames = 0, rejected, poll } = this.#values?.event ?? {};
		const bad = Object.values(rejected ?? {}).reduce((sum, count) => sum + count, 0);
		return [
			`${bold(green("Leafcast"))}  ${this.#device}`,
			...notes.map(yellow),
			row("Engine", `${engine} with ${tls}`),
			row("Car", `${car}  ${dim(`${frames} frames, ${bad} rejected`)}`),
			...(this.#identity === undefined ? [] : [row("Leaf", describeIdentity(this.#identity))]),
			...(poll === undefined ? [] : [row("Asks", pollText(poll))]),
			row("Broker", `${broker}  ${this.#online ? green("● online") : yellow(`○ ${this.#connection}`)}`),
			row(
				"Portal",
				portalPassword === undefined ? portal : `${portal}  ${dim(`password ${portalPassword}`)}`,
			),
			...(setup === undefined ? [] : setupLines(setup).map((line) => row("", `enter ${line}`))),
		];
	}

	/** The values as old as they are now. */
	#aged(): Pick<ValuesEvent, "values" | "ages"> {
		if (this.#values === undefined) return { values: {}, ages: {} };
		const { event, at } = this.#values;
		const passed = performance.now() - at;
		const ages = Object.entries(event.ages).map(([key, age]) => [key, age + passed]);
		return { values: event.values, ages: Object.fromEntries(ages) };
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

function describeIdentity({ evidence, ...verdict }: KnownIdentity): string {
	const reasons = evidence.map(({ says, because }) => `${says}: ${because}`).join("; ");
	return `${identityText(verdict)}  ${dim(reasons)}`;
}
