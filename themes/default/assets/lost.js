// The page that is not there: its search field holds the words of the address.

const field = document.querySelector("#pf-lost");
let path = location.pathname;
try {
  path = decodeURIComponent(path);
} catch {
  // Not an address of ours: its words are taken as they are.
}
const words = path
  .replace(/\.html?$/, "")
  .split(/[/_]+|-(?!\d)/)
  .filter((word) => word && word !== "plans" && word !== "index");
field.value = words.slice(-4).join(" ");
