// Everything here improves pages that are complete without it. Each module finds
// what it works on, and does nothing where that is not there.
import "./modes.js";
import "./keys.js";
import "./legend.js";
import "./cards.js";
import "./contents.js";
import "./tables.js";
import "./grids.js";
import "./copy.js";
import "./problems.js";

if (document.querySelector("#pf-requirements-table")) import("./requirements.js");
if (document.querySelector("[data-index]")) import("./search.js");
if (document.querySelector("#pf-lost")) import("./lost.js");
