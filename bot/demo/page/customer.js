// What the customer got: the e-mails, the SMS, and the invoice page behind the link.

import { $, ask, clock, el, linked, size, toEnd } from "./dom.js";
import { word } from "./words.js";

let mails = [];
let open = null; // number of the e-mail being read
let form = "asHtml";

let asked = 0;
let shown = 0; // the question whose answer is on the screen

export async function refreshCustomer(onNews) {
  const turn = ++asked;
  const [received, texts] = await Promise.all([ask("demo/mail"), ask("demo/sms")]);
  if (turn < shown) return; // an older answer
  shown = turn;
  const letters = once(received);
  const isNew = letters.length > 0 && letters[0].number !== mails[0]?.number;
  if (isNew) onNews("mail", letters.length - mails.length);
  mails = letters;
  if (isNew) open = letters[0].number;
  showMails();
  showTexts(texts, onNews);
  if (isNew) await showLetter();
}

/** As mail programs do: what comes again with the same Message-ID is the same e-mail. */
function once(received) {
  const known = new Map();
  for (const mail of received) {
    const copies = (known.get(mail.message_id)?.copies ?? 0) + 1;
    known.set(mail.message_id, { ...(known.get(mail.message_id) ?? mail), copies });
  }
  return [...known.values()];
}

/** The page has changed its language. */
export function repeatCustomer() {
  showMails();
  if (open !== null) showLetter();
  return refreshCustomer(() => {});
}

function showMails() {
  $("mail-empty").hidden = mails.length > 0;
  $("mail-count").textContent = mails.length || word("none");
  $("letters").hidden = mails.length < 2;
  $("letters").replaceChildren(...mails.map((mail) => el("li", {}, el("button", {
    type: "button", "aria-current": mail.number === open ? "true" : null,
    onclick: () => { open = mail.number; showMails(); showLetter(); },
  }, el("b", { dir: "auto" }, mail.subject), el("time", {}, clock(mail.received_at)),
  el("small", { dir: "ltr" }, mail.to.join(", ")), mail.attachments.length ? el("span", { "aria-hidden": "true" }, "📎") : null))));
}

async function showLetter() {
  const number = open;
  const mail = await ask(`demo/mail/${number}`);
  const { copies } = mails.find((one) => one.number === number) ?? { copies: 1 };
  if (number !== open) return;
  const box = $("letter");
  box.hidden = false;
  box.replaceChildren(
    el("h3", { dir: "auto" }, mail.subject),
    copies > 1 ? el("p", { class: "copies" }, word("copies")) : "",
    el("dl", {},
      el("dt", {}, word("from")), el("dd", {}, el("span", {}, ...sender(mail.from))),
      el("dt", {}, word("to")), el("dd", {}, el("bdi", {}, mail.to.join(", ")), el("time", {}, clock(mail.received_at)))),
    el("div", { class: "files" }, ...mail.attachments.map((file, index) => attachment(mail.number, file, index))),
    el("div", { class: "tabs", role: "group" }, ...["asHtml", "asText", "asHeaders"].map((name) => el("button", {
      type: "button", "aria-pressed": String(form === name), onclick: () => { form = name; showLetter(); },
    }, word(name))), el("a", { href: `demo/mail/${number}/raw` }, word("raw"))),
    body(mail),
  );
}

function sender(written) {
  const [, name, address] = /^(.*?)\s*<(.+)>$/.exec(written) ?? [];
  return address ? [el("bdi", {}, name), " ", el("bdi", { dir: "ltr" }, `<${address}>`)] : [el("bdi", {}, written)];
}

function attachment(number, file, index) {
  const address = `demo/mail/${number}/attachments/${index}`;
  return el("span", { class: "attachment" },
    el("a", { class: "file", href: `${address}?inline=1`, target: "_blank", rel: "noopener" },
      el("span", { class: "kind", "aria-hidden": "true" }, file.filename.split(".").pop().toUpperCase()),
      el("span", { class: "about" }, el("b", { dir: "auto" }, file.filename), el("small", { dir: "ltr" }, size(file.size)))),
    el("a", { class: "icon", href: address, "aria-label": `${word("download")} ${file.filename}` }, "⤓"));
}

function body(mail) {
  if (form === "asText") return el("pre", { dir: "auto", tabindex: "0" }, ...linked(mail.text, openWindow));
  if (form === "asHeaders") {
    return el("dl", { class: "headers", dir: "ltr", tabindex: "0" }, ...mail.headers.flatMap(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]));
  }
  const sandbox = "allow-popups allow-popups-to-escape-sandbox";
  return el("iframe", { src: `demo/mail/${mail.number}/html`, sandbox, title: mail.subject });
}

function showTexts(texts, onNews) {
  const box = $("texts");
  const before = box.children.length;
  $("sms-empty").hidden = texts.length > 0;
  if ($("window").hidden) $("sms-count").textContent = texts.length || word("none"); // else the address of the page
  box.replaceChildren(...[...texts].reverse().map(sms));
  if (texts.length > before) { toEnd(box); onNews("phone", texts.length - before); }
}

function sms(message) {
  const cost = `${message.segments} SMS · ${message.units} ${message.encoding}`;
  return el("article", { class: "message bot" },
    el("p", { class: "to" }, `${word("to")} `, el("bdi", { dir: "ltr" }, message.to)),
    el("div", { class: "bubble" }, el("div", { class: "text", dir: "auto" }, ...linked(message.body, openWindow)), el("span", { class: "stamp" }, clock(message.created_at))),
    el("p", { class: `state ${message.status}` }, `${word(message.status)} · `, el("bdi", { dir: "ltr" }, cost)));
}

/** A link to the customer's page opens on the customer's phone; with Ctrl or in the middle, in a tab. */
export function openWindow(address, event) {
  const page = new URL(address);
  if (!page.pathname.startsWith("/i/") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  $("window").src = `customer${page.pathname}${page.search}`;
  $("window-open").href = address;
  showWindow(true);
  document.body.dispatchEvent(new CustomEvent("go", { detail: "phone" }));
}

function showWindow(isOpen) {
  for (const id of ["window", "window-back", "window-open"]) $(id).hidden = !isOpen;
  for (const id of ["texts", "sms-face", "sms-role"]) $(id).hidden = isOpen;
  $("sms-title").dataset.word = isOpen ? "page" : "sms";
  $("sms-title").textContent = word(isOpen ? "page" : "sms");
  if (isOpen) $("sms-count").textContent = new URL($("window-open").href).host;
  else repeatCustomer();
}

export function prepareCustomer() {
  $("window-back").addEventListener("click", () => { $("window").src = "about:blank"; showWindow(false); });
}
