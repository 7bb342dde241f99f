import type { TLSEngineClass } from "./engine";

/** The engine in C. */
declare const NativeEngine: TLSEngineClass;
export default NativeEngine;
