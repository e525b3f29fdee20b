/* What is in view: a frame that scrolls a scaled layer, the heads of the columns, the
   minimap. Scrolling is the browser's own; dragging and the wheel with Ctrl add to it. */
import { remember } from "../../js/dom.js";

const HEAD = 36;
const EDGE = 20;
/* Drawn beyond the frame, so that scrolling shows no empty places. */
const BEYOND = 240;
/* Where more lines than these pass, those that only pass by are left out. */
const MOST_LINES = 150;
const LEAST = 0.3;
const MOST = 1.6;
const MINI = { width: 176, height: 116 };
const SVG = "http://www.w3.org/2000/svg";

function part(tag, className, parent) {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}

function picture(tag, parent, className = "") {
  const element = document.createElementNS(SVG, tag);
  if (className) element.setAttribute("class", className);
  parent.append(element);
  return element;
}

export class Viewport {
  constructor(root, model, draw) {
    this.root = root;
    this.model = model;
    this.draw = draw;
    this.frame = root.querySelector(".map-frame");
    this.mini = root.querySelector(".minimap");
    this.sizer = part("div", "map-sizer", this.frame);
    this.heads = part("div", "map-heads", this.sizer);
    for (const column of model.columns) part("span", "eyebrow", this.heads).textContent = column.label;
    this.layer = part("div", "map-layer", this.sizer);
    const edges = picture("svg", this.layer, "edges");
    edges.setAttribute("aria-hidden", "true");
    this.lines = picture("g", edges);
    this.labels = picture("g", edges, "labels");
    this.drawMinimap();
    this.fitHeight();
    this.zoomTo(remember("map:zoom") ?? 1, { keep: false });
    this.listen();
  }

