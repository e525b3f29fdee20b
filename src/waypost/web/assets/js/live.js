/* Live pages: what another person saves appears. Elements say in data-live what they
   show ("okrs.keyresult:12,13 projects.project:3", or a kind alone); main says when it
   was made (data-live-at) and which changes were its own doing (data-live-own). When the
   server tells of a change, the page asks for itself and takes over what is different.
   Nothing is swapped under somebody who types: a banner says so, and waits. */
import { announce } from "./announce.js";
import { Line, concerns } from "./live/line.js";
import { morph, remember } from "./live/morph.js";
import { isBusy } from "./live/typing.js";

const AT_LEAST = 250; // the answer to one's own deed may come after the news of it
const SHOWN = 6_000;
const HIDDEN = new Set([403, 404, 410]); // what is asked for is not there for this person
const own = new Set();
const pending = new Set();
let line = null;
let timer = 0;
let requests = 0;
let madeAt = 0;
let isFetching = false;

const main = () => document.getElementById("main");
const banner = () => document.getElementById("live-banner");
const wants = () =>
  [...new Set([...document.querySelectorAll("[data-live]")].flatMap((each) => each.dataset.live.split(/\s+/)))]
    .filter(Boolean)
    .join(" ");
const ownNumbers = (text) => (text ?? "").split(",").filter(Boolean).forEach((each) => own.add(Number(each)));

function start() {
  const page = main();
  if (!page?.dataset.liveAt || !wants()) return;
  remember(page);
  madeAt = Number(page.dataset.liveAt);
  ownNumbers(page.dataset.liveOwn);
  line = new Line({
    address: page.dataset.liveFrom,
    wants,
    mark: madeAt,
    hear,
    signOut: () => { document.getElementById("signed-out").hidden = false; },
  });
}

function hear(name, data, { mark }) {
  if (name === "behind") {
    pending.add(0);
    schedule(Math.random() * data.spread * 1_000);
  } else if (name === "changed" && mark > madeAt && !own.has(data.set) && concerns(data.things, wants())) {
    pending.add(data.set);
    schedule(Math.random() * data.spread * 1_000);
  }
}

function schedule(wait) {
  if (timer) return;
  timer = setTimeout(flush, AT_LEAST + wait);
}

async function flush() {
  timer = 0;
  for (const each of own) pending.delete(each);
  if (!pending.size) return;
  if (requests || isFetching) schedule(AT_LEAST);
  else if (document.hidden) document.addEventListener("visibilitychange", () => schedule(0), { once: true });
  else if (isBusy()) offer(await words());
  else await refresh();
}

/* --- What is said ------------------------------------------------------------------- */

async function words() {
  const sets = [...pending].filter(Boolean).slice(-20);
  if (!sets.length) return [];
  const query = new URLSearchParams({ sets: sets.join(","), things: wants() });
  try {
    const answer = await fetch(`${main().dataset.liveFrom}/told?${query}`, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).said : [];
  } catch {
    return [];
  }
}

/* Somebody types: a quiet line says what happened and leaves it to them. */
function offer(said) {
  const line = banner();
  if (!line || !pending.size) return;
  const text = line.querySelector("[data-live-said]");
  const next = said.at(-1) ?? line.dataset.words;
  if (text.textContent !== next) announce(next);
  text.textContent = next;
  line.hidden = false;
}

function withdraw() {
  const line = banner();
  if (line) line.hidden = true;
}

/* --- The page asks for itself --------------------------------------------------------- */

const ask = (address, headers = {}) =>
  fetch(address, { headers: { Accept: "text/html", ...headers }, credentials: "same-origin" });

/* Asked for by a person (`isForced`), what is typed stays and all around it is new. */
async function refresh({ isForced = false } = {}) {
  isFetching = true;
  const said = words();
  try {
    const drawer = document.getElementById("drawer");
    const isOpen = drawer?.childElementCount > 0;
    const home = isOpen && drawer.dataset.home ? new URL(drawer.dataset.home, location.href) : null;
    const isElsewhere = home !== null && home.pathname !== location.pathname;
    const answer = await ask(isElsewhere ? home : location.href);
    if (!answer.ok || answer.redirected) {
      refused(answer);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) return;
    if (!isForced && (requests || isBusy())) {
      // Somebody has begun to type meanwhile.
      schedule(AT_LEAST);
      return;
    }
    pending.clear();
    withdraw();
    takeOver(page, fresh, isElsewhere);
    if (isElsewhere) await refreshPart(drawer, location.href, "drawer");
    await refreshLate();
    const told = await said;
    if (told.length) announce(told.join(". "));
  } catch {
    schedule(5_000); // no connection: what is new stays pending
  } finally {
    isFetching = false;
  }
}

function refused(answer) {
  pending.clear();
  if (answer.redirected) document.getElementById("signed-out").hidden = false;
  else if (HIDDEN.has(answer.status)) clearPage();
}

