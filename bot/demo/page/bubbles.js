// One message of the chat as an element.

import { clock, el, size } from "./dom.js";
import { word } from "./words.js";

const FILES = "demo/telegram/";
const ISOLATED = /[\u2066-\u2068][^\u2069]*\u2069/g;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** The direction of a text: that of its first letter outside of isolates, which dir=auto would count. */
function direction(words) {
  const first = /\p{Letter}/u.exec(words.replace(ISOLATED, ""));
  return first ? (RTL.test(first[0]) ? "rtl" : "ltr") : "auto";
}

/** `on.tap(message, button, element)` takes the taps on inline buttons, `on.reply(id)` and `on.edit(id)` the wishes to reply and to edit. */
export function bubble(message, quoted, on) {
  if (message.pins) return el("p", { class: "told", "data-id": message.id }, word("hasPinned"));
  const media = message.document ? file(message.document) : message.photo ? photo(message.photo) : message.contact ? card(message.contact) : null;
  const box = el("div", { class: `bubble${message.photo ? " has-photo" : ""}` }, via(message), quote(quoted), media, text(message), stamp(message, on));
  const keys = message.buttons.length ? el("div", { class: "inline" }, ...message.buttons.map((row) => keyRow(message, row, on))) : null;
  return el("article", { class: `message ${message.from}${keys ? " keyed" : ""}`, "data-id": message.id }, box, keys, replier(message, on));
}

function replier(message, on) {
  return el("button", { class: "reply", type: "button", "aria-label": word("reply"), title: word("reply"), onclick: () => on.reply(message.id) }, "↩\ufe0e");
}

function text(message) {
  if (!message.html) return null;
  const words = el("div", { class: "text", dir: direction(message.text) });
  words.innerHTML = message.html; // the stand-in escapes everything but its own tags
  return words;
}

function stamp(message, on) {
  const edited = message.edited ? `${word("edited")} ` : "";
  const ticks = message.from === "user" ? " ✓✓" : "";
  return el("span", { class: "stamp" }, isEditable(message) ? editor(message, on) : null, `${edited}${clock(message.time * 1000)}${ticks}`);
}

/** Telegram lets people edit a text of their own for two days. */
function isEditable(message) {
  return message.from === "user" && message.text !== "" && !message.via && !message.document && !message.photo && Date.now() / 1000 - message.time < 48 * 3600;
}

function editor(message, on) {
  return el("button", { class: "edit", type: "button", "aria-label": word("edit"), title: word("edit"), onclick: () => on.edit(message.id) }, "✎");
}

function via(message) {
  return message.via ? el("small", { class: "via" }, `${word("via")} `, el("bdi", {}, `@${message.via}`)) : null;
}

function quote(message) {
  return message ? el("div", { class: "quote", dir: "auto" }, message.text.slice(0, 80) || "📎") : null;
}

function file(document) {
  const kind = (document.name.split(".").pop() || "").slice(0, 4).toUpperCase();
  return el("a", { class: "file", href: FILES + document.url, target: "_blank", rel: "noopener" },
    el("span", { class: "kind", "aria-hidden": "true" }, kind),
    el("span", { class: "about" }, el("b", { dir: "auto" }, document.name), el("small", { dir: "ltr" }, size(document.size))));
}

function photo(shown) {
  const address = FILES + shown.url;
  return el("a", { href: address, target: "_blank", rel: "noopener" },
    el("img", { class: "photo", src: address, width: shown.width, height: shown.height, alt: word("photo") }));
}

function card(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el("div", { class: "contact" }, el("span", { class: "face", "aria-hidden": "true" }, name.slice(0, 1)),
    el("span", { class: "about" }, el("b", { dir: "auto" }, name), el("small", { dir: "ltr" }, contact.phone_number)));
}

function keyRow(message, row, on) {
  return el("div", { class: "row" }, ...row.map((button) => key(message, button, on)));
}

function key(message, button, on) {
  if (button.kind === "url") {
    return el("a", { class: "key link", href: button.value, target: "_blank", rel: "noopener", onclick: (event) => on.open(button.value, event) }, el("bdi", {}, button.text));
  }
  return el("button", { class: `key ${button.kind === "switch" ? "onward" : button.kind}`, type: "button", onclick: (event) => on.tap(message, button, event.currentTarget) }, el("bdi", {}, button.text));
}
