// Words of the page itself, in the language of the person on the screen.

const RU = {
  people: "Кто пишет боту",
  close: "Закрыть",
  name: "Имя",
  language: "Язык в Telegram",
  add: "Добавить",
  owner: "Владелец",
  bot: "бот",
  stop: "Остановить",
  stopBot: "Остановить бота",
  resume: "Перезапустить бота",
  start: "Начать",
  about: "Что умеет этот бот?",
  menu: "Меню",
  attach: "Прикрепить",
  file: "Файл",
  sticker: "Стикер",
  voice: "Голосовое сообщение",
  message: "Сообщение",
  send: "Отправить",
  editing: "Правка сообщения",
  cancel: "Отменить",
  edit: "Изменить",
  edited: "изменено",
  drop: "Отпустите файлы, чтобы отправить их боту",
  toEnd: "К последнему сообщению",
  lost: "соединение прервано…",
  failed: "Не получилось отправить",
  copied: "Скопировано",
  copy: "Скопировать",
  spoiler: "Скрытый текст, нажмите, чтобы прочитать",
  expand: "Развернуть",
  collapse: "Свернуть",
  photo: "Фото",
  openPhoto: "Открыть фото",
  download: "Скачать",
  voiceMessage: "Голосовое сообщение",
  forwarded: "Переслано от: ",
  keyboard: "Кнопки бота",
  only: "Эта кнопка работает только в Telegram",
  today: "Сегодня",
  units: ["Б", "КБ", "МБ"],
  actions: {
    typing: "печатает…",
    upload_photo: "отправляет фото…",
    upload_document: "отправляет файл…",
    choose_sticker: "выбирает стикер…",
    record_voice: "записывает голосовое…",
    upload_voice: "отправляет голосовое…",
  },
};

const EN = {
  people: "Who writes to the bot",
  close: "Close",
  name: "Name",
  language: "Language in Telegram",
  add: "Add",
  owner: "Owner",
  bot: "bot",
  stop: "Stop",
  stopBot: "Stop the bot",
  resume: "Restart the bot",
  start: "Start",
  about: "What can this bot do?",
  menu: "Menu",
  attach: "Attach",
  file: "File",
  sticker: "Sticker",
  voice: "Voice message",
  message: "Message",
  send: "Send",
  editing: "Editing a message",
  cancel: "Cancel",
  edit: "Edit",
  edited: "edited",
  drop: "Drop the files to send them to the bot",
  toEnd: "To the newest message",
  lost: "connection lost…",
  failed: "Could not send",
  copied: "Copied",
  copy: "Copy",
  spoiler: "Hidden text, press to read",
  expand: "Show more",
  collapse: "Show less",
  photo: "Photo",
  openPhoto: "Open the photo",
  download: "Download",
  voiceMessage: "Voice message",
  forwarded: "Forwarded from: ",
  keyboard: "Buttons of the bot",
  only: "This button works in Telegram only",
  today: "Today",
  units: ["B", "KB", "MB"],
  actions: {
    typing: "is typing…",
    upload_photo: "is sending a photo…",
    upload_document: "is sending a file…",
    choose_sticker: "is choosing a sticker…",
    record_voice: "is recording a voice message…",
    upload_voice: "is sending a voice message…",
  },
};

let current = RU;

/** Speak the language with this code: Russian or, for every other one, English. */
export function speak(code) {
  current = code.startsWith("ru") ? RU : EN;
  document.documentElement.lang = current === RU ? "ru" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words(element.dataset.label));
    element.title = words(element.dataset.label);
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = words(element.dataset.placeholder);
  }
}

/** The words for a key. */
export function words(key) {
  return current[key];
}

/** What the bot is doing, in words. */
export function actionWords(action) {
  return current.actions[action] ?? current.actions.typing;
}

/** «24 КБ» for a number of bytes. */
export function fileSize(bytes) {
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const value = (bytes / 1024 ** step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${value}\u00a0${current.units[step]}`;
}
