"""`ohms create-cohe`, `ohms create-staff`: the first centre and people; `ohms reset-second-step`."""

import sys

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands import accounts
from ohms.commands.account_care import issue_link, reset_second_factor
from ohms.config import Settings
from ohms.domain.actor import operator
from ohms.domain.values import Role
from ohms.queries.accounts import account_named

LINK_TOLD = "Once, within three days, the password is set here: {}"


@click.command(
    "create-cohe",
    epilog='\b\nExample:\n  ohms create-cohe sound --name "Sound COHE" --sponsor "Sound Hospital"',
)
@click.argument("slug")
@click.option("--name", required=True, help="What people call the centre.")
@click.option("--sponsor", required=True, help="The health-care organisation under contract.")
def create_cohe(slug: str, name: str, sponsor: str) -> None:
    """Add a centre under its short name SLUG."""
    with open_house():
        accounts.create_cohe(operator(clock.today()), slug=slug, name=name, sponsor=sponsor)
    click.echo(f"Added {name} as {slug}.")


@click.command(
    "create-staff",
    epilog="\b\nExample:\n  ohms create-staff --username sound.hsc1 --name 'Rosa Alvarez' --role hsc \\\n"
    "      --cohe sound --weekly-minutes 2400 --password-stdin < password.txt",
)
@click.option("--username", required=True, help="What the person signs in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="First role."
)
@click.option("--cohe", help="Short name of the COHE; none for L&I's desks and administrators.")
@click.option(
    "--weekly-minutes",
    type=int,
    default=0,
    help="Scheduled minutes a week, even over Monday to Friday; 2,400 are one FTE.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password, 15 to 256 characters, from the first line of the standard input."
    " Without it a one-time link is printed, by which the person sets one.",
)
def create_staff(
    username: str,
    name: str,
    role: str,
    cohe: str | None,
    weekly_minutes: int,
    password_stdin: bool,
) -> None:
    """Add a person with a first position from today."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with open_house() as settings:
        actor, password_hash = operator(clock.today()), None
        if password is not None:
            password_hash = accounts.hash_new_password(password, username, name, cohe or "")
        person = accounts.create_staff(
            actor,
            username=username,
            name=name,
            role=Role(role),
            cohe_slug=cohe,
            weekly_minutes=weekly_minutes,
            password_hash=password_hash,
        )
        link = None if password_stdin else issue_link(actor, person.id, _welcome(settings))
    click.echo(f"Added {name}, who signs in as {username}.")
    if link:
        click.echo(LINK_TOLD.format(link))


@click.command("invite", epilog="\b\nExample:\n  ohms invite --username sound.hsc1")
@click.option("--username", required=True, help="Who is to set a new password.")
def invite(username: str) -> None:
    """Print a one-time link by which somebody sets their password, in place of any earlier one.

    Its address is OHMS_ADDRESS, else the first of OHMS_TRUSTED_HOSTS.
    """
    with open_house() as settings:
        actor = operator(clock.today())
        link = issue_link(actor, account_named(actor, username), _welcome(settings))
    click.echo(LINK_TOLD.format(link))


def _welcome(settings: Settings) -> str:
    return f"{settings.address}/welcome?token="


@click.command(
    "reset-second-step", epilog="\b\nExample:\n  ohms reset-second-step --username admin"
)
@click.option("--username", required=True, help="Whose phone and recovery codes are lost.")
def reset_second_step(username: str) -> None:
    """Take somebody's second step of signing in away, and sign them out everywhere.

    For the last administrator, and after OHMS_SECRET_KEY was changed: the apps' codes fit no more then.
    """
    with open_house():
        actor = operator(clock.today())
        reset_second_factor(actor, account_named(actor, username))
    click.echo(f"{username} signs in by the password alone, and sets up a new second step.")
