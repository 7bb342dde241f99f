import { type Engine, startDevice } from "./boards/composition";

/** The running device. */
export const device = startDevice({ globals: globalThis as Engine["globals"], trace });
