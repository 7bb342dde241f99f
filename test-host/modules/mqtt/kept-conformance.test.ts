import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { QoS } from "../../../modules/mqtt/message";
import { Session } from "../../../modules/mqtt/session";
import { seeded } from "../../helpers/seeded";
import { breakingTCP } from "./breaking-tcp";
import { type Broker, forEachBroker } from "./brokers";
import { Link } from "./link";

const COUNT = 100;
const PAYLOADS = Array.from({ length: COUNT }, (_, index) => `${index} ${"x".repeat((index * 37) % 200)}`);

/** One client over many connections: each breaks after some hundred bytes, then the next one is made. */
class Traveller {
	readonly arrived: string[] = [];
	readonly done: string[] = [];
	connections = 0;
	subscribed = false;
	#stopped = false;
	readonly #session = new Session();
	readonly #waiting: string[] = [];
	readonly #broker: Broker;
	readonly #id: string;
	readonly #qos: QoS;
	readonly #random: () => number;
	#link: Link | undefined = undefined;

	constructor(broker: Broker, id: string, qos: QoS) {
		this.#broker = broker;
		this.#id = id;
		this.#qos = qos;
		this.#random = seeded(qos);
		this.#connect();
	}

	publish(payloads: readonly string[]): void {
		this.#waiting.push(...payloads);
		this.#pump();
	}

	stop(): void {
		this.#stopped = true;
		this.#link?.client.close();
	}

	#connect(): void {
		if (this.#stopped) return;
		this.connections += 1;
		this.#link = new Link(this.#broker.port, {
			id: this.#id,
			clean: false,
			session: this.#session,
			socket: { io: breakingTCP(() => 1000 + Math.floor(this.#random() * 4000)) },
			onOpen: (present) => {
				if (!present) this.#subscribe();
				this.#pump();
			},
			onMessage: ({ payload }) => this.arrived.push(payload),
			onWritable: () => this.#pump(),
			onClosed: () => this.#connect(),
		});
	}

	#subscribe(): void {
		this.#link?.client.subscribe([{ topic: `to/${this.#id}`, qos: this.#qos }], () => {
			this.subscribed = true;
		});
	}

	#pump(): void {
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			const payload = next;
			const message = { topic: `from/${this.#id}`, payload, qos: this.#qos, retain: false };
			if (!this.#link?.client.publish(message, () => this.done.push(payload))) return;
			this.#waiting.shift();
		}
	}
}

/** Waits until it is so; Jest sees to it that this does not take for ever. */
async function until(so: () => boolean): Promise<void> {
	while (!so()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const travellers: Traveller[] = [];
afterAll(() => {
	for (const traveller of travellers) traveller.stop();
});

const once = (payloads: readonly string[]) => [...new Set(payloads)];

forEachBroker((start) => {
	let broker: Broker;
	beforeAll(async () => {
		broker = await start();
	});
	afterAll(() => broker.stop());

	test.each<QoS>([1, 2])("QoS %p holds both ways over connections that break", async (qos) => {
		const witness = new Link(broker.port);
		await witness.opened;
		await witness.subscribe(`from/kept${qos}`, qos);
		const traveller = new Traveller(broker, `kept${qos}`, qos);
		travellers.push(traveller);
		await until(() => traveller.subscribed);

		traveller.publish(PAYLOADS);
		const topic = `to/kept${qos}`;
		for (const payload of PAYLOADS) await witness.publish({ topic, payload, qos, retain: false });
		await until(() => once(traveller.arrived).length === COUNT && traveller.done.length === COUNT);
		await until(() => once(witness.messages.map(({ payload }) => payload)).length === COUNT);
		traveller.stop();

		const seen = witness.messages.map(({ payload }) => payload);
		expect(qos === 2 ? seen : once(seen)).toEqual(PAYLOADS);
		if (broker.exact) expect(qos === 2 ? traveller.arrived : once(traveller.arrived)).toEqual(PAYLOADS);
		else expect(new Set(traveller.arrived)).toEqual(new Set(PAYLOADS));
		expect(traveller.done).toEqual(PAYLOADS);
		expect(traveller.connections).toBeGreaterThan(5);
		witness.client.close();
	});

	test("a device after its restart makes the broker forget what it left", async () => {
		const connect = (session: Session) => new Link(broker.port, { id: "again", clean: false, session });
		const before = connect(new Session());
		await before.opened;
		await before.subscribe("again", 1);
		before.client.abort();
		const session = new Session();
		expect(await connect(session).closed).toBe("session-reset");
		expect(await connect(session).closed).toBe("session-reset");
		expect(await connect(session).opened).toBe(false);
	});
});
