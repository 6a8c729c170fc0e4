"""What a person sees in the chat: a folder per conversation."""
