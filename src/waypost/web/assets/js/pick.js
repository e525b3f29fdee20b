/* A long select with search: <select data-pick>. The select stays, hidden, and holds
   the value; without script it is simply a select. */
import { onEach } from "./dom.js";

let made = 0;

onEach("select[data-pick]:not([multiple])", (select) => {
  const id = `pick-${++made}`;
  const box = make("div", { className: "pick" });
  const input = make("input", { type: "text", autocomplete: "off", id: `${id}-input` });
  const list = make("div", { className: "pop options", id, hidden: true });
  const attributes = {
    role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  list.setAttribute("role", "listbox");
  for (const label of select.labels) label.htmlFor = input.id;
  if (!input.labels?.length && select.getAttribute("aria-label")) {
    input.setAttribute("aria-label", select.getAttribute("aria-label"));
  }
  select.hidden = true;
  select.after(box);
  box.append(input, list);
  const chosen = () => select.selectedOptions[0]?.textContent.trim() ?? "";
  let at = 0;
  let shown = [];

  const draw = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (option) => words.every((word) => option.textContent.toLowerCase().includes(word));
    shown = [...select.options].filter(fits).slice(0, 50);
    at = Math.min(at, Math.max(0, shown.length - 1));
    list.replaceChildren(...shown.map((option, i) => {
      const row = make("div", { textContent: option.textContent.trim(), id: `${id}-${i}` });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(i === at));
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
      return row;
    }));
    input.setAttribute("aria-activedescendant", shown.length ? `${id}-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  };
  const choose = (option) => {
    select.value = option.value;
    input.value = chosen();
    open(false);
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const start = () => { at = 0; draw(); open(true); };

  input.value = chosen();
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", start);
  input.addEventListener("input", start);
  input.addEventListener("blur", () => { open(false); input.value = chosen(); });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      if (list.hidden) start();
      else { at = (at + steps[event.key] + shown.length) % (shown.length || 1); draw(); }
    } else if (event.key === "Enter" && !list.hidden && shown[at]) choose(shown[at]);
    else if (event.key === "Escape" && !list.hidden) { open(false); input.value = chosen(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
});

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
