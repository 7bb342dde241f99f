import manifest from "../../../manifest.json";

/** `mc/config` of the virtual board: what the manifest says. */
export default manifest.config;
