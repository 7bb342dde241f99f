import { beforeEach, describe, expect, test } from "@jest/globals";
import { type AddressSocket, HostTCP, type SocketEvents } from "../../../modules/tcp/host-tcp";

type Options = SocketEvents & { address: string; port: number };

/** The sockets below that were made. */
let made: FakeTCP[];
/** What to answer to the names that were asked for. */
let asked: Map<string, (address: string | undefined) => void>;
let told: unknown[];

class FakeTCP implements AddressSocket {
	readonly options: Options;
	readonly calls: unknown[] = [];

	constructor(options: Options) {
		if (options.address === "::1") throw new Error("invalid address");
		this.options = options;
		made.push(this);
	}

	read(...args: number[]): ArrayBuffer {
		this.calls.push(["read", ...args]);
		return new ArrayBuffer(args[0] ?? 9);
	}

	write(bytes: Uint8Array): unknown {
		this.calls.push(["write", bytes.length]);
		return 5;
	}

	close(): void {
		this.calls.push(["close"]);
	}
}

beforeEach(() => {
	made = [];
	asked = new Map();
	told = [];
});

function connect(host: string, more: object = {}): HostTCP {
	return new HostTCP({
		...{ host, port: 8883, TCP: { io: FakeTCP, nodelay: true, ...more } },
		resolve: (name, callback) => asked.set(name, callback),
		onReadable: (count) => told.push(["readable", count]),
		onWritable: (count) => told.push(["writable", count]),
		onError: (error) => told.push(["error", error]),
	});
}

describe("a host", () => {
	test("is looked up, and then connected to with the options of the class below", () => {
		connect("broker.local");
		expect(made).toEqual([]);
		asked.get("broker.local")?.("192.168.1.5");
		expect(made[0]?.options).toMatchObject({ address: "192.168.1.5", port: 8883, nodelay: true });
		expect(told).toEqual([]);
	});

	test.each([
		["192.168.1.10", "192.168.1.10"],
		["fe80::1", "fe80::1"],
		["localhost", "127.0.0.1"],
		["LocalHost", "127.0.0.1"],
	])("%s needs no asking", (host, address) => {
		connect(host);
		expect(asked.size).toBe(0);
		expect(made[0]?.options.address).toBe(address);
	});

	test.each(["1.2.3.4.example", "10", "a1.2.3.4", "1.2.3"])("%s is a name", (host) => {
		connect(host);
		expect([...asked.keys()]).toEqual([host]);
	});

	test("that nobody knows is an error with its reason", () => {
		connect("nowhere");
		asked.get("nowhere")?.(undefined);
		expect(told).toEqual([
			["error", expect.objectContaining({ reason: "dns", message: "nowhere is not known" })],
		]);
	});

	test("whose address is of no use is an error, too; one that was given so throws", () => {
		connect("six");
		asked.get("six")?.("::1");
		expect(told).toEqual([["error", new Error("invalid address")]]);
		expect(() => connect("::1")).toThrow("invalid address");
	});

	test("is not connected to when it is found too late", () => {
		const socket = connect("broker");
		socket.close();
		asked.get("broker")?.("192.168.1.5");
		asked.get("broker")?.(undefined);
		expect([made, told]).toEqual([[], []]);
	});
});

describe("the connection", () => {
	test("tells what the one below tells", () => {
		connect("10.0.0.1");
		const { options } = made[0] as FakeTCP;
		const error = new Error("gone");
		options.onWritable(1536);
		options.onReadable(3);
		options.onError(error);
		expect(told).toEqual([
			["writable", 1536],
			["readable", 3],
			["error", error],
		]);
	});

	test("does what the one below does", () => {
		const socket = connect("10.0.0.1");
		expect(socket.read()?.byteLength).toBe(9);
		expect(socket.read(4)?.byteLength).toBe(4);
		expect(socket.write(new Uint8Array(2))).toBe(5);
		socket.close();
		socket.close();
		expect(made[0]?.calls).toEqual([["read"], ["read", 4], ["write", 2], ["close"]]);
	});

	test("has nothing to read and takes nothing before and after", () => {
		const socket = connect("broker");
		expect(socket.read()).toBeUndefined();
		expect(() => socket.write(new Uint8Array(1))).toThrow("would block");
		asked.get("broker")?.("10.0.0.1");
		socket.close();
		expect(socket.read(1)).toBeUndefined();
		expect(() => socket.write(new Uint8Array(1))).toThrow("would block");
	});
});
