import { MCP2515 } from "../../modules/mcp2515/mcp2515";
import { emptyFrame } from "../../src/can/frame";
import { FOLLOWED } from "../../src/vehicle/followed";
import { Vehicle } from "../../src/vehicle/vehicle";
import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import { BENCH_FRAMES } from "./frames";
import { TapeDigital, tapeOf, tapeSpi } from "./tape";

// What is measured runs here, inside XS. An event says which task (byte 0), on which frame (byte 1), how often
// (bytes 2 to 5); the engine reports what it cost.

const frames = BENCH_FRAMES.map(({ id, data }) => {
	const frame = emptyFrame();
	frame.id = id;
	frame.dlc = data.length;
	frame.data.set(data);
	return frame;
});

const vehicle = new Vehicle();
const { SPI, play } = tapeSpi(new Mcp2515Chip(8_000_000));
const opened = MCP2515.open({
	spi: { io: SPI },
	interrupt: { io: TapeDigital },
	crystal: 8_000_000,
	bitrate: 500_000,
	accept: BENCH_FRAMES.map(({ id }) => id),
	onFrame: (frame) => vehicle.receive(frame, 1000),
});
if ("reason" in opened) throw new Error(opened.reason);

function empty(_frame: number, times: number): void {
	for (let i = 0; i < times; i++);
}

/** Checks length and CRC of a frame, and reads every signal of it that the vehicle follows. */
function decode(index: number, times: number): void {
	const frame = frames[index];
	const followed = FOLLOWED.find(({ message }) => message.id === frame?.id);
	if (frame === undefined || followed === undefined) throw new Error("no such message");
	const { check } = followed.message;
	const { data } = frame;
	const [first, second] = followed.signals.map(({ read }) => read);
	if (first === undefined) return;
	if (second === undefined) {
		for (let i = 0; i < times; i++) if (!check(frame)) first(data);
		return;
	}
	for (let i = 0; i < times; i++) {
		if (check(frame)) continue;
		first(data);
		second(data);
	}
}

/** From the interrupt to the reading. */
function chipToState(index: number, times: number): void {
	const { id, data } = BENCH_FRAMES[index] ?? { id: 0, data: [] };
	play(tapeOf(id, data));
	for (let i = 0; i < times; i++) TapeDigital.onReadable();
}

/** What the stand-ins for SPI and INT take of that. */
function standIns(_frame: number, times: number): void {
	const pin = new TapeDigital({ onReadable: TapeDigital.onReadable });
	const spi = new SPI();
	const buffer = new Uint8Array(14);
	for (let i = 0; i < times; i++) {
		pin.read();
		spi.transfer(buffer);
		spi.transfer(buffer);
		pin.read();
	}
}

const TASKS = [empty, decode, chipToState, standIns];

Object.assign(globalThis, {
	handleCommand: (event: ArrayBuffer): void => {
		const view = new DataView(event);
		TASKS[view.getUint8(0)]?.(view.getUint8(1), view.getUint32(2));
	},
});
