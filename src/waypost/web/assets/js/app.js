/* What every page runs: htmx and small modules, each driven by data attributes. */
import htmx from "htmx.org/dist/htmx.esm.js";
// First: it remembers the page as the server sent it.
import "./live.js";
import "./announce.js";
import "./connection.js";
import "./copy.js";
import "./drawer.js";
import "./forms.js";
import "./keys.js";
import "./list.js";
import "./menu.js";
import "./offers.js";
import "./palette.js";
import "./pick.js";
import "./theme.js";
import "./toasts.js";
import "./tree.js";

window.htmx = htmx;
