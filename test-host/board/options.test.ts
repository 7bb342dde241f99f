import { describe, expect, test } from "@jest/globals";
import { parseBuildOptions, parseFlashOptions } from "./options";

test("without arguments it is the classic ESP32 as everybody gets it", () => {
	expect(parseBuildOptions([])).toMatchObject({ profile: "standard", board: "esp32" });
	expect(parseFlashOptions([])).toMatchObject({
		profile: "standard",
		board: "esp32",
		baud: 460800,
		burnFuses: false,
		consoleOnly: false,
	});
});

test("help is given for the asking", () => {
	expect(parseBuildOptions(["--help"])).toBeUndefined();
	expect(parseFlashOptions(["--help"])).toBeUndefined();
});

describe("what cannot be obeyed is named", () => {
	test.each([
		["--baud 100", "--baud 100: must be a number from 9600 to 2000000"],
		["--baud fast", "--baud fast: must be a number from 9600 to 2000000"],
		["--baud 3000000", "--baud 3000000: must be a number from 9600 to 2000000"],
		["--profile safe", "--profile safe: must be standard or hardened"],
		["--board esp8266", "--board esp8266: must be esp32 or esp32s3 or esp32c3"],
		["--profile hardened --settings x", "--settings: a hardened board encrypts its settings itself"],
		["--speed 9", "Unknown option '--speed'"],
		["/dev/ttyUSB0", "Unexpected argument '/dev/ttyUSB0'"],
	])("%s", (line, message) => expect(() => parseFlashOptions(line.split(" "))).toThrow(message));

	test("a port, where nothing is written", () =>
		expect(() => parseBuildOptions(["--port", "x"])).toThrow("Unknown option '--port'"));
});
