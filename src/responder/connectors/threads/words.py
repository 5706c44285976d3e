"""Why something is not possible on Threads, in words for people."""

NO_EDIT = "Threads lets no program edit a reply: delete it, and write another."
NO_PICTURE = (
    "Threads only takes pictures that lie on a public server: take it out, or answer in Threads itself."
)
NO_PRIVATE = "Threads lets no program write private messages: this would be read by everybody."
ONLY_TOP = "Threads hides replies to your own posts only; what is below them goes with them."
ONLY_OURS = "Only our own replies can be deleted: a reply of somebody else's can be hidden."
NOT_READY = "Threads did not get the answer ready: nothing was published. Try again."
UNSEEN = "Threads does not list replies under the posts of others, so that nobody can look whether the answer is there: look on Threads."
GONE = "What this answers does not exist any more on Threads, so that nobody can look for the answer there."
UNREADABLE = "Threads shows something there that we cannot read"
TOO_MUCH = "Too much was written there since to look through all of it"
PUBLISHED = "Threads says that this answer is published, but does not show it"
ONLY_WORDS = "Threads can look for words, not for this."
"""What is said to a monitor that asks for something else."""
