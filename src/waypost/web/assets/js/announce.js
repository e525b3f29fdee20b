/* Says to readers what changed: HX-Trigger {"announce": "…"} or announce("…"). */
const region = () => document.getElementById("live");

export function announce(text) {
  const live = region();
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60);
}

document.addEventListener("announce", (event) => announce(event.detail.value ?? event.detail));
