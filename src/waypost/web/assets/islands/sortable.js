/* Lists whose order is somebody's. data-sortable on the container, data-sort="key" on each
   row, a button [data-handle] to drag it, buttons [data-move="ArrowUp|ArrowDown"] that
   Alt with the arrow presses. After it stands a form[data-order] that takes all keys. */
const rowsOf = (list) => [...list.querySelectorAll("[data-sort]")];
const keysOf = (list) => rowsOf(list).map((row) => row.dataset.sort).join(",");

function formOf(list) {
  return list.closest("section")?.querySelector("form[data-order]");
}

/* The ends cannot be moved further. */
function mark(list) {
  const rows = rowsOf(list);
  rows.forEach((row, at) => {
    const up = row.querySelector('[data-move="ArrowUp"]');
    const down = row.querySelector('[data-move="ArrowDown"]');
    if (up) up.disabled = at === 0;
    if (down) down.disabled = at === rows.length - 1;
  });
}

function save(list, before) {
  mark(list);
  const form = formOf(list);
  if (!form || keysOf(list) === before) return;
  form.elements.order.value = keysOf(list);
  form.requestSubmit();
}

function step(row, key) {
  const list = row.closest("[data-sortable]");
  const before = keysOf(list);
  const beside = key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  if (!beside?.matches("[data-sort]")) return;
  if (key === "ArrowUp") beside.before(row);
  else beside.after(row);
  save(list, before);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = event.target.closest?.("[data-sortable] [data-sort]")
    ?? document.querySelector("[data-sortable] [data-sort].now");
  if (!row || !row.querySelector("[data-move]")) return;
  event.preventDefault();
  if (step(row, event.key)) row.focus({ preventScroll: true });
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const row = button?.matches?.("[data-move]") && button.closest("[data-sortable] [data-sort]");
  if (!row || !formOf(row.closest("[data-sortable]"))) return;
  event.preventDefault();
  step(row, button.dataset.move);
  if (button.disabled) row.focus({ preventScroll: true });
  else button.focus({ preventScroll: true });
});

/* Dragged by a pointer: what it is drawn over takes the place of the row. The row itself
   never leaves the page, for what leaves it loses the pointer. */
document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-sortable] [data-handle]");
  if (!handle || event.button) return;
  const row = handle.closest("[data-sort]");
  const list = row.closest("[data-sortable]");
  const before = keysOf(list);
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  const move = ({ clientY }) => {
    for (const other of rowsOf(list)) {
      if (other === row) continue;
      const { top, height } = other.getBoundingClientRect();
      const isAbove = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
      if (isAbove && clientY < top + height / 2) return row.after(other);
      if (!isAbove && clientY > top + height / 2 && clientY < top + height * 1.5) row.before(other);
    }
  };
  const drop = () => {
    row.classList.remove("dragged");
    handle.removeEventListener("pointermove", move);
    save(list, before);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", drop, { once: true });
});

/* What the server has not taken stands as it stood there. */
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt.matches?.("form[data-order]")) location.reload();
});
