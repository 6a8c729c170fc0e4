"""What is said of a result, without any messenger: for the chat, a report, a page and the console."""
