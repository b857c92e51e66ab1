// "/" goes to the search box, j/k and the arrows move through results, Escape goes back to the question.

const links = () => [...document.querySelectorAll(".hit-link")];

function typing(target) {
  return target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function step(by) {
  const all = links();
  if (!all.length) return false;
  const here = document.activeElement?.closest(".hit");
  const index = here ? all.findIndex((link) => here.contains(link)) + by : by > 0 ? 0 : -1;
  if (index >= all.length) return true;
  if (index < 0) document.querySelector("#q")?.focus();
  else {
    all[index].focus({ preventScroll: true });
    all[index].closest(".hit").scrollIntoView({ block: "nearest" });
  }
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const box = document.querySelector("#q");
  const inBox = event.target === box;
  const moves = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "/" && box && !typing(event.target)) {
    box.focus();
    box.select();
  } else if (event.key === "Escape" && box && event.target.closest(".hit, .filters")) {
    box.focus();
    box.select();
  } else if (inBox && event.key === "ArrowDown") {
    if (!step(1)) return;
  } else if (!typing(event.target) && event.key in moves) {
    const arrow = event.key.startsWith("Arrow");
    if (arrow && !event.target.closest(".hit")) return; // elsewhere the arrows scroll
    if (!step(moves[event.key])) return;
  } else return;
  event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
}
