import { describe, expect, test } from "@jest/globals";
import { checkFilter, checkTopic } from "../../../modules/mqtt/checks";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { Session } from "../../../modules/mqtt/session";
import { openClient, startClient } from "./start-client";

const TOO_LONG = "é".repeat(32768);

describe("what MQTT does not allow is thrown at once", () => {
	test.each(["", "a/+", "a/#", "+", "a\0b", TOO_LONG])("topic %#", (topic) => {
		expect(() => checkTopic(topic)).toThrow(RangeError);
	});

	test.each(["a", "/", " ", "a//b/", "$SYS/x", "é".repeat(32767)])("but not topic %#", (topic) => {
		expect(() => checkTopic(topic)).not.toThrow();
	});

	test.each(["", "a+", "a/b+/c", "#/a", "a/#/b", "a#", "++", "a\0b", TOO_LONG])("filter %#", (filter) => {
		expect(() => checkFilter(filter)).toThrow(RangeError);
	});

	test.each(["#", "+", "a/#", "+/a/+", "a", "/", "+/#"])("but not filter %j", (filter) => {
		expect(() => checkFilter(filter)).not.toThrow();
	});

	const will = { topic: "a", payload: "x", qos: 1, retain: true } as const;
	test.each<[string, Partial<MQTTOptions>]>([
		["an id that is too long", { id: TOO_LONG }],
		["an id with U+0000", { id: "\0" }],
		["no id in a kept session", { id: "", clean: false }],
		["a password without a user", { password: "p" }],
		["a user that is too long", { user: TOO_LONG }],
		["a password that is too long", { user: "u", password: TOO_LONG }],
		["a negative keep-alive", { keepAlive: -1 }],
		["half a second of keep-alive", { keepAlive: 0.5 }],
		["a day of keep-alive", { keepAlive: 86_400 }],
		["no time to connect", { connectTimeout: 0 }],
		["more time to answer than a timer can count", { ackTimeout: 2 ** 31 }],
		["a packet limit below SUBACK", { packetLimit: 127 }],
		["a kept session without its state", { clean: false }],
		["a will for everybody", { will: { ...will, topic: "#" } }],
		["a will with QoS 3", { will: { ...will, qos: 3 as 2 } }],
		["a will that is too long", { will: { ...will, payload: TOO_LONG } }],
	])("%s", (_name, options) => {
		expect(() => startClient(options)).toThrow(RangeError);
	});

	test.each([0, 0.5, 65536])("a window of %p", (window) => {
		expect(() => new Session(window)).toThrow(RangeError);
	});

	test("requests, whether they could be taken or not", () => {
		for (const { client, peer } of [openClient(), startClient()]) {
			const wrong = [
				() => client.publish({ topic: "a/#", payload: "", qos: 1, retain: false }, () => {}),
				() => client.publish({ topic: "a", payload: "", qos: 3 as 2, retain: false }, () => {}),
				() => client.subscribe([], () => {}),
				() =>
					client.subscribe(
						Array.from({ length: 65 }, () => ({ topic: "a", qos: 1 }) as const),
						() => {},
					),
				() =>
					client.unsubscribe(
						Array.from({ length: 65 }, () => "a"),
						() => {},
					),
				() => client.subscribe([{ topic: "a#", qos: 0 }], () => {}),
				() => client.subscribe([{ topic: "a", qos: -1 as 0 }], () => {}),
				() => client.unsubscribe([], () => {}),
				() => client.unsubscribe(["a", ""], () => {}),
			];
			for (const request of wrong) expect(request).toThrow(RangeError);
			expect(peer.take()).toHaveLength(0);
		}
	});
});
