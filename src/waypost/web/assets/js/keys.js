/* Keys. Whatever has data-key="c" (or "g m") is pressed by it: a link or button is
   clicked, a field focused. "?" lists them. Keys rest while somebody types. */
import { isTyping, isVisible } from "./dom.js";

let first = "";
let timer;

const matching = (keys) =>
  [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(
    (element) => isVisible(element) || keys.includes(" "),
  );

function press(keys) {
  const element = matching(keys).at(-1);
  if (!element) return false;
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else element.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return submit(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return help(event);
  const keys = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = "";
  if (press(keys)) return event.preventDefault();
  if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
    first = event.key;
    timer = setTimeout(() => { first = ""; }, 1200);
  }
});

function submit(event) {
  const form = event.target.form ?? event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.primary") ?? undefined);
}

/* The dialog stands on the page; the page's own keys are added when it opens. */
function help(event) {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  event.preventDefault();
  for (const row of dialog.querySelectorAll("[data-here]")) row.remove();
  const list = dialog.querySelector("dl");
  for (const element of document.querySelectorAll("main [data-key]")) {
    const said = element.dataset.keyLabel ?? element.getAttribute("aria-label");
    if (!said || !isVisible(element)) continue;
    const name = document.createElement("dt");
    const key = document.createElement("dd");
    name.textContent = said;
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
    name.dataset.here = key.dataset.here = "";
    list.append(name, key);
  }
  dialog.showModal();
}
