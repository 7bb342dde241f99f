import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { HostName } from "../../../modules/mdns/host-name";
import { type DnsMessage, decodeDns, encodeDns } from "../../helpers/dns-message";
import { ManualClock } from "../../helpers/manual-clock";
import { seeded } from "../../helpers/seeded";
import { datagram, fakeUdp } from "../sntp/fake-udp";

const HERE = "192.0.2.7";
const OTHER = "192.0.2.9";
const GROUP = "224.0.0.251";
const RESPONSE = 0x8400;
const A = `A leafcast-1a2b.local ${HERE} 120`;
const SRV = "SRV leafcast-1a2b._http._tcp.local 0 0 80 leafcast-1a2b.local 120";
const NSEC = "NSEC leafcast-1a2b.local leafcast-1a2b.local 000140 120";
const TXT = "TXT leafcast-1a2b._http._tcp.local 00 4500";
const OFFER = "PTR _http._tcp.local leafcast-1a2b._http._tcp.local 4500";
const KIND = "PTR _services._dns-sd._udp.local _http._tcp.local 4500";

function setUp() {
	const clock = new ManualClock();
	const udp = fakeUdp();
	const claims: string[] = [];
	const state = { address: HERE as string | undefined, failures: 0 };
	const name = new HostName({
		...{ UDP: udp.io, udpPort: 5353, label: "leafcast-1a2b", port: 80, random: seeded(1) },
		now: () => clock.monotonic(),
		after: (ms, callback) => clock.after(ms, callback),
		address: () => state.address,
		onClaimed: (claimed, address) => claims.push(`${claimed} ${address}`),
		onFailed: () => {
			state.failures += 1;
		},
	});
	name.start();
	/** What was sent since the last look. */
	const sent = () => udp.sent.splice(0).map((each) => ({ ...each, message: decodeDns(each.bytes) }));
	const receive = (bytes: Uint8Array, from = OTHER, port = 5353) =>
		udp.sockets.at(-1)?.deliver(datagram(bytes, from, port));
	const hear = (message: Partial<DnsMessage>, from?: string, port?: number) =>
		receive(encodeDns(message), from, port);
	/** Until the name is claimed and announced, and all that may be said again. */
	const settle = () => {
		clock.advance(5000);
		sent();
	};
	return { clock, udp, claims, state, sent, hear, receive, settle };
}

describe("a name that nobody else has", () => {
	test("is asked for three times within a second, then claimed", () => {
		const { clock, claims, sent } = setUp();
		clock.advance(1000);
		expect(claims).toEqual([`leafcast-1a2b.local ${HERE}`]);
		const probes = sent().filter(({ message }) => message.questions.length > 0);
		expect(probes.map(({ address, port }) => [address, port])).toEqual(Array(3).fill([GROUP, 5353]));
		expect(probes[0]?.message).toEqual({
			...{ id: 0, flags: 0, answers: [], authorities: [A, SRV], additionals: [] },
			questions: ["!ANY leafcast-1a2b.local", "!ANY leafcast-1a2b._http._tcp.local"],
		});
	});

	test("is announced twice, a second apart, with the web page", () => {
		const { clock, sent } = setUp();
		clock.advance(5000);
		const announced = sent().filter(({ message }) => message.flags === RESPONSE);
		expect(announced).toHaveLength(2);
		expect(announced[1]?.message.answers).toEqual([`!${A}`, `!${SRV}`, `!${NSEC}`, `!${TXT}`, OFFER, KIND]);
	});

	test("is claimed at another address when the device moves, and not without one", () => {
		const { clock, claims, state, udp, settle } = setUp();
		settle();
		state.address = undefined;
		clock.advance(1000);
		expect(udp.sockets.map(({ open }) => open)).toEqual([false]);
		state.address = "192.0.2.8";
		clock.advance(3000);
		expect(claims.slice(1)).toEqual(["leafcast-1a2b.local 192.0.2.8"]);
	});
});

