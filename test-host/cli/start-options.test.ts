import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { OPTIONS, parseStartOptions, UsageError, usage } from "./start-options";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const BROKER = ["--broker", "mqtts://broker.lan"];

const folder = mkdtempSync(join(tmpdir(), "leafcast-options-"));
const pem = join(folder, "ca.pem");
const notPem = join(folder, "ca.der");
const missing = join(folder, "no-such.pem");
writeFileSync(pem, PEM);
writeFileSync(notPem, "MIIB");
afterAll(() => rmSync(folder, { recursive: true }));

test("without options the best car runs with the embedded broker, until somebody ends it", () => {
	expect(parseStartOptions([])).toEqual({
		car: "ze1-62",
		qos: 1,
		keepValues: false,
		passive: false,
		unconfigured: false,
		portalPort: 0,
		ntp: undefined,
		once: false,
		json: false,
	});
});

test.each<[readonly string[], object]>([
	[["--car", "aze0-24"], { car: "aze0-24" }],
	[["--replay", "drive.log"], { replay: "drive.log" }],
	[["--speed", "2.5"], { speed: 2.5 }],
	[["--speed=1e3"], { speed: 1000 }],
	[BROKER, { broker: { host: "broker.lan", port: 8883, tls: true } }],
	[["--broker", "mqtt://10.0.0.7"], { broker: { host: "10.0.0.7", port: 1883, tls: false } }],
	[["--broker", "mqtts://b:18883/"], { broker: { host: "b", port: 18883, tls: true } }],
	[["--broker", "mqtt://b:8883"], { broker: { host: "b", port: 8883, tls: false } }],
	[["--broker", "mqtts://[fd00::1]:1883"], { broker: { host: "fd00::1", port: 1883, tls: true } }],
	[["--broker", "mqtt://[::1]"], { broker: { host: "::1", port: 1883, tls: false } }],
	[[...BROKER, "--ca", pem], { ca: PEM }],
	[[...BROKER, "--cert", pem, "--key", pem], { cert: PEM, key: PEM }],
	[["--user", "u", "--password", "p"], { user: "u", password: "p" }],
	[["--user", "u"], { user: "u", password: undefined }],
	[["--qos", "0"], { qos: 0 }],
	[["--qos", "2"], { qos: 2 }],
	[["--client-id", "car1"], { clientId: "car1" }],
	[["--discovery", "device"], { discovery: "device" }],
	[["--keep-values"], { keepValues: true }],
	[["--topic-prefix", "garage/leaf"], { topicPrefix: "garage/leaf" }],
	[["--state", "flash"], { state: "flash" }],
	[["--passive"], { passive: true }],
	[["--unconfigured"], { unconfigured: true }],
	[["--unconfigured", ...BROKER, "--ca", pem, "--user", "u"], { unconfigured: true, ca: PEM }],
	[["--portal-port", "1"], { portalPort: 1 }],
	[["--portal-port", "65535"], { portalPort: 65535 }],
	[["--serve-can", "3333"], { serveCan: 3333 }],
	[["--engine", "xs"], { engine: "xs" }],
	[["--engine", "node"], { engine: "node" }],
	[["--ntp", "silent"], { ntp: "silent" }],
	[["--ntp", "2020-01-01T00:00:00Z"], { ntp: Date.UTC(2020, 0, 1) }],
	[["--once"], { once: true }],
	[["--json"], { json: true }],
])("%j is understood", (args, options) => {
	expect(parseStartOptions(args)).toMatchObject(options);
});

