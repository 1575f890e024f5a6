"""`chivvy manifest`: what Slack and Teams want to be told of the app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.teams.limits import EXAMPLE_DOMAIN
from bot.terminal import Out, console, print_json, read_settings

manifests = typer.Typer(help="Write the app manifests that Slack and Teams need.", no_args_is_help=True)


@manifests.command()
def slack(
    out: Out = None,
    url: Annotated[str, typer.Option(help="Where Slack reaches Chivvy, such as https://chivvy.council.gov.uk.")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode: no public address is needed.")] = False,
) -> None:
    """Write the Slack app manifest: paste it under “Create an app from a manifest”."""
    from bot.slack.manifest import manifest  # the SDK takes a while to load: only where it is needed

    made = manifest(read_settings().slack_prefix, url or None, socket)
    if out is None:
        print_json(made)
        return
    out.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    _written(out)


@manifests.command()
def teams(
    out: Out = None,
    domain: Annotated[
        str, typer.Option(help="The council's domain, for the links to its privacy page and terms.")
    ] = EXAMPLE_DOMAIN,
) -> None:
    """Write the Teams app package (a .zip with the manifest and icons), or the manifest alone on standard output."""
    from bot.teams.manifest import manifest, package

    app_id = read_settings().teams_app_id
    if out is None:
        print_json(manifest(app_id, domain))
        return
    package(app_id, out, domain)
    _written(out)
    if not app_id:
        console.print(
            "MicrosoftAppId is not set, so the package has zeros in its place. Set it, and write the package again."
        )


def _written(out: Path) -> None:
    console.print(f"Wrote {out}.", highlight=False)
