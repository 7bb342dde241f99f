import { type BrokerOptions, type EmbeddedBroker, startBroker } from "../virtual/broker";
import { chooseEngine } from "../virtual/engine/choose-engine";
import { HttpGateway } from "../virtual/http";
import { startKeptBroker } from "../virtual/kept-broker";
import { chooseTLS } from "../virtual/tls/choose-tls";
import { World, type WorldOptions } from "../virtual/world";
import { jsonView } from "./json-view";
import { LiveView } from "./live-view";
import { Once, type Outcome } from "./once";
import { plainView } from "./plain-view";
import { PORTAL_PASSWORD } from "./portal-password";
import { Run } from "./run";
import { settingsFor } from "./settings-for";
import { prepareSetup } from "./setup";
import { type StartOptions, UsageError } from "./start-options";
import { loadTraffic } from "./traffic";
import type { View } from "./view";

/** How long the device may take for its goodbye, ms. */
const STOP_MS = 5000;

/**
 * Runs a virtual device until it has done its job, somebody ends it or it dies.
 *
 * @returns The exit code of the process.
 * @throws UsageError when the options cannot be obeyed.
 */
export async function runDevice(options: StartOptions): Promise<number> {
	const car = loadTraffic(options);
	const http = await openGateway(options);
	try {
		const broker = options.broker === undefined ? await openBroker(options) : undefined;
		try {
			return await runWith(options, car, http, broker);
		} finally {
			await broker?.stop();
		}
	} finally {
		// What is left open would keep the process from ending.
		http.end();
	}
}

async function runWith(
	options: StartOptions,
	{ traffic, name, bus }: ReturnType<typeof loadTraffic>,
	http: HttpGateway,
	broker: EmbeddedBroker | undefined,
): Promise<number> {
	const { url, settings } = settingsFor(options, broker, bus);
	const engine = chooseEngine(options.engine);
	const tls = chooseTLS();
	const notes = [engine.note, tls.note].filter((note) => note !== undefined);
	const view = chooseView(options);
	const run = new Run(view, options.once ? new Once("log" in traffic) : undefined);
	view.start({
		...{ engine: engine.name, tls: tls.name, car: name, broker: url, portal: http.url },
		...(options.unconfigured
			? { setup: prepareSetup(settings, options.state) }
			: { portalPassword: PORTAL_PASSWORD }),
		...(notes.length > 0 && { notes }),
	});
	const outcome = await live(run, {
		startEngine: engine.start,
		tls,
		traffic,
		http,
		...(options.ntp !== undefined && { utc: toldTime(options.ntp) }),
		...(!options.unconfigured && { settings }),
		...(options.state !== undefined && { stateFolder: options.state }),
		onEvent: (event) => run.take(event),
		onText: (line) => view.text(line),
		onException: (error) => run.finish({ code: 1, text: error.message }),
		onReplayEnd: () => run.replayEnded(),
	});
	view.end(outcome.code, outcome.text);
	return outcome.code;
}

/** The life of a device from power on to power off. */
async function live(run: Run, options: WorldOptions): Promise<Outcome> {
	let world: World;
	try {
		world = await World.start(options);
	} catch (error) {
		return { code: 1, text: `the firmware does not start: ${(error as Error).message}` };
	}
	void world.device.exited.then(({ reason }) => run.finish({ code: 1, text: reason }));
	const outcome = await run.outcome;
	world.device.requestStop();
	const patience = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
	await Promise.race([run.stopped, world.device.exited, patience]);
	await world.end();
	return outcome;
}

/** Whom the embedded broker lets in: everybody, unless the options name a user. */
function login({ user, password }: StartOptions): BrokerOptions {
	return { ...(user !== undefined && { user }), ...(password !== undefined && { password }) };
}

/** The embedded broker; where the device keeps its settings it finds the same one again. */
async function openBroker(options: StartOptions): Promise<EmbeddedBroker> {
	if (options.state === undefined) return startBroker(login(options));
	try {
		return await startKeptBroker(options.state, login(options));
	} catch (error) {
		throw new UsageError(`--state ${options.state}: ${(error as Error).message}`);
	}
}

/** A time server that is silent, or whose clock is another than the computer's. */
function toldTime(ntp: "silent" | number): () => number | undefined {
	const start = performance.now();
	return () => (ntp === "silent" ? undefined : ntp + performance.now() - start);
}

async function openGateway({ portalPort }: StartOptions): Promise<HttpGateway> {
	try {
		return await HttpGateway.open(portalPort);
	} catch (error) {
		throw new UsageError(`--portal-port ${portalPort}: ${(error as Error).message}`);
	}
}

function chooseView({ json }: StartOptions): View {
	const print = (line: string) => void process.stdout.write(`${line}\n`);
	if (json) return jsonView(print);
	return process.stdout.isTTY ? new LiveView(process.stdout) : plainView(print);
}
