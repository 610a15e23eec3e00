"""Builds from every source."""

from copr.v3 import CoprAuthException, CoprNoResultException, CoprRequestException, CoprValidationException

from support import ARM, BUILD, Case, X86, task

OPTIONS = {
    "timeout": 600, "chroots": ["fedora-42-*"], "exclude_chroots": ["*-aarch64"], "background": True,
    "enable_net": True, "bootstrap": "off", "isolation": "nspawn",
}


class Sources(Case):
    """One build of each type of source."""

    def assert_source(self, build, source_type, **source):
        """A new build, and what it will be made of."""
        self.assert_shape(build, BUILD)
        config = self.alice.build_proxy.get_source_build_config(build.id)
        self.assertEqual(config.source_type, source_type)
        if source:
            self.assertEqual(config.source_dict, source)
        return config

    def test_urls(self):
        urls = ["http://example.org/a.src.rpm", "http://example.org/b.spec"]
        builds = self.alice.build_proxy.create_from_urls("alice", self.name, urls)
        self.assertEqual(len(builds), 2)
        self.assert_source(builds[1], "link", url=urls[1])

    def test_url_with_every_option(self):
        build = self.alice.build_proxy.create_from_url(
            "alice", self.name, "http://example.org/a.src.rpm", buildopts=dict(OPTIONS),
            project_dirname=f"{self.name}:custom:side")
        self.assertEqual((build.chroots, build.is_background), ([X86], True))
        self.assertEqual(build.project_dirname, f"{self.name}:custom:side")
        config = self.assert_source(build, "link", url="http://example.org/a.src.rpm")
        self.assertEqual((config.timeout, config.is_background), (600, True))
        told = task(build, X86)
        for key in ("timeout", "background", "enable_net", "bootstrap", "isolation"):
            self.assertEqual(told[key], OPTIONS[key], key)
        with self.assertRaises(CoprValidationException):
            self.alice.build_proxy.create_from_url("alice", self.name, "http://a/ http://b/")

    def test_chroots_that_are_left_out(self):
        self.assertEqual(self.link(exclude_chroots=["*-x86_64"]).chroots, [ARM])
        self.assertEqual(self.link(exclude_chroots=["*-aarch64"]).chroots, [X86])

    def test_file(self):
        seen = []
        options = {"progress_callback": lambda monitor: seen.append(monitor.bytes_read), "background": True}
        build = self.alice.build_proxy.create_from_file("alice", self.name, "foo-1.0-1.src.rpm", buildopts=options)
        url = self.assert_source(build, "upload").source_dict["url"]
        self.assertTrue(url.endswith("/foo-1.0-1.src.rpm"), url)
        self.assertTrue(seen and build.is_background)

    def test_built_rpm(self):
        with self.assertRaises(CoprNoResultException) as refused:
            self.alice.build_proxy.create_from_rpm_upload("alice", self.name, "foo-1.0-1.src.rpm")
        self.assert_says(refused, "Such API endpoint doesn't exist")

    def test_scm(self):
        build = self.alice.build_proxy.create_from_scm(
            "alice", self.name, "https://example.org/a.git", "main", "sub", "a.spec", "git", "tito")
        self.assert_source(build, "scm", clone_url="https://example.org/a.git", committish="main", subdirectory="sub",
                           spec="a.spec", type="git", srpm_build_method="tito")

    def test_distgit(self):
        build = self.alice.build_proxy.create_from_distgit("alice", self.name, "hello", "f42", "rpms", "fedora")
        self.assert_source(build, "distgit", distgit="fedora", committish="f42", namespace="rpms",
                           clone_url="https://src.fedoraproject.org/rpms/rpms/hello")

    def test_pypi(self):
        build = self.alice.build_proxy.create_from_pypi(
            "alice", self.name, "foo", "1.0", "fedora", ["3"], spec_generator="pyp2rpm")
        self.assert_source(build, "pypi", pypi_package_name="foo", pypi_package_version="1.0", spec_template="fedora",
                           python_versions=["3"], spec_generator="pyp2rpm")

    def test_rubygems(self):
        build = self.alice.build_proxy.create_from_rubygems("alice", self.name, "rake")
        self.assert_source(build, "rubygems", gem_name="rake")

    def test_custom(self):
        build = self.alice.build_proxy.create_from_custom(
            "alice", self.name, "#!/bin/sh\ntrue", X86, ["git"], "out", ["http://example.org/"])
        self.assert_source(build, "custom", script="#!/bin/sh\ntrue\n", chroot=X86, builddeps="git", resultdir="out",
                           repos="http://example.org/")

    def test_check_before_build(self):
        check = self.alice.build_proxy.check_before_build
        answer = check("alice", self.name, self.name, {"progress_callback": None, "chroots": [X86]})
        self.assertEqual(answer.message, "It should be safe to submit a build like this")
        with self.assertRaises(CoprRequestException) as refused:
            check("alice", self.name, None, {"progress_callback": None, "chroots": ["zz"]})
        self.assert_says(refused, "Bad request parameters: {'chroots': [")

    def test_batches(self):
        first = self.link()
        self.assertIsNone(first.kopr_batch)
        beside, behind = self.link(with_build_id=first.id), self.link(after_build_id=first.id)
        self.assert_shape(beside, BUILD)
        self.assert_shape(behind, BUILD)
        first = self.alice.build_proxy.get(first.id)
        self.assertIsInstance(first.kopr_batch, int)
        self.assertEqual(beside.kopr_batch, first.kopr_batch)
        self.assertIsInstance(behind.kopr_batch, int)
        self.assertNotEqual(behind.kopr_batch, first.kopr_batch)
        with self.assertRaises(CoprRequestException):
            self.link(after_build_id=first.id, with_build_id=first.id)

    def test_strangers(self):
        with self.assertRaises(CoprAuthException) as refused:
            self.bob.build_proxy.create_from_url("alice", self.name, "http://example.org/a.src.rpm")
        self.assert_says(refused, f"User bob is not allowed to build in the copr: alice/{self.name}")
