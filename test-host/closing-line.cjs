const { writeSync } = require("node:fs");

/** How long something that a failed test has left open may keep the run alive, ms. */
const PATIENCE = 10_000;

/** Prints the one plain line that sums up a whole run, after everything else. */
module.exports = class ClosingLine {
	onRunComplete(_contexts, results) {
		const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		const line = `\n${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`;
		// Not process.stdout.write: at this point it may be too late for that.
		process.once("exit", () => writeSync(1, line));
		setTimeout(() => process.exit(failed > 0 ? 1 : 0), PATIENCE).unref();
	}
};
