"""Counts which methods of python-copr's proxies were called."""

import functools
import types

from copr.v3.proxies import BaseProxy
from copr.v3.proxies.build import BuildProxy
from copr.v3.proxies.build_chroot import BuildChrootProxy
from copr.v3.proxies.mock_chroot import MockChrootProxy
from copr.v3.proxies.monitor import MonitorProxy
from copr.v3.proxies.package import PackageProxy
from copr.v3.proxies.project import ProjectProxy
from copr.v3.proxies.project_chroot import ProjectChrootProxy
from copr.v3.proxies.webhook import WebhookProxy

PROXIES = [
    BaseProxy, BuildProxy, BuildChrootProxy, MockChrootProxy, MonitorProxy, PackageProxy, ProjectProxy,
    ProjectChrootProxy, WebhookProxy,
]


def watch():
    """Wraps every public method; answers all of their names, and the set of those called so far."""
    known, called = [], set()
    for proxy in PROXIES:
        for name, method in list(vars(proxy).items()):
            if name.startswith("_") or not isinstance(method, (types.FunctionType, property)):
                continue
            known.append(f"{proxy.__name__}.{name}")
            setattr(proxy, name, _counting(method, known[-1], called))
    return known, called


def _counting(method, name, called):
    if isinstance(method, property):
        return property(_counting(method.fget, name, called))

    @functools.wraps(method)
    def counted(*args, **kwargs):
        called.add(name)
        return method(*args, **kwargs)

    return counted
