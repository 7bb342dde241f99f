import manifest from "../../../manifest-common.json";

/** Seconds since 1970 UTC; put in by the bundler. */
declare const BUILD_TIME: string;

/** `mc/config` of the virtual board: what the manifest says, and what the command line of a build adds. */
export default { ...manifest.config, buildTime: BUILD_TIME, trace: "all" };