/* The page is gone, or hidden from its reader: nothing of it may stay, its name neither. */
function clearPage() {
  withdraw();
  const words = document.getElementById("live-gone").content.cloneNode(true);
  const title = words.querySelector("h1").textContent;
  const page = main();
  line.leave();
  line = null;
  for (const name of ["live", "liveAt"]) delete page.dataset[name];
  page.replaceChildren(words);
  for (const crumb of document.querySelectorAll(".crumbs > li:not(:first-child)")) crumb.remove();
  document.title = title;
  announce(title);
}

function takeOver(page, fresh, isElsewhere) {
  const scrolled = [...document.querySelectorAll("main .board, main [data-keeps-scroll]")].map((each) => [each, each.scrollLeft, each.scrollTop]);
  madeAt = Number(fresh.dataset.liveAt) || madeAt;
  line.mark = Math.max(line.mark, madeAt);
  ownNumbers(fresh.dataset.liveOwn);
  const isLeft = (node) => isElsewhere && node.id === "drawer";
  const changed = morph(main(), fresh, { isLeft });
  for (const [each, left, top] of scrolled) {
    each.scrollLeft = left;
    each.scrollTop = top;
  }
  if (!isElsewhere) {
    document.title = page.title;
    takeOverCrumbs(page);
  }
  for (const count of document.querySelectorAll(".side .count")) {
    const next = page.getElementById(count.id);
    if (next && next.textContent !== count.textContent) count.textContent = next.textContent;
  }
  mark(changed);
  line.say();
}

/* They name what stands above: it may have another name now, or be hidden. */
function takeOverCrumbs(page) {
  const [own, fresh] = [document, page].map((each) => each.querySelector(".crumbs"));
  if (own && fresh && own.textContent !== fresh.textContent) own.replaceChildren(...fresh.childNodes);
}

/* A part that came by itself asks for itself: it is no part of the page's own answer. */
async function refreshPart(part, address, target = part.id) {
  const answer = await ask(address, { "HX-Request": "true", "HX-Target": target });
  if (HIDDEN.has(answer.status)) {
    const close = part.querySelector("[data-drawer-close]");
    if (close) close.click();
    else part.remove();
  }
  if (!answer.ok || answer.redirected) return;
  const brought = document.createElement("template");
  brought.innerHTML = await answer.text();
  if (!part.isConnected) return;
  let fresh = brought.content.firstElementChild;
  if (part.id === "drawer") {
    fresh = part.cloneNode(false);
    fresh.append(brought.content);
    remember(part);
  }
  if (fresh) mark(morph(part, fresh));
}

/* What is fetched once the page stands (data-live-late) is fetched again. */
async function refreshLate() {
  for (const part of document.querySelectorAll("main [data-live-late]")) {
    await refreshPart(part, part.dataset.liveLate);
  }
  for (const part of document.querySelectorAll('main [hx-trigger^="load"][hx-swap="innerHTML"]')) {
    window.htmx.ajax("GET", part.getAttribute("hx-get"), { target: part, swap: "innerHTML" });
  }
}

/* What has just changed is marked for a moment: the smallest block that says something. */
function mark(changed) {
  const blocks = new Set(changed.map((each) => each.closest("tr, li, article, dd, .fact, .card, .panel > header, p, h1, h2, h3, a") ?? each));
  for (const block of [...blocks].slice(0, 40)) {
    block.classList.add("just-changed");
    setTimeout(() => block.classList.remove("just-changed"), SHOWN);
  }
}

/* --- What happens on the page meanwhile ---------------------------------------------- */

document.addEventListener("htmx:beforeRequest", () => { requests += 1; });
document.addEventListener("htmx:afterRequest", (event) => {
  requests = Math.max(0, requests - 1);
  ownNumbers(event.detail.xhr?.getResponseHeader("Waypost-Changed"));
});
document.addEventListener("htmx:load", (event) => { if (line && event.detail.elt !== document.body) remember(event.detail.elt); });

/* What takes the place of an element that fetched it remembers where it came from. */
const COMES_LATER = /^(load|revealed|intersect)/;
document.addEventListener("htmx:afterSwap", (event) => {
  const from = event.detail.requestConfig?.elt;
  const part = event.target;
  if (!from || from === part || part === document.body || from.isConnected) return;
  if (COMES_LATER.test(from.getAttribute("hx-trigger") ?? "")) part.dataset.liveLate ??= from.getAttribute("hx-get");
});

let shown = "";
document.addEventListener("htmx:afterSettle", () => {
  if (!line) return;
  const now = wants();
  if (shown && now !== shown) line.say();
  shown = now;
});

/* Once nobody is busy any more, what waited is shown. */
const retry = () => { if (pending.size && line) schedule(0); };
for (const name of ["reset", "close", "htmx:afterSettle", "focusout"]) document.addEventListener(name, retry, true);

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-live-show]")) return;
  refresh({ isForced: true });
});

start();
