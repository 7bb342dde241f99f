import type { CanFrame } from "../../src/can/frame";

/** Reads an identifier such as `0x55B`. @throws RangeError when it is not an 11-bit identifier in hex. */
export function parseCanId(text: string): number {
	const id = /^0x[0-9a-f]{1,3}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
	if (!(id <= 0x7ff)) throw new RangeError(`"${text}" is not a CAN identifier such as 0x55B`);
	return id;
}

/** Reads a frame such as `0x79B#022101`. @throws RangeError when identifier or data is malformed. */
export function parseFrame(text: string): CanFrame {
	const mark = text.indexOf("#");
	if (mark < 0) throw new RangeError(`"${text}" is not a frame such as 0x79B#022101`);
	return frameOf(parseCanId(text.slice(0, mark)), text.slice(mark + 1));
}

/** Makes a frame of its data in hex. @throws RangeError when that is not 0 to 8 whole bytes. */
export function frameOf(id: number, hex: string): CanFrame {
	if (!/^([0-9a-f]{2}){0,8}$/i.test(hex)) throw new RangeError(`"${hex}" is not up to 8 bytes in hex`);
	const data = new Uint8Array(8);
	data.set(Buffer.from(hex, "hex"));
	return { id, dlc: hex.length / 2, data };
}

/** The opposite of {@link parseFrame}, in capitals. */
export function formatFrame({ id, dlc, data }: CanFrame): string {
	const hex = Buffer.from(data.subarray(0, dlc)).toString("hex").toUpperCase();
	return `0x${id.toString(16).toUpperCase().padStart(3, "0")}#${hex}`;
}
