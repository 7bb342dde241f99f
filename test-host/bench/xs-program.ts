import { MCP2515 } from "../../modules/mcp2515/mcp2515";
import { emptyFrame } from "../../src/can/frame";
import { FOLLOWED } from "../../src/vehicle/followed";
import { Vehicle } from "../../src/vehicle/vehicle";
import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import { BENCH_FRAMES, EV_CAN } from "./frames";
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

const vehicle = new Vehicle({ generation: "ZE1" });
const { SPI, play } = tapeSpi(new Mcp2515Chip(8_000_000));
const opened = MCP2515.open({
	spi: { io: SPI },
	interrupt: { io: TapeDigital },
	crystal: 8_000_000,
	bitrate: 500_000,
	// As in the car: the replies have RXB0, the broadcast messages RXB1.
	accept: EV_CAN,
	now: () => 0,
	onFrame: (frame) => vehicle.receive(frame, 1000),
});
if ("reason" in opened) throw new Error(opened.reason);

function empty(_frame: number, times: number): void {
	for (let i = 0; i < times; i++);
}

/** What the vehicle reads of a message of a ZE1: in every frame, and in one of so many. */
const READS = BENCH_FRAMES.map(({ id }) => {
	const followed = FOLLOWED.find(({ message, buses }) => message.id === id && buses.includes("ev-can"));
	const meant = followed?.signals.filter(({ generations }) => generations?.includes("ZE1") ?? true) ?? [];
	return {
		check: followed?.message.check,
		fast: meant.filter(({ slow }) => !slow).map(({ read }) => read),
		slow: meant.filter(({ slow }) => slow).map(({ read }) => read),
		slowEvery: followed?.slowEvery ?? 1,
	};
});

/** Checks length and CRC of a frame, and reads every signal of it that the vehicle follows. */
function decode(index: number, times: number): void {
	const frame = frames[index];
	const reads = READS[index];
	if (frame === undefined || reads === undefined) throw new Error("no such message");
	const { check = nothing, fast, slow, slowEvery } = reads;
	const { data } = frame;
	const [first = nothing, second = nothing, ...more] = fast;
	if (more.length > 0) throw new Error("more signals than the bench reads");
	if (check === nothing) empty(index, times);
	else if (first === nothing) for (let i = 0; i < times; i++) check(frame);
	else if (second === nothing) for (let i = 0; i < times; i++) check(frame) || first(data);
	else
		for (let i = 0; i < times; i++) {
			if (check(frame)) continue;
			first(data);
			second(data);
		}
	for (const read of slow) for (let i = 0; i < times / slowEvery; i++) read(data);
}

/** Of a message that is only heard to tell the generation. */
function nothing(): undefined {}

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
