/** What one call into the firmware cost. */
export interface Usage {
	/** Bytecodes run, counted by XS; repeats exactly. `undefined` in an engine that does not count. */
	readonly computrons: number | undefined;
	/** Slots in use in the XS heap after the call, garbage included. */
	readonly slots: number | undefined;
}

/** Answers a synchronous call of the firmware: bytes in, bytes out. */
export type CallHandler = (call: Uint8Array) => Uint8Array;

/** How an engine ended. */
export interface EngineExit {
	/** A sentence for a person. */
	readonly reason: string;
	/** Whether it was asked to end. */
	readonly expected: boolean;
}

/** A JavaScript engine with the firmware in it and nothing else: its world are bytes that go in and out. */
export interface Engine {
	/** Process of the firmware, where it has one of its own. */
	readonly pid: number | undefined;
	/** Settles when the engine is gone. */
	readonly exited: Promise<EngineExit>;
	/** Delivers an event; events are handled one at a time, in order. Rejects when the firmware throws. */
	post(event: Uint8Array): Promise<Usage>;
	/** Ends the engine. */
	stop(): Promise<void>;
}

/** Starts an engine with the program at `bundle`, a path with a source map beside it. */
export type StartEngine = (bundle: string, onCall: CallHandler) => Promise<Engine>;
