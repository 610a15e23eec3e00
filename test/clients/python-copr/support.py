"""What every case needs: clients of several users, the player that stands in for the builders, and shapes of answers."""

import json
import os
import unittest
import urllib.request

from copr.v3 import Client
from copr.v3.helpers import config_from_file

X86 = "fedora-42-x86_64"
ARM = "fedora-42-aarch64"
EPEL = "epel-9-x86_64"

STR, INT, BOOL, LIST, DICT = str, int, bool, list, dict
TEXT = (str, type(None))
NUMBER = (int, type(None))

PROJECT = {
    "id": INT, "name": STR, "ownername": STR, "full_name": STR, "homepage": TEXT, "contact": TEXT, "description": TEXT,
    "instructions": TEXT, "devel_mode": BOOL, "persistent": BOOL, "unlisted_on_hp": BOOL, "auto_prune": BOOL,
    "chroot_repos": DICT, "additional_repos": LIST, "enable_net": BOOL, "bootstrap": TEXT, "isolation": TEXT,
    "module_hotfixes": BOOL, "appstream": BOOL, "packit_forge_projects_allowed": LIST, "follow_fedora_branching": BOOL,
    "repo_priority": NUMBER, "storage": STR,
}
BUILD = {
    "id": INT, "state": STR, "ownername": STR, "projectname": STR, "project_dirname": STR, "repo_url": STR,
    "source_package": DICT, "submitted_on": INT, "started_on": NUMBER, "ended_on": NUMBER, "submitter": TEXT,
    "chroots": LIST, "is_background": BOOL,
}
BUILD_CHROOT = {"name": STR, "state": STR, "started_on": NUMBER, "ended_on": NUMBER, "result_url": TEXT}
PACKAGE = {
    "id": INT, "name": STR, "ownername": STR, "projectname": STR, "source_type": STR, "source_dict": DICT,
    "auto_rebuild": BOOL, "builds": DICT,
}
PROJECT_CHROOT = {
    "mock_chroot": STR, "ownername": STR, "projectname": STR, "comps_name": TEXT, "additional_repos": LIST,
    "additional_packages": LIST, "additional_modules": LIST, "with_opts": LIST, "without_opts": LIST,
    "delete_after_days": NUMBER, "isolation": TEXT,
}


def client(name="alice"):
    """A client with a user's configuration file."""
    return Client.create_from_config_file(config(name))


def config(name):
    """Where a user's configuration file is."""
    return os.path.join("CONFIG", name)


def play(build, fate="succeeded", package="hello"):
    """Lets builders bring a build to its end."""
    body = json.dumps({"build": build.id, "fate": fate, "package": package}).encode()
    with urllib.request.urlopen(os.environ["KOPR_PLAYER_URL"], data=body) as answer:
        answer.read()


def task(build, chroot):
    """What a builder is told of a build's part."""
    url = config_from_file(config("alice"))["copr_url"]
    with urllib.request.urlopen(f"{url}/backend/get-build-task/{build.id}-{chroot}") as answer:
        return json.load(answer)


class Case(unittest.TestCase):
    """One project for each class of cases, owned by alice."""

    @classmethod
    def setUpClass(cls):
        cls.alice = client("alice")
        cls.bob = client("bob")
        cls.admin = client("admin")
        cls.name = cls.__name__.lower()
        cls.project = cls.alice.project_proxy.add("alice", cls.name, [X86, ARM])

    def assert_shape(self, answer, shape):
        """Each key is there with its type."""
        for key, kind in shape.items():
            self.assertIn(key, answer)
            self.assertIsInstance(answer[key], kind, f"{key} of {answer}")
        self.assertNotIn("error", answer)

    def assert_says(self, context, text):
        """What a refusal says."""
        self.assertIn(text, context.exception.result.error)

    def link(self, name="hello", **buildopts):
        """A new build of a source package by its address."""
        url = f"http://example.org/{name}-1.0-1.src.rpm"
        return self.alice.build_proxy.create_from_url("alice", self.name, url, buildopts=buildopts)
