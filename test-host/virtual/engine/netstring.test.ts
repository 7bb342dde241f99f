import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { NetstringReader, netstring } from "./netstring";

test("a message is its length, a colon, its bytes and a comma", () => {
	expect(Buffer.from(netstring(Buffer.from("s"), Buffer.from("/x.js"))).toString()).toBe("6:s/x.js,");
	expect(Buffer.from(netstring()).toString()).toBe("0:,");
});

test("messages come out as they went in, wherever the stream is cut", () => {
	const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
	fc.assert(
		fc.property(messages, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
			const received: number[][] = [];
			const reader = new NetstringReader((message) => void received.push([...message]));
			const stream = Buffer.concat(sent.map((message) => netstring(message)));
			for (let at = 0; at < stream.length; ) {
				const length = cuts.next().value;
				reader.push(stream.subarray(at, at + length));
				at += length;
			}
			expect(received).toEqual(sent.map((message) => [...message]));
		}),
	);
});
