// Messages as elements, made anew for every edit.

import { formatted } from "./formatting.js";
import { fileSize, words } from "./texts.js";

/**
 * One message. `deeds` are what can be done with it: press(message, button, element), command(text),
 * edit(message), open(url), and fileUrl(file_id).
 */
export function messageElement(message, isOwn, deeds) {
  const element = make("article", `message ${isOwn ? "own" : "theirs"}`);
  element.dataset.id = message.message_id;
  const bubble = make("div", "bubble");
  bubble.append(...parts(message, isOwn, deeds));
  element.append(bubble);
  if (message.reply_markup) element.append(keyboard(message, deeds));
  if (message.sticker || (message.photo && !message.caption)) bubble.classList.add("bare");
  return element;
}

/** «22 ноября» between messages of different days. */
export function dayElement(date) {
  const day = new Date(date * 1000);
  const isToday = day.toDateString() === new Date().toDateString();
  const text = day.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });
  return make("div", "day", isToday ? words("today") : text);
}

/** An element with a class and a text. */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function* parts(message, isOwn, deeds) {
  if (message.forward_origin) {
    yield make("div", "forwarded", words("forwarded") + message.forward_origin.sender_user.first_name);
  }
  if (message.reply_to_message) yield replyTo(message.reply_to_message);
  const text = textOf(message, deeds);
  if (message.show_caption_above_media && text) yield text;
  if (message.photo) yield photo(message, deeds);
  if (message.document) yield file(message.document, deeds);
  if (message.sticker) yield make("div", "sticker", message.sticker.emoji ?? "🖼");
  if (message.voice) yield make("div", "voice", `▶ ${words("voiceMessage")}, 0:${String(message.voice.duration).padStart(2, "0")}`);
  const when = footer(message, isOwn, deeds);
  if (message.show_caption_above_media || !text) {
    yield when;
  } else {
    text.append(when);
    yield text;
  }
}

function textOf(message, deeds) {
  const text = message.text ?? message.caption;
  if (text === undefined) return null;
  const element = make("div", "text");
  element.append(formatted(text, message.entities ?? message.caption_entities, deeds.command));
  return element;
}

function replyTo(message) {
  const element = make("div", "reply");
  element.append(make("strong", "", message.from.first_name));
  element.append(make("span", "", message.text ?? message.caption ?? message.document?.file_name ?? words("photo")));
  return element;
}

function photo(message, deeds) {
  const size = message.photo.at(-1);
  const url = deeds.fileUrl(size.file_id);
  const button = make("button", message.has_media_spoiler ? "photo veiled" : "photo");
  button.setAttribute("aria-label", words("openPhoto"));
  const image = make("img");
  image.src = url;
  image.alt = message.caption ?? words("photo");
  image.width = size.width;
  image.height = size.height;
  image.loading = "lazy";
  button.append(image);
  button.addEventListener("click", () => {
    if (button.classList.contains("veiled")) button.classList.remove("veiled");
    else deeds.open(url, image.alt);
  });
  return button;
}

function file(sent, deeds) {
  const link = make("a", "document");
  link.href = deeds.fileUrl(sent.file_id);
  link.download = sent.file_name ?? "";
  link.setAttribute("aria-label", `${words("download")} ${sent.file_name}`);
  const name = sent.file_name ?? "";
  const icon = make("span", "kind", name.includes(".") ? name.split(".").at(-1).slice(0, 4) : "?");
  const label = make("span", "label");
  label.append(make("strong", "", name), make("small", "", fileSize(sent.file_size)));
  link.append(icon, label);
  return link;
}

function footer(message, isOwn, deeds) {
  const element = make("div", "when");
  if (isOwn && message.text !== undefined && !message.forward_origin) {
    const edit = make("button", "edit", "✎");
    edit.title = words("edit");
    edit.setAttribute("aria-label", words("edit"));
    edit.addEventListener("click", () => deeds.edit(message));
    element.append(edit);
  }
  if (message.edit_date) element.append(make("span", "", words("edited")));
  const time = make("time", "", new Date(message.date * 1000).toLocaleTimeString([], { timeStyle: "short" }));
  time.dateTime = new Date(message.date * 1000).toISOString();
  element.append(time);
  return element;
}

function keyboard(message, deeds) {
  const element = make("div", "inline-keyboard");
  for (const row of message.reply_markup.inline_keyboard) {
    const line = make("div", "row");
    for (const button of row) {
      const pressed = make("button", button.style ?? "", button.text);
      if (button.url) pressed.classList.add("opens");
      if (button.callback_data !== undefined) pressed.dataset.data = button.callback_data;
      pressed.addEventListener("click", () => deeds.press(message, button, pressed));
      line.append(pressed);
    }
    element.append(line);
  }
  return element;
}
