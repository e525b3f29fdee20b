/* The few helpers that modules share. */

/** Run `setUp` on each element that matches, now and whenever htmx brings new ones. */
export function onEach(selector, setUp) {
  const known = new WeakSet();
  const visit = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      if (known.has(element)) continue;
      known.add(element);
      setUp(element);
    }
  };
  const start = () => visit(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  document.addEventListener("htmx:load", (event) => visit(event.detail.elt));
}

/** Whether keys belong to what is being typed into. */
export function isTyping(target) {
  return target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
}

export const isVisible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
export const isPhone = () => matchMedia("(max-width: 48rem)").matches;

/** Read and write what this browser remembers; storage may be forbidden. */
export function remember(key, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(key) ?? "null");
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* Nothing is remembered then. */ }
  return null;
}
