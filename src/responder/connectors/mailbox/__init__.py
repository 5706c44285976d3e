"""E-mail: one shared mailbox, read over IMAP and answered over SMTP."""
