// Drag and drop, sending without leaving the page, and watching the jobs.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function showChosen(form) {
  const files = [...form.querySelector("[type=file]").files];
  form.querySelector(".chosen").textContent = files.map((file) => file.name).join(", ");
}

function startDrop(form) {
  const area = form.querySelector(".drop");
  const input = form.querySelector("[type=file]");
  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    showChosen(form);
  });
  input.addEventListener("change", () => showChosen(form));
}

async function refresh(parts) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of parts) document.querySelector(part).replaceWith(fresh.querySelector(part));
  return document.querySelector("#jobs").dataset.busy === "yes";
}

async function watch() {
  while (await refresh(["#jobs"])) await pause(800);
  await refresh(["#desk"]);
}

async function send(form) {
  const state = form.querySelector(".upload-state");
  state.classList.remove("bad");
  state.textContent = form.dataset.sending;
  const response = await fetch("/api/documents", { method: "POST", body: new FormData(form) });
  const answer = await response.json();
  if (!response.ok) {
    state.textContent = `${form.dataset.error} ${answer.detail}`;
    state.classList.add("bad");
    return;
  }
  state.textContent = "";
  form.querySelector("[type=file]").value = "";
  showChosen(form);
  await watch();
}

export function startUpload() {
  const form = document.querySelector("#upload");
  if (!form) return;
  startDrop(form);
  window.addEventListener("dragenter", () => form.closest("details").setAttribute("open", ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form).catch((error) => {
      form.querySelector(".upload-state").textContent = `${form.dataset.error} ${error.message}`;
    });
  });
  if (document.querySelector("#jobs").dataset.busy === "yes") watch();
}
