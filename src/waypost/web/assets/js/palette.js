/* The palette (components/palette.html): Ctrl/Cmd-K or [data-palette] opens it, the
   server sends its options, one request for each pause. Where this person was last
   stays in this browser. */
import { remember } from "./dom.js";

const PAUSE = 120;
const RECENT = "recent";
const KEPT = 12;
const SHOWN = 5;
const dialog = document.getElementById("palette");

if (dialog) start(dialog);

function start(palette) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const said = palette.querySelector("[role=status]");
  const places = recent(palette.dataset.owner);
  let at = 0;
  let timer;
  let asking;
  let answered;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const point = (to) => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : 0;
    all.forEach((option, i) => {
      option.id = `palette-${i}`;
      option.setAttribute("aria-selected", String(i === at));
    });
    input.setAttribute("aria-activedescendant", all[at]?.id ?? "");
    all[at]?.scrollIntoView({ block: "nearest" });
  };

  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const found = answer.querySelector("[data-options]");
    if (!found) return location.reload(); // signed out meanwhile: the page says so
    list.replaceChildren(...(input.value.trim() ? [] : before(palette, places)), ...found.children);
    said.textContent = found.dataset.said;
    list.scrollTop = 0;
    point(0);
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = input.value;
    const query = new URLSearchParams({ q: typed, here: location.pathname });
    palette.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${palette.dataset.url}?${query}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.text());
      answered = typed;
    } catch (error) {
      if (error.name === "AbortError") return;
      list.replaceChildren();
      said.textContent = palette.dataset.failed;
    }
    palette.removeAttribute("aria-busy");
  };

  const open = () => {
    if (palette.open) return palette.close();
    input.value = "";
    palette.showModal();
    input.focus();
    ask();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-palette]")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link, to a new tab
    event.preventDefault();
    open();
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[data-close]")) palette.close();
    else if (event.target.closest("[role=option]")) palette.close();
  });
  list.addEventListener("pointermove", (event) => {
    const over = options().indexOf(event.target.closest("[role=option]"));
    if (over >= 0 && over !== at) point(over);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) point(at + steps[event.key]);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose();
    else if (event.key === "Escape") palette.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /* What was typed since the last answer is asked for first: Enter never opens what
     answers another question. */
  const choose = async () => {
    clearTimeout(timer);
    if (answered !== input.value) await ask();
    options()[at]?.click();
  };
}

/** The places where this person was last, this one added. */
function recent(owner) {
  const known = remember(RECENT);
  const kept = known?.owner === owner ? known.places : [];
  const title = document.querySelector("main h1")?.textContent.trim().replace(/\s+/g, " ");
  const here = { url: location.pathname, title: document.title.replace(/ · Waypost$/, "") };
  const others = kept.filter((place) => place.url !== here.url);
  const isPlace = title && !here.url.startsWith("/search/");
  remember(RECENT, { owner, places: (isPlace ? [here, ...others] : others).slice(0, KEPT) });
  return others;
}

function before(palette, places) {
  if (!places.length) return [];
  const group = palette.querySelector("template").content.firstElementChild.cloneNode(true);
  const sample = group.querySelector("[role=option]");
  sample.remove();
  for (const place of places.slice(0, SHOWN)) {
    const option = sample.cloneNode(true);
    option.href = place.url;
    option.querySelector(".what").textContent = place.title;
    group.append(option);
  }
  return [group];
}
