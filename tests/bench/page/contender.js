// A page like any that a file is given to: `index.html#NAME` hands the chosen file to that contender and keeps what it
// answers, `{ seconds, totals }`.
const { ready, compute } = await import(`./${location.hash.slice(1)}.js`);
await ready;

globalThis.answer = new Promise((resolve, reject) => {
  const input = document.querySelector("input");
  input.addEventListener("change", () => compute(input.files[0]).then(resolve, reject));
  input.dataset.ready = "";
});
