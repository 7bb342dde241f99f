import { describe } from "@jest/globals";
import { findXsWorker } from "../virtual/engine/xs-engine";
import { needs } from "./needs";

/** Tests that are to pass in both engines; `engine` is what `--engine` wants. XS counts only where it really runs. */
export function inBothEngines(body: (engine: "xs" | "node") => void): void {
	needs("the XS engine", findXsWorker() !== undefined, () => body("xs"));
	describe("with the Node engine", () => body("node"));
}
