/* The box in which people talk. After @ it offers people: what is picked stands in the
   text as a name, and its key in the hidden field "picked". What is typed is kept until
   it is sent, also over a lost connection or a reload.

   form[data-talk]        the form; data-draft names what is kept, nothing where none is
   textarea[data-people]  where people are asked for */
import { announce } from "../js/announce.js";
import { onEach } from "../js/dom.js";

const ASK_AFTER = 150;
const KEEP_AFTER = 400;
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]+)?)$/u;
let made = 0;

onEach("textarea[data-people]", (area) => {
  const id = `people-${++made}`;
  const list = Object.assign(document.createElement("div"), { id, className: "pop options", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.labels[0]?.textContent ?? "");
  area.after(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", id);
  let at = 0;
  let timer;
  let asked;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const word = () => TYPED.exec(area.value.slice(0, area.selectionStart))?.[1];
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const all = options();
    at = (index + all.length) % (all.length || 1);
    all.forEach((option, i) => {
      option.id = `${id}-${i}`;
      option.setAttribute("aria-selected", String(i === at));
    });
    if (!all.length) return;
    area.setAttribute("aria-activedescendant", `${id}-${at}`);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const typed = word();
    if (typed === undefined || area.selectionStart !== area.selectionEnd) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${area.dataset.people}?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (!answer.ok || word() === undefined) return close();
      list.innerHTML = await answer.text();
    } catch { return close(); } // aborted, or no connection: the name can still be typed
    const count = options().length;
    list.hidden = count === 0;
    if (!count) return close();
    mark(0);
    announce(options().slice(0, 3).map((option) => option.dataset.name).join(", "));
  };
  const choose = (option) => {
    const end = area.selectionStart;
    const start = end - word().length;
    area.setRangeText(`${option.dataset.name} `, start, end, "end");
    const picked = area.form.elements.picked;
    picked.value = `${picked.value} ${option.dataset.key}`.trim();
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, ASK_AFTER); });
  area.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the focus stays where one types
    const option = event.target.closest('[role="option"]');
    if (option) choose(option);
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") choose(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
});

/* Drafts stand in this tab's storage only: what is private does not stay behind. */
const kept = {
  get: (name) => { try { return sessionStorage.getItem(`talk:${name}`) ?? ""; } catch { return ""; } },
  set: (name, text) => {
    try {
      if (text) sessionStorage.setItem(`talk:${name}`, text);
      else sessionStorage.removeItem(`talk:${name}`);
    } catch { /* Nothing is kept then. */ }
  },
};

onEach("form[data-talk]", (form) => {
  const area = form.elements.body;
  const name = form.dataset.draft;
  let timer;
  if (!form.contains(document.activeElement)) form.dataset.folded = "";
  form.addEventListener("focusin", () => delete form.dataset.folded);
  if (name && !area.value && kept.get(name)) {
    area.value = kept.get(name);
    const details = form.closest("details");
    if (details) details.open = true;
  }
  area.addEventListener("input", () => {
    say(form, false);
    clearTimeout(timer);
    if (name) timer = setTimeout(() => kept.set(name, area.value), KEEP_AFTER);
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    if (name) kept.set(name, area.value);
    form.querySelector("button").disabled = true;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    form.querySelector("button").disabled = false;
    const { successful, xhr } = event.detail;
    if (successful && name) kept.set(name, "");
    if (!successful && xhr.status !== 422) say(form, true);
  });
});

/* Before the panel is drawn anew, so that the fresh box does not find what was sent. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (form?.matches?.("form[data-draft]") && event.detail.xhr.status < 300) kept.set(form.dataset.draft, "");
});

function say(form, failed) {
  form.querySelector("[data-kept]").hidden = !failed;
  form.querySelector("[data-hint]").hidden = failed;
}

/* Whoever opens a reply or changes a comment wants to type; then the focus goes back. */
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.reply[open]")) event.target.querySelector("textarea")?.focus();
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig;
  const id = asked?.target?.id ?? "";
  if (!id.startsWith("comment-") || document.activeElement !== document.body) return;
  const place = document.getElementById(id);
  const area = place?.querySelector(":scope > div > form[data-talk] textarea");
  if (area) {
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  } else place?.focus();
});
