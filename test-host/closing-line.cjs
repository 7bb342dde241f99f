/** Prints the one plain line that sums up a whole run, after everything else. */
module.exports = class ClosingLine {
	onRunComplete(_contexts, results) {
		const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		process.once("exit", () => {
			process.stdout.write(`\n${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
		});
	}
};
