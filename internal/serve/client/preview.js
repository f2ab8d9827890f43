// What the preview adds to a page, and no part of the site: it keeps the page as
// the plans are, shows what is wrong with them, and follows the author. It runs
// before the page's own scripts, so that it knows the page as it came.
import { morph, needsReload } from "./morph.js";
import { openStream } from "./stream.js";
import { panel } from "./panel.js";
import { follow } from "./follow.js";

const script = document.querySelector("script[data-version]");
let version = script.dataset.version;
let busy = null; // the page that is being fetched
let again = false;

const fetched = () =>
  new Promise((resolve, reject) => {
    // A parser of strings would need a policy of trusted types, which the page
    // does not allow; a request that answers with a document needs none.
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.responseType = "document";
    request.onload = () => resolve(request.response);
    request.onerror = reject;
    request.send();
  });

const update = async () => {
  const page = await fetched();
  const mark = page?.querySelector("script[data-version]");
  if (!mark || needsReload(page)) return location.reload();
  version = mark.dataset.version;
  morph(page);
};

// refresh brings the page up to date; while one is being fetched, once more after it.
const refresh = async () => {
  again = Boolean(busy);
  if (busy) return busy;
  busy = update();
  try {
    await busy;
  } catch {
    // The preview has gone; its stream will tell when it is back.
  }
  busy = null;
  if (again) await refresh();
};

openStream({
  own: new URL(".", script.src),
  version: () => version,
  async build(event) {
    panel.show(event);
    switch (event.page) {
      case "moved":
        return location.replace(event.to + location.search + location.hash);
      case "gone":
        version = event.version;
        return panel.gone(event.to);
      case "changed":
        // From a page that was not there to one that is there is no way but to load it.
        if (version.startsWith("404") !== event.version.startsWith("404")) return location.reload();
        await refresh();
        break;
      default:
        document.dispatchEvent(new CustomEvent("pf:rebuilt"));
    }
    follow.build(event);
  },
});
follow.start();