  listen() {
    let waits = false;
    const later = () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => { waits = false; this.follow(); });
    };
    this.frame.addEventListener("scroll", later, { passive: true });
    const sized = new ResizeObserver(() => {
      if (!this.root.isConnected) return sized.disconnect();
      this.fitHeight();
      later();
    });
    sized.observe(this.root);
    this.frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.frame.addEventListener("pointerdown", (event) => this.drag(event));
    this.mini.addEventListener("pointerdown", (event) => this.jump(event));
    this.root.addEventListener("click", (event) => this.press(event.target.closest("[data-zoom]")?.dataset.zoom));
  }

  /* The frame ends where the window does, however many lines stand above it. */
  fitHeight() {
    const above = this.frame.getBoundingClientRect().top + scrollY;
    this.frame.style.maxHeight = `${Math.max(360, innerHeight - above - 16)}px`;
  }

  /* After a scroll: nothing new is needed until half of what lies beyond is in view. */
  follow() {
    const { scrollLeft: x, scrollTop: y, clientWidth, clientHeight } = this.frame;
    const near = (BEYOND / 2) * this.scale;
    const { drawn } = this;
    const isSameSize = drawn && drawn.width === clientWidth && drawn.height === clientHeight;
    if (isSameSize && Math.abs(drawn.x - x) < near && Math.abs(drawn.y - y) < near) this.drawWindow();
    else this.refresh();
  }

  refresh() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.frame;
    this.drawn = { x: scrollLeft, y: scrollTop, width: clientWidth, height: clientHeight };
    this.drawWindow();
    this.draw();
  }

  /* The part of the layer that the frame shows, in the layer's own pixels. */
  window() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.frame;
    const scale = this.scale;
    return {
      left: scrollLeft / scale, top: (scrollTop - HEAD) / scale,
      right: (scrollLeft + clientWidth) / scale, bottom: (scrollTop + clientHeight - HEAD) / scale,
    };
  }

  nodesInView() {
    const view = this.window();
    const found = new Set();
    for (const column of this.model.columns) {
      if (column.x > view.right + BEYOND || column.x + column.width < view.left - BEYOND) continue;
      for (let at = firstBelow(column.nodes, view.top - BEYOND); at < column.nodes.length; at++) {
        if (column.nodes[at].top > view.bottom + BEYOND) break;
        found.add(column.nodes[at]);
      }
    }
    return found;
  }

  edgesInView() {
    const view = this.window();
    const inView = (edge) =>
      edge.bottom >= view.top - BEYOND && edge.top <= view.bottom + BEYOND
      && edge.line[0].x <= view.right && edge.line.at(-1).x >= view.left;
    const found = this.model.edges.filter(inView);
    if (found.length <= MOST_LINES) return new Set(found);
    const isNear = ({ top, height }) => top + height >= view.top && top <= view.bottom;
    return new Set(found.filter((edge) => isNear(edge.from) || isNear(edge.to)));
  }

  press(what) {
    if (what === "in") this.zoomTo(this.scale * 1.2);
    if (what === "out") this.zoomTo(this.scale / 1.2);
    if (what === "fit") this.zoomTo(this.scale === 1 ? this.fitting() : 1);
    if (what) this.refresh();
  }

  fitting() {
    return Math.min(1, this.frame.clientWidth / (this.model.width + EDGE));
  }

  /* Zoom about a point of the frame, its middle if none is given. */
  zoomTo(wanted, { keep = true, x, y } = {}) {
    const scale = Math.min(MOST, Math.max(LEAST, wanted));
    const before = this.scale ?? scale;
    const { frame, model, layer, sizer, heads } = this;
    const at = { x: x ?? frame.clientWidth / 2, y: y ?? frame.clientHeight / 2 };
    const held = { x: (frame.scrollLeft + at.x) / before, y: (frame.scrollTop + at.y - HEAD) / before };
    this.scale = scale;
    layer.style.transform = `scale(${scale})`;
    sizer.style.width = `${(model.width + EDGE) * scale}px`;
    sizer.style.height = `${HEAD + (model.height + EDGE) * scale}px`;
    [...heads.children].forEach((head, at) => {
      const { x: left, width } = model.columns[at];
      Object.assign(head.style, { left: `${left * scale}px`, maxWidth: `${width * scale}px` });
    });
    frame.scrollTo(held.x * scale - at.x, held.y * scale + HEAD - at.y);
    if (keep) remember("map:zoom", scale);
    this.root.querySelector("[data-zoom-shown]").textContent = `${Math.round(scale * 100)} %`;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.frame.getBoundingClientRect();
    const factor = Math.exp(-event.deltaY / 400);
    this.zoomTo(this.scale * factor, { x: event.clientX - frame.left, y: event.clientY - frame.top });
    this.refresh();
  }

  /* Drag the ground; touch scrolls by itself. */
  drag(event) {
    if (event.button || event.pointerType === "touch" || event.target.closest("[data-name]")) return;
    const { frame } = this;
    const start = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
    const isOnBar = event.offsetX > frame.clientWidth || event.offsetY > frame.clientHeight;
    if (event.target === frame && isOnBar) return;
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("dragged");
    const move = (now) => frame.scrollTo(start.x - now.clientX, start.y - now.clientY);
    frame.addEventListener("pointermove", move);
    frame.addEventListener("lostpointercapture", () => {
      frame.removeEventListener("pointermove", move);
      frame.classList.remove("dragged");
    }, { once: true });
  }

  /* Where a node stands in the frame, and how to bring it there again. */
  placeOf(node) {
    const { frame, scale } = this;
    return { x: node.x * scale - frame.scrollLeft, y: node.top * scale + HEAD - frame.scrollTop };
  }

  putAt(node, at) {
    this.frame.scrollTo(node.x * this.scale - at.x, node.top * this.scale + HEAD - at.y);
  }

  /* Scroll no more than is needed to show a whole node. */
  reveal(node) {
    const { frame, scale } = this;
    const { x, y } = this.placeOf(node);
    const right = x + node.width * scale - frame.clientWidth + EDGE;
    const below = y + node.height * scale - frame.clientHeight + EDGE;
    frame.scrollBy(
      x < EDGE ? x - EDGE : Math.max(0, right),
      y < HEAD + EDGE ? y - HEAD - EDGE : Math.max(0, below),
    );
  }

  drawMinimap() {
    const { model, mini } = this;
    this.miniScale = Math.min(MINI.width / (model.width + EDGE), MINI.height / (model.height + EDGE));
    const scale = this.miniScale;
    mini.setAttribute("width", Math.ceil((model.width + EDGE) * scale));
    mini.setAttribute("height", Math.ceil((model.height + EDGE) * scale));
    for (const kind of ["objective", "key_result", "project"]) {
      const shapes = model.nodes.filter((node) => node.kind === kind).map((node) => {
        const width = Math.max(1, node.width * scale);
        const height = Math.max(1, node.height * scale);
        return `M${(node.x * scale).toFixed(1)} ${(node.top * scale).toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${-width.toFixed(1)}z`;
      });
      picture("path", mini, kind).setAttribute("d", shapes.join(""));
    }
    this.shown = picture("rect", mini, "shown");
  }

  drawWindow() {
    const { frame, mini, miniScale: scale } = this;
    const isWhole = frame.scrollWidth <= frame.clientWidth + 1 && frame.scrollHeight <= frame.clientHeight + 1;
    mini.toggleAttribute("hidden", isWhole);
    const view = this.window();
    const box = {
      x: Math.max(0, view.left) * scale, y: Math.max(0, view.top) * scale,
      width: (view.right - Math.max(0, view.left)) * scale, height: (view.bottom - Math.max(0, view.top)) * scale,
    };
    for (const [name, value] of Object.entries(box)) this.shown.setAttribute(name, Math.max(0, value));
  }

  jump(event) {
    event.preventDefault();
    const { frame, mini, miniScale, scale } = this;
    const go = (now) => {
      const box = mini.getBoundingClientRect();
      frame.scrollTo(
        ((now.clientX - box.left) / miniScale) * scale - frame.clientWidth / 2,
        ((now.clientY - box.top) / miniScale) * scale - frame.clientHeight / 2,
      );
    };
    go(event);
    mini.setPointerCapture(event.pointerId);
    mini.addEventListener("pointermove", go);
    mini.addEventListener("lostpointercapture", () => mini.removeEventListener("pointermove", go), { once: true });
  }
}

/* The first node whose foot is below `top`; the column is sorted. */
function firstBelow(nodes, top) {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (nodes[half].top + nodes[half].height < top) low = half + 1;
    else high = half;
  }
  return low;
}
