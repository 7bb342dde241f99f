import type { TCPClass, TCPOptions } from "../../../modules/mqtt/socket";
import { NodeTCP } from "../../virtual/node-tcp";

/**
 * Sockets of which each breaks after so many bytes both ways together, in the middle of whatever packet that is.
 *
 * @param lifetime Asked for each socket, bytes.
 */
export function breakingTCP(lifetime: () => number): TCPClass {
	return class extends NodeTCP {
		readonly #options: TCPOptions;
		#left = lifetime();

		constructor(options: TCPOptions) {
			super(options);
			this.#options = options;
		}

		override read(count?: number): ArrayBuffer | undefined {
			const bytes = super.read(count);
			const left = this.#spend(bytes?.byteLength ?? 0);
			return bytes?.slice(0, left);
		}

		override write(bytes: Uint8Array): number {
			const before = this.#left;
			const credit = super.write(bytes.subarray(0, before));
			this.#spend(bytes.length);
			return credit;
		}

		/** @returns How many of these bytes still got through. */
		#spend(count: number): number {
			const through = Math.min(count, this.#left);
			this.#left -= through;
			if (through === count) return through;
			// What was written is sent first, so that it breaks within a packet on the broker's side as well.
			setTimeout(() => {
				this.destroy();
				this.#options.onError(new Error("broken"));
			}, 1);
			return through;
		}
	};
}
