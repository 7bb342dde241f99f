import type { ChaosRun } from "./chaos-run";

/** What can go wrong. */
export type FaultName =
	| "broker killed"
	| "broker forgets its sessions"
	| "link cut in mid-packet"
	| "link cut on one side"
	| "half-open"
	| "slow"
	| "acknowledgements lost"
	| "acknowledgements doubled"
	| "device restarts";

/** One thing that can go wrong. */
export interface Fault {
	readonly name: FaultName;
	/** One side loses its memory, against which the standard has nothing but "at least once", from a journal. */
	readonly amnesia?: true;
	/** @returns What ends it, unless it ends by itself. */
	strike(run: ChaosRun, between: (least: number, most: number) => number): (() => void) | undefined;
}

/** Everything that can go wrong, each as often as any other. */
export const FAULTS: readonly Fault[] = [
	{
		name: "broker killed",
		strike: ({ broker }) => {
			broker.kill();
			return () => broker.start();
		},
	},
	{
		name: "link cut in mid-packet",
		strike: ({ network, random }, between) => {
			network.cut(random() < 0.5 ? "up" : "down", Math.floor(between(1, 60)));
			return undefined;
		},
	},
	{
		name: "link cut on one side",
		strike: ({ network }) => {
			network.cutOneSided();
			return undefined;
		},
	},
	{
		name: "half-open",
		strike: (run) => {
			run.silence();
			return undefined;
		},
	},
	{
		name: "slow",
		strike: ({ network }) => {
			network.slow = true;
			return () => {
				network.slow = false;
			};
		},
	},
	{
		name: "acknowledgements lost",
		strike: ({ broker, random }) => {
			// A lost PUBREL nobody would miss before the connection is a new one.
			broker.ackFate = (type) => (type !== "PUBREL" && random() < 0.3 ? 0 : 1);
			return () => {
				broker.ackFate = () => 1;
			};
		},
	},
	{
		name: "acknowledgements doubled",
		strike: ({ broker, random }) => {
			broker.ackFate = (type) => (type !== "PUBREL" && random() < 0.5 ? 2 : 1);
			return () => {
				broker.ackFate = () => 1;
			};
		},
	},
	{
		name: "broker forgets its sessions",
		amnesia: true,
		strike: ({ broker }) => {
			broker.forget();
			return undefined;
		},
	},
	{
		name: "device restarts",
		amnesia: true,
		strike: (run) => {
			run.restart();
			return undefined;
		},
	},
];
