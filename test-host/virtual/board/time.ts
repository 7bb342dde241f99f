/** UTC at power on, ms: nobody has set the clock. */
let utcAtBoot = 0;
const boot = performance.now();

Date.now = () => Math.floor(utcAtBoot + performance.now() - boot);

/** `time` of the virtual board, whose clock begins with 1970 as that of an ESP32 without a battery. */
export default {
	/** Milliseconds that only ever count up. */
	get ticks(): number {
		return Math.floor(performance.now());
	},

	set(seconds: number): void {
		utcAtBoot = seconds * 1000 - (performance.now() - boot);
	},
};
