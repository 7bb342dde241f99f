import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { QoS, ReceivedMessage } from "../../../modules/mqtt/message";
import { Session } from "../../../modules/mqtt/session";
import { ManualClock } from "../../helpers/manual-clock";
import { emptySession, type KeptSession } from "./model-broker/kept-session";
import { type AckFate, ModelBroker } from "./model-broker/model-broker";
import type { Port, ServerEnd } from "./model-broker/server-socket";
import { type Bench, startClient } from "./start-client";

const ID = "leaf";
const TO_CLIENT = "in";
/** Longer than any time-out of the client, ms. */
const PATIENCE = 40_000;

/** A client that is made anew whenever its connection ends, and a broker that remembers it. */
class Line {
	readonly broker: ModelBroker;
	/** Payloads that the client has taken for sending, and those the broker has sent, by QoS. */
	readonly taken: readonly string[][] = [[], [], []];
	readonly sent: readonly string[][] = [[], [], []];
	/** Payloads whose `onDone` was called, and those that came to the client. */
	readonly done: string[] = [];
	readonly arrived: string[] = [];
	readonly #session = new Session(4);
	readonly #port: Port = { listener: undefined };
	#server: ServerEnd | undefined = undefined;
	#bench: Bench;
	#subscribed = false;
	#count = 0;
	/** On its way to the broker, and to the client. */
	#up: number[] = [];
	#down: number[] = [];

