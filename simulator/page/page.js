// The chat page: one person's chat with the bot, live.

import { dayElement, make, messageElement } from "./messages.js";
import { actionWords, speak, words } from "./texts.js";

const ACTION_MS = 5000;
const TOAST_MS = 3500;
const RETRY_MS = 2000;
const NEAR_THE_END = 120;
const PERSON_KEY = "person";

const $ = (id) => document.getElementById(id);
const page = {
  bot: null,
  person: null,
  events: null,
  messages: new Map(),
  commands: [],
  pressed: new Map(),
  corrected: null,
  isAtEnd: true,
  isBlocked: false,
  actionTimer: 0,
  toastTimer: 0,
};

// Talking to the server.

const address = (rest) => `/page/${page.bot.id}/${page.person.id}/${rest}`;

async function post(path, body) {
  const isForm = body instanceof FormData;
  const headers = isForm ? {} : { "Content-Type": "application/json" };
  try {
    const response = await fetch(path, { method: "POST", headers, body: isForm ? body : JSON.stringify(body) });
    if (!response.ok) throw new Error(response.statusText);
    return await response.json();
  } catch {
    toast(words("failed"));
    return null;
  }
}

const act = (deed, fields = {}) => post(address(deed), fields);

async function begin() {
  let known;
  try {
    known = await (await fetch("/page/people")).json();
  } catch {
    setTimeout(begin, RETRY_MS);
    return;
  }
  const wanted = new URLSearchParams(location.search).get("bot");
  page.bot = known.bots.find((bot) => String(bot.id) === wanted) ?? known.bots[0];
  if (known.people.length === 0) {
    speak(navigator.language);
    const language = navigator.language.slice(0, 2);
    known.people.push(await post("/page/people", { first_name: words("owner"), language_code: language }));
  }
  const remembered = Number(localStorage.getItem(PERSON_KEY));
  const person = known.people.find((someone) => someone.id === remembered) ?? known.people[0];
  showPeople(known.people, person);
  enter(person);
}

function enter(person) {
  page.person = person;
  localStorage.setItem(PERSON_KEY, person.id);
  speak(person.language_code || "en");
  stopCorrecting();
  $("text").value = "";
  page.events?.close();
  const events = (page.events = new EventSource(address("events")));
  for (const [kind, hear] of Object.entries(HEARD)) {
    events.addEventListener(kind, (event) => hear(JSON.parse(event.data)));
  }
  events.addEventListener("error", () => {
    $("bot-status").textContent = words("lost");
    if (events.readyState === EventSource.CLOSED && events === page.events) setTimeout(begin, RETRY_MS);
  });
}

const HEARD = {
  state(state) {
    page.messages.clear();
    page.pressed.clear();
    $("history").replaceChildren();
    page.isBlocked = state.is_blocked;
    showProfile(state);
    showKeyboard(state.keyboard);
    showAction(state.action);
    for (const message of state.messages) addMessage(message);
    showPinned(state.pinned);
    showComposer();
    scrollToEnd();
  },
  message(message) {
    const wasNear = isNearEnd() || isOwn(message);
    if (!isOwn(message)) showAction(null);
    addMessage(message);
    showComposer();
    if (wasNear) scrollToEnd("smooth");
    else $("to-end").hidden = false;
  },
  edited(message) {
    const old = element(message.message_id);
    page.messages.set(message.message_id, message);
    if (!old) return;
    const wasNear = isNearEnd();
    const open = [...old.querySelectorAll(".expandable")].map((quote) => quote.classList.contains("open"));
    const changed = messageElement(message, isOwn(message), deeds);
    changed.className = old.className;
    changed.querySelectorAll(".expandable").forEach((quote, place) => quote.classList.toggle("open", !!open[place]));
    old.replaceWith(changed);
    if (wasNear) scrollToEnd();
  },
  deleted({ message_id: id }) {
    page.messages.delete(id);
    element(id)?.remove();
    tidyDays();
  },
  action: ({ action }) => showAction(action),
  keyboard({ keyboard, force_reply: forceReply }) {
    showKeyboard(keyboard);
    if (forceReply) $("text").focus();
  },
  pressed({ id, message_id: messageId, data }) {
    const button = [...(element(messageId)?.querySelectorAll("[data-data]") ?? [])].find(
      (candidate) => candidate.dataset.data === data,
    );
    button?.setAttribute("aria-busy", "true");
    page.pressed.set(id, { messageId, data });
  },
  answered(answer) {
    const place = page.pressed.get(answer.id);
    page.pressed.delete(answer.id);
    for (const button of element(place?.messageId)?.querySelectorAll("[aria-busy]") ?? []) {
      if (button.dataset.data === place.data) button.removeAttribute("aria-busy");
    }
    if (answer.url) window.open(answer.url, "_blank", "noopener");
    if (!answer.text) return;
    if (answer.show_alert) alertDialog(answer.text);
    else toast(answer.text);
  },
  blocked({ is_blocked: isBlocked }) {
    page.isBlocked = isBlocked;
    showComposer();
  },
  pinned: ({ pinned }) => showPinned(pinned),
  profile: showProfile,
};

