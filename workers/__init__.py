"""Heavy work in a process of its own: the bot's side in `worker`, the process's side in `serving`.

A room that needs such a process keeps its own order and answer (any number of parts, each bytes), and a
`__main__` that calls `serve` or `serve_in_forks` with a handler from the one to the other.
"""
