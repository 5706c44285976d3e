"""A simulated Bluesky (PDS, AppView, chat, sign-in), written from the lexicons and what a real PDS does."""
