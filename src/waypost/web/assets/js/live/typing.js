/* Whether somebody is in the middle of something that a swap would disturb. */
const FIELDS = "input, textarea, select";
const NO_WORDS = new Set(["hidden", "submit", "button", "reset", "image"]);

/** Whether a field holds what its page did not bring. */
export function differs(field) {
  if (NO_WORDS.has(field.type) || field.disabled) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const options = [...field.options];
  const preset = options.some((option) => option.defaultSelected);
  return preset ? options.some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > 0;
}

/** Whether a form holds what its page did not bring. */
export const isDirty = (form) => [...form.elements].some((field) => field.matches(FIELDS) && differs(field));

/* Rows that are picked for a change in bulk are no words; they stay picked. */
const takesWords = (form) => form.method === "post" && !form.hasAttribute("data-live-idle");

/** Whether something is typed, open or held that must not change under a person. */
export function isBusy() {
  if (document.querySelector("dialog[open]") || document.body.classList.contains("is-dragging")) return true;
  if (document.querySelector(".dragged, [data-card][aria-busy=true]")) return true;
  return [...document.querySelectorAll("main form")].some((form) => takesWords(form) && isDirty(form));
}
