// The merchant's phone: the conversation, as the Telegram stand-in tells it.

import { $, ask, atEnd, el, toast, toEnd, told } from "./dom.js";
import { bubble } from "./bubbles.js";
import { word } from "./words.js";

const shown = new Map(); // message id -> {element, print}
let lastAlert = null;
let following = true; // the conversation is read at its end, and stays there

export const chat = { user: null, state: null, tapTwice: false, open: () => {}, find: () => {}, reply: () => {}, edit: () => {}, offered: () => {} };

export const send = told((action, body) => ask(`demo/telegram/${action}`, { user: chat.user, ...body }));

export const sendFile = told((kind, blob, name) => {
  const form = new FormData();
  form.append("user", chat.user);
  form.append("file", blob, name);
  return ask(`demo/telegram/${kind}`, form);
});

/** Show another person's phone. */
export function enter(user) {
  chat.user = user;
  lastAlert = null;
  shown.clear();
  $("messages").replaceChildren();
  $("toast").classList.remove("shown");
}

/** A picture takes its place once it is there; a tap on what is pinned leads to it. */
export function prepareChat() {
  $("pinned-show").addEventListener("click", () => jump(chat.state.pinned[0]));
  $("pinned-close").addEventListener("click", () => send("unpin", { message: chat.state.pinned[0] }));
  $("messages").addEventListener("load", () => { if (following) toEnd($("messages")); }, true);
}

export async function refresh() {
  const user = chat.user;
  const state = await ask(`demo/telegram/state?user=${user}`);
  if (user !== chat.user || state.version < (chat.state?.user?.id === user ? chat.state.version : 0)) return; // an older answer
  chat.state = state;
  show(state);
}

function show(state) {
  const box = $("messages");
  following = atEnd(box) || shown.size === 0;
  pins(state);
  reconcile(box, state.messages);
  if (following) toEnd(box);
  $("chat-status").textContent = state.action ? word(state.action === "typing" ? "typing" : "uploading") : word("bot");
  $("welcome").hidden = state.messages.length > 0;
  $("start").hidden = state.messages.length > 0;
  $("composer").classList.toggle("fresh", state.messages.length === 0);
  keyboard(state.keyboard);
  chat.offered();
  alertOnce(state.alert);
}

/** The newest of what is pinned, at the top of the chat. */
function pins({ pinned, messages }) {
  const top = messages.find(({ id }) => id === pinned[0]);
  $("pinned").hidden = !top;
  $("pinned-text").textContent = top ? top.text.split("\n").join(" · ").slice(0, 120) : "";
}

function jump(id) {
  const { element } = shown.get(id) ?? {};
  if (!element) return;
  following = false;
  element.scrollIntoView({ block: "center" });
  element.classList.remove("changed");
  requestAnimationFrame(() => element.classList.add("changed"));
}

function reconcile(box, messages) {
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const [id, { element }] of shown) {
    if (!byId.has(id)) { element.remove(); shown.delete(id); }
  }
  messages.forEach((message, index) => {
    const print = JSON.stringify(message);
    const known = shown.get(message.id);
    if (known?.print === print) return;
    const element = bubble(message, byId.get(message.reply_to), { tap, open: chat.open, reply: chat.reply, edit: chat.edit });
    if (known) { element.classList.add("changed"); known.element.replaceWith(element); }
    else { element.classList.add("new"); box.insertBefore(element, box.children[index] ?? null); }
    shown.set(message.id, { element, print });
  });
}

const tap = told(async (message, button, element) => {
  if (button.kind === "copy") return copy(button.value);
  if (button.kind === "switch") return chat.find(button.value);
  element.classList.add("busy");
  const call = () => ask("demo/telegram/tap", { user: chat.user, message: message.id, data: button.value });
  try {
    await Promise.all(chat.tapTwice ? [call(), call()] : [call()]);
  } finally {
    setTimeout(() => element.classList.remove("busy"), 600);
  }
});

export async function copy(value) {
  await navigator.clipboard.writeText(value);
  toast(`${word("copied")}: ${value}`);
}

function keyboard(keys) {
  const box = $("keyboard");
  box.hidden = !keys;
  box.replaceChildren(...(keys?.rows ?? []).map((row) => el("div", { class: "row" }, ...row.map((button) =>
    el("button", { type: "button", class: "key", onclick: () => (button.contact ? $("contact").showModal() : send("press", { text: button.text })) }, el("bdi", {}, button.text))))));
  $("text").placeholder = keys?.placeholder || word("message");
}

function alertOnce(alert) {
  const first = lastAlert === null;
  const isNew = alert && alert.number !== lastAlert;
  lastAlert = alert?.number ?? 0;
  if (!isNew || first) return; // an answer of before this page was opened
  if (!alert.dialog) return toast(alert.text);
  $("alert-text").textContent = alert.text;
  if (!$("alert").open) $("alert").showModal();
}
