import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

const HEADER = 48;
/** From 1900 to 1970, s. */
const NTP_TO_UNIX = 2_208_988_800;

/** A time server on this computer. */
export interface TimeServer {
	/** UDP port. */
	readonly port: number;
	stop(): Promise<void>;
}

/**
 * Starts an SNTP server.
 *
 * @param utc What it tells, ms since 1970; while that is `undefined` it is silent.
 * @param at Where; left out, a free port of 127.0.0.1.
 */
export async function startTimeServer(
	utc: () => number | undefined,
	at: { readonly port: number; readonly address: string } = { port: 0, address: "127.0.0.1" },
): Promise<TimeServer> {
	const socket = createSocket("udp4");
	socket.on("message", (question: Buffer, { port, address }: RemoteInfo) => {
		const now = utc();
		if (now !== undefined && question.length >= HEADER) socket.send(answerTo(question, now), port, address);
	});
	socket.bind(at.port, at.address);
	await once(socket, "listening");
	const { port } = socket.address() as AddressInfo;
	const stop = () => new Promise<void>((resolve) => void socket.close(() => resolve()));
	return { port, stop };
}

/** The answer of a server of stratum 2 that has thought for no time (RFC 4330, 6). */
export function answerTo(question: Uint8Array, utc: number): Buffer {
	const answer = Buffer.alloc(HEADER);
	answer[0] = (4 << 3) | 4;
	answer[1] = 2;
	answer.set(question.subarray(40, 48), 24);
	for (const offset of [16, 32, 40]) writeTime(answer, offset, utc);
	return answer;
}

/** Writes a timestamp; those after 2036 begin again with 0. */
export function writeTime(packet: Buffer, offset: number, utc: number): void {
	const seconds = Math.floor(utc / 1000);
	packet.writeUInt32BE((seconds + NTP_TO_UNIX) % 2 ** 32, offset);
	packet.writeUInt32BE(Math.floor(((utc / 1000 - seconds) % 1) * 2 ** 32), offset + 4);
}
