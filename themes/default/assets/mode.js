// Runs before the page is drawn: sets the colour mode that the reader has chosen,
// and marks that scripts run, so that what needs them takes its place at once. Of
// a page opened from a file, browsers run no modules: it stays as it came.
(() => {
  "use strict";
  const page = document.documentElement;
  if (location.protocol !== "file:") page.classList.add("js");
  try {
    const mode = localStorage.getItem("pf-mode");
    if (mode === "light" || mode === "dark") page.dataset.mode = mode;
  } catch {
    // Storage is closed to this page: it stays with the system's mode.
  }
})();
