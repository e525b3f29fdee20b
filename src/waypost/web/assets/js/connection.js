/* Says quietly that the server cannot be reached, or that the person is signed out. */
const show = (id, shown) => {
  const line = document.getElementById(id);
  if (line) line.hidden = !shown;
};

addEventListener("offline", () => show("offline", true));
addEventListener("online", () => show("offline", false));
document.addEventListener("htmx:sendError", () => show("offline", true));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) show("signed-out", true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  show("offline", false);
  show("signed-out", false);
});

/* The thin line along the top while htmx waits. */
let waiting = 0;
const count = (step) => {
  waiting = Math.max(0, waiting + step);
  document.getElementById("busy")?.classList.toggle("htmx-request", waiting > 0);
};
document.addEventListener("htmx:beforeRequest", () => count(1));
document.addEventListener("htmx:afterRequest", () => count(-1));
