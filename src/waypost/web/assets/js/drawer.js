/* The drawer beside a list: <aside class="drawer" id="drawer" data-home="list address">.
   A link with data-peek and hx-get, hx-target="#drawer", hx-push-url="true" fills it.
   Its address is the page's own, so Back works and a reload shows the page. On a phone
   the link simply opens the page. Esc closes and returns the focus to the row. */
import { isPhone } from "./dom.js";
import { move } from "./list.js";

let opener = null;
const drawer = () => document.getElementById("drawer");
const isOpen = () => drawer()?.childElementCount > 0;

document.addEventListener("click", (event) => {
  const target = event.target;
  const link = target.closest?.("a[data-peek]");
  if (link) {
    const wantsPage = event.metaKey || event.ctrlKey || event.shiftKey || isPhone();
    if (wantsPage) event.stopImmediatePropagation();
    else opener = link;
  }
  if (target.closest?.("[data-drawer-close]")) close();
  const step = target.closest?.("[data-drawer-step]");
  if (step) {
    opener?.closest("[data-item]")?.focus();
    move(Number(step.dataset.drawerStep))?.querySelector("[data-peek]")?.click();
  }
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== drawer()) return;
  drawer().scrollTop = 0;
  mark();
  if (!document.activeElement?.closest("[data-item]")) drawer().focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !isOpen()) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  close();
});

function mark() {
  for (const row of document.querySelectorAll("[data-item].shown")) row.classList.remove("shown");
  if (isOpen()) opener?.closest("[data-item]")?.classList.add("shown");
}

function close() {
  const panel = drawer();
  panel.replaceChildren();
  mark();
  if (panel.dataset.home) history.pushState({ htmx: true }, "", panel.dataset.home);
  const row = opener?.closest("[data-item]");
  (row ?? opener)?.focus();
}
