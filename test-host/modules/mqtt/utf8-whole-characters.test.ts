import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { hex } from "./bytes";

/** A string as XS has it where strings are kept as UTF-8: its units are characters, however far beyond U+FFFF. */
class WholeCharacters {
	readonly #characters: readonly string[];

	constructor(characters: readonly string[]) {
		this.#characters = characters;
	}

	get length(): number {
		return this.#characters.length;
	}

	slice(from: number, to: number): WholeCharacters {
		return new WholeCharacters(this.#characters.slice(from, to));
	}

	charCodeAt(index: number): number {
		return this.#characters[index]?.codePointAt(0) ?? Number.NaN;
	}
}

const { charCodeAt } = String.prototype;

// Before the module is loaded, which takes the function as it finds it then.
String.prototype.charCodeAt = function (this: unknown, index: number) {
	return this instanceof WholeCharacters ? this.charCodeAt(index) : charCodeAt.call(this as string, index);
};
const { encodeUTF8, utf8Length } = await import("../../../modules/mqtt/utf8");

test("UTF-8 is the same where a character beyond U+FFFF is one unit", () => {
	const characters = fc.array(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), { maxLength: 200 });
	fc.assert(
		fc.property(characters, (characters) => {
			const text = new WholeCharacters(characters) as unknown as string;
			const target = new Uint8Array(utf8Length(text));
			encodeUTF8(text, target, 0);
			expect(hex(target)).toBe(hex(new TextEncoder().encode(characters.join(""))));
		}),
	);
});
