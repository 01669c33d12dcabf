// On every page: leave it for the sign-in page once the session is over, say that somebody is there while they type, open the list of shortcuts,
// go to the box and follow the link that a key names, follow links without loading the page anew, and say when it takes long.
const boxes = {"/": ".search-box input", "w": '[class*="st-key-reason_"] input'};
let here = false;
for (const deed of ["keydown", "pointerdown"]) addEventListener(deed, () => { here = true; }, {passive: true});
addEventListener("keydown", (event) => {
  // Streamlit's own shortcuts know no question mark, and press buttons only.
  const writes = event.target.closest("input, textarea, select, [contenteditable=true], [role=dialog]");
  if (event.key === "?" && !writes) document.querySelector(".st-key-shortcuts button")?.click();
  if (writes || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`a[aria-keyshortcuts="${CSS.escape(event.key)}"]`)?.click();
  const box = document.querySelector(boxes[event.key] ?? "none");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});
// As Streamlit follows the browser's way back, without loading the page anew.
function follow(address) {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}
// The site map is the same on every page, so that no browser draws it anew: which page is shown is marked here.
function mark() {
  for (const link of document.querySelectorAll(".site-map a")) {
    const shown = link.pathname === location.pathname;
    if (shown !== link.hasAttribute("aria-current")) shown ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
}
addEventListener("popstate", mark);
addEventListener("click", (event) => {
  // With a key held, the browser does what it does with any link.
  const link = event.target.closest(".site-map a, .list a, .figures a, .keys a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follow(link.href);
});
addEventListener("submit", (event) => {
  const form = event.target.closest(".search-box");
  if (!form) return;
  event.preventDefault();
  const typed = form.elements.q.value.trim();
  form.reset();
  if (typed) follow(`${form.action}?${new URLSearchParams({q: typed})}`);
});
let at_work = 0;
setInterval(() => {
  mark();
  // What takes longer than a second says so, and nothing moves meanwhile.
  at_work = document.querySelector(".stApp[data-test-script-state=running]") ? at_work + 1 : 0;
  document.body.classList.toggle("at-work", at_work > 2);
}, 400);
setInterval(async () => {
  const answer = await fetch(here ? "/session?here" : "/session", {cache: "no-store"}).catch(() => null);
  here = false;
  if (answer && answer.status === 401) location.replace("/login?ended");
}, 10000);
