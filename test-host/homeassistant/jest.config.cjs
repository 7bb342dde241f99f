const { jest } = require("../../package.json");

/** The tests with a real Home Assistant, which are no part of `npm test`; one after the other, and each with its name. */
module.exports = {
	...jest,
	rootDir: "../..",
	testMatch: ["**/homeassistant/live/*.live.ts"],
	maxWorkers: 1,
	verbose: true,
};
