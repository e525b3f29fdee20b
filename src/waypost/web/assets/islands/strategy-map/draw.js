/* Elements of the map. Words come from the server and are set as text only. */
import { number, percent, signed } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";

function html(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A node: a link over its words, and a button that folds what is below. */
export function drawNode(node, model, url, address) {
  const { words } = model;
  const box = html("div", `node ${node.kind}${node.lone ? " lone" : ""}${node.hit ? " hit" : ""}`);
  box.dataset.name = node.name;
  Object.assign(box.style, {
    left: `${node.x}px`, top: `${node.top}px`, width: `${node.width}px`, height: `${node.height}px`,
  });
  const link = html("a");
  link.href = `${model.pages[node.kind]}${node.name}/`;
  link.dataset.peek = "";
  link.setAttribute("hx-get", url);
  link.setAttribute("hx-target", "#drawer");
  link.setAttribute("hx-push-url", address);
  link.append(html("span", "eyebrow num", node.kind === "objective" ? node.holder ?? words.company : node.name));
  if (node.kind === "key_result") link.append(dot(node, words));
  link.append(html("strong", "", node.title));
  ({ objective, key_result: keyResult, project })[node.kind](node, link, words);
  box.append(link);
  if (node.branch) box.append(foldButton(node, words));
  return { box, link };
}

function objective(node, link, words) {
  const foot = html("span", "foot");
  foot.append(html("span", `health ${node.health}`, words.health[node.health]));
  if (node.measured !== undefined) {
    const share = html("span", "so-far num", percent(node.measured));
    share.append(bar(node, 40, 6, "progress"), html("span", "vh", filled(words.pace, percent(node.pace ?? 0))));
    foot.append(share);
  }
  link.append(foot);
}

function keyResult(node, link, words) {
  const foot = html("span", "foot num tiny");
  const values = html("span", "nowrap", valueOf(node.now, node));
  values.append(html("span", "muted", ` → ${valueOf(node.aim, node)}`));
  foot.append(values, coverTag(node, words));
  link.append(bar(node, node.width - 24, 8, "cover"), html("span", "vh", saidOf(node, words)), foot);
}

function project(node, link, words) {
  const foot = html("span", "foot tiny muted");
  foot.append(html("span", "", words.stages[node.stage]));
  if (node.lone) foot.append(html("span", "tag gap", words.tags.none));
  link.append(foot);
}

function coverTag(node, words) {
  const gap = 1 - (node.measured ?? 0) - node.bets;
  return html("span", `tag ${node.cover === "covered" ? "bet" : "gap"}`, filled(words.tags[node.cover ?? ""], percent(gap)));
}

function dot(node, words) {
  const shape = html("span", `health ${node.health}`);
  shape.append(html("span", "vh", words.health[node.health]));
  return shape;
}

/* What the coverage bar shows, for readers. */
function saidOf(node, words) {
  const measured = node.measured === undefined ? words.unmeasured : filled(words.measured, percent(node.measured));
  return [measured, filled(words.bets, percent(node.bets)), filled(words.pace, percent(node.pace ?? 0))].join(", ");
}

const valueOf = (value, node) => (node.stepped ? percent(value) : number(value));
const filled = (words, share) => words.replace("%(share)s", share);

/** What a bet brings, in the unit of its key result. */
export function worthOf(edge, words) {
  if (edge.worth === undefined) return words.ghost;
  return edge.from.stepped ? `+${percent(edge.worth)}` : signed(edge.worth, edge.from.unit);
}

/* Measured, bets and gap on one track, as the server draws them elsewhere. */
function bar(node, width, height, kind) {
  const picture = svg("svg", { class: `coverage ${kind}`, width, height, "aria-hidden": "true" });
  const track = svg("g", { class: "track" });
  const measured = clamp(node.measured ?? 0);
  const reached = Math.max(measured, clamp((node.measured ?? 0) + Math.max(0, node.bets ?? 0)));
  const part = (name, start, end) => {
    if (end > start) track.append(svg("rect", { class: name, x: start * width, width: (end - start) * width, height }));
  };
  part("rest", 0, 1);
  part("measured", 0, measured);
  part("bets", measured, reached);
  if (kind === "cover") part("gap", reached, 1);
  if (node.measured < 0) part("lost", 0, clamp(Math.max(0.015, -node.measured / 8)));
  picture.append(track);
  if (node.pace !== undefined) {
    const x = Math.min(width - 1, Math.max(1, clamp(node.pace) * width));
    picture.append(svg("line", { class: "pace", x1: x, x2: x, y1: -2, y2: height + 2 }));
  }
  return picture;
}

const clamp = (share) => Math.min(1, Math.max(0, share));

function foldButton(node, words) {
  const button = html("button", "fold num", node.folded ? `+${node.folded}` : "−");
  button.type = "button";
  button.tabIndex = -1;
  button.dataset.fold = "";
  button.setAttribute("aria-label", (node.folded ? words.unfold : words.fold).replace("%(name)s", node.name));
  button.setAttribute("aria-expanded", String(!node.folded));
  return button;
}

/** An edge: grey in the tree, violet and as wide as its worth for a bet. */
export function drawEdge(edge, words) {
  const line = svg("path", { class: edge.kind, d: edge.path, "stroke-width": edge.width ?? 1.5 });
  if (edge.width) {
    const said = svg("title", {});
    said.textContent = `${edge.from.name} ← ${edge.to.name}: ${worthOf(edge, words)}`;
    line.append(said);
  }
  return line;
}

/** What the bets of the lit node bring, at their other ends, one above the other. */
export function drawLabels(group, node, words) {
  const heights = new Map();
  group.replaceChildren(...(node?.stakes ?? []).map((edge) => {
    const isAbove = edge.from === node;
    const end = isAbove ? edge.line.at(-1) : edge.line[0];
    const other = isAbove ? edge.to : edge.from;
    const before = heights.get(other) ?? 0;
    heights.set(other, before + 1);
    const label = svg("text", {
      x: end.x + (isAbove ? -8 : 8), y: end.y - 7 - 15 * before, "text-anchor": isAbove ? "end" : "start",
    });
    label.textContent = worthOf(edge, words);
    return label;
  }));
}
