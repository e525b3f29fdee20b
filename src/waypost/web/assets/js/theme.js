/* The look changes at once; the form tells the server by htmx. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme-switch] [name=theme]");
  if (!button) return;
  document.documentElement.dataset.theme = button.value;
  for (const other of button.parentElement.children) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
