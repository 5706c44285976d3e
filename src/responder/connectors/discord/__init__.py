"""A Discord bot: its gateway for what happens now, REST for what it missed (discord.com/developers/docs, v10)."""
