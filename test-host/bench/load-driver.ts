import { MCP2515, type WantedIds } from "../../modules/mcp2515/mcp2515";
import type { Callbacks, LoadRig } from "./load-rig";

/** Opens the firmware's driver on the rig; anything that it reports as an error is thrown. */
export function openOnRig(rig: LoadRig, accept: WantedIds): { driver: MCP2515; callbacks: Callbacks } {
	let onReadable = () => {};
	class SPI {
		transfer = (buffer: Uint8Array) => rig.transfer(buffer);
		close(): void {}
	}
	class Digital {
		static readonly InputPullUp = 1;
		static readonly Falling = 2;
		constructor(options: Pick<Callbacks, "onReadable">) {
			onReadable = options.onReadable;
		}
		read = () => (rig.interruptLow ? 0 : 1);
		close(): void {}
	}
	const driver = MCP2515.open({
		spi: { io: SPI },
		interrupt: { io: Digital },
		crystal: 8_000_000,
		bitrate: 500_000,
		accept,
		now: () => rig.nowUs / 1000,
		onFrame: ({ id, data }) => rig.deliver(id, data),
		onError: (reason) => {
			throw new Error(reason);
		},
	});
	if ("reason" in driver) throw new Error(driver.reason);
	return { driver, callbacks: { onReadable: () => onReadable(), poll: () => driver.poll() } };
}
