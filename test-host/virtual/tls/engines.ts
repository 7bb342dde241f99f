import type { TLSEngine, TLSEngineClass } from "../../../modules/tls/engine";
import { TLSCall } from "../wire";

/** Options of an engine; bytes as base64, text as it is. */
export interface TLSRequest {
	readonly name: string;
	readonly now: number;
	readonly identity: readonly (Coded | undefined | null)[];
	readonly session?: string;
	readonly largestRecord: number;
}

/** A credential in JSON. */
export type Coded = { readonly text: string } | { readonly base64: string };

const NOTHING = new Uint8Array(0);

/** The TLS engines of the virtual board by the firmware's handles. */
export class TLSEngines {
	readonly #Engine: TLSEngineClass | undefined;
	readonly #engines = new Map<number, TLSEngine>();

	/** @param Engine The class of engines; without one none can be made. */
	constructor(Engine: TLSEngineClass | undefined) {
		this.#Engine = Engine;
	}

	/** Answers a call, `TLSCall` and what belongs to it. */
	answer(handle: number, content: Uint8Array): Uint8Array {
		const data = content.subarray(1);
		if (content[0] === TLSCall.CREATE) this.#create(handle, JSON.parse(Buffer.from(data).toString()));
		const engine = this.#engines.get(handle);
		const act = ACTS[content[0] ?? 0];
		if (engine === undefined) throw new Error(`the firmware has no TLS engine ${handle}`);
		if (content[0] === TLSCall.CLOSE) this.#engines.delete(handle);
		const answer = act?.(engine, data);
		if (typeof answer === "number") return new Uint8Array(Float64Array.of(answer).buffer);
		return answer === undefined ? NOTHING : new Uint8Array(answer);
	}

	#create(handle: number, { name, now, identity, session, largestRecord }: TLSRequest): void {
		if (this.#Engine === undefined) throw new Error("there is no TLS engine on this computer");
		const [authorities, certificate, key] = identity.map((coded) => decoded(coded ?? undefined));
		const offered = session === undefined ? undefined : decoded({ base64: session });
		const more = [offered as ArrayBuffer | undefined, largestRecord] as const;
		this.#engines.set(handle, new this.#Engine(name, now, authorities, certificate, key, ...more));
	}
}

function decoded(coded: Coded | undefined): string | ArrayBuffer | undefined {
	if (coded === undefined) return undefined;
	return "text" in coded ? coded.text : Uint8Array.from(Buffer.from(coded.base64, "base64")).buffer;
}

type Act = (engine: TLSEngine, data: Uint8Array) => number | ArrayBuffer | undefined;

const mostOf = (data: Uint8Array) => new DataView(data.buffer, data.byteOffset).getUint32(0, true);
const nothing = (act: (engine: TLSEngine, data: Uint8Array) => void): Act => {
	return (engine, data) => {
		act(engine, data);
		return undefined;
	};
};

const ACTS: Readonly<Record<number, Act>> = {
	[TLSCall.CLOSE]: nothing((engine) => engine.close()),
	[TLSCall.STEP]: (engine) => engine.step(),
	[TLSCall.IS_OPEN]: (engine) => Number(engine.isOpen()),
	[TLSCall.ROOM]: (engine) => engine.room(),
	[TLSCall.FEED]: nothing((engine, data) => engine.feed(data)),
	[TLSCall.DRAIN]: (engine, data) => engine.drain(mostOf(data)),
	[TLSCall.READABLE]: (engine) => engine.readable(),
	[TLSCall.READ]: (engine, data) => engine.read(mostOf(data)),
	[TLSCall.WRITE]: (engine, data) => engine.write(data),
	[TLSCall.FINISH]: nothing((engine) => engine.finish()),
	[TLSCall.FAILURE]: (engine) => engine.failure(),
	[TLSCall.DETAIL]: (engine) => engine.detail(),
	[TLSCall.SESSION]: (engine) => engine.session(),
	[TLSCall.EXPIRY]: (engine) => engine.expiry(),
};
