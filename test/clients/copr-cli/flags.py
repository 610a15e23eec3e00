"""Prints every subcommand of the installed copr-cli with its flags, as JSON: {"build": [["--chroot", "-r"], …], "": […]}."""

import argparse
import json

from copr_cli.main import setup_parser


def flags_of(parser, name=""):
    """The flags of a parser under its name, and of all parsers below it."""
    found = {name: [action.option_strings for action in parser._actions if action.option_strings]}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, below in action.choices.items():
                found.update(flags_of(below, command))
    return found


print(json.dumps(flags_of(setup_parser())))
