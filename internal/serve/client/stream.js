// The stream of events of the preview. It is one-way: nothing but the page's
// address and what it shows is told to the preview.

// openStream hears of builds: build is called with each event, one after the other.
export const openStream = ({ own, version, build }) => {
  let source = null;
  let turn = Promise.resolve();

  // A hidden page has no stream: browsers allow only a few to one host. It asks
  // again, with the version that it shows, when somebody looks at it.
  const open = () => {
    if (source || document.visibilityState === "hidden") return;
    const url = new URL("events", own);
    url.searchParams.set("page", location.pathname);
    url.searchParams.set("version", version());
    source = new EventSource(url);
    source.addEventListener("build", (event) => {
      const data = JSON.parse(event.data);
      turn = turn.then(() => build(data));
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(again, 1000);
    });
  };

  const close = () => {
    source?.close();
    source = null;
  };

  // The stream was refused: either there are too many, or the preview has been
  // started anew and knows nothing of this page.
  const again = async () => {
    try {
      const answer = await fetch(new URL("preview.js", own), { method: "HEAD", cache: "no-store" });
      if (answer.status === 404) return location.reload();
    } catch {
      // not there yet
    }
    setTimeout(open, 2000);
  };

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
};
