// "@bot words": what the bot offers for them, and the one that goes into the chat.

import { el } from "./dom.js";
import { chat, send } from "./chat.js";
import { word } from "./words.js";

const PAUSE = 250; // milliseconds without a new letter
let waiting;

/** The words after the bot's name, or null where something else is being typed. */
function asked(typed) {
  const name = `@${chat.state?.bot.username} `;
  return typed.startsWith(name) ? typed.slice(name.length) : null;
}

export const isAsking = (typed) => asked(typed) !== null;

/** Ask the bot once the typing rests. */
export function ask(typed) {
  clearTimeout(waiting);
  const words = asked(typed);
  if (words === null) return;
  waiting = setTimeout(() => send("ask", { text: words }), PAUSE);
}

/** What is offered for what is typed, as elements of the menu; `done` empties the line. */
export function offers(typed, done) {
  const words = asked(typed);
  if (words === null) return [];
  const offer = chat.state.offer;
  if (!offer?.answered || offer.text !== words) return [el("p", {}, word("asking"))];
  const start = offer.button;
  return [
    start ? el("button", { type: "button", class: "to-bot", onclick: () => { done(); send("say", { text: `/start ${start.start_parameter}` }); } }, el("bdi", {}, start.text)) : null,
    offer.results.length ? el("p", {}, word("anyChat")) : null,
    ...offer.results.map((result) => choice(result, done)),
  ].filter(Boolean);
}

function choice(result, done) {
  return el("button", { type: "button", class: "result", onclick: () => { done(); send("choose", { result: result.id }); } },
    el("b", { dir: "auto" }, result.title), el("span", { dir: "auto" }, result.description));
}
