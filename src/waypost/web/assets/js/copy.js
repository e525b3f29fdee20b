/* A button [data-copy="id"] copies what the field with that id holds and says
   [data-copied]; it is hidden where script or the clipboard is missing. A field
   [data-select] selects itself, so that it can be copied by hand. */
import { onEach } from "./dom.js";
import { toast } from "./toasts.js";

onEach("[data-copy]", (button) => {
  const field = document.getElementById(button.dataset.copy);
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    toast({ text: button.dataset.copied });
  });
});

onEach("input[data-select]", (field) => {
  field.addEventListener("focus", () => field.select());
});
