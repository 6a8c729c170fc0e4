// A text with its entities as elements. Nothing a bot or a person wrote is ever read as HTML.

import { words } from "./texts.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const SAFE_LINK = /^(https?|mailto|tg|tel):/i;

/**
 * The formatted text; `onCommand` is called with a /command that is pressed.
 * Offsets of entities count UTF-16 units, as JavaScript's strings do.
 */
export function formatted(text, entities = [], onCommand = () => {}) {
  const fragment = document.createDocumentFragment();
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(fragment, text, 0, text.length, sorted, onCommand);
  return fragment;
}

function fill(parent, text, start, end, entities, onCommand) {
  let position = start;
  const waiting = [...entities];
  while (waiting.length > 0) {
    const entity = waiting.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || stop <= entity.offset) continue;
    const { inner, later } = split(waiting, stop);
    const element = elementFor(entity, text.slice(entity.offset, stop), onCommand);
    addText(parent, text.slice(position, entity.offset), element);
    fill(element.content ?? element, text, entity.offset, stop, inner, onCommand);
    parent.append(element.outer ?? element);
    waiting.splice(0, waiting.length, ...later);
    position = stop;
  }
  addText(parent, text.slice(position, end));
}

/** The entities that begin before `stop`, and the rest; one that crosses it is cut in two. */
function split(entities, stop) {
  const inner = entities.filter((entity) => entity.offset < stop);
  const crossing = inner.filter((entity) => entity.offset + entity.length > stop);
  const tails = crossing.map((entity) => ({ ...entity, offset: stop, length: entity.offset + entity.length - stop }));
  return { inner, later: [...tails, ...entities.filter((entity) => entity.offset >= stop)] };
}

/** Add plain text without the line breaks that a block beside it makes anyway. */
function addText(parent, text, next) {
  let shown = text;
  if (BLOCKS.has(parent.lastChild?.nodeName)) shown = shown.replace(/^\n/, "");
  if (BLOCKS.has((next?.outer ?? next)?.nodeName)) shown = shown.replace(/\n$/, "");
  if (shown) parent.append(shown);
}

function elementFor(entity, text, onCommand) {
  switch (entity.type) {
    case "pre":
      return preformatted(entity, text);
    case "blockquote":
      return document.createElement("blockquote");
    case "expandable_blockquote":
      return expandable();
    case "spoiler":
      return spoiler();
    case "text_link":
      return link(entity.url);
    case "url":
      return link(text.includes("://") ? text : `https://${text}`);
    case "email":
      return link(`mailto:${text}`);
    case "mention":
      return link(`https://t.me/${text.slice(1)}`);
    case "bot_command":
      return command(text, onCommand);
    default:
      return document.createElement(TAGS[entity.type] ?? "span");
  }
}

function preformatted(entity, text) {
  const outer = document.createElement("pre");
  const content = document.createElement("code");
  const copy = document.createElement("button");
  copy.className = "copy";
  copy.textContent = entity.language ?? "";
  copy.title = words("copy");
  copy.setAttribute("aria-label", words("copy"));
  copy.addEventListener("click", () => navigator.clipboard?.writeText(text));
  outer.append(content, copy);
  return { outer, content };
}

function expandable() {
  const outer = document.createElement("blockquote");
  const content = document.createElement("div");
  const toggle = document.createElement("button");
  outer.className = "expandable";
  toggle.className = "toggle";
  const show = (open) => {
    outer.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", words(open ? "collapse" : "expand"));
  };
  outer.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) show(!outer.classList.contains("open"));
  });
  show(false);
  outer.append(content, toggle);
  return { outer, content };
}

function spoiler() {
  const element = document.createElement("span");
  element.className = "spoiler";
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", words("spoiler"));
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    element.classList.add("open");
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
    event.preventDefault();
  };
  element.addEventListener("click", show, { once: true });
  element.addEventListener("keydown", show);
  return element;
}

function link(address) {
  const element = document.createElement("a");
  if (SAFE_LINK.test(address)) element.href = address;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

function command(text, onCommand) {
  const element = document.createElement("a");
  element.href = "#";
  element.addEventListener("click", (event) => {
    event.preventDefault();
    onCommand(text);
  });
  return element;
}
