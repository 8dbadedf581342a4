// SheetJS in a thread of its own.
import { inWorker } from "./worker.js";

export const { ready, compute } = inWorker("sheetjs.worker.js");
