import { MQTTClient } from "../../../modules/mqtt/mqtt-client";
import { Session } from "../../../modules/mqtt/session";
import { availabilityTopic, stateTopic } from "../../../src/homeassistant/topics";
import type { MqttLink, OpenMqttLink, QoS } from "../../../src/telemetry/mqtt-link";
import { Telemetry } from "../../../src/telemetry/telemetry";
import type { MetricValues } from "../../../src/vehicle/snapshot";
import { ManualClock } from "../../helpers/manual-clock";
import { SAMPLE_DEVICE as DEVICE } from "../../helpers/sample-device";
import { type Random, seeded } from "../../helpers/seeded";
import { ModelBroker } from "../../modules/mqtt/model-broker/model-broker";
import { FAULTS, type Fault, type FaultName } from "./faults";
import { Network } from "./network";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const KEEP_ALIVE_S = 30;
/** How long everything goes wrong. */
const TROUBLE_MS = 6 * MINUTE;
/** After the longest pause, an acknowledgement that is waited for in vain, and the full refresh. */
const PEACE_MS = 16 * MINUTE;
/** Records that the car is good for at a time; there is room for eight. */
const MOST_UNDELIVERED = 8;
const RECORDS = "sample/records";
const COMMANDS = "sample/commands";

/** What came of a run. */
export interface ChaosResult {
	readonly records: Tally;
	readonly commands: Tally;
	/** Topics whose retained payload is not the latest. */
	readonly stale: readonly string[];
	/** What client or device did against the rules. */
	readonly violations: readonly string[];
	readonly faults: Readonly<Partial<Record<FaultName, number>>>;
	readonly connections: number;
	/** The longest time that a half-open link went unnoticed, in keep-alives. */
	readonly longestHalfOpen: number;
}

/** Messages that count, by what has become of them. */
export interface Tally {
	readonly sent: number;
	readonly lost: number;
	readonly doubled: number;
	/** Came for the first time after a later one. */
	readonly overtaken: number;
}

/** The telemetry of one device, the MQTT client, a network and a broker, and everything that happens to them. */
export class ChaosRun {
	readonly clock = new ManualClock(Date.UTC(2026, 5, 1));
	readonly random: Random;
	readonly network: Network;
	readonly broker: ModelBroker;
	readonly qos: QoS;
	readonly #faults: Partial<Record<FaultName, number>> = {};
	readonly #texts = new Map<string, string>();
	readonly #received: string[] = [];
	readonly #violations: string[] = [];
	#telemetry: Telemetry;
	#latest: MetricValues = {};
	#records = 0;
	#commands = 0;
	#connections = 0;
	#silentSince: number | undefined = undefined;
	#longestSilence = 0;
	/** Ends what an earlier life of the device still has running. */
	#unplug: () => void = () => {};

	readonly #possible: readonly Fault[];

	/** @param amnesia Whether broker and device may also lose their memory. */
	constructor(seed: number, qos: 1 | 2, amnesia = false) {
		this.#possible = FAULTS.filter((fault) => amnesia || fault.amnesia === undefined);
		this.random = seeded(seed);
		this.qos = qos;
		this.network = new Network(this.clock, this.random);
		this.broker = new ModelBroker(this.clock, this.network, this.random() < 0.5);
		this.#telemetry = this.#boot();
	}

	/** Lets everything happen, then waits until it is quiet, and counts. */
	run(): ChaosResult {
		let nextFault = this.clock.monotonic() + this.#between(5, 30) * SECOND;
		for (let passed = 0; passed < TROUBLE_MS; passed += SECOND) {
			this.#second();
			if (this.clock.monotonic() < nextFault) continue;
			this.#strike(this.#possible[Math.floor(this.random() * this.#possible.length)] as Fault);
			nextFault = this.clock.monotonic() + this.#between(3, 40) * SECOND;
		}
		for (let passed = 0; passed < PEACE_MS; passed += 10 * SECOND) this.clock.advance(10 * SECOND);
		const now = this.clock.monotonic();
		this.#telemetry.update(this.#snapshot(now), now);
		// A full refresh may be under way.
		for (let waited = 0; waited < MINUTE && !this.#quiet; waited += SECOND) this.clock.advance(SECOND);
		return this.#result();
	}

	/** A half-open link, if there is a link. */
	silence(): void {
		if (this.network.silence()) this.#silentSince ??= this.clock.monotonic();
	}

	/** The device loses its memory and starts again. */
	restart(): void {
		this.#unplug();
		this.#silentSince = undefined;
		this.#telemetry = this.#boot();
	}

	#between(least: number, most: number): number {
		return least + this.random() * (most - least);
	}

