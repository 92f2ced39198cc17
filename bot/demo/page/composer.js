// Everything a merchant can send: words, commands, pictures, files, contact cards.

import { $, el, told } from "./dom.js";
import { chat, send, sendFile } from "./chat.js";
import { ask, isAsking, offers } from "./inline.js";
import { keepReply, prepareReplying, takeReply } from "./replying.js";
import { word } from "./words.js";

const EXAMPLES = {
  en: { first_name: "Sara", last_name: "Hassan", phone_number: "+201001234567" },
  ar: { first_name: "نور", last_name: "حسن", phone_number: "+201001234567" },
};

export function prepareComposer() {
  const text = $("text");
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); say(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); say(); }
  });
  text.addEventListener("input", () => { grow(); suggest(); ask(text.value); });
  chat.find = (words) => { text.value = `@${chat.state.bot.username} ${words}`; grow(); suggest(); text.focus(); ask(text.value); };
  chat.offered = () => { keepReply(); if (isAsking(text.value)) suggest(); };
  chat.edit = (id) => { text.value = chat.state.messages.find((message) => message.id === id)?.text ?? ""; chat.reply(id, true); grow(); suggest(); };
  prepareReplying(() => { text.value = ""; grow(); });
  $("start").addEventListener("click", () => send("say", { text: "/start" }));
  $("commands-open").addEventListener("click", () => toggle("menu", "commands-open", commandItems("")));
  $("attach-open").addEventListener("click", () => toggle("attach-menu", "attach-open", attachments()));
  for (const kind of ["photo", "document"]) {
    $(kind).addEventListener("change", (event) => {
      const [file] = event.target.files;
      if (file) sendFile(kind, file, file.name);
      event.target.value = "";
    });
  }
  $("contact").querySelector("form").addEventListener("submit", (event) => send("contact", Object.fromEntries(new FormData(event.target))));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu, .composer")) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

async function say() {
  const text = $("text").value.trim();
  if (!text || isAsking($("text").value)) return; // one of the answers is chosen instead
  $("text").value = "";
  grow();
  close();
  const { about, isEdit } = takeReply();
  if (await (isEdit ? send("edit", { text, message: about }) : send("say", about ? { text, reply_to: about } : { text }))) return;
  $("text").value = text;
  if (about) chat.reply(about, isEdit);
}

function grow() {
  const text = $("text");
  text.rows = Math.min(6, text.value.split("\n").length);
  $("composer").classList.toggle("writing", text.value.trim() !== "");
}

/** While a command is being typed, the commands that begin so; after the bot's name, what it offers for the rest. */
function suggest() {
  const typed = $("text").value;
  const items = /^\/\w*$/.test(typed) ? commandItems(typed.slice(1)) : offers(typed, () => { $("text").value = ""; grow(); close(); });
  $("menu").replaceChildren(...items);
  $("menu").hidden = items.length === 0;
}

function commandItems(start) {
  return (chat.state?.commands ?? []).filter(({ command }) => command.startsWith(start)).map(({ command, description }) =>
    item(`/${command}`, description, () => { $("text").value = ""; grow(); return send("say", { text: `/${command}` }); }));
}

function attachments() {
  return [
    item("🖼", word("photo"), () => $("photo").click()),
    item("🎨", word("sampleLogo"), sampleLogo),
    item("👤", word("contactCard"), openContact),
    item("📄", word("document"), () => $("document").click()),
  ];
}

const sampleLogo = told(async () => sendFile("photo", await (await fetch("page/logo.png")).blob(), "logo.png"));

function openContact() {
  const example = EXAMPLES[document.documentElement.lang];
  for (const [name, value] of Object.entries(example)) $("contact").querySelector(`[name=${name}]`).value = value;
  $("contact").showModal();
}

function item(mark, words, act) {
  return el("button", { type: "button", onclick: () => { close(); act(); } }, el("b", { dir: "ltr" }, mark), el("span", { dir: "auto" }, words));
}

function toggle(id, opener, items) {
  const wasOpen = !$(id).hidden;
  close();
  if (wasOpen) return;
  $(id).replaceChildren(...items);
  $(id).hidden = false;
  $(opener).setAttribute("aria-expanded", "true");
}

function close() {
  for (const [id, opener] of [["menu", "commands-open"], ["attach-menu", "attach-open"]]) {
    $(id).hidden = true;
    $(opener).setAttribute("aria-expanded", "false");
  }
}
