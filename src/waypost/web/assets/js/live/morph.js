/* Changes a part of the page into what the server says it is now, and nothing else.
   What the server said before is kept beside each element: where that has not changed,
   what scripts and people made of it stays (open details, selection, what is typed, a
   drawn map). Where it has changed, the server's word goes over it, attribute by
   attribute. Elements that scripts added stay; a form with unsaved words is left alone. */
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";
import { differs, isDirty } from "./typing.js";

const STATE = new Set(["value", "checked", "selected"]);
const said = new WeakMap(); // element → what the server said of it
const pairs = new WeakMap(); // element → what the server says now, while morphing

/** Remember `root` as the server has just sent it, before scripts touch it. */
export function remember(root) {
  pairUp(root, root.cloneNode(true));
}

function pairUp(element, copy) {
  if (element.nodeType !== Node.ELEMENT_NODE) return;
  said.set(element, copy);
  const own = element.children;
  const theirs = copy.children;
  for (let at = 0; at < own.length; at += 1) if (theirs[at]) pairUp(own[at], theirs[at]);
}

/* Tokens differ in each answer and mean the same. */
function settleTokens(fresh) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  for (const field of fresh.querySelectorAll("[name=csrfmiddlewaretoken]")) field.setAttribute("value", token);
}

/** Make `root` into `fresh`; return the elements that look different now. */
export function morph(root, fresh, { isLeft = () => false } = {}) {
  settleTokens(fresh);
  const changed = new Set();
  const added = [];
  const stays = [];
  const places = new Map([...root.querySelectorAll("[id]")].map((element) => [element, element.parentElement]));
  Idiomorph.morph(root, fresh, {
    morphStyle: "outerHTML",
    callbacks: {
      beforeNodeMorphed(node, next) {
        if (node.nodeType === Node.TEXT_NODE) {
          if (node.nodeValue.trim() !== next.nodeValue?.trim()) changed.add(node.parentElement);
          return true;
        }
        if (node.nodeType !== Node.ELEMENT_NODE) return true;
        if (isLeft(node) || isUnchanged(node, next)) return false;
        if (node !== root && node.hasAttribute("data-live-late")) return false;
        if (node.matches("form") && isDirty(node)) return false;
        if (node.matches("[data-live-whole]")) {
          const whole = document.importNode(next, true);
          stays.push(holdOf(node, whole));
          node.replaceWith(whole);
          added.push(whole);
          changed.add(whole);
          return false;
        }
        pairs.set(node, next);
        return true;
      },
      afterNodeMorphed(node, next) {
        if (node.nodeType === Node.ELEMENT_NODE) said.set(node, next);
      },
      beforeAttributeUpdated(name, element) {
        const before = said.get(element);
        const next = pairs.get(element);
        // A field may belong to a form that stands elsewhere.
        if (STATE.has(name) && element.matches("input, textarea, select") && differs(element)) return false;
        if (!before || !next) return true;
        return before.getAttribute(name) !== next.getAttribute(name);
      },
      beforeNodeRemoved(node) {
        if (node.nodeType !== Node.ELEMENT_NODE) return true;
        if (node.matches("form") && isDirty(node)) return false;
        return said.has(node) && !isLeft(node);
      },
      afterNodeAdded(node) {
        if (node.nodeType !== Node.ELEMENT_NODE) return;
        added.push(node);
        changed.add(node);
      },
    },
  });
  for (const [element, parent] of places) {
    if (element.isConnected && element.parentElement !== parent) changed.add(element);
  }
  for (const element of added) settle(element);
  for (const putBack of stays) putBack();
  window.htmx.process(root);
  return [...changed].filter((element) => element?.isConnected);
}

/* New elements are like those that htmx brings: scripts set them up. */
function settle(element) {
  if (!element.isConnected) return;
  remember(element);
  window.htmx.process(element);
  window.htmx.trigger(element, "htmx:load", { elt: element });
}

/* How far the parts of an element are scrolled, and where the focus is: by the first of
   their classes and by data-name. Returns what puts that onto the one in its place. */
function holdOf(element, whole) {
  const scrolled = [...element.querySelectorAll("*")]
    .filter((part) => part.scrollLeft || part.scrollTop)
    .map((part) => [`.${part.classList[0]}`, part.scrollLeft, part.scrollTop]);
  const focused = element.contains(document.activeElement) && document.activeElement.closest("[data-name]")?.dataset.name;
  return () => {
    for (const [selector, left, top] of scrolled) whole.querySelector(selector)?.scrollTo(left, top);
    if (focused) whole.querySelector(`[data-name="${CSS.escape(focused)}"] a`)?.focus({ preventScroll: true });
  };
}

function isUnchanged(node, next) {
  const before = said.get(node);
  return Boolean(before) && before.isEqualNode(next);
}
