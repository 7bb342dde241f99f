import { parseArgs } from "node:util";
import { BENCH_FRAMES, busMeanOf, meanOf } from "../bench/frames";
import { type LoadRow, measureLoad } from "../bench/load";
import { recordedBus } from "../bench/load-buses";
import { measureDecode } from "../bench/measure-decode";
import { measureMqtt } from "../bench/measure-mqtt";
import { measureSpi } from "../bench/measure-spi";
import { measureXs } from "../bench/measure-xs";

const { values } = parseArgs({ options: { json: { type: "boolean" } } });
const spi = measureSpi();
const load = measureLoad();
const decode = measureDecode();
const xs = await measureXs();
const mqtt = await measureMqtt();

if (values.json)
	process.stdout.write(`${JSON.stringify({ spi, load, decode, xs: xs ?? null, mqtt }, undefined, "\t")}\n`);
else {
	const [ours] = spi;
	const ratio = (bytes: number) => (ours ? `${(bytes / ours.single.bytes).toFixed(2)} x` : "");
	table(
		"SPI traffic to receive, bytes (transactions), on the same chip model",
		["driver", "one frame", "of a burst of two, each", "one frame, to ours"],
		spi.map(({ driver, single, burst }) => [
			driver,
			`${single.bytes} (${single.transactions})`,
			`${burst.bytes / 2} (${burst.transactions / 2})`,
			ratio(single.bytes),
		]),
	);
	table(
		"EV-CAN at full load, 500 kbit/s, in simulated time; SPI at 8 MHz. In brackets: what arithmetic predicts",
		[
			"bus",
			"load",
			"served after up to",
			"harmless up to",
			"wanted",
			"lost",
			"the same frames",
			"overflows",
			"filter turns",
			"unheard then",
			"well afterwards",
		],
		load.map(loadCells),
	);
	if (recordedBus() === undefined) process.stdout.write("Without ../shared the recorded bus is left out.\n");
	process.stdout.write(`\nDecoding on this computer: ${decode.framesPerSecond} frames a second.\n`);
	if (xs === undefined)
		process.stdout.write("\nComputrons: not measured, the XS engine was not compiled here.\n");
	else {
		const row = (what: string, costs: readonly number[]) => [
			what,
			...[...costs, meanOf(costs), busMeanOf(costs)].map((cost) => cost.toFixed(0)),
		];
		const ids = BENCH_FRAMES.map(({ id }) => `0x${id.toString(16).toUpperCase()}`);
		table(
			"Computrons a frame in XS",
			["", ...ids, "mean", "mean at the rates of a ZE1"],
			[row("decoding alone, with CRC", xs.decode), row("from chip to vehicle state", xs.chipToState)],
		);
		const { frames, slots } = xs.garbage;
		process.stdout.write(`Garbage: ${frames} frames from chip to state left ${slots} slots behind.\n`);
	}
	table(
		"MQTT at QoS 0",
		["", "messages", "bytes"],
		mqtt.map(({ what, messages, bytes }) => [what, String(messages), String(bytes)]),
	);
}

function loadCells(row: LoadRow): readonly string[] {
	const { lost, lostPredicted, overflows, overflowsPredicted } = row;
	return [
		row.bus,
		`${row.loadPct.toFixed(0)} %`,
		`${row.latencyMs} ms`,
		`${row.harmlessMs.toFixed(3)} ms`,
		String(row.wanted),
		`${lost} (${lostPredicted})`,
		row.sameFrames ? "yes" : "NO",
		`${overflows} (${overflowsPredicted})`,
		String(row.turns),
		String(row.unheard),
		row.recovered ? "yes" : "NO",
	];
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = head.map((name, column) =>
		Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: readonly string[]) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
			)
			.join("  ");
	process.stdout.write(`\n${title}\n${[head, ...rows].map((row) => `  ${line(row)}`).join("\n")}\n`);
}
