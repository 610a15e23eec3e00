"""Chroots of projects, and webhook secrets."""

import os

from copr.v3 import CoprAuthException, CoprNoResultException

from support import ARM, Case, EPEL, PROJECT_CHROOT, X86


class ProjectChroots(Case):
    """The settings of a chroot in a project."""

    def test_list_of_all(self):
        self.assertIn(X86, self.alice.mock_chroot_proxy.get_list())
        self.assertIn(X86, self.alice.mock_chroot_proxy.get_list(pagination={"limit": 1}))

    def test_get(self):
        chroot = self.alice.project_chroot_proxy.get("alice", self.name, X86)
        self.assert_shape(chroot, PROJECT_CHROOT)
        with self.assertRaises(CoprNoResultException) as refused:
            self.alice.project_chroot_proxy.get("alice", self.name, EPEL)
        self.assert_says(refused, f"Chroot name {EPEL} does not exist in Copr alice/{self.name}.")

    def test_get_build_config(self):
        config = self.alice.project_chroot_proxy.get_build_config("alice", self.name, X86)
        self.assertEqual(config.chroot, X86)
        self.assertEqual(config.repos[0]["id"], "copr_base")
        self.assertEqual(config.additional_repos, [f"copr://alice/{self.name}"])

    def test_edit(self):
        with open("comps.xml", encoding="utf-8") as comps:
            name = os.path.basename(comps.name)
        changed = self.alice.project_chroot_proxy.edit(
            "alice", self.name, ARM, additional_packages=["gcc", "make"], additional_repos=["http://example.org/"],
            additional_modules=["a:1", "!b:2"], comps="comps.xml", with_opts=["x"], without_opts=["y"],
            bootstrap_image="fedora:42", isolation="nspawn")
        self.assert_shape(changed, PROJECT_CHROOT)
        self.assertEqual(changed.additional_packages, ["gcc", "make"])
        self.assertEqual(changed.additional_modules, ["a:1", "!b:2"])
        self.assertEqual((changed.comps_name, changed.isolation), (name, "nspawn"))
        bare = self.alice.project_chroot_proxy.edit(
            "alice", self.name, ARM, delete_comps=True, bootstrap="off", reset_fields=["additional_packages"])
        self.assertEqual((bare.comps_name, bare.additional_packages, bare.with_opts), (None, [], ["x"]))
        with self.assertRaises(CoprAuthException):
            self.bob.project_chroot_proxy.edit("alice", self.name, ARM, additional_packages="zsh")


class Webhooks(Case):
    """Secrets of webhooks."""

    def test_generate(self):
        first = self.alice.webhook_proxy.generate("alice", self.name)
        second = self.alice.webhook_proxy.generate("alice", self.name)
        self.assertEqual((first.full_name, first.id), (f"alice/{self.name}", self.project.id))
        self.assertRegex(second.webhook_secret, r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertNotEqual(first.webhook_secret, second.webhook_secret)
        with self.assertRaises(CoprAuthException):
            self.bob.webhook_proxy.generate("alice", self.name)
