/* Tables by keyboard and pointer: x selects the row in hand, Shift with x or a click
   selects all from the last one, Escape selects none; Shift on a heading sorts by it too.
   Reads data-table, data-select, data-select-all, data-select-every, data-select-none,
   data-selected-count (data-words), data-also. */
import { onEach, isTyping } from "../js/dom.js";
import { announce } from "../js/announce.js";

let last = null;
const boxes = (root = document) => [...root.querySelectorAll("[data-select]")];
const inHand = () =>
  (document.activeElement?.closest?.("[data-item]") ?? document.querySelector("[data-item].now"))
    ?.querySelector("[data-select]");

function select(box, isOn, isRange) {
  const all = boxes(box.closest("[data-table]"));
  const from = isRange && last ? all.indexOf(last) : -1;
  const at = all.indexOf(box);
  const span = from < 0 ? [box] : all.slice(Math.min(from, at), Math.max(from, at) + 1);
  for (const each of span) each.checked = isOn;
  last = box;
  count(box.closest("[data-table]"));
}

function count(table) {
  const all = boxes(table);
  const n = all.filter((box) => box.checked).length;
  const head = table.querySelector("[data-select-all]");
  if (head) {
    head.checked = n > 0 && n === all.length;
    head.indeterminate = n > 0 && n < all.length;
  }
  const every = table.querySelector("[data-select-every]");
  if (every && n < all.length) every.checked = false;
  const said = table.querySelector("[data-selected-count]");
  if (!said) return;
  const words = said.dataset.words.replace("{n}", n);
  if (said.textContent !== words) announce(words);
  said.textContent = words;
}

function setAll(table, isOn) {
  for (const box of boxes(table)) box.checked = isOn;
  count(table);
}

onEach("[data-table]", (table) => {
  last = null;
  for (const hidden of table.querySelectorAll("[data-select-all], [data-select-none]")) hidden.hidden = false;
  if (table.querySelector("[data-select]:checked")) count(table);
});

/* A click knows whether Shift is held, a change does not. */
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-select]");
  if (box) select(box, box.checked, event.shiftKey);
  const table = event.target.closest?.("[data-table]");
  if (event.target.closest?.("[data-select-none]")) setAll(table, false);
  if (event.target.matches?.("[data-select-all]")) setAll(table, event.target.checked);
  if (event.target.matches?.("[data-select-every]") && event.target.checked) setAll(table, true);
});

/* Before htmx asks: with Shift, a heading sorts by its column beside the others. */
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (elt.dataset?.also && triggeringEvent?.shiftKey) event.detail.path = elt.dataset.also;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const box = inHand();
  if (event.key.toLowerCase() === "x" && box) select(box, event.shiftKey || !box.checked, event.shiftKey);
  else if (event.key === "Escape" && document.querySelector("[data-select]:checked") && !document.querySelector("details.menu[open]")) {
    setAll(document.querySelector("[data-table]:has([data-select]:checked)"), false);
  } else return;
  event.preventDefault();
});
