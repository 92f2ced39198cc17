// The demo's page: one merchant's phone, what the customer gets, and the stream that keeps both fresh.

import { $, ask, el, told } from "./dom.js";
import { chat, enter, prepareChat, refresh } from "./chat.js";
import { prepareComposer } from "./composer.js";
import { openWindow, prepareCustomer, refreshCustomer, repeatCustomer } from "./customer.js";
import { prepareMischief, refreshMischief } from "./mischief.js";
import { speak, word } from "./words.js";

let stream = null;
let seen = {};

const people = told(async () => {
  const { users } = await ask("demo/telegram/state");
  $("people").replaceChildren(
    ...users.map((user) => el("button", { type: "button", class: "chip", "aria-pressed": String(user.id === chat.user), onclick: () => visit(user) },
      el("span", { class: "face", "aria-hidden": "true" }, user.first_name.slice(0, 1)), el("bdi", {}, user.first_name))),
    el("button", { type: "button", class: "chip add", "aria-label": word("addMerchant"), title: word("addMerchant"), onclick: () => $("person").showModal() }, "+"),
  );
  return users;
});

const visit = told(async (user) => {
  enter(user.id);
  speak(user.language_code);
  localStorage.setItem("person", user.id);
  await Promise.all([people(), refresh(), repeatCustomer(), refreshMischief()]);
  listen();
});

function listen() {
  stream?.close();
  stream = new EventSource(`demo/events?user=${chat.user}`);
  stream.onopen = told(refresh);
  stream.onerror = () => {
    $("chat-status").textContent = word("connecting");
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000); // this merchant is gone
  };
  stream.onmessage = told(async ({ data }) => {
    const news = JSON.parse(data);
    if (seen.run && seen.run !== news.run) { location.reload(); return; } // the demo was started anew
    const before = seen;
    seen = news;
    await Promise.all([
      news.chat !== before.chat || chat.state?.version !== news.chat ? refresh() : null,
      news.customer !== before.customer ? refreshCustomer(unread) : null,
      refreshMischief(),
    ]);
  });
}

/** On a narrow screen one of the three is shown; news of the others is a mark on the switch. */
function go(screen) {
  document.body.dataset.screen = screen;
  for (const button of document.querySelectorAll("[data-go]")) {
    button.setAttribute("aria-pressed", String(button.dataset.go === screen));
    if (button.dataset.go === screen) button.classList.remove("unread");
  }
}

function unread(screen) {
  $(screen).classList.remove("arrived");
  requestAnimationFrame(() => $(screen).classList.add("arrived"));
  if (document.body.dataset.screen !== screen) document.querySelector(`[data-go=${screen}]`).classList.add("unread");
}

function guide(isShown) {
  $("guide").hidden = !isShown;
  localStorage.setItem("guide", isShown ? "shown" : "closed");
}

const addPerson = told(async (event) => {
  const asked = Object.fromEntries(new FormData(event.target));
  const { id } = await ask("demo/telegram/user", asked);
  event.target.reset();
  await visit({ id, language_code: asked.language_code });
});

function prepare() {
  prepareChat();
  prepareComposer();
  prepareCustomer();
  prepareMischief();
  chat.open = openWindow;
  guide(localStorage.getItem("guide") !== "closed");
  $("guide-close").addEventListener("click", () => guide(false));
  $("guide-open").addEventListener("click", () => guide($("guide").hidden));
  $("person").querySelector("form").addEventListener("submit", addPerson);
  for (const button of document.querySelectorAll("[data-go]")) button.addEventListener("click", () => go(button.dataset.go));
  for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  document.body.addEventListener("go", (event) => go(event.detail));
}

prepare();
const users = await people();
if (users) await visit(users.find(({ id }) => String(id) === localStorage.getItem("person")) ?? users[0]);
