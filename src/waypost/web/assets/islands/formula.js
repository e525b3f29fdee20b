/* Writing a formula: a code goes in where the cursor stands. data-insert on a button, with
   data-into, the id of the field; data-insert-into on a field in which a metric is found. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  if (button) insert(button.dataset.insert, button.dataset.into);
});

document.addEventListener("change", (event) => {
  const finder = event.target.closest?.("[data-insert-into]");
  const code = finder?.value.match(/^(\S+) ·/)?.[1];
  if (!code) return;
  finder.value = "";
  insert(code, finder.dataset.insertInto);
});

function insert(code, into) {
  const field = document.getElementById(into);
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/[\s(]$/.test(before) ? " " : "";
  field.setRangeText(gap + code, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
