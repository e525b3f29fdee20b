/* The list under a field: what fits is shown while one types, and taken by Enter or a
   click. `find` gives rows ({ label, about }) for what is typed, at once or later; `take`
   is told which was chosen, `leave` that the field was left. `first` is the row that
   Enter takes before any arrow: -1 leaves Enter to the form. */

const NARROWEST = 260; // px
const GAP = 8; // px, to the edge of the window
let made = 0;

export function combobox(input, { find, take, leave = () => {}, first = 0 }) {
  const id = `pick-${++made}`;
  const list = make("div", { className: "pop options", id, hidden: true, popover: "manual" });
  const attributes = {
    role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  input.id ||= `${id}-input`;
  input.autocomplete = "off";
  input.after(list);
  let at = first;
  let shown = [];
  let asked = 0;

  const draw = () => {
    list.replaceChildren(...shown.map((row, i) => {
      const line = make("div", { textContent: row.label, id: `${id}-${i}` });
      if (row.about) line.append(make("span", { textContent: row.about, className: "about" }));
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(i === at));
      line.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(row); });
      return line;
    }));
    if (shown[at]) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const place = () => put(list, input.getBoundingClientRect());
  const open = (isOpen) => {
    if (isOpen === list.hidden) {
      list.hidden = !isOpen;
      list.togglePopover(isOpen);
      for (const name of ["scroll", "resize"]) {
        if (isOpen) addEventListener(name, place, true);
        else removeEventListener(name, place, true);
      }
    }
    if (isOpen) place();
    input.setAttribute("aria-expanded", String(isOpen));
  };
  const close = () => { asked += 1; open(false); leave(); };
  const choose = (row) => { take(row); asked += 1; open(false); };
  const start = async () => {
    const turn = ++asked;
    const rows = await find(input.value);
    if (turn !== asked || document.activeElement !== input) return;
    shown = rows;
    at = Math.min(first, shown.length - 1);
    draw();
    open(shown.length > 0);
  };
  const move = (step) => {
    if (list.hidden) { start(); return; }
    const from = at < 0 && step < 0 ? 0 : at;
    at = (from + step + shown.length) % (shown.length || 1);
    draw();
  };

  input.addEventListener("click", start);
  input.addEventListener("input", start);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter" && !list.hidden && shown[at]) choose(shown[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/* Under the field or above it, over whatever scrolls; as wide as the field, or as a name. */
function put(list, field) {
  const width = Math.min(Math.max(field.width, NARROWEST), innerWidth - 2 * GAP);
  const left = Math.max(GAP, Math.min(field.left, innerWidth - width - GAP));
  const isAbove = field.bottom + list.offsetHeight > innerHeight && field.top > list.offsetHeight;
  const top = isAbove ? field.top - list.offsetHeight - 2 : field.bottom + 2;
  Object.assign(list.style, { width: `${width}px`, left: `${left}px`, top: `${top}px` });
}

export function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
