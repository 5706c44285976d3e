"""The workspace's database: the log, what is folded from it, and the one thread that writes. Only here is SQL."""
