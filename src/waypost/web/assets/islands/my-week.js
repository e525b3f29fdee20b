/* My week: check-in rows by keyboard, and ticks that show at once.
   "i" starts; j k move between rows, also from a field for numbers; a saved row hands
   the focus to the next one. */
import { isVisible } from "../js/dom.js";

const rows = () => [...document.querySelectorAll("form.checkin")].filter(isVisible);
let next = null;

function enter(row) {
  if (!row) return;
  row.focus({ preventScroll: true }); // it opens, and its fields can take the focus
  const field = row.querySelector("[data-focus], [type=checkbox]") ?? row;
  field.focus({ preventScroll: true });
  field.select?.();
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-start]")) return;
  event.preventDefault();
  enter(rows()[0]);
});

/* In capture: these keys are letters everywhere else that text is typed. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  const row = event.target.closest?.("form.checkin");
  if (!row || !event.target.matches("[inputmode], [type=checkbox]")) return;
  event.preventDefault();
  const all = rows();
  enter(all[all.indexOf(row) + (event.key === "j" ? 1 : -1)]);
}, true);

/* What follows the row that is being saved, before that row is gone. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches?.("form.checkin")) return;
  const all = rows();
  const at = all.indexOf(form);
  const refused = event.detail.xhr.status === 422;
  next = { id: form.id, refused, row: all[at + 1] ?? all[at - 1] };
});

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (form?.matches?.("[data-tick], .feed form")) return rest(form);
  if (form?.matches?.(".checkin.done form")) return enter(document.querySelector(form.getAttribute("hx-target")));
  if (!next || !form?.matches?.("form.checkin")) return;
  const { id, refused, row } = next;
  next = null;
  const here = document.getElementById(id);
  if (refused) (here.querySelector('[aria-invalid="true"]') ?? here).focus();
  else {
    for (const undo of document.querySelectorAll(".checkin.done [data-key]")) {
      if (!here.contains(undo)) undo.removeAttribute("data-key");
    }
    if (row?.isConnected) enter(row);
    else here.querySelector("button").focus();
  }
});

/* The focus does not fall to the page's top when its line is gone. */
function rest(form) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const button = form.querySelector("[id]");
  (document.getElementById(button?.id) ?? document.getElementById("waiting"))?.focus();
}

/* A tick shows before the server has answered, and goes when it refuses. */
const refuse = (event) => {
  const box = event.detail.elt.matches?.("[data-tick]") && event.detail.elt.querySelector("[type=checkbox]");
  if (box) box.checked = !box.checked;
};
for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, refuse);
