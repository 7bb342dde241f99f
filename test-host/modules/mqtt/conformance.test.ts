import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Message, QoS } from "../../../modules/mqtt/message";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { startMosquitto } from "../../helpers/mosquitto";
import { describeWith } from "../../helpers/needs";
import { NodeTCP } from "../../virtual/node-tcp";
import { type Broker, forEachBroker } from "./brokers";
import { after, Link } from "./link";

/** What any broker must do with us, over real TCP. */
function conformance(start: () => Promise<Broker>): void {
	let broker: Broker;
	beforeAll(async () => {
		broker = await start();
	});
	afterAll(() => broker.stop());

	const connect = async (options: Partial<MQTTOptions> = {}) => {
		const link = new Link(broker.port, options);
		await link.opened;
		return link;
	};

	describe.each<QoS>([0, 1, 2])("at QoS %p", (qos) => {
		const fresh = { qos, retain: false, dup: false };

		test("publishes to itself, in order and once, from an empty payload to 10 kB of any characters", async () => {
			const link = await connect();
			expect(await link.subscribe(`self/${qos}/#`, qos)).toEqual([qos]);
			const payloads = ["", "58.4", "°C € 🚗", "é€🚗".repeat(1200), "last"];
			const topic = `self/${qos}/°`;
			const publishing = payloads.map((payload) => link.publish({ topic, payload, qos, retain: false }));
			await Promise.all(publishing);
			expect(await link.received(payloads.length)).toEqual(
				payloads.map((payload) => ({ topic, payload, ...fresh })),
			);
			link.client.close();
		});

		test("publishes fifty messages at once through a window of 8", async () => {
			const link = await connect();
			await link.subscribe(`many/${qos}`, qos);
			const expected = Array.from({ length: 50 }, (_, index) => String(index));
			for (const payload of expected)
				await link.publish({ topic: `many/${qos}`, payload, qos, retain: false });
			expect((await link.received(50)).map(({ payload }) => payload)).toEqual(expected);
		});

		test("gets retained messages as such, until an empty one clears them", async () => {
			const topic = `retained/${qos}`;
			const first = await connect();
			await first.publish({ topic, payload: "kept", qos, retain: true });
			const second = await connect();
			await second.subscribe(topic, qos);
			expect(await second.received(1)).toEqual([{ topic, payload: "kept", qos, retain: true, dup: false }]);
			await second.publish({ topic, payload: "", qos, retain: true });
			expect((await second.received(2))[1]).toEqual({ topic, payload: "", ...fresh });
			const third = await connect();
			await third.subscribe(topic, qos);
			await third.publish({ topic, payload: "new", qos, retain: false });
			expect(await third.received(1)).toEqual([{ topic, payload: "new", ...fresh }]);
		});

		test("leaves its will behind after abort, not after close", async () => {
			const witness = await connect();
			await witness.subscribe(`will/${qos}/#`, qos);
			const will = (name: string): Message => ({
				topic: `will/${qos}/${name}`,
				payload: "offline",
				qos,
				retain: true,
			});
			const polite = await connect({ will: will("polite") });
			const lost = await connect({ will: will("lost") });
			polite.client.close();
			lost.client.abort();
			expect(await witness.received(1)).toEqual([{ ...will("lost"), ...fresh }]);
			await witness.publish({ topic: `will/${qos}/end`, payload: "", qos, retain: false });
			expect((await witness.received(2)).map(({ topic }) => topic)).toEqual([
				`will/${qos}/lost`,
				`will/${qos}/end`,
			]);
		});
	});

	test("does not hear any more of what it has unsubscribed from", async () => {
		const link = await connect();
		await link.subscribe("gone", 1);
		await link.subscribe("stays", 1);
		await new Promise<void>((done) => link.client.unsubscribe(["gone"], done));
		await link.publish({ topic: "gone", payload: "", qos: 1, retain: false });
		await link.publish({ topic: "stays", payload: "", qos: 1, retain: false });
		expect((await link.received(1)).map(({ topic }) => topic)).toEqual(["stays"]);
	});

	test("gets its PINGREQ answered", async () => {
		let answers = 0;
		let answered: (times: string) => void = () => {};
		const twice = new Promise<string>((resolve) => {
			answered = resolve;
		});
		class PingCounter extends NodeTCP {
			override read(count?: number): ArrayBuffer | undefined {
				const bytes = super.read(count);
				if (bytes && new Uint8Array(bytes)[0] === 0xd0 && ++answers === 2) answered("answered");
				return bytes;
			}
		}
		// Three quarters of the keep-alive pass in 250 ms, and the answer has 167 ms to come.
		const hasty = (ms: number, callback: () => void) => after(ms / 3, callback);
		const link = await connect({ keepAlive: 1, after: hasty, socket: { io: PingCounter } });
		expect(await Promise.race([twice, link.closed])).toBe("answered");
	});

	test("is told when the broker goes away", async () => {
		const another = await start();
		const link = new Link(another.port);
		await link.opened;
		await another.stop();
		expect(await link.closed).toBe("connection-lost");
		expect(await new Link(another.port).closed).toBe("tcp-refused");
	});
}

forEachBroker(conformance);

describeWith("mosquitto", () => {
	test("is told that user or password are wrong", async () => {
		const broker = await startMosquitto({ user: "leaf", password: "sécret" });
		const attempt = async (user?: string, password?: string) => {
			const link = new Link(broker.port, { user, password });
			return Promise.race([link.opened, link.closed]);
		};
		expect(await attempt("leaf", "sécret")).toBe(false);
		expect(["bad-credentials", "not-authorised"]).toContain(await attempt("leaf", "guess"));
		expect(["bad-credentials", "not-authorised"]).toContain(await attempt("stranger", "sécret"));
		expect(["bad-credentials", "not-authorised"]).toContain(await attempt());
		await broker.stop();
	});
});
