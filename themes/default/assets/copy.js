// Copies the page's address, as it stands, without the place in the page.

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button || button.dataset.copied) return;
  const word = button.textContent;
  const address = new URL(location.href);
  address.hash = "";
  address.search = "";
  button.dataset.copied = "yes";
  try {
    await navigator.clipboard.writeText(address.href);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed here";
  }
  setTimeout(() => {
    button.textContent = word;
    delete button.dataset.copied;
  }, 2000);
});
