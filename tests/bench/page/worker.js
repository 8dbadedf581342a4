// Work in a thread of its own: one file there, one answer back.
export function inWorker(address, options) {
  const worker = new Worker(new URL(address, import.meta.url), options);
  const next = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = (event) => reject(new Error(event.message));
    });
  return {
    ready: next(),
    compute(file) {
      const answer = next();
      worker.postMessage(file);
      return answer;
    },
  };
}
