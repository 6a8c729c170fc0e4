"""The process that reads files and writes workbooks, under limits: the bot's side and its own."""
