/* Writing a formula: a code goes in where the cursor stands. data-insert on the button,
   data-into with the id of the field. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/[\s(]$/.test(before) ? " " : "";
  field.setRangeText(gap + button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
