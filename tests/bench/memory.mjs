// How much memory a tab has held at most.
import { readFile } from "node:fs/promises";

/** Bytes of the largest tab's process at its peak; `null` where the system does not say. */
export async function processPeak(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const tabs = processInfo.filter(({ type }) => type === "renderer");
  const peaks = await Promise.all(tabs.map(({ id }) => highWaterMark(id)));
  return peaks.includes(null) ? null : Math.max(...peaks);
}

async function highWaterMark(id) {
  try {
    const status = await readFile(`/proc/${id}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) * 1024;
  } catch {
    return null;
  }
}

/**
 * Watches the workers of a page. The function it gives adds up the bytes of all wasm memories in them; such a memory
 * never shrinks, so that is their peak.
 */
export async function watchWasm(page) {
  const session = await page.context().newCDPSession(page);
  const workers = [];
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") workers.push(sessionId);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return async () => {
    let bytes = 0;
    for (const worker of workers) bytes += await wasmBytes((method, params) => ask(session, worker, method, params));
    return bytes;
  };
}

async function wasmBytes(send) {
  const prototype = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: prototype.result.objectId });
  const sum = await send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) }",
    returnByValue: true,
  });
  return sum.result.value;
}

let lastId = 0;

/** A question to a worker goes through its page. */
function ask(session, sessionId, method, params) {
  lastId += 1;
  const id = lastId;
  const answer = new Promise((resolve, reject) => {
    const listen = ({ sessionId: from, message }) => {
      const reply = JSON.parse(message);
      if (from !== sessionId || reply.id !== id) return;
      session.off("Target.receivedMessageFromTarget", listen);
      if (reply.error) reject(new Error(reply.error.message));
      else resolve(reply.result);
    };
    session.on("Target.receivedMessageFromTarget", listen);
  });
  const question = JSON.stringify({ id, method, params });
  return session.send("Target.sendMessageToTarget", { sessionId, message: question }).then(() => answer);
}
