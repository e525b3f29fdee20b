/* The plan by keyboard: c writes a task under the milestone in hand, x ticks, Alt with
   an arrow moves the task, Escape leaves the row that is written. The row says how:
   data-milestone, .tick, [data-move="ArrowUp"], [data-cancel]. */
import { isTyping, isVisible } from "../js/dom.js";

const rowInHand = () =>
  document.activeElement?.closest?.("[data-item]") ?? document.querySelector("[data-item].now");

function write(milestone) {
  const input = document.getElementById(`add-${milestone}`);
  if (!input) return false;
  if (!isVisible(input)) document.querySelector(`#row-m${milestone} [data-toggle]`)?.click();
  input.focus();
  return true;
}

function press(row, selector) {
  const button = row?.querySelector(selector);
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (!document.getElementById("plan") || event.ctrlKey || event.metaKey) return;
  const row = rowInHand();
  let isDone = false;
  if (event.key === "Escape") {
    isDone = press(event.target.closest?.(".editing"), "[data-cancel]");
  } else if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  else if (event.altKey) isDone = press(row, `[data-move="${CSS.escape(event.key)}"]`);
  else if (event.key === "x") isDone = press(row, "button.tick");
  else if (event.key === "c" && row) isDone = write(row.dataset.milestone);
  if (!isDone) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

/* The button of the page does what c does, without a new page. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-add-task]");
  if (!link) return;
  const milestone = rowInHand()?.dataset.milestone ?? new URL(link.href).searchParams.get("add");
  if (write(milestone)) event.preventDefault();
});
