import { createRequire } from "node:module";
import type { Credential, TLSEngine, TLSEngineClass } from "../../../modules/tls/engine";
import { buildAddon } from "./build";

type Handle = object;
type Bytes = Uint8Array | undefined;

/** The functions of `addon.c`. */
interface Addon {
	create(...options: [Uint8Array, number, Bytes, Bytes, Bytes, Bytes, number, Bytes]): Handle | undefined;
	close(engine: Handle): void;
	step(engine: Handle): number;
	isOpen(engine: Handle): number;
	room(engine: Handle): number;
	feed(engine: Handle, bytes: Uint8Array): number;
	drain(engine: Handle, most: number): ArrayBuffer | undefined;
	readable(engine: Handle): number;
	read(engine: Handle, most: number): ArrayBuffer | undefined;
	write(engine: Handle, bytes: Uint8Array): number;
	finish(engine: Handle): void;
	failure(engine: Handle): number;
	detail(engine: Handle): number;
	session(engine: Handle): ArrayBuffer | undefined;
	expiry(engine: Handle): number;
	resumed(engine: Handle): number;
	/** Name and version of the library inside. */
	readonly library: string;
}

/** The engine in C, running on this computer. */
export interface HostEngine extends TLSEngine {
	/** Whether the connection continues an earlier one. */
	readonly resumed: boolean;
}

/** As `TLSEngineClass`; tests may give the randomness, which is the computer's otherwise. */
export type HostEngineClass = new (
	...options: [...ConstructorParameters<TLSEngineClass>, seed?: Uint8Array]
) => HostEngine;

/** The class of engines on this computer, or why there is none. */
export type HostTLS =
	| { readonly Engine: HostEngineClass; readonly library: string }
	| { readonly problem: string };

/** Compiles and loads the engine. */
export function loadHostTLS(): HostTLS {
	const built = buildAddon();
	if ("problem" in built) return built;
	const addon: Addon = createRequire(import.meta.url)(built.path);
	return { Engine: engineClass(addon), library: addon.library };
}

function bytesOf(credential: Credential | undefined): Bytes {
	if (credential === undefined) return undefined;
	return typeof credential === "string" ? Buffer.from(credential) : new Uint8Array(credential);
}

function engineClass(addon: Addon): HostEngineClass {
	return class implements HostEngine {
		readonly #engine: Handle;

		constructor(...options: [...ConstructorParameters<TLSEngineClass>, seed?: Uint8Array]) {
			const [name, now, authorities, certificate, key, session, largestRecord, seed] = options;
			const [text, offered] = [Buffer.from(`${name}\0`), session && new Uint8Array(session)];
			const identity = [bytesOf(authorities), bytesOf(certificate), bytesOf(key)] as const;
			const engine = addon.create(text, now, ...identity, offered, largestRecord, seed);
			if (engine === undefined) throw new Error("out of memory");
			this.#engine = engine;
		}

		get resumed(): boolean {
			return addon.resumed(this.#engine) === 1;
		}

		step = () => addon.step(this.#engine);
		isOpen = () => addon.isOpen(this.#engine) === 1;
		room = () => addon.room(this.#engine);
		feed = (bytes: Uint8Array) => void addon.feed(this.#engine, bytes);
		drain = (most: number) => addon.drain(this.#engine, most);
		readable = () => addon.readable(this.#engine);
		read = (most: number) => addon.read(this.#engine, most);
		write = (bytes: Uint8Array) => addon.write(this.#engine, bytes);
		finish = () => addon.finish(this.#engine);
		failure = () => addon.failure(this.#engine);
		detail = () => addon.detail(this.#engine);
		session = () => addon.session(this.#engine);
		expiry = () => addon.expiry(this.#engine);
		close = () => addon.close(this.#engine);
	};
}
