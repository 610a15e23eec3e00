"""Packages of every type, and the monitor over their newest builds."""

from copr.v3 import CoprAuthException, CoprNoResultException, CoprRequestException

from support import BUILD, Case, PACKAGE, X86, play

SOURCES = {
    "scm": {"clone_url": "https://example.org/a.git", "committish": "main", "subdirectory": "s", "spec": "a.spec",
            "scm_type": "git", "source_build_method": "tito"},
    "pypi": {"pypi_package_name": "foo", "pypi_package_version": "1.0", "spec_generator": "pyp2spec",
             "spec_template": "", "python_versions": [3]},
    "rubygems": {"gem_name": "rake"},
    "custom": {"script": "#!/bin/sh\n", "script_chroot": X86, "script_builddeps": "git", "script_resultdir": "out",
               "script_repos": "http://example.org/"},
    "distgit": {"distgit": "fedora", "committish": "f42", "namespace": "rpms"},
}
# What is kept of these.
KEPT = {
    "scm": {"clone_url": "https://example.org/a.git", "committish": "main", "subdirectory": "s", "spec": "a.spec",
            "type": "git", "source_build_method": "tito"},
    "pypi": {"pypi_package_name": "foo", "pypi_package_version": "1.0", "spec_generator": "pyp2spec",
             "spec_template": "", "python_versions": ["3"]},
    "rubygems": {"gem_name": "rake"},
    "custom": {"script": "#!/bin/sh\n", "chroot": X86, "builddeps": "git", "resultdir": "out",
               "repos": "http://example.org/"},
    "distgit": {"distgit": "fedora", "committish": "f42", "namespace": "rpms",
                "clone_url": "https://src.fedoraproject.org/rpms/rpms/add-distgit"},
}
MORE = {"max_builds": 3, "timeout": 600, "webhook_rebuild": True, "chroot_denylist": "*-aarch64"}


class Packages(Case):
    """What is built by default."""

    def add(self, name, source_type="rubygems"):
        """A new package."""
        return self.alice.package_proxy.add("alice", self.name, name, source_type, {**SOURCES[source_type], **MORE})

    def test_add_every_type(self):
        for source_type in SOURCES:
            made = self.add(f"add-{source_type}", source_type)
            self.assert_shape(made, PACKAGE)
            self.assertEqual((made.source_type, made.auto_rebuild), (source_type, True))
            self.assertEqual(made.source_dict, KEPT[source_type])
        with self.assertRaises(CoprRequestException) as refused:
            self.add("add-scm")
        self.assert_says(refused, f"Package add-scm already exists in copr alice/{self.name}.")

    def test_edit(self):
        self.add("edited", "scm")
        changed = self.alice.package_proxy.edit("alice", self.name, "edited", "scm", {"committish": "devel"})
        self.assertEqual((changed.source_dict["committish"], changed.source_dict["spec"]), ("devel", "a.spec"))
        with self.assertRaises(CoprRequestException):
            self.alice.package_proxy.edit("alice", self.name, "edited")
        with self.assertRaises(CoprNoResultException):
            self.alice.package_proxy.edit("alice", self.name, "zz", "scm")
        with self.assertRaises(CoprAuthException):
            self.bob.package_proxy.edit("alice", self.name, "edited", "scm")

    def test_build_and_get(self):
        self.add("built")
        build = self.alice.package_proxy.build("alice", self.name, "built", buildopts={"chroots": [X86]})
        self.assert_shape(build, BUILD)
        self.assertEqual((build.source_package["name"], build.chroots), ("built", [X86]))
        play(build, package="built")
        last = self.alice.package_proxy.build("alice", self.name, "built", project_dirname=self.name)
        found = self.alice.package_proxy.get(
            "alice", self.name, "built", with_latest_build=True, with_latest_succeeded_build=True)
        self.assertEqual((found.builds["latest"]["id"], found.builds["latest_succeeded"]["id"]), (last.id, build.id))

    def test_what_its_builds_take_over(self):
        self.add("taken")
        build = self.alice.package_proxy.build("alice", self.name, "taken")
        self.assertEqual(build.chroots, [X86])
        config = self.alice.build_proxy.get_source_build_config(build.id)
        self.assertEqual((config.timeout, config.source_dict), (MORE["timeout"], KEPT["rubygems"]))

    def test_get_list(self):
        self.add("listed-a")
        self.add("listed-b")
        proxy = self.alice.package_proxy
        names = [one.name for one in proxy.get_list("alice", self.name, pagination={"order": "name", "limit": 100})]
        self.assertEqual(names, sorted(names))
        self.assertIn("listed-a", names)
        for one in proxy.get_list("alice", self.name, with_latest_build=True, with_latest_succeeded_build=True):
            self.assert_shape(one, PACKAGE)

    def test_reset(self):
        self.add("reset")
        self.assertEqual(self.alice.package_proxy.reset("alice", self.name, "reset").source_type, "unset")
        with self.assertRaises(CoprRequestException) as refused:
            self.alice.package_proxy.build("alice", self.name, "reset")
        self.assert_says(refused, "doesn't have the default source method set")

    def test_delete(self):
        self.add("gone")
        with self.assertRaises(CoprAuthException):
            self.bob.package_proxy.delete("alice", self.name, "gone")
        self.assertEqual(self.alice.package_proxy.delete("alice", self.name, "gone").name, "gone")
        with self.assertRaises(CoprNoResultException) as refused:
            self.alice.package_proxy.get("alice", self.name, "gone")
        self.assert_says(refused, f"No package with name gone in copr {self.name}")


class Monitor(Case):
    """The newest build of each package in each chroot."""

    def test_monitor(self):
        build = self.link("watched")
        play(build, package="watched")
        fields = ["url_build_log", "url_backend_log", "url_build"]
        answer = self.alice.monitor_proxy.monitor("alice", self.name, self.name, fields)
        [package] = answer.packages
        chroot = package["chroots"][X86]
        self.assertEqual((package["name"], chroot["state"], chroot["build_id"]), ("watched", "succeeded", build.id))
        self.assertEqual(chroot["pkg_version"], "1.0-1")
        self.assertRegex(chroot["url_build_log"], r"/builder-live\.log\.gz$")

    def test_refusals(self):
        with self.assertRaises(CoprRequestException):
            self.alice.monitor_proxy.monitor("alice", self.name, additional_fields=["zz"])
        with self.assertRaises(CoprNoResultException):
            self.alice.monitor_proxy.monitor("alice", self.name, project_dirname="zz")