// The history.

const isOwn = (message) => message.from.id === page.person.id;
const element = (id) => document.querySelector(`#history [data-id="${id}"]`);

const deeds = {
  fileUrl: (fileId) => address(`files/${encodeURIComponent(fileId)}`),
  command: (text) => act("text", { text }),
  edit: startCorrecting,
  open(url, words) {
    const image = $("viewer").querySelector("img");
    image.src = url;
    image.alt = words;
    $("viewer").showModal();
  },
  press(message, button) {
    if (button.callback_data !== undefined) {
      act("press", { message_id: message.message_id, data: button.callback_data });
    } else if (button.url ?? button.web_app?.url) {
      window.open(button.url ?? button.web_app.url, "_blank", "noopener");
    } else if (button.copy_text) {
      navigator.clipboard?.writeText(button.copy_text.text);
      toast(words("copied"));
    } else {
      toast(words("only"));
    }
  },
};

function addMessage(message) {
  const history = $("history");
  const shown = messageElement(message, isOwn(message), deeds);
  const last = history.lastElementChild;
  const previous = last && page.messages.get(Number(last.dataset.id));
  page.messages.set(message.message_id, message);
  if (!previous || day(previous) !== day(message)) {
    history.append(dayElement(message.date));
  } else if (previous.from.id === message.from.id) {
    shown.classList.add("following");
  }
  history.append(shown);
}

const day = (message) => new Date(message.date * 1000).toDateString();

function tidyDays() {
  for (const line of document.querySelectorAll("#history .day")) {
    if (!line.nextElementSibling || line.nextElementSibling.classList.contains("day")) line.remove();
  }
}

function isNearEnd() {
  const history = $("history");
  return history.scrollHeight - history.scrollTop - history.clientHeight < NEAR_THE_END;
}

function scrollToEnd(behavior = "instant") {
  const history = $("history");
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  history.scrollTo({ top: history.scrollHeight, behavior: isCalm ? "instant" : behavior });
  page.isAtEnd = true;
  $("to-end").hidden = true;
}

// The end stays in sight when a keyboard opens under the history or a picture has loaded.
$("history").addEventListener("scroll", () => {
  page.isAtEnd = isNearEnd();
  if (page.isAtEnd) $("to-end").hidden = true;
});
new ResizeObserver(() => page.isAtEnd && scrollToEnd()).observe($("history"));
$("history").addEventListener("load", () => page.isAtEnd && scrollToEnd(), { capture: true });

function showPinned(pinned) {
  const message = page.messages.get(pinned.at(-1));
  $("pinned").hidden = !message;
  if (!message) return;
  $("pinned").textContent = message.text ?? message.caption ?? words("photo");
  $("pinned").onclick = () => element(message.message_id)?.scrollIntoView({ block: "center", behavior: "smooth" });
}

// The bot.

function showProfile(profile) {
  const name = profile.name || profile.bot.first_name;
  document.title = name;
  $("bot-name").textContent = name;
  showPicture($("bot-picture"), name, 0);
  page.commands = profile.commands;
  page.description = profile.description;
  $("commands").hidden = profile.commands.length === 0;
  showComposer();
}

function showPicture(picture, name, number) {
  picture.textContent = [...name][0] ?? "?";
  picture.dataset.colour = number % 6;
}

function showAction(action) {
  clearTimeout(page.actionTimer);
  $("bot-status").textContent = action ? actionWords(action) : words("bot");
  $("bot-status").classList.toggle("busy", Boolean(action));
  if (action) page.actionTimer = setTimeout(() => showAction(null), ACTION_MS);
}

function toast(text) {
  clearTimeout(page.toastTimer);
  $("toast").textContent = text;
  $("toast").hidden = false;
  page.toastTimer = setTimeout(() => ($("toast").hidden = true), TOAST_MS);
}

function alertDialog(text) {
  $("alert").querySelector("p").textContent = text;
  $("alert").showModal();
}

// People.

function showPeople(people, current) {
  const list = $("people-list");
  list.replaceChildren();
  for (const person of people) {
    const button = make("button", "person");
    const picture = make("span", "picture");
    picture.setAttribute("aria-hidden", "true");
    showPicture(picture, person.first_name, person.id);
    button.append(picture, make("strong", "", person.first_name), make("small", "", person.language_code || "—"));
    if (person.id === current.id) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => {
      showPeople(people, person);
      enter(person);
      closePeople();
    });
    list.append(button);
  }
}

const closePeople = () => document.body.classList.remove("with-people");

$("open-people").addEventListener("click", () => document.body.classList.toggle("with-people"));
$("close-people").addEventListener("click", closePeople);
$("new-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const person = await post("/page/people", Object.fromEntries(new FormData(event.target)));
  if (!person) return;
  event.target.reset();
  localStorage.setItem(PERSON_KEY, person.id);
  closePeople();
  begin();
});

