// Starts the engine in its own thread.
import init from "./engine.js";

init();
