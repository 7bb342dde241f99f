import { describe, expect, test } from "@jest/globals";
import { sendingViolations } from "./sending";
import { firmwareTree, format, modulesIn } from "./source-tree";

const check = (text: string, path = "src/leaf/polling/a.ts") =>
	format(sendingViolations(new Map([[path, text]])));

const GATE = 'import { outgoing } from "./requests";';

describe("nothing gets to the car but through the gate", () => {
	test("in the firmware", () => {
		expect(format(sendingViolations(firmwareTree()))).toEqual([]);
	});

	test("which does send something", () => {
		const tree = firmwareTree();
		const senders = modulesIn(tree, "src").filter((file) => /\.send\(outgoing\(/.test(tree.get(file) ?? ""));
		expect(senders).toEqual(["src/leaf/polling/exchange.ts"]);
	});

	test.each([
		[`${GATE} export const f = (can: CanBus, x: CanFrame) => can.send(outgoing(x));`],
		[`${GATE} export class A { #can; f(x) { return x && this.#can.send(outgoing(x)) ? 1 : 2; } }`],
		["export const f = (link) => link.publish(1); const send = 1; export const o = { send };"],
		["export interface Port { send(frame: number): boolean }"],
	])("%s is fine", (text) => {
		expect(check(text)).toEqual([]);
	});

	const unchecked = (line: number) =>
		`src/leaf/polling/a.ts:${line}: send without outgoing() of src/leaf/polling/requests.ts`;
	test.each([
		[`${GATE}\nexport const f = (can, x) => can.send(x);`, unchecked(2)],
		[`${GATE}\nexport const f = (can, x) => can["send"](x);`, unchecked(2)],
		[`${GATE}\nexport const f = (can) => can?.send(singleFrame(1));`, unchecked(2)],
		[`${GATE}\nexport const f = (can) => { const g = can.send; return g; };`, unchecked(2)],
		[`${GATE}\nexport const f = (can, x) => can.send.call(can, outgoing(x));`, unchecked(2)],
		["export const f = (can, x, outgoing) => can.send(outgoing(x));", unchecked(1)],
		[
			'import { outgoing } from "../other";\nexport const f = (can, x) => can.send(outgoing(x));',
			unchecked(2),
		],
		["export const f = ({ send }) => send(1);", "src/leaf/polling/a.ts:1: takes send out of its object"],
		[
			"export const f = (can) => { const { send: g } = can; return g; };",
			"src/leaf/polling/a.ts:1: takes send out of its object",
		],
		[
			"const a = 1;\nexport const f = (x: unknown) => x as OutgoingFrame;",
			"src/leaf/polling/a.ts:2: names OutgoingFrame, which only the gate makes",
		],
	])("%s is caught", (text, violation) => {
		expect(check(text)).toEqual([violation]);
	});

	test("in main.ts as well", () => {
		expect(check("can.send(1);", "main.ts")).toHaveLength(1);
	});
});
