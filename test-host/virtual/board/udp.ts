import { Call, Event, packDatagram, uint16, unpackDatagram } from "../wire";
import { call, listen, newHandle, unlisten } from "./link";

type Datagram = ArrayBuffer & { readonly address: string; readonly port: number };

const MULTICAST_DNS = 5353;

/** `embedded:io/socket/udp` of the virtual board: a window on a socket of the computer. */
export default class UDP {
	readonly #handle = newHandle();
	readonly #received: Datagram[] = [];
	readonly #deaf: boolean;

	constructor({ port = 0, onReadable }: { port?: number; onReadable(count: number): void }) {
		// The computer's own network is to know nothing of virtual devices.
		this.#deaf = port === MULTICAST_DNS;
		if (this.#deaf) return;
		listen(Event.UDP_RECEIVED, this.#handle, (content) => {
			const { bytes, address, port } = unpackDatagram(content);
			this.#received.push(Object.assign(bytes.slice().buffer as ArrayBuffer, { address, port }));
			onReadable(this.#received.length);
		});
		call(Call.UDP_OPEN, this.#handle, uint16(port));
	}

	read(): Datagram | undefined {
		return this.#received.shift();
	}

	write(bytes: Uint8Array, address: string, port: number): void {
		if (!this.#deaf) call(Call.UDP_SEND, this.#handle, packDatagram({ bytes, address, port }));
	}

	close(): void {
		if (this.#deaf) return;
		unlisten(Event.UDP_RECEIVED, this.#handle);
		call(Call.UDP_CLOSE, this.#handle);
	}
}
