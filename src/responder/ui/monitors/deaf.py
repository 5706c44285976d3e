"""What a monitor cannot hear, and why: said where it is read."""

from responder.core.manifest import Manifest
from responder.core.monitors import Monitor
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.monitor_words import kind_of_term
from responder.ui.words import tr


def listening(console: Console, monitor: Monitor) -> dict[str, Manifest]:
    """Return the networks of our accounts that can look for some of a monitor's terms."""
    kinds = {term.kind for term in monitor.terms}
    ours = {account.network for account in console.views.accounts()}
    return {
        id: manifest
        for id, manifest in console.networks.items()
        if id in ours and id in (monitor.networks or (id,)) and kinds.intersection(manifest.listens)
    }


def deaf_words(console: Console, monitor: Monitor) -> str:
    """Return what this monitor cannot look for now, a line each; "" when all is well."""
    lines = []
    networks = listening(console, monitor)
    if not networks:
        lines.append(tr("None of your accounts can look for this. Connect one on a network that can."))
    else:
        heard = {kind for manifest in networks.values() for kind in manifest.listens}
        missing = dict.fromkeys(term.kind for term in monitor.terms if term.kind not in heard)
        lines += [
            tr("{kind}: none of your accounts can look for them.", kind=kind_of_term(kind))
            for kind in missing
        ]
    for account in console.views.accounts():
        lines += [
            f"{account.handle}, {one.term}: {below(one.problem)}"
            for one in console.views.heard.deaf(account.id)
            if one.monitor == monitor.id
        ]
    return "\n".join(lines)
