// A typed day (+5b, fri, 6/3) is told with its weekday beside its name, as the server reads it.

const pause = 300;
const timers = new WeakMap();

function placeOf(field) {
  const label = field.labels?.[0];
  if (!label) return null;
  if (label.nextElementSibling?.matches(".day-said")) return label.nextElementSibling;
  const place = document.createElement("span");
  place.className = "day-said";
  place.setAttribute("role", "status");
  label.after(place);
  return place;
}

async function ask(typed, leaning) {
  const response = await fetch(`/day?${new URLSearchParams({ typed, leaning })}`, { redirect: "error" });
  return response.ok ? (await response.json()).day : "";
}

async function tell(field) {
  const place = placeOf(field);
  if (!place) return;
  const typed = field.value;
  try {
    const day = typed.trim() ? await ask(typed, field.dataset.day) : "";
    if (field.value === typed) place.textContent = day;
  } catch {
    place.textContent = ""; // no connection: the server reads it when the form is sent
  }
}

function onTyped(event) {
  const field = event.target;
  if (!field.matches?.("input[data-day]")) return;
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => tell(field), pause));
}

export function startDays() {
  document.addEventListener("input", onTyped);
}
