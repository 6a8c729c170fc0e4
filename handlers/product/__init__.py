"""The product metrics in the chat: summary, blocks, advice, charts, decisions, filter, comparison."""