test.each<[readonly string[], string]>([
	[["--colour"], "--colour"],
	[["ze1-62"], "ze1-62"],
	[["--car"], "--car"],
	[["--once=yes"], "--once"],
	[["--qos", "5"], "--qos 5: must be 0, 1 or 2"],
	[["--qos", "-1"], "--qos"],
	[["--qos", ""], "--qos : must be 0, 1 or 2"],
	[["--qos", "0.5"], "--qos 0.5: must be 0, 1 or 2"],
	[["--speed", "0"], "--speed 0: must be a number above 0"],
	[["--speed=-1"], "--speed -1: must be a number above 0"],
	[["--speed", "abc"], "--speed abc: must be a number above 0"],
	[["--speed", ""], "--speed : must be a number above 0"],
	[["--speed", " "], "--speed  : must be a number above 0"],
	[["--speed", "Infinity"], "--speed Infinity: must be a number above 0"],
	[["--broker", "broker.lan"], "--broker broker.lan: must look like mqtts://"],
	[["--broker", "broker.lan:8883"], "--broker broker.lan:8883: must look like mqtts://"],
	[["--broker", "http://broker.lan"], "--broker http://broker.lan: must look like mqtts://"],
	[["--broker", "mqtts://"], "--broker mqtts://: must look like mqtts://"],
	[["--broker", "mqtts:broker"], "--broker mqtts:broker: must look like mqtts://"],
	[["--broker", "mqtts://b:70000"], "--broker mqtts://b:70000: must look like mqtts://"],
	[["--broker", "mqtts://u:p@b"], "--user and --password"],
	[["--broker", "mqtts://u@b"], "--user and --password"],
	[[...BROKER, "--ca", missing], `--ca: ENOENT: no such file or directory, open '${missing}'`],
	[[...BROKER, "--ca", notPem], `--ca ${notPem}: is not a PEM file`],
	[[...BROKER, "--cert", notPem, "--key", pem], `--cert ${notPem}: is not a PEM file`],
	[[...BROKER, "--cert", pem, "--key", missing], "--key: ENOENT"],
	[[...BROKER, "--cert", pem], "--cert and --key belong together"],
	[[...BROKER, "--key", pem], "--cert and --key belong together"],
	[["--ca", pem], "--ca goes with --broker mqtts://"],
	[["--broker", "mqtt://b", "--ca", pem], "--ca goes with --broker mqtts://"],
	[["--cert", pem, "--key", pem], "--cert goes with --broker"],
	[["--key", pem], "--key goes with --broker"],
	[["--password", "p"], "--password goes with --user"],
	[["--car", "ze0-24", "--replay", "drive.log"], "--car and --replay exclude each other"],
	[["--unconfigured", "--passive"], "--passive does not go with --unconfigured"],
	[["--unconfigured", "--qos", "2"], "--qos does not go with --unconfigured"],
	[["--unconfigured", "--client-id", "x"], "--client-id does not go with --unconfigured"],
	[["--unconfigured", "--topic-prefix", "x"], "--topic-prefix does not go with --unconfigured"],
	[["--unconfigured", ...BROKER, "--cert", pem, "--key", pem], "--cert does not go with --unconfigured"],
	[["--portal-port", "0"], "--portal-port 0: must be a number from 1 to 65535"],
	[["--portal-port", "65536"], "--portal-port 65536: must be a number from 1 to 65535"],
	[["--portal-port", "80.5"], "--portal-port 80.5: must be a number from 1 to 65535"],
	[["--portal-port", "http"], "--portal-port http: must be a number from 1 to 65535"],
	[["--portal-port", ""], "--portal-port : must be a number from 1 to 65535"],
	[["--serve-can", "80"], "--serve-can 80: must be a number from 1024 to 65535"],
	[["--serve-can", "65536"], "--serve-can 65536: must be a number from 1024 to 65535"],
	[["--unconfigured", "--serve-can", "3333"], "--serve-can does not go with --unconfigured"],
	[["--ntp", "yesterday"], "--ntp yesterday: must be silent or a time such as 2020-01-01T00:00:00Z"],
	[["--engine", "v8"], "--engine v8: must be xs or node"],
])("%j is refused", (args, words) => {
	const run = () => parseStartOptions(args);
	expect(run).toThrow(UsageError);
	expect(run).toThrow(words);
});

test("a password in the address of the broker is not repeated on the screen", () => {
	const run = () => parseStartOptions(["--broker", "mqtts://leaf:s3cret@broker.lan"]);
	expect(run).toThrow(UsageError);
	expect(run).not.toThrow("s3cret");
});

describe("help", () => {
	test("is what remains of a command line that asks for it", () => {
		expect(parseStartOptions(["--help"])).toBeUndefined();
		expect(parseStartOptions(["--help", "--qos", "5"])).toBeUndefined();
	});

	test("has a line for every option, with what it takes and what it does", () => {
		const lines = usage().split("\n").slice(2, -1);
		const told = lines.map((line) => /^ {2}--([a-z-]+)( \S+)? +(\S.*)$/.exec(line)?.slice(1, 3).join(""));
		expect(told).toEqual([
			"car NAME|FILE",
			"replay FILE",
			"speed N",
			"broker URL",
			"ca FILE",
			"cert FILE",
			"key FILE",
			"user U",
			"password P",
			"qos N",
			"client-id ID",
			"topic-prefix P",
			"discovery components|device",
			"keep-values",
			"state DIR",
			"passive",
			"unconfigured",
			"portal-port N",
			"serve-can N",
			"engine xs|node",
			"ntp silent|TIME",
			"once",
			"json",
			"help",
		]);
		for (const { type, text } of Object.values(OPTIONS))
			expect(/^\S+ {2}\S/.test(text)).toBe(type === "string");
	});
});
