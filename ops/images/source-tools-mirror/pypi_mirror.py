"""Pages of PyPI's JSON API for one version, made from the page of the whole project; files by name. Addresses are the tools' own.
usage: python3 -m pypi_mirror NAME [VERSION [EXTENSION]]    prints the address of a source archive
"""
import json
import re
import sys
import urllib.error
import urllib.request

PLAIN = urllib.request.urlopen


def bases():
    """Where pages and files are, as pyp2rpm has it."""
    from importlib.util import find_spec
    folder = find_spec('pyp2rpm').submodule_search_locations[0]
    pages = re.search(r"PYPI_URL = '(.+)'", open(f'{folder}/settings.py').read())[1]
    files = re.search(r"startswith\('(http.+/packages/)source/'", open(f'{folder}/filters.py').read())[1]
    return pages, files


def project(name):
    """The page of the project, with whole addresses; None when there is no such project."""
    pages, files = bases()
    try:
        with PLAIN(f'{pages}/{name}/json') as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError:
        return None
    return json.loads(re.sub(r'"(?:\.\./)+packages/packages/', f'"{files}', text))


def page(url):
    """The bytes of a page that the mirror may lack; None for every other address."""
    found = re.fullmatch(re.escape(bases()[0]) + r'/([^/]+)(?:/([^/]+))?/json', url)
    if not found:
        return None
    name, version = found.groups()
    data = project(name)
    if data is None or (version and version not in data['releases']):
        return None
    if version:
        data['info']['version'], data['urls'] = version, data['releases'][version]
    return json.dumps(data).encode()


def source(name, version=None, extension='tar.gz'):
    """The address of a version's source archive."""
    data = project(name)
    for entry in data['releases'][version or data['info']['version']]:
        if entry['packagetype'] == 'sdist' and entry['filename'].endswith(extension):
            return entry['url']
    raise SystemExit(f'{name} has no source archive {extension}')


if __name__ == '__main__':
    print(source(*sys.argv[1:]))
