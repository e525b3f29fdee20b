/* Drafting an objective in the list, and the coach's "Use this" and "Link it".
   "c" opens the draft at the end of the group in hand; without script the same key
   leads to the form. Headings of a long list (data-fold) fold back, with those below. */
import { onEach } from "../js/dom.js";

const current = () =>
  document.activeElement?.closest?.("[data-item]") ?? document.querySelector("[data-item].now");

/* In capture, before the page's own keys: the link with data-draft has the key too. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-draft]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const open = document.getElementById("draft-title");
  if (open) {
    event.preventDefault();
    open.focus();
    return;
  }
  const add = current()?.closest("[data-group]")?.querySelector("[data-add]")
    ?? document.querySelector("[data-add]");
  if (!add) return;
  event.preventDefault();
  add.click();
}, true);

document.addEventListener("click", (event) => {
  const target = event.target;
  const form = target.closest?.("[data-draft-form]");
  if (!form) return;
  const use = target.closest("[data-use]");
  const link = target.closest("[data-link]");
  if (use) replace(form.elements.title, use.dataset.use);
  if (link) support(form, link.dataset.link);
  if (target.closest("[data-unlink]")) support(form, "");
  if (target.closest("[data-cancel]")) cancel(form);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".draft[data-draft-form]");
  if (!form || event.key !== "Escape") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  cancel(form);
}, true);

/* Typed by the browser, so that its own undo takes it back. */
function replace(input, text) {
  input.focus();
  input.select();
  if (!document.execCommand("insertText", false, text)) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* In the list one hidden field holds it; in the form the first free choice does. */
function support(form, code) {
  const choices = [...form.querySelectorAll('[name^="serves_"]')];
  const free = choices.find((field) => !field.value);
  if (free) {
    free.value = code;
    const shown = free.matches("select") && free.parentElement.querySelector(".pick input");
    if (shown) shown.value = free.selectedOptions[0]?.textContent.trim() ?? "";
    free.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  if (choices.length) return;
  form.elements.serves.value = code;
  const line = form.querySelector("[data-linked]");
  line.hidden = !code;
  line.querySelector("b").textContent = code;
  form.elements.title.focus();
  form.elements.title.dispatchEvent(new Event("coach"));
}

/* The row goes, and the focus goes back to what opened it. */
function cancel(form) {
  const group = form.closest("[data-group]");
  form.closest("tr").remove();
  group.querySelector("[data-add]")?.focus();
}

/* One draft at a time. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.matches?.("[data-group]")) document.getElementById("draft")?.remove();
});

onEach("[data-fold]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const body = button.closest("tbody");
    const isFolded = body.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!isFolded));
    showUnfolded(body.closest("table"));
  });
});

/* What is deeper than a folded heading stands below it until one that is not. */
function showUnfolded(table) {
  let cut = Infinity;
  for (const body of table.tBodies) {
    const deep = Number(body.dataset.deep ?? 0);
    if (deep <= cut) cut = Infinity;
    body.hidden = deep > cut;
    if (!body.hidden && body.classList.contains("folded")) cut = deep;
  }
}
