// Copies the page's address, as it stands, without the place in the page.

for (const button of document.querySelectorAll("[data-copy]")) {
  const word = button.textContent;
  button.addEventListener("click", async () => {
    const address = new URL(location.href);
    address.hash = "";
    address.search = "";
    try {
      await navigator.clipboard.writeText(address.href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed here";
    }
    setTimeout(() => (button.textContent = word), 2000);
  });
}
