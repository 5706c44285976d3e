"""Settings: frozen, read once, handed down. The file is `settings.json` in the workspace."""

from msgspec import Struct


class Settings(Struct, frozen=True):
    """What a person chose. `keys` maps command ids to key sequences that replace the defaults.

    `pictures_of` are the accounts, by id, whose pictures are shown without a click.
    """

    business: str = ""
    member: str = ""
    language: str = ""
    theme: str = "system"
    density: str = "cosy"
    text_percent: int = 100
    undo_seconds: int = 10
    single_keys: bool = True
    preset: str = "responder"
    keys: dict[str, tuple[str, ...]] = {}
    reduce_motion: bool = False
    notifications: bool = True
    quiet_from: str = ""
    quiet_until: str = ""
    secrets_in_file: bool = False
    variables: dict[str, str] = {}
    pictures_of: tuple[str, ...] = ()
    sidebar: bool = True
    panel: bool = True
