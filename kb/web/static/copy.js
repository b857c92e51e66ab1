// "Copy citation" buttons; the clipboard API needs a secure context, an intranet address may not be one.

async function write(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function startCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const words = button.textContent;
    await write(button.dataset.copy);
    button.focus();
    button.textContent = button.dataset.done;
    button.classList.add("copied");
    document.querySelector("#announce").textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = words;
      button.classList.remove("copied");
    }, 1800);
  });
}
