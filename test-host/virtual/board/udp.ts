import { Call, Event, packDatagram, unpackDatagram } from "../wire";
import { call, listen, newHandle, unlisten } from "./link";

type Datagram = ArrayBuffer & { readonly address: string; readonly port: number };

/** `embedded:io/socket/udp` of the virtual board: a window on a socket of the computer. */
export default class UDP {
	readonly #handle = newHandle();
	readonly #received: Datagram[] = [];

	constructor({ onReadable }: { onReadable(count: number): void }) {
		listen(Event.UDP_RECEIVED, this.#handle, (content) => {
			const { bytes, address, port } = unpackDatagram(content);
			this.#received.push(Object.assign(bytes.slice().buffer as ArrayBuffer, { address, port }));
			onReadable(this.#received.length);
		});
		call(Call.UDP_OPEN, this.#handle);
	}

	read(): Datagram | undefined {
		return this.#received.shift();
	}

	write(bytes: Uint8Array, address: string, port: number): void {
		call(Call.UDP_SEND, this.#handle, packDatagram({ bytes, address, port }));
	}

	close(): void {
		unlisten(Event.UDP_RECEIVED, this.#handle);
		call(Call.UDP_CLOSE, this.#handle);
	}
}
