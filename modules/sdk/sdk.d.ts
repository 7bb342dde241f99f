// The parts of the Moddable SDK that the firmware uses, typed as they behave: the SDK's own typings leave some out and
// are wider than we want elsewhere.

declare module "embedded:io/spi" {
	export default class SPI {
		constructor(options: {
			clock: number;
			in: number;
			out: number;
			select: number;
			hz: number;
			mode?: number;
		});
		transfer(buffer: Uint8Array): void;
		close(): void;
	}
}

declare module "embedded:io/digital" {
	export default class Digital {
		static readonly InputPullUp: number;
		static readonly Output: number;
		static readonly Falling: number;
		constructor(options: { pin: number; mode: number; edge?: number; onReadable?: () => void });
		read(): number;
		write(value: 0 | 1): void;
		close(): void;
	}
}

declare module "embedded:io/socket/tcp" {
	export interface TCPEvents {
		onReadable(count: number): void;
		onWritable(count: number): void;
		onError(error?: Error): void;
	}
	export interface TCPOptions extends TCPEvents {
		/** IP address: names are looked up by nobody here. */
		address: string;
		port: number;
	}
	export default class TCP {
		/** `from`: what a listener has handed over, which has no callbacks and cannot be used any more. */
		constructor(options: TCPOptions | (TCPEvents & { from: object }));
		read(count?: number): ArrayBuffer | undefined;
		write(buffer: ArrayBuffer | Uint8Array): number;
		close(): void;
	}
}

declare module "embedded:io/socket/udp" {
	export default class UDP {
		/** `timeToLive`, of what is sent, is for the ESP32 only. */
		constructor(options: { port?: number; timeToLive?: number; onReadable(count: number): void });
		/** Joins a multicast group on every interface; on the ESP32 only. */
		add?(group: string): void;
		read(): (ArrayBuffer & { readonly address: string; readonly port: number }) | undefined;
		write(bytes: Uint8Array, address: string, port: number): void;
		close(): void;
	}
}

declare module "embedded:io/socket/listener" {
	export default class Listener {
		constructor(options: { port: number; onReadable(count: number): void });
		/** The next connection that waits, to be given to `TCP` as `from`. */
		read(): object | undefined;
		close(): void;
	}
}

declare module "embedded:network/http/server" {
	import type Listener from "embedded:io/socket/listener";
	export interface HTTPRequest {
		readonly method: string;
		readonly path: string;
		/** By name in lower case; of a header that comes twice the last. */
		readonly headers: ReadonlyMap<string, string>;
	}
	export interface HTTPResponse {
		status: number;
		readonly headers: Map<string, string>;
	}
	/** Called in this order; `onReadable` and `onWritable` as often as needed, `onReadable` not without a body. */
	export interface HTTPConnectionHandlers {
		onRequest(request: HTTPRequest): void;
		onReadable(count: number): void;
		onResponse(response: HTTPResponse): void;
		onWritable(count: number): void;
		/** The whole answer has been written. */
		onDone(): void;
		/** The connection broke, or brought what is no HTTP. Neither this nor `onDone` follows a `close` of ours. */
		onError(): void;
	}
	export interface HTTPConnection {
		accept(handlers: HTTPConnectionHandlers): void;
		/** Everything of the body that is there. */
		read(): ArrayBuffer | undefined;
		respond(response: HTTPResponse): void;
		/** When the whole `content-length` has been written the connection is closed. */
		write(bytes: Uint8Array): number;
		close(): void;
	}
	export default class HTTPServer {
		constructor(options: {
			io: typeof Listener;
			port: number;
			onConnect(connection: HTTPConnection): void;
		});
		close(): void;
	}
}

declare module "file" {
	export class File {
		/** Opens a file, or makes it if it is to be written and there is none; the old content stays. */
		constructor(path: string, write?: boolean);
		/** From the position to the end. */
		read(type: StringConstructor): string;
		read(type: ArrayBufferConstructor): ArrayBuffer;
		write(content: string | ArrayBuffer): void;
		close(): void;
		static exists(path: string): boolean;
		/** @returns Whether there was one. */
		static delete(path: string): boolean;
		/** @param name - Of the file in the same folder; one of that name is replaced. */
		static rename(path: string, name: string): boolean;
	}
}

declare module "Resource" {
	/** A file that a manifest puts into flash as `data`; a `Uint8Array` of it shows the flash itself. Read-only. */
	const Resource: new (name: string) => ArrayBuffer;
	export default Resource;
}

declare module "embedded:storage/key-value" {
	interface Storage {
		/** A text or bytes, as the format says; throws where something of the other kind is stored. */
		read(key: string): string | ArrayBuffer | undefined;
		write(key: string, value: string | ArrayBuffer): void;
		delete(key: string): void;
		close(): void;
	}
	const keyValue: { open(options: { path: string; format: "string" | "buffer" }): Storage };
	export default keyValue;
}

declare module "timer" {
	export default class Timer {
		private constructor();
		static set(callback: () => void, delay: number): Timer;
		static repeat(callback: () => void, interval: number): Timer;
		static clear(timer: Timer | undefined): void;
	}
}

declare module "time" {
	const Time: {
		readonly ticks: number;
		/** Whole seconds since 1970 UTC. Does nothing on Linux. */
		set(seconds: number): void;
	};
	export default Time;
}

