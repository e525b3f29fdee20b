/* Trees. data-tree="name" on the container; each row has data-node="id" and, below
   another, data-parent="id", in the order of the tree. A button [data-toggle] inside
   opens and closes; → and ← do it from the keyboard. A row with data-closed starts
   closed; after that what is closed is remembered. Without script everything is open. */
import { isTyping, onEach, remember } from "./dom.js";

onEach("[data-tree]", (tree) => {
  const key = `tree:${tree.dataset.tree}`;
  const stored = remember(key);
  const closed = new Set(
    stored ?? [...tree.querySelectorAll("[data-node][data-closed]")].map((row) => row.dataset.node),
  );
  const draw = () => apply(tree, closed);
  const set = (row, isOpen) => {
    if (isOpen) closed.delete(row.dataset.node);
    else closed.add(row.dataset.node);
    remember(key, [...closed]);
    draw();
  };
  tree.addEventListener("click", (event) => {
    const row = event.target.closest("[data-toggle]")?.closest("[data-node]");
    if (row) set(row, closed.has(row.dataset.node));
  });
  tree.addEventListener("keydown", (event) => onArrow(event, tree, closed, set));
  // Rows that come later start as they say, whatever was remembered of others.
  const known = new Set([...tree.querySelectorAll("[data-node]")].map((row) => row.dataset.node));
  tree.addEventListener("htmx:afterSwap", () => {
    for (const row of tree.querySelectorAll("[data-node]")) {
      if (known.has(row.dataset.node)) continue;
      known.add(row.dataset.node);
      if ("closed" in row.dataset) closed.add(row.dataset.node);
    }
    draw();
  });
  draw();
});

function apply(tree, closed) {
  const hidden = new Set();
  const rows = [...tree.querySelectorAll("[data-node]")];
  for (const row of rows) {
    const { node, parent } = row.dataset;
    row.hidden = hidden.has(parent) || closed.has(parent);
    if (row.hidden) hidden.add(node);
    row.querySelector("[data-toggle]")?.setAttribute("aria-expanded", String(!closed.has(node)));
  }
}

function onArrow(event, tree, closed, set) {
  const row = event.target.closest("[data-node]");
  if (!row || isTyping(event.target)) return;
  const isBranch = Boolean(row.querySelector("[data-toggle]"));
  const isOpen = isBranch && !closed.has(row.dataset.node);
  if (event.key === "ArrowRight" && isBranch && !isOpen) set(row, true);
  else if (event.key === "ArrowLeft" && isOpen) set(row, false);
  else if (event.key === "ArrowLeft" && row.dataset.parent) {
    tree.querySelector(`[data-node="${CSS.escape(row.dataset.parent)}"]`)?.focus();
  } else return;
  event.preventDefault();
}
