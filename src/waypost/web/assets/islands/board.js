/* The board. A card is dragged by a pointer (a finger takes its grip), or moved by keys:
   arrows go from card to card, [ and ] put it into the column before and after, Alt with
   an arrow moves it that way. The markup: #board, .lane, ol[data-column], li[data-card]
   with data-moves on those that may be moved, form#mover that takes card, status, before,
   after and version. The server answers with the board as it stands then. */
import { announce } from "../js/announce.js";
import { isTyping } from "../js/dom.js";

const FAR = 6; // pixels until a press is a drag
const EDGE = 48; // pixels from the side at which the board scrolls
const cardsOf = (list) => [...list.querySelectorAll(":scope > [data-card]")];
const columnsOf = (lane) => [...lane.querySelectorAll("ol[data-column]")];
const listOf = (card) => card.closest("ol[data-column]");
let isSaving = false;

/* Sends where the card stands now; `origin` is where it goes back if that fails. */
function save(card, origin) {
  const form = document.getElementById("mover");
  const list = listOf(card);
  const beside = (way) => {
    let other = card[way];
    while (other && !other.matches("[data-card]")) other = other[way];
    return other?.dataset.card ?? "";
  };
  const fields = form.elements;
  fields.card.value = card.dataset.card;
  fields.status.value = list.dataset.column;
  fields.before.value = list.hasAttribute("data-closed") ? "" : beside("nextElementSibling");
  fields.after.value = list.hasAttribute("data-closed") || fields.before.value ? "" : beside("previousElementSibling");
  fields.version.value = card.dataset.version;
  isSaving = true;
  form.dataset.origin = JSON.stringify(origin);
  card.setAttribute("aria-busy", "true");
  card.focus({ preventScroll: true });
  announce(`${card.dataset.code}: ${list.dataset.name}, ${cardsOf(list).indexOf(card) + 1} / ${cardsOf(list).length}`);
  form.requestSubmit();
}

const originOf = (card) => ({
  card: card.id,
  lane: card.closest("[data-lane]").dataset.lane,
  column: listOf(card).dataset.column,
  next: card.nextElementSibling?.id ?? "",
});

function putBack({ card, lane, column, next }) {
  const list = document.querySelector(`[data-lane="${CSS.escape(lane)}"] ol[data-column="${CSS.escape(column)}"]`);
  const moved = document.getElementById(card);
  if (!list || !moved) return;
  list.insertBefore(moved, next ? document.getElementById(next) : null);
  moved.removeAttribute("aria-busy");
}

const isMover = (event) => event.detail.elt?.id === "mover";

/* Somebody else was faster: their board comes with the words that say so. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "board" || event.detail.xhr.status !== 409) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!isMover(event)) return;
    isSaving = false;
    putBack(JSON.parse(event.detail.elt.dataset.origin));
  });
}
document.addEventListener("htmx:afterSettle", () => {
  isSaving = false;
});

/* What is swapped keeps how far it was scrolled. */
let left = 0;
document.addEventListener("htmx:beforeSwap", () => { left = document.querySelector(".board")?.scrollLeft ?? 0; });
document.addEventListener("htmx:afterSwap", () => {
  const board = document.querySelector(".board");
  if (board) board.scrollLeft = left;
});

/* --- Keys ------------------------------------------------------------------------- */

function focus(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function beside(card, step) {
  const columns = columnsOf(card.closest("[data-lane]"));
  return columns[columns.indexOf(listOf(card)) + step];
}

/* The card at the same height in the nearest column that has one. */
function across(card, step) {
  const columns = columnsOf(card.closest("[data-lane]"));
  const at = cardsOf(listOf(card)).indexOf(card);
  for (let i = columns.indexOf(listOf(card)) + step; columns[i]; i += step) {
    const cards = cardsOf(columns[i]);
    if (cards.length) return cards[Math.min(at, cards.length - 1)];
  }
  return null;
}

function walk(card, key) {
  const all = [...document.querySelectorAll("#board [data-card]")];
  if (key === "ArrowLeft") return across(card, -1);
  if (key === "ArrowRight") return across(card, 1);
  return all[all.indexOf(card) + (key === "ArrowDown" ? 1 : -1)];
}

function toColumn(card, step) {
  const list = beside(card, step);
  if (!list) return false;
  const origin = originOf(card);
  if (list.hasAttribute("data-closed")) list.prepend(card);
  else list.append(card);
  save(card, origin);
  return true;
}

function within(card, step) {
  const list = listOf(card);
  const cards = cardsOf(list);
  const other = cards[cards.indexOf(card) + step];
  if (!other || list.hasAttribute("data-closed")) return false;
  const origin = originOf(card);
  if (step < 0) other.before(card);
  else other.after(card);
  save(card, origin);
  return true;
}

const moves = {
  "[": (card) => toColumn(card, -1),
  "]": (card) => toColumn(card, 1),
  ArrowLeft: (card) => toColumn(card, -1),
  ArrowRight: (card) => toColumn(card, 1),
  ArrowUp: (card) => within(card, -1),
  ArrowDown: (card) => within(card, 1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) return leave(event);
  const card = event.target.closest?.("#board [data-card]") ?? document.querySelector("#board [data-card].now");
  if (!card) return;
  const isArrow = event.key.startsWith("Arrow");
  if (isArrow && !event.altKey) {
    const next = walk(card, event.key);
    if (!next) return;
    event.preventDefault();
    return focus(next);
  }
  if (event.key === "Enter" && event.target === card) {
    event.preventDefault();
    event.stopPropagation();
    return location.assign(card.querySelector("[data-open]").href);
  }
  const move = moves[event.key];
  if (!move || (!isArrow && event.altKey)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!card.hasAttribute("data-moves") || isSaving) return;
  move(card);
}, { capture: true });

