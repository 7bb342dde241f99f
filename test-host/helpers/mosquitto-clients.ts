import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll } from "@jest/globals";
import type { Message, QoS } from "../../modules/mqtt/message";
import { findProgram } from "./needs";

/** Kept by the broker: its arrival shows that a subscription stands. */
const MARKER: Message = { topic: "mosquitto-sub/marker", payload: "here", qos: 1, retain: true };

/** Ends the subscribers of a test that has failed. */
const running = new Set<ChildProcess>();
afterAll(() => {
	for (const child of running) child.kill();
});

/** Publishes with mosquitto_pub; resolves when the handshake of the QoS is through. */
export async function mosquittoPub(port: number, { topic, payload, qos, retain }: Message): Promise<void> {
	const what = payload === "" ? ["-n"] : ["-m", payload];
	await promisify(execFile)(pathOf("mosquitto_pub"), [
		...where(port),
		...["-t", topic, "-q", `${qos}`, ...(retain ? ["-r"] : []), ...what],
	]);
}

/** Subscribes with mosquitto_sub. @returns When the broker has granted it: a promise of the first so many messages. */
export async function mosquittoSub(
	port: number,
	topic: string,
	qos: QoS,
	count: number,
): Promise<{ messages: Promise<Message[]> }> {
	await mosquittoPub(port, MARKER);
	const format = ["-F", "%q %r %t %x", "-C", `${count + 1}`];
	const child = spawn(
		pathOf("mosquitto_sub"),
		[...where(port), "-t", topic, "-t", MARKER.topic, "-q", `${qos}`, ...format],
		{
			stdio: ["ignore", "pipe", "ignore"],
		},
	);
	running.add(child);
	const messages: Message[] = [];
	const exited = once(child, "exit").then(() => {
		running.delete(child);
		return messages;
	});
	const lines = createInterface(child.stdout);
	await new Promise<void>((resolve) => {
		lines.on("line", (line) => {
			const [qos, retain, topic = "", hex = ""] = line.split(" ");
			const payload = Buffer.from(hex, "hex").toString();
			if (topic === MARKER.topic) resolve();
			else messages.push({ topic, payload, qos: Number(qos) as QoS, retain: retain === "1" });
		});
	});
	return { messages: Promise.all([exited, once(lines, "close")]).then(() => messages) };
}

function where(port: number): string[] {
	return ["-h", "127.0.0.1", "-p", `${port}`, "-V", "mqttv311"];
}

function pathOf(program: string): string {
	const path = findProgram(program);
	if (path === undefined) throw new Error(`${program} is not installed`);
	return path;
}
