"""Projects, and who may do what to them."""

from copr.v3 import CoprAuthException, CoprNoResultException, CoprRequestException

from support import ARM, Case, PROJECT, X86

OPTIONS = {
    "description": "d", "instructions": "i", "homepage": "https://example.org/", "contact": "alice@example.org",
    "additional_repos": ["https://example.org/$chroot/"], "unlisted_on_hp": True, "enable_net": True,
    "devel_mode": True, "delete_after_days": 10, "multilib": True, "module_hotfixes": True, "bootstrap": "on",
    "isolation": "simple", "follow_fedora_branching": False, "fedora_review": True, "appstream": True,
    "runtime_dependencies": "https://example.org/dep/", "packit_forge_projects_allowed": ["github.com/a/b"],
    "repo_priority": 5,
}
SEEN = {key: OPTIONS[key] for key in OPTIONS if key in PROJECT}


class Projects(Case):
    """From the first chroot to the last build."""

    def test_add_with_everything(self):
        made = self.alice.project_proxy.add("alice", "everything", [X86], bootstrap_image="x:1", **OPTIONS)
        self.assert_shape(made, PROJECT)
        self.assertEqual({key: made[key] for key in SEEN}, SEEN)

    def test_add_what_is_there(self):
        again = self.alice.project_proxy.add("alice", self.name, [X86], exist_ok=True)
        self.assertEqual(again.id, self.project.id)
        with self.assertRaises(CoprRequestException) as refused:
            self.alice.project_proxy.add("alice", self.name, [X86])
        self.assert_says(refused, f"You already have a project named '{self.name}'.")

    def test_add_for_others(self):
        self.assertEqual(self.admin.project_proxy.add("bob", "byadmin", [X86], persistent=True).persistent, True)
        self.assertEqual(self.bob.project_proxy.add("@devel", "ours", [X86]).full_name, "@devel/ours")
        for owner in ("bob", "@devel"):
            with self.assertRaises(CoprAuthException):
                self.alice.project_proxy.add(owner, "theirs", [X86])

    def test_add_with_the_old_bootstrap(self):
        made = self.alice.project_proxy.add("alice", "oldboot", [X86], use_bootstrap_container=True)
        self.assertEqual(made.bootstrap, "on")

    def test_get(self):
        self.assert_shape(self.alice.project_proxy.get("alice", self.name), PROJECT)

    def test_get_list(self):
        for projects in (self.alice.project_proxy.get_list("alice"), self.alice.project_proxy.get_list()):
            self.assertIn(self.name, [one.name for one in projects])
            self.assert_shape(projects[0], PROJECT)

    def test_search(self):
        found = self.alice.project_proxy.search(f"alice/{self.name}", pagination={"limit": 5})
        self.assertEqual([one.name for one in found], [self.name])
        with self.assertRaises(CoprRequestException):
            self.alice.project_proxy.search("x")

    def test_edit(self):
        self.alice.project_proxy.add("alice", "edited", [X86])
        changed = self.alice.project_proxy.edit("alice", "edited", chroots=[X86, ARM], **OPTIONS)
        self.assertEqual({key: changed[key] for key in SEEN}, SEEN)
        self.assertEqual(sorted(changed.chroot_repos), sorted([X86, ARM]))
        with self.assertRaises(CoprAuthException) as refused:
            self.bob.project_proxy.edit("alice", "edited", description="x")
        self.assert_says(refused, "Only owners and admins may update their projects.")

    def test_fork(self):
        fork = self.bob.project_proxy.fork("alice", self.name, "bob", "forked")
        self.assertEqual(fork.full_name, "bob/forked")
        with self.assertRaises(CoprRequestException):
            self.bob.project_proxy.fork("alice", self.name, "bob", "forked")
        again = self.bob.project_proxy.fork("alice", self.name, "bob", "forked", confirm=True)
        self.assertEqual(again.id, fork.id)

    def test_delete(self):
        self.alice.project_proxy.add("alice", "gone", [X86])
        with self.assertRaises(CoprAuthException):
            self.bob.project_proxy.delete("alice", "gone")
        self.assertEqual(self.alice.project_proxy.delete("alice", "gone").name, "gone")
        with self.assertRaises(CoprNoResultException):
            self.alice.project_proxy.get("alice", "gone")

    def test_regenerate_repos(self):
        self.assertEqual(self.alice.project_proxy.regenerate_repos("alice", self.name).name, self.name)
        with self.assertRaises(CoprAuthException):
            self.bob.project_proxy.regenerate_repos("alice", self.name)


class Permissions(Case):
    """Who may do what."""

    def test_the_way_of_a_request(self):
        self.assertFalse(self.can_build("bob"))
        with self.assertRaises(CoprNoResultException):
            self.alice.project_proxy.get_permissions("alice", self.name)
        self.bob.project_proxy.request_permissions("alice", self.name, {"builder": True})
        self.assertEqual(self.given(), {"bob": {"admin": "nothing", "builder": "request"}})
        self.alice.project_proxy.set_permissions("alice", self.name, {"bob": {"builder": "approved"}})
        self.assertEqual(self.given(), {"bob": {"admin": "nothing", "builder": "approved"}})
        self.assertTrue(self.can_build("bob"))
        with self.assertRaises(CoprAuthException):
            self.bob.project_proxy.get_permissions("alice", self.name)

    def test_wrong_permissions(self):
        for wrong in ({}, {"bob": {"zz": "approved"}}, {"bob": {"admin": "zz"}}, {"alice": {"admin": "approved"}}):
            with self.assertRaises(CoprRequestException):
                self.alice.project_proxy.set_permissions("alice", self.name, wrong)
        with self.assertRaises(CoprRequestException):
            self.bob.project_proxy.request_permissions("alice", self.name, {"builder": "yes"})

    def can_build(self, who):
        """Whether somebody may build here."""
        return self.alice.project_proxy.can_build_in(who, "alice", self.name)

    def given(self):
        """Who was given what."""
        return self.alice.project_proxy.get_permissions("alice", self.name).permissions