/* Escape leaves the form that moves a card; the line to add one is only blurred. */
function leave(event) {
  if (event.key !== "Escape") return;
  const cancel = event.target.closest("[data-card] form")?.querySelector("[data-cancel]");
  if (!cancel) return;
  event.preventDefault();
  event.stopPropagation();
  cancel.click();
}

/* The button of the page does what c does, in the column of the card in hand. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-add-card]");
  if (!link) return;
  const here = document.querySelector("#board [data-card].now")?.closest(".column");
  const input = (here ?? document).querySelector(".card-add input[name=title]")
    ?? document.querySelector(".card-add input[name=title]");
  if (!input) return;
  event.preventDefault();
  input.focus();
});

/* --- Pointer ----------------------------------------------------------------------- */

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("#board [data-card][data-moves]");
  if (!card || event.button || isSaving || !event.isPrimary) return;
  const isGrip = event.target.closest(".card-move");
  if (event.pointerType === "touch" && !isGrip) return;
  if (event.target.closest("input, select, textarea, button, form")) return;
  track(card, event);
});

/* A link is not to be dragged by the browser itself, nor followed after a drag. */
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("#board [data-card]")) event.preventDefault();
});

/* Where the dragged card is stands in a sheet: a style of its own would be copied to the
   card that is swapped in, which the Content-Security-Policy forbids. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(".board-card.dragged { position: fixed; inset: 0 auto auto 0; } .drop-here { height: 2rem; }");
document.adoptedStyleSheets.push(sheet);
const [held, gap] = sheet.cssRules;

function track(card, start) {
  const lane = card.closest("[data-lane]");
  const board = card.closest(".board");
  const mark = Object.assign(document.createElement("li"), { className: "drop-here" });
  const origin = originOf(card);
  const box = card.getBoundingClientRect();
  let isDragged = false;
  let last = start;

  const begin = () => {
    isDragged = true;
    card.before(mark);
    gap.style.height = `${box.height}px`;
    held.style.width = `${box.width}px`;
    card.classList.add("dragged");
    document.body.classList.add("is-dragging");
    scroll();
  };
  const place = ({ clientX, clientY }) => {
    held.style.transform = `translate(${box.left + clientX - start.clientX}px, ${box.top + clientY - start.clientY}px)`;
    const column = document.elementFromPoint(clientX, clientY)?.closest?.(".column");
    const list = column?.querySelector("ol[data-column]");
    if (!list || list.closest("[data-lane]") !== lane) return;
    const below = cardsOf(list).find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return other !== card && clientY < top + height / 2;
    });
    list.insertBefore(mark, below ?? null);
  };
  const scroll = () => {
    if (!isDragged) return;
    const { left: from, right: to } = board.getBoundingClientRect();
    if (last.clientX < from + EDGE) board.scrollLeft -= 12;
    else if (last.clientX > to - EDGE) board.scrollLeft += 12;
    requestAnimationFrame(scroll);
  };
  const move = (event) => {
    if (event.pointerId !== start.pointerId) return;
    last = event;
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (!isDragged && far < FAR) return;
    event.preventDefault();
    if (!isDragged) begin();
    place(event);
  };
  const end = (isDropped) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", drop);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape, true);
    if (!isDragged) return;
    isDragged = false;
    document.body.classList.remove("is-dragging");
    card.classList.remove("dragged");
    if (isDropped) mark.before(card);
    mark.remove();
    addEventListener("click", halt, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", halt, { capture: true }), 0);
    const now = originOf(card);
    const isSame = now.column === origin.column && now.next === origin.next;
    if (isDropped && !isSame) save(card, origin);
  };
  const drop = (event) => { if (event.pointerId === start.pointerId) end(true); };
  const cancel = () => end(false);
  const escape = (event) => { if (event.key === "Escape") { event.stopPropagation(); end(false); } };
  addEventListener("pointermove", move);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", escape, true);
}

function halt(event) {
  event.preventDefault();
  event.stopPropagation();
}
