"""`ohms create-cohe` and `ohms create-staff`: the first centre and the first people."""

import sys

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands import accounts
from ohms.domain.access import operator
from ohms.domain.values import Role


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
    " Needed: OHMS cannot yet send a one-time link.",
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
    if not password_stdin:
        raise click.UsageError(
            "Give the password on the standard input with --password-stdin:"
            " OHMS cannot yet send a one-time link."
        )
    password = sys.stdin.readline().rstrip("\r\n")
    with open_house():
        password_hash = accounts.hash_new_password(password, username, name, cohe or "")
        accounts.create_staff(
            operator(clock.today()),
            username=username,
            name=name,
            role=Role(role),
            cohe_slug=cohe,
            weekly_minutes=weekly_minutes,
            password_hash=password_hash,
        )
    click.echo(f"Added {name}, who signs in as {username}.")
