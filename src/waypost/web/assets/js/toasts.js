/* What was just done, with Undo. The server sends toasts with the page, or with a
   fragment as the event "toasts"; both look alike. */
import { onEach } from "./dom.js";

const STAYS = 8000;

export function toast({ text, undo = "", level = "success" }) {
  const template = document.getElementById("toast");
  if (!template) return;
  const line = template.content.firstElementChild.cloneNode(true);
  line.querySelector("p").textContent = text;
  line.classList.remove("success");
  line.classList.add(level);
  if (level === "error") line.setAttribute("role", "alert");
  const form = line.querySelector("form");
  if (undo) {
    form.setAttribute("action", undo);
    form.elements.next.value = location.pathname + location.search;
  } else form.remove();
  document.getElementById("toasts").append(line);
  attend(line);
}

/* A toast leaves by itself, but not while a pointer or the focus rests on it, and an
   error stays until it is dismissed. */
function attend(line) {
  if (line.dataset.attended) return;
  line.dataset.attended = "yes";
  line.querySelector("[data-dismiss]").addEventListener("click", () => line.remove());
  if (line.classList.contains("error")) return;
  let timer;
  const wait = () => { timer = setTimeout(() => line.remove(), line.querySelector("form") ? 2 * STAYS : STAYS); };
  const hold = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) line.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) line.addEventListener(name, wait);
  wait();
}

onEach(".toast", attend);
document.addEventListener("toasts", (event) => event.detail.toasts.forEach(toast));
