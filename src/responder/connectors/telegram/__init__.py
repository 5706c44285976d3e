"""A Telegram bot: what people write to it in groups and in private (core.telegram.org/bots/api, 10.1)."""
