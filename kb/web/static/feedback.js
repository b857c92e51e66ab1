// "Right passage" and "wrong passage" without leaving the results.

async function send(form, verdict) {
  const said = Object.fromEntries(new FormData(form));
  const response = await fetch("/api/feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...said, rank: Number(said.rank), verdict }),
  });
  if (!response.ok) throw new Error(String(response.status));
}

function tell(form, words, bad) {
  const noted = form.querySelector(".verdict-noted");
  noted.textContent = words;
  noted.classList.toggle("bad", bad);
  document.querySelector("#announce").textContent = words;
}

export function startFeedback() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".verdict") || !event.submitter) return;
    event.preventDefault();
    try {
      await send(form, event.submitter.value);
      for (const button of form.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button === event.submitter));
      }
      tell(form, form.dataset.done, false);
    } catch {
      tell(form, form.dataset.failed, true);
    }
  });
}
