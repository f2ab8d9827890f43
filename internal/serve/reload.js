// Reloads the page when what it shows has changed. It is no part of the site:
// the preview adds it to every page on the way out.
(() => {
  "use strict";
  const script = document.currentScript;
  const own = new URL(".", script.src);
  let version = script.dataset.version;
  let source = null;
  let banner = null;

  // A hidden page has no stream: browsers allow only a few to one host. It asks
  // again, with the version that it shows, when somebody looks at it.
  const open = () => {
    if (source || document.visibilityState === "hidden") return;
    const url = new URL("events", own);
    url.searchParams.set("page", location.pathname);
    url.searchParams.set("version", version);
    source = new EventSource(url);
    source.addEventListener("reload", reload);
    source.addEventListener("style", (e) => {
      const event = JSON.parse(e.data);
      version = event.version;
      restyle(event.styles);
    });
    source.addEventListener("problem", (e) => show(JSON.parse(e.data).message));
    source.addEventListener("solved", () => show(""));
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        setTimeout(again, 1000);
      }
    });
  };

  const close = () => {
    if (source) source.close();
    source = null;
  };

  // The stream was refused: either there are too many, or the preview has been
  // started anew and knows nothing of this page.
  const again = async () => {
    try {
      const answer = await fetch(script.src, { method: "HEAD", cache: "no-store" });
      if (answer.status === 404) return reload();
    } catch {
      // not there yet
    }
    setTimeout(open, 2000);
  };

  const reload = () => {
    close();
    location.reload();
  };

  // Style sheets are swapped in place; the old one goes when the new one is there.
  const restyle = (addresses) => {
    const plain = (href) => new URL(href, location.href).pathname.replace(/\.[0-9a-f]{6,}(\.[a-z0-9]+)$/, "$1");
    for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = addresses.find((a) => plain(a) === plain(old.href));
      if (!address || new URL(address, location.href).href === old.href) continue;
      const next = old.cloneNode();
      next.addEventListener("load", () => old.remove());
      next.href = address;
      old.after(next);
    }
  };

  const show = (message) => {
    if (banner) banner.remove();
    banner = null;
    if (!message) return;
    banner = document.createElement("pre");
    banner.setAttribute("role", "status");
    banner.textContent = message;
    Object.assign(banner.style, {
      position: "fixed", insetInline: "0", insetBlockEnd: "0", zIndex: "2147483647", margin: "0",
      padding: "12px 16px", maxBlockSize: "40vh", overflow: "auto", whiteSpace: "pre-wrap",
      font: "13px/1.5 ui-monospace, monospace", color: "#fff", background: "#8b1a1a",
    });
    document.body.append(banner);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") close();
    else open();
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
})();
