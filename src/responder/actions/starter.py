"""The first templates: what almost every business answers in its first week, in English and French."""

from uuid import NAMESPACE_URL, UUID, uuid5

from responder.core.templates import Template

_NAMESPACE = uuid5(NAMESPACE_URL, "https://responder.example/starter-templates")
_HI = "Hi {{ customer.first_name }},"
_BONJOUR = "Bonjour {{ customer.first_name }},"


def starter_id(code: str) -> UUID:
    """Return the id of a starter template: the same everywhere, so that adding the set twice adds it once."""
    return uuid5(_NAMESPACE, code)


def starters() -> tuple[Template, ...]:
    """Return the set. Nothing in it promises money, names a cause or admits a fault before a person has looked."""
    return tuple(
        Template(starter_id(code), name, code, {"en": en, "fr": fr}, description, tags=tags)
        for code, name, description, tags, en, fr in _SET
    )


_SET: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    (
        "thanks", "Thanks for kind words", "Short, and asks for nothing", (),
        f"{_HI} thank you, that made our day at {{{{ business }}}}. {{{{ cursor }}}}",
        f"{_BONJOUR} merci, vous faites notre journée chez {{{{ business }}}}. {{{{ cursor }}}}",
    ),
    (
        "sorry", "Sorry, we are looking into it", "First answer to a complaint", ("complaint",),
        f"{_HI} I am sorry about this. I am looking into it now and will write to you here before"
        " {{ answer_time }}. {{ cursor }}",
        f"{_BONJOUR} je regrette ce qui vous arrive. Je m’en occupe maintenant et je vous réponds ici"
        " avant {{ answer_time }}. {{ cursor }}",
    ),
    (
        "order-number", "Ask for the order number", "Takes the person to private", ("order",),
        f"{_HI} I would like to check this for you. Could you send me your order number in a private message?"
        " Please do not post it here. {{ cursor }}",
        f"{_BONJOUR} j’aimerais vérifier cela pour vous. Pouvez-vous m’envoyer votre numéro de commande en message"
        " privé\u00a0? Ne l’écrivez pas ici, s’il vous plaît. {{ cursor }}",
    ),
    (
        "shipping-delay", "Shipping delay", "Says where the parcel is", ("shipping",),
        f"{_HI} your order left our workshop on {{{{ sent_on }}}} and the carrier now expects it on"
        " {{ expected_on }}. If it is not there by then, write to me here and I will follow up. {{ cursor }}",
        f"{_BONJOUR} votre commande est partie de notre atelier le {{{{ sent_on }}}} et le transporteur l’annonce"
        " maintenant pour le {{ expected_on }}. Si elle n’est pas arrivée à cette date, écrivez-moi ici et je"
        " ferai le suivi. {{ cursor }}",
    ),
    (
        "refund-steps", "How a refund works", "Says the steps, promises nothing", ("refund",),
        f"{_HI} I understand. So that I can look at a refund, please send me in a private message: your order"
        " number, what was wrong, and a photo if you have one. I will answer within {{ answer_time }}. {{ cursor }}",
        f"{_BONJOUR} je comprends. Pour que je puisse examiner un remboursement, envoyez-moi en message privé\u00a0:"
        " votre numéro de commande, ce qui n’allait pas et une photo si vous en avez une. Je vous réponds d’ici"
        " {{ answer_time }}. {{ cursor }}",
    ),
    (
        "opening-hours", "Opening hours", "From your variables", ("hours",),
        f"{_HI} we are open {{{{ opening_hours }}}}. See you soon. {{{{ cursor }}}}",
        f"{_BONJOUR} nous sommes ouverts {{{{ opening_hours }}}}. À bientôt. {{{{ cursor }}}}",
    ),
    (
        "our-mistake", "Our mistake, corrected", "After it has been checked", ("correction",),
        f"{_HI} you are right, and thank you for telling us: {{{{ mistake }}}}. It is corrected now. {{{{ cursor }}}}",
        f"{_BONJOUR} vous avez raison, et merci de nous l’avoir dit\u00a0: {{{{ mistake }}}}. C’est corrigé."
        " {{ cursor }}",
    ),
    (
        "fixed", "The problem is fixed", "Goes back to everybody who wrote", ("follow-up",),
        f"{_HI} the problem you told us about is fixed since {{{{ fixed_at }}}}. Could you try again and tell me"
        " whether it works? {{ cursor }}",
        f"{_BONJOUR} le problème que vous nous avez signalé est réglé depuis {{{{ fixed_at }}}}. Pouvez-vous essayer"
        " de nouveau et me dire si tout va bien\u00a0? {{ cursor }}",
    ),
    (
        "question-passed-on", "I ask a colleague", "When you do not know", (),
        f"{_HI} good question. I am asking a colleague who knows and will answer you here. {{{{ cursor }}}}",
        f"{_BONJOUR} bonne question. Je la pose à une personne de l’équipe qui le sait et je vous réponds ici."
        " {{ cursor }}",
    ),
    (
        "allergens", "Allergens", "Careful words, no guess", ("allergens",),
        f"{_HI} the list of ingredients and traces is here: {{{{ allergens_page }}}}. If the allergy is severe,"
        " please write to me in private before ordering. {{ cursor }}",
        f"{_BONJOUR} la liste des ingrédients et des traces se trouve ici\u00a0: {{{{ allergens_page }}}}. Si"
        " l’allergie est grave, écrivez-moi en privé avant de commander. {{ cursor }}",
    ),
    (
        "wholesale", "Quotes and wholesale", "Collects what a quote needs", ("quote",),
        f"{_HI} gladly. How many do you need, for which date, and where should they go? I will send you a quote."
        " {{ cursor }}",
        f"{_BONJOUR} avec plaisir. Il vous en faut combien, pour quelle date et à quel endroit\u00a0? Je vous envoie une"
        " soumission. {{ cursor }}",
    ),
    (
        "holding", "We know and are working on it", "For many people at once, in bad times", ("incident",),
        f"{_HI} we know about this and are working on it. The next update comes here at {{{{ next_update }}}}."
        " {{ cursor }}",
        f"{_BONJOUR} nous sommes au courant et nous y travaillons. La prochaine mise à jour arrive ici à"
        " {{ next_update }}. {{ cursor }}",
    ),
)  # fmt: skip
