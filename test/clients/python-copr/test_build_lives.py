"""What becomes of builds."""

from copr.v3 import CoprAuthException, CoprException, CoprNoResultException, CoprRequestException, wait
from copr.v3.helpers import succeeded

from support import ARM, BUILD_CHROOT, Case, X86, play


class Lives(Case):
    """From pending to the end."""

    def test_success(self):
        build = self.link()
        play(build)
        [ended] = wait(build, interval=1, timeout=60)
        self.assertEqual((ended.state, ended.source_package["name"]), ("succeeded", "hello"))
        self.assertTrue(succeeded(ended))
        built = self.alice.build_proxy.get_built_packages(build.id)
        self.assertEqual(built[X86]["packages"][0]["name"], "hello")
        self.assertEqual(self.alice.build_proxy.get_source_chroot(build.id).state, "succeeded")

    def test_chroots(self):
        build = self.link(chroots=[X86])
        play(build)
        chroot = self.alice.build_chroot_proxy.get(build.id, X86)
        self.assert_shape(chroot, BUILD_CHROOT)
        self.assertRegex(chroot.result_url, rf"/alice/{self.name}/{X86}/{build.id:08}-hello/$")
        listed = self.alice.build_chroot_proxy.get_list(build.id, pagination={"limit": 10})
        self.assertEqual([one.name for one in listed], [X86])
        config = self.alice.build_chroot_proxy.get_build_config(build.id, X86)
        self.assertEqual(config.repos[0]["id"], "copr_base")
        self.assertEqual(self.alice.build_chroot_proxy.get_built_packages(build.id, X86).packages[0]["arch"], "x86_64")
        with self.assertRaises(CoprNoResultException) as refused:
            self.alice.build_chroot_proxy.get(build.id, ARM)
        self.assert_says(refused, f"Build {build.id} was not submitted to {ARM} chroot.")

    def test_failure(self):
        builds = [self.link("bad"), self.link("good")]
        play(builds[0], "failed", "bad")
        play(builds[1], "succeeded", "good")
        seen = []
        ended = wait(builds, interval=1, callback=seen.append)
        self.assertEqual(sorted(one.state for one in ended), ["failed", "succeeded"])
        self.assertFalse(succeeded(ended))
        self.assertEqual(len(seen[0]), 2)

    def test_waiting_in_vain(self):
        with self.assertRaises(CoprException):
            wait(self.link(), interval=0, timeout=0.01)

    def test_lists(self):
        build = self.link("listed")
        play(build, package="listed")
        proxy = self.alice.build_proxy
        for found in (
            proxy.get_list("alice", self.name, pagination={"limit": 100}),
            proxy.get_list("alice", self.name, packagename="listed"),
            proxy.get_list("alice", self.name, status="succeeded"),
        ):
            self.assertIn(build.id, [one.id for one in found])
        self.assertEqual(proxy.get(build.id).state, "succeeded")

    def test_cancel(self):
        build = self.link()
        with self.assertRaises(CoprAuthException):
            self.bob.build_proxy.cancel(build.id)
        self.assertEqual(self.alice.build_proxy.cancel(build.id).state, "canceled")
        with self.assertRaises(CoprRequestException) as refused:
            self.alice.build_proxy.cancel(build.id)
        self.assert_says(refused, f"Cannot cancel build {build.id}")

    def test_delete(self):
        first, second, third = [self.link() for _ in range(3)]
        with self.assertRaises(CoprException):
            self.alice.build_proxy.delete(first.id)
        for build in (first, second, third):
            self.alice.build_proxy.cancel(build.id)
        self.assertEqual(self.alice.build_proxy.delete(first.id).id, first.id)
        gone = self.alice.build_proxy.delete_list([second.id, third.id])
        self.assertEqual(sorted(gone.builds), [second.id, third.id])
        with self.assertRaises(CoprNoResultException):
            self.alice.build_proxy.get(first.id)
