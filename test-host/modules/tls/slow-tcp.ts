import type { TCPOptions, TCPSocket } from "../../../modules/tls/tcp";
import type { Server } from "./connect";

/** A class of TCP sockets to a server in memory, over a network that takes only a few bytes at a time. */
export function slowTCP(server: Server, sent: Buffer[], atATime: number) {
	return class SlowTCP implements TCPSocket {
		readonly #options: TCPOptions;
		#credit = 0;
		#unread = Buffer.alloc(0);
		#closed = false;

		constructor(options: TCPOptions) {
			this.#options = options;
			this.#run();
		}

		read(count = this.#unread.length): ArrayBuffer | undefined {
			if (this.#closed) throw new Error("read after close");
			const bytes = this.#unread.subarray(0, count);
			this.#unread = this.#unread.subarray(bytes.length);
			return bytes.length === 0 ? undefined : Uint8Array.from(bytes).buffer;
		}

		write(bytes: Uint8Array): void {
			if (this.#closed) throw new Error("write after close");
			if (bytes.length > this.#credit) throw new Error("overflow");
			this.#credit -= bytes.length;
			sent.push(Buffer.from(bytes));
			server.push(Uint8Array.from(bytes).buffer);
		}

		close(): void {
			this.#closed = true;
			server.socket.emit("cut");
		}

		/** A turn of the network, again and again. */
		#run(): void {
			setImmediate(() => {
				if (this.#closed) return;
				const more = server.take();
				this.#unread = Buffer.concat([this.#unread, more]);
				if (more.length > 0) this.#options.onReadable(this.#unread.length);
				if (!this.#closed && this.#credit < atATime) {
					this.#credit = atATime;
					this.#options.onWritable(atATime);
				}
				this.#run();
			});
		}
	};
}
