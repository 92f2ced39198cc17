// A reply, or an edit: the message it is about stands above the line until it is sent, or given up.

import { $ } from "./dom.js";
import { chat } from "./chat.js";
import { word } from "./words.js";

let about = null; // the id of the message
let isEdit = false;
let abandon = () => {}; // what was being edited is no message of its own

export function prepareReplying(whenAbandoned) {
  abandon = whenAbandoned;
  chat.reply = (id, edited = false) => {
    if (isEdit && !edited) abandon();
    about = id;
    isEdit = edited;
    $("text").focus();
    keepReply();
  };
  $("replying-close").addEventListener("click", () => { dropReply(); $("text").focus(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && about !== null) dropReply(); });
}

export function dropReply() {
  if (isEdit) abandon();
  forget();
}

function forget() {
  about = null;
  isEdit = false;
  $("replying").hidden = true;
}

/** The id of the message that is replied to or edited, or null; from now on none is. */
export function takeReply() {
  const taken = { about, isEdit };
  forget();
  return taken;
}

/** The message may have changed, or be gone. */
export function keepReply() {
  const message = chat.state.messages.find(({ id }) => id === about);
  if (!message) return dropReply();
  const name = message.from === "bot" ? chat.state.bot.name : chat.state.user.first_name;
  $("replying-to").textContent = isEdit ? word("edit") : `${word("replyTo")} ${name}`;
  $("replying-text").textContent = message.text.split(/\n+/).join(" · ").slice(0, 120) || message.document?.name || "📎";
  $("replying").hidden = false;
}