// Writing.

function showComposer() {
  const isNew = page.messages.size === 0;
  const history = $("history");
  history.querySelector(".about")?.remove();
  if (isNew && page.description) {
    const about = make("div", "about");
    about.append(make("strong", "", words("about")), make("p", "", page.description));
    history.append(about);
  }
  $("start").hidden = !isNew && !page.isBlocked;
  $("start").textContent = words(page.isBlocked ? "resume" : "start");
  $("composer").hidden = isNew || page.isBlocked;
  $("block").hidden = isNew || page.isBlocked;
}

async function submitText() {
  const field = $("text");
  const text = field.value.trim();
  if (!text) return;
  const sent = page.corrected
    ? await act("edit", { message_id: page.corrected.message_id, text })
    : await act("text", { text });
  if (!sent) return;
  field.value = "";
  stopCorrecting();
  grow();
  closeMenus();
}

function startCorrecting(message) {
  page.corrected = message;
  $("correction").hidden = false;
  $("text").value = message.text;
  $("text").focus();
  grow();
}

function stopCorrecting() {
  if (page.corrected) $("text").value = "";
  page.corrected = null;
  $("correction").hidden = true;
}

function grow() {
  const field = $("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function showKeyboard(keyboard) {
  const box = $("keyboard");
  box.replaceChildren();
  box.hidden = !keyboard;
  box.setAttribute("aria-label", words("keyboard"));
  $("text").placeholder = keyboard?.input_field_placeholder ?? words("message");
  for (const keys of keyboard?.keyboard ?? []) {
    const row = make("div", "row");
    for (const key of keys) {
      const button = make("button", key.style ?? "", key.text);
      button.addEventListener("click", () => act("text", { text: key.text }));
      row.append(button);
    }
    box.append(row);
  }
}

$("start").addEventListener("click", () => act("text", { text: "/start" }));
$("block").addEventListener("click", () => act("block"));
$("to-end").addEventListener("click", () => scrollToEnd("smooth"));
$("cancel-correction").addEventListener("click", () => {
  stopCorrecting();
  grow();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submitText();
});
$("text").addEventListener("input", () => {
  grow();
  const typed = $("text").value;
  if (/^\/\w*$/.test(typed)) openCommands(typed.slice(1));
  else closeMenus();
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submitText();
  } else if (event.key === "Escape") {
    closeMenus();
    stopCorrecting();
    grow();
  } else if (event.key === "ArrowDown" && !$("command-menu").hidden) {
    event.preventDefault();
    $("command-menu").querySelector("button")?.focus();
  }
});

// Menus.

function openCommands(prefix) {
  const menu = $("command-menu");
  menu.replaceChildren();
  for (const { command, description } of page.commands.filter((known) => known.command.startsWith(prefix))) {
    const item = make("button");
    item.setAttribute("role", "menuitem");
    item.append(make("strong", "", `/${command}`), make("span", "", description));
    item.addEventListener("click", () => {
      closeMenus();
      $("text").value = "";
      act("text", { text: `/${command}` });
      $("text").focus();
    });
    menu.append(item);
  }
  $("attach-menu").hidden = true;
  toggleMenu("command-menu", "commands", menu.childElementCount > 0);
}

function toggleMenu(menu, button, open) {
  $(menu).hidden = !open;
  $(button).setAttribute("aria-expanded", String(open));
}

function closeMenus() {
  toggleMenu("command-menu", "commands", false);
  toggleMenu("attach-menu", "attach", false);
}

function moveInMenu(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = [...event.currentTarget.querySelectorAll("button")];
  if (step) {
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
  } else if (event.key === "Escape") {
    closeMenus();
    $("text").focus();
  }
}

$("commands").addEventListener("click", () => {
  if ($("command-menu").hidden) openCommands("");
  else closeMenus();
});
$("attach").addEventListener("click", () => {
  const open = $("attach-menu").hidden;
  closeMenus();
  toggleMenu("attach-menu", "attach", open);
});
for (const menu of ["command-menu", "attach-menu"]) $(menu).addEventListener("keydown", moveInMenu);
$("attach-menu").addEventListener("click", ({ target }) => {
  const kind = target.dataset.attach;
  if (!kind) return;
  closeMenus();
  if (kind === "file") $("file").click();
  else act(kind);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("footer")) closeMenus();
});
for (const dialog of [$("viewer"), $("alert")]) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.tagName === "IMG") dialog.close();
  });
}

// Files.

async function upload(files) {
  if (files.length === 0) return;
  const form = new FormData();
  for (const file of files) form.append("file", file);
  form.append("caption", $("text").value.trim());
  if (await post(address("upload"), form)) $("text").value = "";
}

$("file").addEventListener("change", async () => {
  await upload([...$("file").files]);
  $("file").value = "";
});
document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  $("drop").hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $("drop").hidden = true;
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").hidden = true;
  upload([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => upload([...event.clipboardData.files]));

begin();
