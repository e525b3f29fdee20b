/* Forms keep what was typed. data-guard asks before a page with unsaved words is left;
   a request that fails leaves the form as it is and says so. */
import { onEach } from "./dom.js";
import { toast } from "./toasts.js";

const dirty = new Set();

onEach("form[data-guard]", (form) => {
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("submit", () => dirty.delete(form));
  form.addEventListener("reset", () => dirty.delete(form));
});

addEventListener("beforeunload", (event) => {
  const open = [...dirty].filter((form) => form.isConnected);
  if (open.length) event.preventDefault();
});

/* Failed saves put the form back among those with unsaved words. */
document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.matches?.("form[data-guard]")) dirty.add(elt);
  const said = { 403: "forbidden", 404: "missing", 409: "stale" }[xhr.status] ?? "failed";
  const words = document.getElementById("said")?.dataset[said];
  if (xhr.status !== 401 && words) toast({ text: words, level: "error" });
});

/* A select or field with data-submits sends its form when it changes. */
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form?.requestSubmit();
});

/* The first field with an error takes the focus, also after a swap. */
const toFirstError = (root) => root.querySelector?.('[aria-invalid="true"]')?.focus();
document.addEventListener("DOMContentLoaded", () => toFirstError(document));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status === 422) toFirstError(event.detail.target);
});