	#strike(fault: Fault): void {
		this.#faults[fault.name] = (this.#faults[fault.name] ?? 0) + 1;
		const heal = fault.strike(this, (least, most) => this.#between(least, most));
		if (heal !== undefined) this.clock.after(this.#between(1, 45) * SECOND, heal);
	}

	/** What happens in a second of a car's life. */
	#second(): void {
		const { random } = this;
		const now = this.clock.monotonic();
		if (random() < 0.3) this.#latest = { ...this.#latest, soc: Math.round(random() * 1000) / 10 };
		if (random() < 0.2) this.#latest = { ...this.#latest, plugged: random() < 0.5 };
		if (random() < 0.2) this.#latest = { ...this.#latest, current: Math.round(random() * 100) };
		this.#telemetry.update(this.#snapshot(now), now);
		if (random() < 0.3 && this.#telemetry.figures.journal < MOST_UNDELIVERED)
			this.#telemetry.record(RECORDS, String(this.#records++));
		if (random() < 0.2 && this.#connections > 0) {
			this.broker.publish({ topic: COMMANDS, payload: String(this.#commands++), qos: this.qos });
		}
		this.clock.advance(SECOND);
	}

	#snapshot(newest: number) {
		return { values: this.#latest, ages: {}, newest, complete: false, sessionId: "s" };
	}

	#boot(): Telemetry {
		let plugged = true;
		const { clock, random, network } = this;
		const session = new Session();
		const whilePlugged = (callback: () => void) => () => {
			if (plugged) callback();
		};
		const after = (ms: number, callback: () => void) => clock.after(ms, whilePlugged(callback));
		let client: MQTTClient | undefined;
		const openMqtt: OpenMqttLink = (will, events): MqttLink => {
			const options = {
				host: "broker",
				port: 1883,
				id: DEVICE.clientId,
				keepAlive: KEEP_ALIVE_S,
				clean: false,
			};
			const opened = new MQTTClient({
				...{ ...options, session, will, after, socket: { io: network.TCP } },
				onOpen: (sessionPresent) => {
					this.#connections += 1;
					opened.subscribe([{ topic: COMMANDS, qos: 2 }], () => {});
					events.onOpen(sessionPresent);
				},
				onMessage: (message) => {
					if (message.topic === COMMANDS) this.#received.push(message.payload);
					else events.onMessage(message);
				},
				onWritable: () => events.onWritable(),
				onClosed: (reason, detail) => {
					this.#lost(reason, detail);
					events.onClosed(reason, detail);
				},
			});
			client = opened;
			return opened;
		};
		this.#unplug = () => {
			plugged = false;
			client?.abort();
		};
		const telemetry = new Telemetry({
			...{ random, openMqtt, report: () => {}, device: DEVICE, qos: this.qos },
			clock: { ...clockOf(clock), after, every: (ms, callback) => clock.every(ms, whilePlugged(callback)) },
			store: {
				read: (key) => this.#texts.get(key),
				write: (key, text) => void this.#texts.set(key, text),
			},
		});
		telemetry.start();
		return telemetry;
	}

	#lost(reason: string, detail: string | undefined): void {
		if (reason === "protocol-error") this.#violations.push(`protocol-error: ${detail}`);
		if (this.#silentSince === undefined) return;
		this.#longestSilence = Math.max(this.#longestSilence, this.clock.monotonic() - this.#silentSince);
		this.#silentSince = undefined;
	}

	/** Whether the broker has everything. */
	get #quiet(): boolean {
		const { waiting, underWay, journal } = this.#telemetry.figures;
		return waiting + underWay + journal === 0;
	}

	#result(): ChaosResult {
		const { forwarded, violations, outgoing } = this.broker;
		const { dropped } = this.#telemetry.figures;
		const own = [
			...(this.#quiet ? [] : [`left: ${JSON.stringify(this.#telemetry.figures)}`]),
			...(dropped > 0 ? [`${dropped} dropped`] : []),
			...(outgoing > 0 ? [`${outgoing} commands not acknowledged`] : []),
			...this.#unannounced().map((topic) => `${topic} before its document`),
		];
		const told = forwarded.filter(({ topic }) => topic === RECORDS).map(({ payload }) => payload);
		return {
			records: tally(this.#records, told),
			commands: tally(this.#commands, this.#received),
			stale: this.#staleTopics(),
			violations: [...violations, ...this.#violations, ...own, ...this.#farewell()],
			faults: this.#faults,
			connections: this.#connections,
			longestHalfOpen: this.#longestSilence / (KEEP_ALIVE_S * SECOND),
		};
	}

	/** State topics that were told before their discovery document. */
	#unannounced(): string[] {
		const topics = this.broker.forwarded.map(({ topic }) => topic);
		const states = [...new Set(topics.filter((topic) => topic.endsWith("/state")))];
		return states.filter((state) => {
			const metric = state.split("/").at(-2);
			const document = topics.findIndex((topic) => topic.endsWith(`/${metric}/config`));
			return document < 0 || document > topics.indexOf(state);
		});
	}

	/** Lets the device say goodbye. @returns What is wrong with that. */
	#farewell(): string[] {
		const { retained, forwarded } = this.broker;
		const topic = availabilityTopic(DEVICE);
		const before = retained.get(topic);
		const from = forwarded.length;
		let stopped = false;
		this.#telemetry.stop(() => {
			stopped = true;
		});
		this.clock.advance(MINUTE);
		const said = forwarded.slice(from).map(({ payload }) => payload);
		const right = stopped && before === "online" && retained.get(topic) === "offline" && said.length === 1;
		return right ? [] : [`${before}, then ${said}, stopped: ${stopped}`];
	}

	#staleTopics(): string[] {
		const { retained } = this.broker;
		const { plugged, ...numbers } = this.#latest;
		const expected: [string, string][] = Object.entries(numbers).map(([key, value]) => [key, String(value)]);
		if (plugged !== undefined) expected.push(["plugged", plugged ? "ON" : "OFF"]);
		return expected
			.filter(([key, text]) => retained.get(stateTopic(DEVICE, key as "soc")) !== text)
			.map(([key]) => key);
	}
}

function clockOf(clock: ManualClock) {
	return { monotonic: () => clock.monotonic(), utc: () => clock.utc() };
}

/** `told` numbers from 0 up to, but not including, `sent`. */
function tally(sent: number, told: readonly string[]): Tally {
	const seen = new Set<number>();
	let overtaken = 0;
	let highest = -1;
	for (const number of told.map(Number)) {
		if (!seen.has(number) && number < highest) overtaken += 1;
		seen.add(number);
		highest = Math.max(highest, number);
	}
	return { sent, lost: sent - seen.size, doubled: told.length - seen.size, overtaken };
}
