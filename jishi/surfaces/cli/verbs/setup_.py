"""`bin/jishi setup`: everything a new or upgraded shop needs before it serves."""

from jishi.surfaces.cli import start, translations


def run(_arguments: list[str]) -> int:
    """Migrate, compile translations, collect static files, make roles and markets."""
    translations.compile_all()
    start.start()
    from django.core.management import call_command

    prepare()
    call_command("collectstatic", verbosity=0, interactive=False)
    return 0


def prepare() -> None:
    """Bring the database up to date with what every shop has; safe to repeat."""
    from django.core.management import call_command

    from jishi.foundation.kernel.actors import Actor
    from jishi.fulfillment.shipping import services as shipping
    from jishi.goods.markets import services as markets
    from jishi.parties.accounts import services as accounts

    call_command("migrate", verbosity=0, interactive=False)
    system = Actor.system("setup")
    markets.ensure_markets(actor=system)
    accounts.ensure_roles(actor=system)
    shipping.install_carriers(actor=system)
