import type { Datagram, UDPClass } from "../../../modules/sntp/udp";

/** A datagram that was sent. */
export interface Sent {
	readonly bytes: Uint8Array;
	readonly address: string;
	readonly port: number;
}

/** A network on which a test is everybody else. */
export function fakeUdp() {
	const sockets: { open: boolean; deliver: (...datagrams: Datagram[]) => void }[] = [];
	const sent: Sent[] = [];
	const failures = { open: false, write: false };
	const io: UDPClass = class {
		readonly #queue: Datagram[] = [];
		readonly #state: (typeof sockets)[number];

		constructor({ onReadable }: { onReadable(count: number): void }) {
			if (failures.open) throw new Error("no network");
			const deliver = (...datagrams: Datagram[]) => {
				if (!this.#state.open) return;
				this.#queue.push(...datagrams);
				onReadable(this.#queue.length);
			};
			this.#state = { open: true, deliver };
			sockets.push(this.#state);
		}

		read() {
			if (!this.#state.open) throw new Error("closed");
			return this.#queue.shift();
		}

		write(bytes: Uint8Array, address: string, port: number) {
			if (failures.write) throw new Error("no route");
			sent.push({ bytes: bytes.slice(), address, port });
		}

		close() {
			this.#state.open = false;
		}
	};
	return { io, sockets, sent, failures };
}

/** Bytes as they come from an address. */
export function datagram(bytes: Uint8Array, address: string, port = 123): Datagram {
	return Object.assign(Uint8Array.from(bytes).buffer, { address, port });
}
