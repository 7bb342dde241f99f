/** What the engine calls when it gives up; only the answer `false` would keep it from restarting the board. */
type Abort = (why: string, exception: unknown) => boolean | undefined;

/** The engine's global object, in which it looks for its hook. */
export interface EngineGlobals {
	abort?: Abort;
}

/**
 * Has `tell` called before the engine gives up and restarts the board: after an exception that nobody caught, or for want
 * of memory, when little works any more. It is not called after a stack overflow.
 *
 * Needs `"defines": { "xs": { "abortHook": 1 } }`.
 */
export function onAbort(engine: EngineGlobals, tell: (why: string, exception: unknown) => void): void {
	engine.abort = (why, exception) => {
		tell(why, exception);
		return undefined;
	};
}