describe("a question", () => {
	test.each<[string, readonly string[], readonly string[], readonly string[]]>([
		["for the address", ["A leafcast-1a2b.local"], [`!${A}`], []],
		["in capitals", ["A LEAFCAST-1A2B.Local"], [`!${A}`], []],
		["for an IPv6 address", ["AAAA leafcast-1a2b.local"], [`!${NSEC}`], []],
		["for web pages", ["PTR _http._tcp.local"], [OFFER], [`!${A}`, `!${SRV}`, `!${NSEC}`, `!${TXT}`]],
		[
			"for kinds of services",
			["PTR _services._dns-sd._udp.local"],
			[KIND],
			[A, SRV, NSEC, TXT].map((r) => `!${r}`),
		],
		["for the place", ["SRV leafcast-1a2b._http._tcp.local"], [`!${SRV}`], [`!${A}`, `!${NSEC}`, `!${TXT}`]],
		[
			"for two things",
			["A leafcast-1a2b.local", "TXT leafcast-1a2b._http._tcp.local"],
			[`!${A}`, `!${TXT}`],
			[`!${SRV}`, `!${NSEC}`],
		],
	])("%s is answered to everybody", (_what, questions, answers, additionals) => {
		const { hear, sent, settle } = setUp();
		settle();
		hear({ questions });
		expect(sent()).toMatchObject([{ address: GROUP, port: 5353, message: { answers, additionals } }]);
	});

	test("is answered to the sender alone if it may be", () => {
		const { hear, sent, settle } = setUp();
		settle();
		hear({ id: 77, questions: ["!A leafcast-1a2b.local"] });
		expect(sent()).toMatchObject([
			{ address: OTHER, port: 5353, message: { id: 0, flags: RESPONSE, questions: [], answers: [`!${A}`] } },
		]);
	});

	test("of an ordinary resolver is answered as that expects it", () => {
		const { hear, sent, settle } = setUp();
		settle();
		const questions = ["A leafcast-1a2b.local"];
		hear({ id: 77, questions }, OTHER, 50_000);
		expect(sent()).toMatchObject([
			{
				...{ address: OTHER, port: 50_000 },
				message: { id: 77, flags: RESPONSE, questions, answers: [A.replace("120", "10")] },
			},
		]);
	});

	test.each<[string, Partial<DnsMessage>]>([
		["another name", { questions: ["A leafcast-1a2c.local"] }],
		["a name that begins alike", { questions: ["A leafcast-1a2b.local.example"] }],
		["what the asker knows", { questions: ["PTR _http._tcp.local"], answers: [OFFER] }],
		["another kind of service", { questions: ["PTR _ipp._tcp.local"] }],
		["something when it is none", { flags: RESPONSE, questions: ["A leafcast-1a2b.local"] }],
	])("for %s is not answered", (_what, message) => {
		const { hear, sent, settle } = setUp();
		settle();
		hear(message);
		expect(sent()).toEqual([]);
	});

	test("that comes again within a second is answered once; to whoever has nearly forgotten, anew", () => {
		const { clock, hear, sent, settle } = setUp();
		settle();
		hear({ questions: ["PTR _http._tcp.local"] });
		hear({ questions: ["PTR _http._tcp.local"] });
		expect(sent()).toHaveLength(1);
		clock.advance(1000);
		hear({ questions: ["PTR _http._tcp.local"], answers: [OFFER.replace("4500", "2000")] });
		expect(sent()).toHaveLength(1);
	});
});

