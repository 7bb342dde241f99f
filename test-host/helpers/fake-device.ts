import { Device } from "../../src/device";
import type { AppEvent, Report } from "../../src/event";
import type { HandleHttp, HttpRequest, HttpResponse } from "../../src/portal/http";
import type { Settings } from "../../src/settings/settings";
import { FakeKeys } from "./fake-keys";
import { ManualClock } from "./manual-clock";

/** A started device with a store, a portal and an application that do what a test says. */
export class FakeDevice {
	readonly clock = new ManualClock();
	readonly events: AppEvent[] = [];
	/** Settings of the applications started, and what became of them. */
	readonly apps: { settings: Settings; report: Report; stopped: boolean }[] = [];
	/** The stored document. */
	stored: string | undefined;
	/** Why the next write fails. */
	writeFailure: string | undefined;
	/** Why the portal cannot be opened. */
	portalFailure: string | undefined;
	open = false;
	readonly device: Device;
	#handle: HandleHttp = () => {
		throw new Error("the portal is closed");
	};

	/**
	 * @param stored The settings document in the flash.
	 * @param preset The one that the image brings along.
	 */
	constructor(stored?: string, portalFailure?: string, preset?: string) {
		this.stored = stored;
		this.portalFailure = portalFailure;
		this.device = new Device({
			clock: this.clock,
			store: {
				read: (key) => (key === "settings" ? this.stored : undefined),
				write: (_key, text) => this.#write(text),
			},
			...(preset !== undefined && { preset }),
			openHttp: (handle) => {
				if (this.portalFailure !== undefined) return { reason: this.portalFailure };
				this.open = true;
				this.#handle = handle;
				const close = () => {
					this.open = false;
				};
				return { close };
			},
			keys: new FakeKeys(),
			page: { gzip: Uint8Array.of(), etag: '"1"', csp: "" },
			...{ firmware: "1.2.3", restart: () => {} },
			report: (event) => void this.events.push(event),
			createApp: (settings, report) => this.#createApp(settings, report),
		});
		this.device.start();
	}

	ask(request: HttpRequest): HttpResponse & { body: string } {
		const answers: HttpResponse[] = [];
		this.#handle(request, (answer) => void answers.push(answer));
		const [answer] = answers;
		if (answer === undefined) throw new Error("no answer yet");
		return { ...answer, body: String(answer.body) };
	}

	#write(text: string): { reason: string } | undefined {
		if (this.writeFailure !== undefined) return { reason: this.writeFailure };
		this.stored = text;
		return undefined;
	}

	#createApp(settings: Settings, report: Report) {
		const app = { settings, report, stopped: false };
		return {
			start: () => void this.apps.push(app),
			stop: (onStopped: () => void) => {
				app.stopped = true;
				onStopped();
			},
		};
	}
}
