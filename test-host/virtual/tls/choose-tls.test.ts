import { expect, test } from "@jest/globals";
import { chooseTLS } from "./choose-tls";

test("without the engine Node's TLS stands in, and one line says why", () => {
	const { name, Engine, note } = chooseTLS(() => ({ problem: "there is no C compiler" }));
	expect(name).toBe("Node's TLS");
	expect(Engine).toBeUndefined();
	expect(note).toContain("there is no C compiler");
	expect(note?.split("\n")).toHaveLength(1);
});

test("the engine is taken where it is there, and nothing needs saying", () => {
	class Engine {}
	const choice = chooseTLS(() => ({ Engine: Engine as never, library: "Mbed TLS 1.2.3" }));
	expect(choice).toEqual({ name: "Mbed TLS 1.2.3", Engine });
});