	/** @param session What the broker knows of the client from before. */
	constructor(forwardsOnRelease: boolean, fate: AckFate, session: KeptSession | undefined) {
		// Without keep-alive the broker needs no clock that goes.
		this.broker = new ModelBroker(new ManualClock(), this.#port, forwardsOnRelease);
		this.broker.ackFate = fate;
		if (session !== undefined) this.broker.sessions.set(ID, session);
		this.#bench = this.#connect();
	}

	get settled(): boolean {
		return this.#session.messages + this.broker.outgoing === 0;
	}

	/** Payloads that the broker got from the client. */
	get received(): string[] {
		return this.broker.forwarded.map(({ payload }) => payload);
	}

	publish(qos: QoS, size: number): void {
		const payload = this.#payload(qos, size);
		const message = { topic: "out", payload, qos, retain: false };
		if (this.#bench.client.publish(message, () => this.done.push(payload))) this.taken[qos]?.push(payload);
	}

	send(qos: QoS, size: number): void {
		// Before that the broker has no session, or one that is going to be left behind.
		if (!this.#subscribed) return;
		const payload = this.#payload(qos, size);
		this.sent[qos]?.push(payload);
		this.broker.publish({ topic: TO_CLIENT, payload, qos });
	}

	/** So many bytes pass each way, and as many as go up are taken from the client for the next time. */
	exchange(up: number, down: number): void {
		const { peer } = this.#bench;
		this.#server?.onData(Uint8Array.from(this.#up.splice(0, up)));
		if (peer.closed === 0) peer.deliver(this.#down.splice(0, down));
		if (peer.closed === 0) peer.offer(up);
		this.#up.push(...peer.take());
		this.#renew();
	}

	wait(ms: number): void {
		this.#bench.clock.advance(ms);
		this.#renew();
	}

	/** The connection breaks, and what is on its way is lost; the client hears of it, or gives up on its own. */
	cut(heard: boolean): void {
		this.#server?.onClosed();
		this.#up = [];
		this.#bench.peer.take();
		if (heard) this.#bench.peer.fail();
		else this.#bench.client.abort();
		this.#renew();
	}

	#renew(): void {
		if (this.#bench.peer.closed === 0) return;
		// The client's last words, perhaps a goodbye, are heard.
		this.#server?.onData(Uint8Array.from([...this.#up, ...this.#bench.peer.take()]));
		this.#server?.onClosed();
		this.#bench = this.#connect();
	}

	#connect(): Bench {
		this.#up = [];
		this.#down = [];
		const down = this.#down;
		this.#server = this.#port.listener?.({ send: (bytes) => void down.push(...bytes), close: () => {} });
		const bench: Bench = startClient({
			id: ID,
			clean: false,
			session: this.#session,
			onOpen: () => {
				bench.client.subscribe([{ topic: TO_CLIENT, qos: 2 }], () => {
					this.#subscribed = true;
				});
			},
			onMessage: ({ payload }: ReceivedMessage) => void this.arrived.push(payload),
			onWritable: () => {},
		});
		return bench;
	}

	#payload(qos: QoS, size: number): string {
		this.#count += 1;
		return `${qos}/${this.#count}/${"x".repeat(size)}`;
	}
}

const atQoS = (qos: QoS, payloads: readonly string[]) =>
	payloads.filter((payload) => payload.startsWith(`${qos}/`));
const once = (payloads: readonly string[]) => [...new Set(payloads)];
const sorted = (payloads: readonly string[]) => [...payloads].sort();

type Order = (payloads: readonly string[]) => readonly string[];
const inOrder: Order = (payloads) => payloads;
const inAnyOrder: Order = sorted;

/** QoS 0 at most once, 1 at least once, 2 exactly once. */
function judge(sent: readonly string[][], arrived: readonly string[], order: Order): void {
	const [atMost = [], atLeast = [], exactly = []] = sent;
	const casual = atQoS(0, arrived);
	expect(casual).toEqual(once(casual));
	expect(atMost).toEqual(expect.arrayContaining(casual));
	expect(once(atQoS(1, arrived))).toEqual(atLeast);
	expect(order(atQoS(2, arrived))).toEqual(order(exactly));
}

/** What a device may have left with the broker before it was restarted: ids that its new life uses again. */
function leftBehind(): KeptSession {
	const session = emptySession();
	const old = { topic: "old", qos: 2 } as const;
	for (let id = 1; id <= 6; id++) session.unreleased.set(id, { ...old, payload: `old ${id}`, retain: false });
	session.outgoing.set(1, { ...old, payload: "old", state: "published" });
	return session;
}

const qos = fc.constantFrom<QoS>(0, 1, 2);
const size = fc.oneof(fc.nat(20), fc.nat(2000));
const step = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ publish: qos, size }) },
	{ weight: 4, arbitrary: fc.record({ send: qos, size }) },
	{ weight: 6, arbitrary: fc.record({ up: fc.nat(300), down: fc.nat(300) }) },
	{ weight: 4, arbitrary: fc.record({ up: fc.nat(5000), down: fc.nat(5000) }) },
	{ weight: 2, arbitrary: fc.record({ cut: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ wait: fc.nat(PATIENCE) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(line: Line, steps: readonly Step[]): void {
	for (const next of steps) {
		if ("publish" in next) line.publish(next.publish, next.size);
		else if ("send" in next) line.send(next.send, next.size);
		else if ("up" in next) line.exchange(next.up, next.down);
		else if ("cut" in next) line.cut(next.cut);
		else line.wait(next.wait);
	}
}

/** Lets a link without faults, but for those still to be noticed, bring everything to its end. */
function finish(line: Line): void {
	for (let round = 0; round < 100 && !line.settled; round++) {
		for (let turn = 0; turn < 10; turn++) line.exchange(1e6, 1e6);
		line.wait(PATIENCE);
		// The broker's side waits for ever for what the client does not know to be missing.
		if (line.broker.outgoing > 0) line.cut(true);
	}
	expect(line.settled).toBe(true);
	expect(line.broker.violations).toEqual([]);
}

// The two ways in which a receiver may do QoS 2 (MQTT 3.1.1, figure 4.3).
describe.each([
	["at its PUBLISH", false],
	["at its PUBREL", true],
])("with a broker that passes on a QoS 2 message %s", (_when, forwardsOnRelease) => {
	const steps = fc.array(step, { maxLength: 150, size: "max" });
	const restarted = fc.boolean();

	test("nothing is lost or out of order and QoS 2 not doubled, wherever connections break", () => {
		fc.assert(
			fc.property(steps, restarted, (steps, restarted) => {
				const line = new Line(forwardsOnRelease, () => 1, restarted ? leftBehind() : undefined);
				play(line, steps);
				finish(line);
				judge(line.taken, line.received, inOrder);
				judge(line.sent, line.arrived, inOrder);
				expect(atQoS(1, line.done)).toEqual(line.taken[1]);
				expect(atQoS(2, line.done)).toEqual(line.taken[2]);
			}),
			{ numRuns: 200 },
		);
	});

	test("nothing is lost and QoS 2 not doubled when acknowledgements are lost or come twice", () => {
		const fates = fc.array(fc.constantFrom(1, 1, 1, 0, 2), {
			maxLength: 60,
			size: "max",
		});
		fc.assert(
			fc.property(steps, fates, restarted, (steps, fates, restarted) => {
				const left = [...fates];
				const fate = () => left.shift() ?? 1;
				const line = new Line(forwardsOnRelease, fate, restarted ? leftBehind() : undefined);
				play(line, steps);
				finish(line);
				judge(line.taken, line.received, inAnyOrder);
				judge(line.sent, line.arrived, inAnyOrder);
				for (const each of [1, 2] as const)
					expect(sorted(atQoS(each, line.done))).toEqual(sorted(line.taken[each] ?? []));
			}),
			{ numRuns: 200 },
		);
	});
});
