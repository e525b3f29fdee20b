/* The graph in memory: nodes with their places, edges with their lines, and the ways
   between them. Pure. */

export function modelOf(data) {
  const nodes = data.nodes.map((node) => {
    const { x, width } = data.columns[node.col];
    return { ...node, x, width, height: data.heights[node.kind], up: [], down: [], stakes: [] };
  });
  const edges = data.edges.map((edge) => joined(edge, nodes, data.columns));
  const columns = data.columns.map((column, at) => ({
    ...column,
    nodes: nodes.filter((node) => node.col === at).sort((a, b) => a.top - b.top),
  }));
  for (const column of columns) column.nodes.forEach((node, order) => { node.order = order; });
  const last = columns.at(-1);
  return {
    nodes, edges, columns,
    words: data.words,
    pages: data.pages,
    byName: new Map(nodes.map((node) => [node.name, node])),
    width: last ? last.x + last.width : 0,
    height: data.height,
  };
}

function joined(edge, nodes, columns) {
  const from = nodes[edge.above];
  const to = nodes[edge.below];
  const line = pointsOf(edge, from, to, columns);
  const ys = line.map((point) => point.y);
  const full = { ...edge, from, to, line, path: pathOf(line), top: Math.min(...ys), bottom: Math.max(...ys) };
  from.down.push(to);
  to.up.push(from);
  if (edge.width) for (const end of [from, to]) end.stakes.push(full);
  return full;
}

/* From the right side of the one to the left side of the other, level where it passes
   a column. */
function pointsOf(edge, from, to, columns) {
  const line = [{ x: from.x + from.width, y: middle(from) }];
  edge.bends.forEach((y, step) => {
    const { x, width } = columns[from.col + 1 + step];
    line.push({ x, y }, { x: x + width, y, isLevel: true });
  });
  line.push({ x: to.x, y: middle(to) });
  return line;
}

function pathOf([first, ...rest]) {
  let { x, y } = first;
  let path = `M${x} ${y}`;
  for (const point of rest) {
    const half = (x + point.x) / 2;
    path += point.isLevel ? `H${point.x}` : `C${half} ${y} ${half} ${point.y} ${point.x} ${point.y}`;
    ({ x, y } = point);
  }
  return path;
}

export const middle = (node) => node.top + node.height / 2;

/** A node with all above and all below it. */
export function lineage(model, node) {
  const found = new Set([node]);
  for (const way of ["up", "down"]) {
    const queue = [node];
    const seen = new Set(queue);
    for (const one of queue) {
      for (const next of one[way]) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
        found.add(next);
      }
    }
  }
  return found;
}

/** Where an arrow key leads: along the column, or along the nearest edge. */
export function neighbour(model, node, key) {
  const column = model.columns[node.col].nodes;
  if (key === "ArrowDown") return column[node.order + 1];
  if (key === "ArrowUp") return column[node.order - 1];
  if (key === "Home") return column[0];
  if (key === "End") return column.at(-1);
  const near = { ArrowRight: node.down, ArrowLeft: node.up }[key];
  return near?.toSorted((a, b) => distance(node, a) - distance(node, b))[0];
}

const distance = (a, b) => Math.abs(middle(a) - middle(b)) + 1000 * Math.abs(a.col - b.col);
