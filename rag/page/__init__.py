"""What the chat page is made of; `ui.py` puts it together and serves it."""
