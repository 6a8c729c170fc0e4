"""From a metric's result to a picture for the chat.

The bot imports `requests` and `worker` only; the rest needs matplotlib and runs in the worker process.
"""
