import { MCP2515 } from "../../modules/mcp2515/mcp2515";
import { emptyFrame } from "../../src/can/frame";
import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import { BENCH_FRAMES } from "./frames";
import { listenToAll, RECEIVE_SEQUENCES, runSequence, type Step } from "./receive-sequences";

/** SPI traffic of one driver for one frame, and for two that wait together. */
export interface SpiCosts {
	readonly driver: string;
	readonly single: Traffic;
	readonly burst: Traffic;
}

interface Traffic {
	readonly bytes: number;
	readonly transactions: number;
}

const FRAMES = BENCH_FRAMES.slice(0, 2).map(({ id, data }) => {
	const frame = emptyFrame();
	frame.id = id;
	frame.dlc = data.length;
	frame.data.set(data);
	return frame;
});

/** Sends the first `count` frames to the chip. */
function send(chip: Mcp2515Chip, count: number): void {
	for (const frame of FRAMES.slice(0, count)) {
		if (!chip.receive(frame)) throw new Error("the chip did not take the frame");
	}
}

/** Our driver and the others, on the same chip model and the same frames. */
export function measureSpi(): readonly SpiCosts[] {
	const others = RECEIVE_SEQUENCES.map(({ driver, single, burst }) => ({
		driver,
		single: ofSequence(single, 1),
		burst: ofSequence(burst, 2),
	}));
	return [{ driver: "Leafcast", single: ofOurs(1), burst: ofOurs(2) }, ...others];
}

function ofSequence(steps: readonly Step[], count: number): Traffic {
	const chip = new Mcp2515Chip();
	listenToAll(chip);
	send(chip, count);
	const { frames, bytes, transactions } = runSequence(chip, steps);
	if (frames.length !== count) throw new Error(`${frames.length} frames instead of ${count}`);
	return { bytes, transactions };
}

function ofOurs(count: number): Traffic {
	const chip = new Mcp2515Chip();
	let onReadable = () => {};
	class SPI {
		transfer(buffer: Uint8Array): void {
			buffer.set(chip.transfer(buffer));
		}
		close(): void {}
	}
	class Digital {
		static readonly InputPullUp = 1;
		static readonly Falling = 2;
		constructor(options: { onReadable: () => void }) {
			onReadable = options.onReadable;
		}
		read = () => (chip.intLow ? 0 : 1);
		close(): void {}
	}
	let received = 0;
	const opened = MCP2515.open({
		spi: { io: SPI },
		interrupt: { io: Digital },
		crystal: 8_000_000,
		bitrate: 500_000,
		accept: { replies: [], always: [], inTurn: [] },
		now: () => 0,
		onFrame: () => {
			received += 1;
		},
	});
	if ("reason" in opened) throw new Error(opened.reason);
	send(chip, count);
	chip.resetTraffic();
	onReadable();
	if (received !== count) throw new Error(`${received} frames instead of ${count}`);
	return { bytes: chip.bytes, transactions: chip.transactions };
}
