import { beforeEach, expect, jest, test } from "@jest/globals";
import { answerCalls } from "../../helpers/virtual-calls";
import { Flash, type FlashRequest } from "../../virtual/flash";

const keyValue = await import("../../virtual/board/key-value");
jest.unstable_mockModule("embedded:storage/key-value", () => keyValue, { virtual: true });
const { FlashBlobs } = await import("../../../modules/flash-store/flash-blobs");
const { FlashStore } = await import("../../../modules/flash-store/flash-store");

let broken = false;
beforeEach(() => {
	const flash = new Flash();
	broken = false;
	answerCalls((content) => {
		if (broken) throw new Error("no space");
		const value = flash.request(JSON.parse(Buffer.from(content).toString()) as FlashRequest);
		return value === undefined ? undefined : Buffer.from(JSON.stringify(value));
	});
});

test("gives back what was written last, however long", () => {
	const blobs = new FlashBlobs("leafcast");
	expect(blobs.read("a")).toBeUndefined();
	const long = Uint8Array.from({ length: 20_000 }, (_, at) => at % 251);
	for (const bytes of [Uint8Array.of(1, 2), long, new Uint8Array(0), long.subarray(3, 9)]) {
		expect(blobs.write("a", bytes)).toBeUndefined();
		expect(new FlashBlobs("leafcast").read("a")).toEqual(Uint8Array.from(bytes));
	}
	expect([blobs.read("b"), new FlashBlobs("other").read("a")]).toEqual([undefined, undefined]);
});

test("removes, also what is not there", () => {
	const blobs = new FlashBlobs("leafcast");
	blobs.write("a", Uint8Array.of(1));
	expect([blobs.remove("a"), blobs.remove("a"), blobs.read("a")]).toEqual([undefined, undefined, undefined]);
});

test("bytes are no text, and a text is no bytes", () => {
	const [blobs, texts] = [new FlashBlobs("leafcast"), new FlashStore("leafcast")];
	blobs.write("a", Uint8Array.of(65));
	texts.write("b", "text");
	expect([texts.read("a"), blobs.read("b")]).toEqual([undefined, undefined]);
	expect([blobs.read("a"), texts.read("b")]).toEqual([Uint8Array.of(65), "text"]);
});

test("says when it cannot write", () => {
	const blobs = new FlashBlobs("leafcast");
	broken = true;
	expect(blobs.write("a", Uint8Array.of(1))).toEqual({ reason: "write-failed" });
	expect(blobs.remove("a")).toEqual({ reason: "write-failed" });
	expect(blobs.read("a")).toBeUndefined();
});
