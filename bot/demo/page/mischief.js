// The switches that break things.

import { $, ask, el, toast, told } from "./dom.js";
import { chat } from "./chat.js";
import { word } from "./words.js";

export function prepareMischief() {
  $("mischief-open").addEventListener("click", () => $("mischief").showModal());
  $("again").addEventListener("click", told(async () => {
    await ask("demo/telegram/again", { user: chat.user });
    toast(word("againDone"));
    $("mischief").close();
  }));
}

export async function refreshMischief() {
  show(await ask("demo/mischief"));
}

function show(plans) {
  const mine = { name: "tap_twice", on: chat.tapTwice };
  const all = [mine, ...plans];
  const active = all.filter(({ on }) => on).length;
  $("mischief-count").hidden = active === 0;
  $("mischief-count").textContent = active;
  const focused = document.activeElement?.id;
  $("switches").replaceChildren(...all.map((plan) => row(plan, plans)));
  if (focused) $(focused)?.focus();
}

function row({ name, on }, plans) {
  const flip = told(async (event) => {
    if (name !== "tap_twice") return show(await ask("demo/mischief", { name, on: event.target.checked }));
    chat.tapTwice = event.target.checked;
    return show(plans);
  });
  return el("label", { class: "switch-row" },
    el("span", {}, el("b", {}, word(name)), el("small", {}, word(`${name}_why`))),
    el("input", { type: "checkbox", role: "switch", id: `mischief-${name}`, checked: on, onchange: flip }));
}
