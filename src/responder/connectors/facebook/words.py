"""Why something is not possible on Facebook, in words for people."""

WINDOW = "Messenger takes an answer only within 24 hours of the customer's last message."
HUMAN = "Messenger takes an answer only within seven days of the customer's last message."
CLOSED = "Facebook takes no answer to this comment: comments are closed, or it was hidden by its author."
NO_STORY = "Facebook shows no post for this recommendation, so that it can be answered on Facebook only."
NO_REPLY_HERE = "Facebook takes no answer in this conversation at the moment."
LATE = "This comment can no longer be answered in private: it was already, or it is older than seven days."
ONLY_COMMENTS = "Only comments can be hidden, liked, edited or deleted on Facebook: a private message cannot."
NO_POST = "Posts by visitors can be answered, liked or deleted here: hide them on Facebook itself."
ONLY_OURS = "Only our own comments are edited: nobody's words are changed here."
NOT_REMOVABLE = "Facebook does not let this Page delete that."
ONE_PICTURE = "Facebook takes one picture in an answer."
NO_PRIVATE_PICTURE = (
    "Pictures are sent to Facebook in public answers only: take it out, or answer in Messenger itself."
)
TASKS = {
    "MODERATE": "answer, hide or delete comments, as you have no part in moderating this Page",
    "MESSAGING": "answer messages, as you have no part in the messages of this Page",
}
"""What somebody without a task on the Page cannot do; it ends “This sign-in cannot …”."""
UNREAD = "More was written in Messenger than could be read back"
