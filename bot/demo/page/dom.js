// The page's hands: elements, requests, times.

export const $ = (id) => document.getElementById(id);

/** An element; `attributes` beginning with "on" are listeners, the others are set as they are. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** JSON from the demo's server; an Error in the server's own words. */
export async function ask(path, body) {
  const isForm = body instanceof FormData;
  const options = body === undefined ? {} : {
    method: "POST",
    body: isForm ? body : JSON.stringify(body),
    headers: isForm ? {} : { "Content-Type": "application/json" },
  };
  const answer = await fetch(path, options);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `${answer.status} ${answer.statusText}`);
  return said;
}

export function clock(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** Whether a scrolling box shows its end, before something is added to it. */
export const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 120;
export const toEnd = (box) => box.scrollTo({ top: box.scrollHeight });

let fading;
export function toast(text) {
  const box = $("toast");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("shown"), 3200);
}

/** What went wrong is told, not lost in the console. */
export const told = (action) => async (...given) => {
  try {
    return await action(...given);
  } catch (error) {
    toast(error.message);
    return undefined;
  }
};

/** Words alone with what looks like a web address made into a link; `open(address, event)` takes the click. */
export function linked(text, open) {
  const parts = text.split(/(https?:\/\/[^\s]+)/);
  return parts.map((part, index) =>
    index % 2 ? el("a", { href: part, target: "_blank", rel: "noopener", dir: "ltr", onclick: (event) => open(part, event) }, part) : part);
}
