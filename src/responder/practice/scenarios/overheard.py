"""What people say on the practice network without addressing us: there to be found by a monitor. All invented."""

from dataclasses import dataclass

COMPETITOR = "Érable et Fils"
"""Another invented bakery."""

HASHTAG = "biscuits"
"""What the trade is found under."""


@dataclass(frozen=True)
class Remark:
    """A post in public, so many minutes before the scenario begins. `who` is `name@domain`."""

    minutes: int
    who: str
    language: str
    text: str


REMARKS = (
    Remark(45, "leainventee@piaille.example", "fr", "Les sablés de Grand Lièvre, c’est toute mon enfance."),
    Remark(130, "tommadeup@hachy.example", "en", "Has anyone tried the oat cookies from Grand Lièvre? Worth the drive?"),
    Remark(260, "adanowhere@cookies.example", "en", "Érable et Fils raised their prices again. Goodbye, shortbread."),
    Remark(410, "omarfictif@piaille.example", "fr", "Qui fait les meilleurs #biscuits de la région ?"),
    Remark(700, "leainventee@piaille.example", "fr", "Grand Lièvre ou Érable et Fils pour un cadeau ? Vos avis ?"),
    Remark(1500, "tommadeup@hachy.example", "en", "A quiet afternoon, tea and #biscuits. Nothing else matters."),
    Remark(1900, "zoesample@cookies.example", "en", "Grand Lièvre forgot the ribbon on my gift box. Lovely cookies, sad parcel."),
    Remark(2900, "adanowhere@cookies.example", "en", "Érable et Fils has a new ginger biscuit. Not bad at all."),
    Remark(4300, "omarfictif@piaille.example", "fr", "Chez Grand Lièvre, on m’a appelé par mon prénom. Je reviendrai."),
)  # fmt: skip
