import { createSocket, type Socket } from "node:dgram";
import { type Datagram, Event, pack, packDatagram } from "./wire";

/** The ports of NTP and of servers for names. */
const NTP = 123;
const DNS = 53;
/** Who asks the firmware for names is in its own network, as this one; on the computer that is 127.0.0.1. */
const GUEST = "192.168.4.2";

/**
 * The UDP of the virtual board: sockets of the computer by the firmware's handles. Port 123 of 127.0.0.1 is that of the
 * virtual world's time server, wherever that really listens; where the firmware listens at port 53, as a server for names,
 * that is some port of 127.0.0.1.
 */
export class Datagrams {
	readonly #post: (event: Uint8Array) => void;
	readonly #timePort: number;
	readonly #open = new Map<number, Socket>();
	#dns: Socket | undefined = undefined;

	/**
	 * @param post Delivers an event to the firmware.
	 * @param timePort Where the time server listens.
	 */
	constructor(post: (event: Uint8Array) => void, timePort: number) {
		this.#post = post;
		this.#timePort = timePort;
	}

	/** Where port 53 is; `undefined` while nobody listens there. */
	get dnsPort(): number | undefined {
		return this.#dns?.address().port;
	}

	/** @param port Of the board; 0 for any. */
	open(handle: number, port = 0): void {
		const socket = createSocket("udp4");
		socket.on("message", (bytes, { address: sender, port: from }) => {
			const address = port === DNS ? GUEST : sender;
			const origin = sender === "127.0.0.1" && from === this.#timePort ? NTP : from;
			this.#post(pack(Event.UDP_RECEIVED, handle, packDatagram({ bytes, address, port: origin })));
		});
		// What cannot be delivered is lost, as UDP is.
		socket.on("error", () => {});
		this.#open.set(handle, socket);
		if (port === DNS) socket.bind(0, "127.0.0.1", () => this.#listens(handle, socket));
	}

	#listens(handle: number, socket: Socket): void {
		if (this.#open.get(handle) === socket) this.#dns = socket;
	}

	send(handle: number, { bytes, address, port }: Datagram): void {
		const to = address === "127.0.0.1" && port === NTP ? this.#timePort : port;
		const host = address === GUEST ? "127.0.0.1" : address;
		this.#open.get(handle)?.send(bytes, to, host, () => {});
	}

	close(handle: number): void {
		const socket = this.#open.get(handle);
		socket?.close();
		if (socket === this.#dns) this.#dns = undefined;
		this.#open.delete(handle);
	}

	closeAll(): void {
		for (const handle of [...this.#open.keys()]) this.close(handle);
	}
}
