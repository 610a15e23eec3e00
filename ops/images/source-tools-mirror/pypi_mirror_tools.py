"""Loaded by every Python before the tool: lets the two tools that ask PyPI ask the mirror in its own way."""
import io
import urllib.request

import pypi_mirror
import requests

plain = urllib.request.urlopen
asked = requests.Session.get


def urlopen(url, *args, **kwargs):
    page = pypi_mirror.page(url) if isinstance(url, str) else None
    return plain(url, *args, **kwargs) if page is None else io.BytesIO(page)


def get(session, url, **kwargs):
    page = pypi_mirror.page(url)
    if page is None:
        return asked(session, url, **kwargs)
    response = requests.Response()
    response.status_code, response._content, response.url = 200, page, url
    return response


urllib.request.urlopen = urlopen
requests.Session.get = get
