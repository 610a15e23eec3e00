"""What every proxy can do, and what the library makes of answers."""

from copr.v3 import BaseProxy, CoprConfigException, CoprNoResultException, CoprRequestException, ProjectProxy
from copr.v3.helpers import config_from_file
from copr.v3.pagination import all_pages, next_page, unlimited

from support import Case, X86, client, config


class Base(Case):
    """The root of the API, who one is, and tokens."""

    def test_home(self):
        self.assertEqual(self.alice.base_proxy.home().version, 3)

    def test_auth_check(self):
        who = self.alice.base_proxy.auth_check()
        self.assertEqual(who.name, "alice")
        self.assertIsInstance(who.id, int)
        with self.assertRaises(CoprRequestException) as refused:
            client("bad").base_proxy.auth_check()
        self.assert_says(refused, "Login invalid/expired")

    def test_auth_username(self):
        self.assertEqual(self.alice.base_proxy.auth_username(), "alice")

    def test_a_proxy_from_a_file(self):
        proxy = BaseProxy.create_from_config_file(config("alice"))
        self.assertEqual(proxy.auth_check().name, "alice")
        self.assertTrue(proxy.api_base_url.endswith("/api_3/"))

    def test_a_new_token_replaces_the_old_one(self):
        token = client("carol").base_proxy.new_api_token()
        self.assertEqual((len(token.api_login), len(token.api_token)), (20, 30))
        self.assertRegex(token.expiration, r"^\d{4}-\d\d-\d\d$")
        with self.assertRaises(CoprRequestException):
            client("carol").base_proxy.auth_check()
        renewed = {**config_from_file(config("carol")), "login": token.api_login, "token": token.api_token}
        self.assertEqual(BaseProxy(renewed).auth_check().name, "carol")

    def test_connection_attempts(self):
        attempts = {**config_from_file(config("bad")), "connection_attempts": 3}
        with self.assertRaises(CoprRequestException):
            BaseProxy(attempts).auth_check()

    def test_configurations_that_are_refused(self):
        for name in ("encrypted", "missing"):
            with self.assertRaises(CoprConfigException):
                client(name)

    def test_a_reply_that_is_no_json(self):
        with self.assertRaises(CoprRequestException) as refused:
            client("html").project_proxy.get("alice", self.name)
        self.assert_says(refused, "not in JSON format")

    def test_several_errors_are_a_list(self):
        with self.assertRaises(CoprRequestException) as refused:
            self.alice.project_proxy.add("alice", "a b", ["zz"])
        self.assertIn("\n- name: Name must contain only letters", str(refused.exception))
        self.assertIn("\n- chroots: 'zz' is not a valid choice for this field.", str(refused.exception))

    def test_nothing_there(self):
        with self.assertRaises(CoprNoResultException) as refused:
            self.alice.project_proxy.get("alice", "zz")
        self.assert_says(refused, "Project alice/zz does not exist.")
        self.assertEqual(refused.exception.result.__response__.status_code, 404)


class Pagination(Case):
    """Lists of several pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = [f"page{number}" for number in range(5)]
        for name in cls.names:
            cls.bob.project_proxy.add("bob", name, [X86])

    def pages(self, **pagination):
        """Bob's projects, two a page."""
        return ProjectProxy(self.alice.config).get_list("bob", pagination={"limit": 2, **pagination})

    def test_meta(self):
        meta = self.pages(order="name", order_type="DESC").meta
        self.assertEqual(meta, {"limit": 2, "offset": 0, "order": "name", "order_type": "DESC"})

    def test_next_page(self):
        self.assertEqual([one.name for one in next_page(self.pages())], self.names[2:4])

    def test_all_pages(self):
        self.assertEqual([one.name for one in all_pages(self.pages())], self.names)

    def test_unlimited(self):
        self.assertEqual(sorted(one.name for one in unlimited(self.pages())), self.names)

    def test_wrong_pages(self):
        for wrong in ({"limit": "x"}, {"order": "zz"}, {"order_type": "desc"}):
            with self.assertRaises(CoprRequestException):
                self.pages(**wrong)


