import type { AppEvent } from "../../src/event";
import { type BrokerOptions, type EmbeddedBroker, startBroker } from "../virtual/broker";
import { chooseEngine } from "../virtual/engine/choose-engine";
import { World } from "../virtual/world";
import { jsonView } from "./json-view";
import { LiveView } from "./live-view";
import { Once, type Outcome } from "./once";
import { plainView } from "./plain-view";
import { settingsFor } from "./settings-for";
import type { StartOptions } from "./start-options";
import { loadTraffic } from "./traffic";
import type { View } from "./view";

/** How long `--once` waits, s. */
const ONCE_SECONDS = 30;
/** How long the device may take for its goodbye, ms. */
const STOP_MS = 5000;

/**
 * Runs a virtual device until it has done its job, somebody ends it or it dies.
 *
 * @returns The exit code of the process.
 * @throws UsageError when the options cannot be obeyed.
 */
export async function runDevice(options: StartOptions): Promise<number> {
	const { traffic, name, bus } = loadTraffic(options);
	const broker = options.broker === undefined ? await startBroker(login(options)) : undefined;
	const { url, settings } = settingsFor(options, broker, bus);
	const engine = chooseEngine(options.engine);
	const view = chooseView(options);
	const run = new Run(view, options.once ? new Once("log" in traffic) : undefined);
	view.start({ engine: engine.name, car: name, broker: url, ...(engine.note && { note: engine.note }) });
	const world = await World.start({
		startEngine: engine.start,
		traffic,
		settings,
		...(options.state !== undefined && { stateFolder: options.state }),
		onEvent: (event) => run.take(event),
		onText: (line) => view.text(line),
		onException: (error) => run.finish({ code: 1, text: error.message }),
		onReplayEnd: () => run.replayEnded(),
	});
	void world.device.exited.then(({ reason }) => run.finish({ code: 1, text: reason }));
	const outcome = await run.outcome;
	await shutDown(world, run, broker);
	view.end(outcome.code, outcome.text);
	return outcome.code;
}

/** Everything that a run waits for. */
class Run {
	readonly #view: View;
	readonly #once: Once | undefined;
	#decide: (outcome: Outcome) => void = () => {};
	#stopped: () => void = () => {};
	/** Settles when the run is to end. */
	readonly outcome: Promise<Outcome>;
	/** Settles when the device has said goodbye. */
	readonly stopped: Promise<void>;

	constructor(view: View, once: Once | undefined) {
		this.#view = view;
		this.#once = once;
		this.stopped = new Promise((resolve) => {
			this.#stopped = resolve;
		});
		this.outcome = new Promise((resolve) => {
			this.#decide = resolve;
		});
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => this.finish({ code: 0, text: "ended" }));
		}
		if (once) setTimeout(() => this.finish(once.timeout(ONCE_SECONDS)), ONCE_SECONDS * 1000).unref();
	}

	/** Takes an event of the device. */
	take(event: AppEvent): void {
		this.#view.event(event);
		if (event.event === "stopped") this.#stopped();
		const outcome = this.#once?.take(event);
		if (outcome) this.finish(outcome);
	}

	replayEnded(): void {
		this.#once?.replayEnded();
	}

	/** Ends the run; the first reason counts. */
	finish(outcome: Outcome): void {
		this.#decide(outcome);
	}
}

/** Whom the embedded broker lets in: everybody, unless the options name a user. */
function login({ user, password }: StartOptions): BrokerOptions {
	return { ...(user !== undefined && { user }), ...(password !== undefined && { password }) };
}

function chooseView({ json }: StartOptions): View {
	const print = (line: string) => void process.stdout.write(`${line}\n`);
	if (json) return jsonView(print);
	return process.stdout.isTTY ? new LiveView(process.stdout) : plainView(print);
}

/** Lets the device say goodbye, as far as it still can. */
async function shutDown(world: World, run: Run, broker: EmbeddedBroker | undefined): Promise<void> {
	world.device.requestStop();
	await Promise.race([
		run.stopped,
		world.device.exited,
		new Promise((resolve) => setTimeout(resolve, STOP_MS).unref()),
	]);
	await world.end();
	await broker?.stop();
}
