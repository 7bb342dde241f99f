import { expect, test } from "@jest/globals";
import { CAR_USAGE, parseCarOptions } from "./car-options";
import { UsageError } from "./start-options";

test.each<[readonly string[], object]>([
	[[], { car: "ze1-62", replay: undefined, speed: 1, host: "127.0.0.1", port: 0 }],
	[["--car", "aze0-24", "--port", "29536"], { car: "aze0-24", port: 29536 }],
	[["--replay", "drive.log", "--speed", "2.5"], { replay: "drive.log", speed: 2.5 }],
	[["--host", "0.0.0.0"], { host: "0.0.0.0" }],
])("%j is understood", (args, options) => {
	expect(parseCarOptions(args)).toMatchObject(options);
});

test.each<[readonly string[], string]>([
	[["--port", "70000"], "--port 70000: must be a number from 1 to 65535"],
	[["--speed", "0"], "--speed 0: must be a number above 0"],
	[["--colour"], "--colour"],
	[["aze0-24"], "aze0-24"],
])("%j is refused", (args, words) => {
	const run = () => parseCarOptions(args);
	expect(run).toThrow(UsageError);
	expect(run).toThrow(words);
});

test("help is what remains of a command line that asks for it", () => {
	expect(parseCarOptions(["--help", "--port", "0"])).toBeUndefined();
	expect(CAR_USAGE).toContain("--port N");
});
