/* What fits is offered while one types: <input data-offers="ADDRESS">. The address
   answers ?q=… with options of a list; the field takes anything. */
import { combobox, make } from "./combobox.js";
import { onEach } from "./dom.js";

const FEWEST = 2; // letters before anything is asked
const PAUSE = 200; // ms without a key

onEach("input[data-offers]", (input) => {
  const box = make("div", { className: "pick" });
  const isInHand = document.activeElement === input;
  input.before(box);
  box.append(input);
  if (isInHand) input.focus();
  let last = 0;
  let isTaken = false; // what stands there was chosen, so nothing is offered for it

  input.addEventListener("input", () => { isTaken = false; });
  combobox(input, {
    first: -1,
    async find(text) {
      const typed = text.trim();
      const turn = ++last;
      if (typed.length < FEWEST || isTaken) return [];
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
      return turn === last ? ask(input.dataset.offers, typed) : [];
    },
    take({ label }) {
      input.value = label;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      isTaken = true;
      last += 1;
    },
  });
});

async function ask(where, typed) {
  const address = new URL(where, location.href);
  address.searchParams.set("q", typed);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return [];
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...read.querySelectorAll("option")].map((option) => ({
    label: option.value,
    about: option.textContent === option.value ? "" : option.textContent,
  }));
}