declare module "wifi" {
	/** One listener to the driver; all of them hear of the same network. */
	export default class WiFi {
		/** Joins a network; throws when the driver refuses. @param code -1: the access point refused our key. */
		constructor(
			network: { readonly ssid: string; readonly password?: string },
			onNotify: (message: string, code?: number) => void,
		);
		close(): void;
		/** Leaves the network. */
		static disconnect(): void;
		/** Starts an access point; throws when the driver refuses. */
		static accessPoint(network: {
			readonly ssid: string;
			readonly password: string;
			readonly channel: number;
			readonly max: number;
			readonly station: boolean;
		}): void;
		/** Tells the access points within reach one by one, then `null`; throws when the driver refuses. */
		static scan(
			options: object,
			onFound: (
				accessPoint: { readonly ssid: string; readonly rssi: number; readonly channel: number } | null,
			) => void,
		): void;
		/** 1: station, 2: access point, 3: both; -5: off. */
		static mode: number;
		static readonly gotIP: string;
		static readonly lostIP: string;
		static readonly disconnected: string;
	}
}

declare module "net" {
	const Net: {
		/** IPv4 address; `undefined` while there is none. */
		get(what: "IP", network: "station"): string | undefined;
		/** Calls back later; with an IPv4 address, or IPv6 on the ESP32, or `undefined` when the name was not found. */
		resolve(host: string, callback: (host: string, address: string | undefined) => void): void;
	};
	export default Net;
}

declare module "mc/ffi" {
	/** The functions in C that the manifests name. */
	export default class FFI {
		/** Does not return, or -1. @param milliseconds 0: for ever. @param pin -1: none. */
		board_deep_sleep(milliseconds: number, pin: number, level: number): number;
		/** In bytes; 0 where it has no bounds. */
		board_free_memory(): number;
		/** From 0 to 2^32 - 1. */
		board_random(): number;
		/** `esp_reset_reason_t` (ESP-IDF); 0 where nobody knows. */
		board_reset_reason(): number;
		board_restart(): void;
		/** The last three bytes of the MAC address as a number; -1 where it has none. */
		board_serial(): number;
		radio_key_refused(): number;
		radio_is_text(name: string): number;
		radio_protect(): number;
		radio_rssi(): number;
		radio_use_address(address: string, netmask: string, gateway: string, dns: string): number;
		radio_watch(): number;
		/** A bit for each `esp_sleep_wakeup_cause_t` (ESP-IDF); 0 where nobody has slept. */
		board_wake_causes(): number;
		/** As `modules/secret-store/secret-store.h` says, as all that follow. Lengths in bytes. Results: 0, or why not. */
		secret_derive(
			password: string,
			salt: ArrayBuffer,
			saltLength: number,
			state: ArrayBuffer,
			done: number,
			count: number,
		): void;
		secret_forget(): number;
		/** @param keyLength 32, or 0 for the key of the device. @param length Of `plain`. */
		secret_open(
			key: ArrayBuffer,
			keyLength: number,
			sealed: ArrayBuffer,
			length: number,
			associated: ArrayBuffer,
			associatedLength: number,
			plain: ArrayBuffer,
		): number;
		secret_random(bytes: ArrayBuffer, count: number): void;
		secret_seal(
			key: ArrayBuffer,
			keyLength: number,
			plain: ArrayBuffer,
			length: number,
			associated: ArrayBuffer,
			associatedLength: number,
			sealed: ArrayBuffer,
		): number;
		/** Who guards the key of the device, by number; negative: why there is none. */
		secret_start(): number;
		/** Whether there is an address. */
		ethernet_is_up(): number;
		/** 0, or an error of the ESP-IDF. */
		ethernet_start(): number;
	}
}

declare module "text/decoder" {
	export default class TextDecoder {
		decode(bytes: Uint8Array): string;
	}
}

declare module "text/encoder" {
	export default class TextEncoder {
		encode(text: string): Uint8Array;
	}
}

declare module "mc/config" {
	const config: {
		readonly firmware: string;
		/** Seconds since 1970 UTC as text: `mcconfig buildTime=$(date +%s)`. */
		readonly buildTime?: string;
		readonly can: Readonly<Record<CanPin, number>> & {
			/** In hertz; `auto` measures it. */
			readonly crystal: number | "auto";
		};
		/** GPIO of the light on the board. */
		readonly light: number;
		/** GPIO of the button on the board that pulls it low. */
		readonly button: number;
		/** Which events are traced: all, or those for the console alone. */
		readonly trace: "all" | "console";
		/** TCP port of the portal; all that may come from mcconfig's command line is text. */
		readonly portalPort: string;
		/** UDP port of multicast DNS. */
		readonly mdnsPort: string;
		/** The wired board: where its CAN bus is served. */
		readonly canHost: string;
		readonly canPort: string;
		/** The wired board: the settings document to begin with, or nothing. */
		readonly settings: string;
	};
	/** Pins by GPIO number; `hz` in hertz. */
	type CanPin = "clock" | "in" | "out" | "select" | "interrupt" | "hz";
	export default config;
}

/** Writes to the console: the serial line of the board. */
declare function trace(text: string): void;
