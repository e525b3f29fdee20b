/* The strategy map. The server has placed the nodes; this draws what is in view, walks
   the graph by keyboard, lights what belongs together, pans and zooms. Data stands in
   #map-data; what is chosen stands in the address. */
import { isPhone, onEach } from "../js/dom.js";
import { drawEdge, drawLabels, drawNode } from "./strategy-map/draw.js";
import { lineage, modelOf, neighbour } from "./strategy-map/model.js";
import { Viewport } from "./strategy-map/viewport.js";

/* After a branch is folded the map is drawn anew; the node stays where it was. */
let anchor = null;

/* On a phone the outline is the default; it waits in the page's noscript. */
function showOutline(root) {
  const view = root.closest("#map-view");
  const spare = view.querySelector("noscript")?.textContent ?? "";
  if (!spare || spare.includes("data-far")) {
    window.htmx.ajax("GET", root.dataset.outline, { target: "#map-view", swap: "outerHTML" });
    return;
  }
  for (const link of document.querySelectorAll("[data-segment]")) {
    if (link.dataset.segment === "outline") link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  root.remove();
  view.insertAdjacentHTML("beforeend", spare);
  window.htmx.process(view);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: view } }));
}

function start(root) {
  const model = modelOf(JSON.parse(document.getElementById("map-data").textContent));
  const map = new StrategyMap(root, model);
  map.restore();
}

class StrategyMap {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.drawer = document.getElementById("drawer");
    this.drawer.dataset.home = root.dataset.home;
    this.mounted = new Map();
    this.lines = new Map();
    this.lit = null;
    this.current = model.nodes.find((node) => node.name === this.opened()) ?? model.columns[0]?.nodes[0];
    this.view = new Viewport(root, model, () => this.draw());
    this.listen();
  }

  /* The name of what the drawer shows. */
  opened() {
    return this.drawer.querySelector("[data-map-node]")?.dataset.mapNode;
  }

  listen() {
    const { layer } = this.view;
    layer.addEventListener("pointerover", (event) => this.light(this.nodeAt(event.target)));
    layer.addEventListener("pointerleave", () => this.light(null));
    layer.addEventListener("focusin", (event) => {
      const node = this.nodeAt(event.target);
      if (!node) return;
      this.makeCurrent(node);
      this.light(node);
    });
    layer.addEventListener("focusout", () => this.light(null));
    layer.addEventListener("keydown", (event) => this.walk(event));
    layer.addEventListener("click", (event) => {
      if (event.target.closest("[data-fold]")) this.fold(this.nodeAt(event.target));
    });
    const seen = new MutationObserver(() => {
      if (!this.root.isConnected) seen.disconnect();
      else this.markOpened();
    });
    seen.observe(this.drawer, { childList: true });
  }

  nodeAt(target) {
    const element = target.closest?.("[data-name]");
    return element ? this.model.byName.get(element.dataset.name) : null;
  }

  /* Mount what is in view and take away what is not; the current node always stays. */
  draw() {
    const nodes = this.view.nodesInView();
    if (this.current) nodes.add(this.current);
    const opened = this.model.byName.get(this.opened());
    if (opened) nodes.add(opened);
    replace(this.mounted, nodes, (node) => this.mount(node));
    replace(this.lines, this.view.edgesInView(), (edge) => {
      const line = drawEdge(edge, this.model.words);
      this.view.lines.append(line);
      return line;
    });
    this.paint();
  }

  mount(node) {
    const element = drawNode(node, this.model, this.root.dataset.nodeUrl.replace("NAME", node.name), here({ open: node.name }));
    element.link.tabIndex = node === this.current ? 0 : -1;
    this.view.layer.append(element.box);
    window.htmx.process(element.box);
    return element.box;
  }

  makeCurrent(node) {
    const before = this.mounted.get(this.current)?.querySelector("a");
    if (before) before.tabIndex = -1;
    this.current = node;
    const link = this.mounted.get(node)?.querySelector("a");
    if (link) link.tabIndex = 0;
  }

  markOpened() {
    const name = this.opened();
    for (const [node, box] of this.mounted) box.classList.toggle("open", node.name === name);
  }

  /* Light a node with all above and below it, and say what its bets bring. */
  light(node) {
    if (this.lit === node) return;
    this.lit = node;
    this.family = node ? lineage(this.model, node) : null;
    this.paint();
  }

  paint() {
    const { family, lit } = this;
    this.view.layer.classList.toggle("lit", Boolean(family));
    for (const [node, box] of this.mounted) box.classList.toggle("on", Boolean(family?.has(node)));
    for (const [edge, line] of this.lines) {
      line.classList.toggle("on", Boolean(family?.has(edge.from) && family.has(edge.to)));
    }
    drawLabels(this.view.labels, lit, this.model.words);
    this.markOpened();
  }

  walk(event) {
    const node = this.nodeAt(event.target);
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = neighbour(this.model, node, event.key);
    if (to) this.focus(to);
    else if (event.key === " " && node.branch) this.fold(node);
    else if (event.key === "f") window.htmx.ajax("GET", here({ focus: node.name, open: null }), swapAndPush(here({ focus: node.name, open: null })));
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  focus(node) {
    this.makeCurrent(node);
    this.view.reveal(node);
    this.draw();
    this.mounted.get(node).querySelector("a").focus({ preventScroll: true });
  }

  fold(node) {
    anchor = { name: node.name, at: this.view.placeOf(node) };
    const asked = { fold: null, unfold: null, open: null, [node.folded ? "unfold" : "fold"]: node.name };
    /* The server answers with the address at which it is so. */
    window.htmx.ajax("GET", here(asked), { target: "#map-view", swap: "outerHTML" });
  }

  restore() {
    const kept = anchor && this.model.byName.get(anchor.name);
    if (kept) {
      this.view.putAt(kept, anchor.at);
      this.focus(kept);
    } else if (this.opened() && this.current) this.view.reveal(this.current);
    anchor = null;
    this.draw();
  }
}

/* Keep `held` (thing → element) at exactly the wanted things. */
function replace(held, wanted, make) {
  for (const [thing, element] of held) {
    if (wanted.has(thing)) continue;
    element.remove();
    held.delete(thing);
  }
  for (const thing of wanted) if (!held.has(thing)) held.set(thing, make(thing));
}

/* This address with some parameters set, or dropped where they are null. */
function here(changes) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

function swapAndPush(url) {
  return { target: "#map-view", swap: "outerHTML", push: url };
}

/* Last: the page may be ready already. */
onEach("[data-map]", (root) => {
  if (root.closest("[data-view='auto']") && isPhone()) showOutline(root);
  else start(root);
});
