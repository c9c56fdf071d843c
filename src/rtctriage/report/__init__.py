"""A diagnosis, made to be read: terminal, Markdown and JSON. Nothing here prints."""
