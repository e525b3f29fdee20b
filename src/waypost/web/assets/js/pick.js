/* A long select with search: <select data-pick>. The select stays, hidden, and holds
   the value; without script it is simply a select. */
import { combobox, make } from "./combobox.js";
import { onEach } from "./dom.js";

let made = 0;

onEach("select[data-pick]:not([multiple])", (select) => {
  const box = make("div", { className: "pick" });
  const input = make("input", { type: "text", id: `picked-${++made}` });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  for (const label of select.labels) label.htmlFor = input.id;
  select.hidden = true;
  select.after(box);
  box.append(input);
  if (!input.labels?.length && select.getAttribute("aria-label")) {
    input.setAttribute("aria-label", select.getAttribute("aria-label"));
  }
  const show = () => { input.value = select.selectedOptions[0]?.textContent.trim() ?? ""; };

  show();
  input.addEventListener("focus", () => input.select());
  combobox(input, {
    find(typed) {
      const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (option) => words.every((word) => option.textContent.toLowerCase().includes(word));
      const fitting = [...select.options].filter(fits).slice(0, 50);
      return fitting.map((option) => ({ label: option.textContent.trim(), option }));
    },
    take({ option }) {
      select.value = option.value;
      show();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
    leave: show,
  });
});
