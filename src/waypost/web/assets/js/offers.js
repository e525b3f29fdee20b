/* What fits is offered while one types: <input data-offers="ADDRESS">. The address
   answers ?q=… with options of a list; the field takes anything. */
import { onEach } from "./dom.js";

let lists = 0;

onEach("input[data-offers]", (input) => {
  const list = document.createElement("datalist");
  list.id = `offers-${++lists}`;
  input.setAttribute("list", list.id);
  input.after(list);
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = input.value.trim();
    if (typed.length < 2) return;
    timer = setTimeout(async () => {
      const address = new URL(input.dataset.offers, location.href);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.ok) list.innerHTML = await answer.text();
    }, 200);
  });
});
