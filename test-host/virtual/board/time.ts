/** `time` of the virtual board: the computer's clock. */
export default {
	/** Milliseconds that only ever count up. */
	get ticks(): number {
		return Math.floor(performance.now());
	},
};
