const { jest } = require("../../package.json");

/** The tests of what the Moddable SDK makes of the firmware, which are no part of `npm test`. */
module.exports = {
	...jest,
	rootDir: "../..",
	testMatch: ["**/sdk/*.sdk.ts"],
	maxWorkers: 1,
	verbose: true,
};