describe("a name that somebody else has", () => {
	const taken = { flags: RESPONSE, answers: [`!A leafcast-1a2b.local ${OTHER} 120`] };

	test("gets a number, and the next number if that is taken, too", () => {
		const { clock, hear, claims, sent } = setUp();
		clock.advance(400);
		hear(taken);
		clock.advance(1100);
		hear({ flags: RESPONSE, answers: ["SRV leafcast-1a2b-2._http._tcp.local 0 0 80 printer.local 120"] });
		clock.advance(5000);
		expect(claims).toEqual([`leafcast-1a2b-3.local ${HERE}`]);
		sent();
		hear({ questions: ["A leafcast-1a2b-3.local"] });
		expect(sent()).toHaveLength(1);
	});

	test("but had not before, is asked for anew first", () => {
		const { clock, hear, claims, settle } = setUp();
		settle();
		hear(taken);
		clock.advance(5000);
		expect(claims).toEqual(Array(2).fill(`leafcast-1a2b.local ${HERE}`));
	});

	test.each<[string, Partial<DnsMessage>, number]>([
		["our own words, back again", { flags: RESPONSE, answers: [A, SRV, TXT, OFFER] }, 5353],
		["a goodbye", { flags: RESPONSE, answers: [`A leafcast-1a2b.local ${OTHER} 0`] }, 5353],
		["what comes from another port", taken, 50_000],
		[
			"the same offer by somebody else",
			{ flags: RESPONSE, answers: ["PTR _http._tcp.local x._http._tcp.local 4500"] },
			5353,
		],
	])("is not what %s means", (_what, message, port) => {
		const { clock, hear, claims } = setUp();
		clock.advance(400);
		hear(message, OTHER, port);
		clock.advance(600);
		expect(claims).toEqual([`leafcast-1a2b.local ${HERE}`]);
	});

	test.each([
		["192.0.2.9", 2000],
		["192.0.2.6", 1000],
	])("at the same time goes to the larger address: %s", (rival, claimedBy) => {
		const { clock, hear, claims } = setUp();
		clock.advance(400);
		hear({ questions: ["!ANY leafcast-1a2b.local"], authorities: [`A leafcast-1a2b.local ${rival} 120`] });
		clock.advance(claimedBy - 401);
		expect(claims).toHaveLength(claimedBy === 1000 ? 1 : 0);
		clock.advance(1000);
		expect(claims).toHaveLength(1);
	});
});

describe("goes on", () => {
	test("when the port is somebody else's, told once, and when it is free again", () => {
		const { clock, udp, state, claims } = setUp();
		state.address = undefined;
		clock.advance(1000);
		udp.failures.open = true;
		state.address = HERE;
		clock.advance(3000);
		expect(state.failures).toBe(1);
		udp.failures.open = false;
		clock.advance(3000);
		expect(claims).toHaveLength(2);
	});

	test("when nothing can be sent", () => {
		const { clock, udp, hear, claims } = setUp();
		udp.failures.write = true;
		clock.advance(5000);
		hear({ questions: ["A leafcast-1a2b.local"] });
		expect(claims).toHaveLength(1);
	});

	test("after a name that points at itself", () => {
		const { receive, sent, settle } = setUp();
		settle();
		receive(Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 255, 0, 1));
		expect(sent()).toEqual([]);
	});

	test("after anything else that comes", () => {
		const { clock, hear, claims, receive, sent, settle } = setUp();
		settle();
		const whole = [...encodeDns({ questions: ["A leafcast-1a2b.local"], answers: [OFFER, SRV, A] })];
		const mangled = fc
			.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
			.map((changes) => {
				const bytes = Uint8Array.from(whole);
				for (const [at, value] of changes) bytes[at] = value;
				return bytes;
			});
		const cut = fc.nat(whole.length).map((length) => Uint8Array.from(whole.slice(0, length)));
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mangled, cut), (bytes) => {
				receive(bytes);
				sent();
			}),
			{ numRuns: 2000 },
		);
		clock.advance(5000);
		sent();
		// Some of it may have claimed our name.
		const [name] = claims.at(-1)?.split(" ") ?? [];
		hear({ questions: [`!A ${name}`] });
		expect(sent()).toHaveLength(1);
	});
});
