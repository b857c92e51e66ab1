// Forms that filter (the search, the document list) show their answer in place and keep the history.

let running = null;

function address(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  return form.getAttribute("action") + (query ? `?${query}` : "");
}

async function load(url) {
  running?.abort();
  running = new AbortController();
  const response = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// The upload form beside the document list keeps what was typed into it.
function parts(fresh) {
  const both = (part) => document.querySelector(part) && fresh.querySelector(part);
  return both("#desk") ? ["#ask", "#desk"].filter(both) : ["main"];
}

function swap(fresh) {
  const open = document.querySelector("#filters-open")?.checked;
  const focused = document.activeElement;
  const mark = focused?.closest("#desk") ? { name: focused.name, value: focused.value } : null;
  for (const part of parts(fresh)) document.querySelector(part).replaceWith(fresh.querySelector(part));
  document.querySelector(".languages").replaceWith(fresh.querySelector(".languages"));
  document.body.className = fresh.body.className;
  document.title = fresh.title;
  const toggle = document.querySelector("#filters-open");
  if (toggle && open) toggle.checked = true;
  restore(mark);
  document.querySelector("#announce").textContent = document.querySelector("#fault, #tally, .doubt")?.innerText ?? "";
}

function restore(mark) {
  const inputs = [...document.querySelectorAll("#desk input")];
  const same = mark?.name && inputs.find((i) => i.name === mark.name && (i.type !== "checkbox" || i.value === mark.value));
  (same || document.querySelector("#q"))?.focus({ preventScroll: true });
}

async function show(url, { push, top }) {
  document.querySelector("#desk")?.classList.add("waiting");
  try {
    const fresh = await load(url);
    if (push) history.pushState({ in_place: true }, "", url);
    swap(fresh);
    if (top) window.scrollTo({ top: 0, behavior: "instant" });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url); // let the browser say what is wrong
  }
}

export function startSearch() {
  if (!document.querySelector("#ask, #shelf")) return;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("#ask, #shelf")) return;
    event.preventDefault();
    show(address(form), { push: true, top: true });
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("#ask, #shelf") && event.target.closest("#desk")) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#desk a.in-place");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.getAttribute("href"), { push: true, top: false });
  });
  window.addEventListener("popstate", () => show(location.href, { push: false, top: false }));
}
