/* Lists by keyboard. data-list on the container, data-item on each row (tabindex="-1"):
   j k move, Enter opens, Space shows it beside the list, e edits, i checks in. The row
   says where: its first link, [data-peek], [data-edit], [data-check-in]. */
import { isTyping, isVisible } from "./dom.js";

const rows = () =>
  [...document.querySelectorAll("[data-list] [data-item]")].filter(isVisible);

export function current() {
  const row = document.activeElement?.closest?.("[data-item]");
  return row ?? document.querySelector("[data-item].now");
}

export function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  if (!next) return null;
  focusRow(next);
  return next;
}

export function focusRow(row) {
  for (const other of document.querySelectorAll("[data-item].now")) other.classList.remove("now");
  row.classList.add("now");
  (row.querySelector("[data-focus]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

const inside = (row, selector) => row?.querySelector(selector);
/* A key that the row has nothing for is left to the page. */
const clickIn = (row, selector) => {
  const found = inside(row, selector);
  found?.click();
  return Boolean(found);
};

const deeds = {
  j: () => { move(1); return true; },
  k: () => { move(-1); return true; },
  e: (row) => clickIn(row, "[data-edit]"),
  i: (row) => clickIn(row, "[data-check-in]"),
  " ": (row) => clickIn(row, "[data-peek]"),
  Enter: (row) => {
    const link = inside(row, "a[data-open], a[href]");
    if (link) location.assign(link.href);
    return Boolean(link);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const deed = deeds[event.key];
  if (!deed || !document.querySelector("[data-list]")) return;
  const isOnControl = event.target.matches?.("a, button, summary, input");
  if ((event.key === "Enter" || event.key === " ") && (isOnControl || !current())) return;
  if (!deed(current())) return;
  event.preventDefault();
  if ((event.key === "j" || event.key === "k") && document.querySelector("#drawer:not(:empty)")) {
    inside(current(), "[data-peek]")?.click();
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-item]");
  if (!row || row.classList.contains("now")) return;
  for (const other of document.querySelectorAll("[data-item].now")) other.classList.remove("now");
  row.classList.add("now");
});
