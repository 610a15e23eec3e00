#!/usr/bin/env python3
"""Writes one spec that turns installed Debian packages into RPMs, one subpackage each, and the file lists it needs.

usage: make-spec.py RECIPE WORK     (inside a throw-away Debian container where all of the packages are installed)

WORK gets minidistro.spec, files/<package> (for %files), tree.list (what to copy from / into the build root) and
tiers/{root,image} (names of packages for comps and for the image).
"""
import glob
import os
import re
import sys

# Debian's own package management and what only its maintainer scripts use: an RPM system has no need for it.
DROPPED = re.compile(r'^(apt|dpkg|dpkg-dev|libdpkg-perl|debconf.*|cdebconf|adduser|init-system-helpers|ucf|dash|install-info|'
                     r'debian-archive-keyring|libapt-pkg.*|sqv|sysvinit-utils|tzdata-legacy|sensible-utils|autotools-dev-legacy)$')
# Files that are minidistro's own, or Debian's word about itself; dnf's plugins that only make noise here; and rpm's transaction
# plugins, which Fedora has as packages of their own: one of them fails every scriptlet where CAP_SYS_ADMIN is missing.
HIDDEN = re.compile(
    r'^(/etc/(os-release|debian_version|issue.*|dpkg/.*|apt/.*|cron\..*|init\.d/.*|dnf/dnf\.conf|dnf/plugins/local\.conf)'
    r'|/usr/lib/os-release|/usr/share/(doc|doc-base|man|info|locale|lintian|bug|menu|bash-completion|zsh)/.*|/var/lib/dpkg.*|/\.'
    r'|/usr/lib/python3/dist-packages/dnf-plugins/(__pycache__/)?(system_upgrade|local|show_leaves)\..*'
    r'|/usr/lib/rpm/macros\.d/macros\.transaction_.*)$')
# Links of merged /usr: base-files owns them, others only pass through.
MERGED = {'/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'}
# What maintainer scripts make, and to which package it belongs. passwd and its kind come from the container itself.
MADE = {
    'ca-certificates': ['/etc/ssl/certs/*'],
    'base-files': ['/etc/nsswitch.conf', '/etc/profile'],
    'base-passwd': ['/etc/passwd', '/etc/group', '/etc/shadow', '/etc/gshadow'],
    'libc-bin': ['/etc/ld.so.conf'],
}
EXTRA_PROVIDES = {
    'libc6': ['rtld(GNU_HASH)'],
    'base-files': ['filesystem', 'basesystem', 'setup'],
    'bash': ['/bin/sh', '/usr/bin/sh', 'sh'],
}
EXTRA_REQUIRES = {'gcc': ['libc6-dev'], 'rpm': ['redhat-rpm-config'], 'libc-bin': ['minidistro-release'], 'g++': ['gcc']}


def read_lines(path):
    """Lines of a table, without comments."""
    with open(path) as table:
        return [line.split() for line in table if line.strip() and not line.startswith('#')]


def installed_packages():
    """Every installed Debian package by name, as the fields of dpkg's status file."""
    packages = {}
    for block in open('/var/lib/dpkg/status').read().split('\n\n'):
        fields = dict(re.findall(r'^([\w-]+): (.*)$', block, re.M))
        if fields.get('Status', '').endswith(' installed'):
            packages[fields['Package']] = fields
    return packages


def providers(packages):
    """Who provides a name: a package itself first, then those that say so."""
    by_name = {}
    for name, fields in packages.items():
        for provided in re.findall(r'([^\s,(]+)(?: \([^)]*\))?(?:,|$)', fields.get('Provides', '')):
            by_name.setdefault(provided, name)
    by_name.update((name, name) for name in packages)
    return by_name


def depends(fields, by_name):
    """The packages a package needs: of alternatives the first that is there; Debian's tools left out."""
    needed = []
    for field in ('Pre-Depends', 'Depends'):
        for group in filter(None, fields.get(field, '').split(',')):
            names = [re.sub(r'[ (:].*', '', choice.strip()) for choice in group.split('|')]
            found = [by_name[name] for name in names if name in by_name and not DROPPED.match(by_name[name])]
            if found and found[0] != fields['Package'] and found[0] not in needed:
                needed.append(found[0])
    return needed


def closure(names, packages, by_name):
    """The packages and everything they need."""
    reached, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting += depends(packages[name], by_name) + [n for n in EXTRA_REQUIRES.get(name, []) if n in packages]
    return reached


def place(path):
    """Where a path really lies, since /bin, /lib and /sbin are links into /usr."""
    if path in MERGED:
        return path
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def alternatives():
    """Links that update-alternatives made: a link, its target in the end, and what lies between."""
    for table in glob.glob('/var/lib/dpkg/alternatives/*'):
        lines = open(table).read().split('\n\n')[0].split('\n')[1:]
        links = [lines[0]] + [line for line in lines[1:] if line.startswith('/')]
        for link in links:
            if os.path.islink(link) and os.path.exists(link):
                yield place(link), os.readlink(link), place(os.path.realpath(link))


def own_files(names):
    """Which package owns which path."""
    owner = {}
    for name in sorted(names):
        paths = []
        for listing in glob.glob(f'/var/lib/dpkg/info/{glob.escape(name)}.list') + glob.glob(f'/var/lib/dpkg/info/{glob.escape(name)}:*.list'):
            paths += open(listing).read().split('\n')
        for pattern in MADE.get(name, []):
            paths += glob.glob(pattern)
        for path in map(place, filter(None, paths)):
            if HIDDEN.match(path) or not os.path.lexists(path) or (path in MERGED and name != 'base-files'):
                continue
            owner.setdefault(path, set()).add(name) if is_folder(path) else owner.__setitem__(path, {name})
            cached = python_cache(path)
            if cached:
                owner[cached] = {name}
    for link, middle, target in alternatives():
        if target in owner:
            owner[link] = owner[target]
            if middle.startswith('/etc/alternatives/'):
                owner[middle] = owner[target]
    # Fedora's scripts expect that /bin/sh is bash.
    owner['/usr/bin/sh'] = {'bash'}
    return owner


def python_cache(path):
    """Compiled Python, which Debian makes when it installs: without it each start of dnf would compile anew."""
    if not path.endswith('.py'):
        return None
    folder, file = os.path.split(path)
    cached = glob.glob(f'{folder}/__pycache__/{glob.escape(file[:-3])}.cpython-*[0-9].pyc')
    return cached[0] if cached else None


def is_folder(path):
    return os.path.isdir(path) and not os.path.islink(path)


def perl_modules(paths):
    """perl(Some::Module) for each module that lies where perl looks."""
    for path in paths:
        found = re.match(r'^/usr/(?:share/perl5|(?:share|lib)/[^/]*/?perl[-\w]*/[\d.]+|share/perl/[\d.]+|lib/[^/]+/perl5/[\d.]+)/(.*)\.pm$', path)
        if found:
            yield f"perl({found.group(1).replace('/', '::')})"


def escape(path):
    """A path as %files reads it: within quotes only the macro sign means anything."""
    return '"' + path.replace('%', '%%') + '"'


def evr(debian):
    """Epoch, version and release. Release 0.… so that anything rebuilt from a Fedora-like spec is newer."""
    epoch, _, rest = debian.rpartition(':')
    version, _, release = rest.rpartition('-') if '-' in rest else (rest, '', '0')
    return epoch or '0', version.replace('-', '.'), f"0.{release.replace('-', '.')}.md13"


def subpackage(name, fields, names, by_name, fedora, paths):
    """The spec's part for one Debian package."""
    epoch, version, release = evr(fields['Version'])
    full = f'{epoch}:{version}-{release}'
    isa = fields['Architecture'] != 'all'
    lines = [f'%package -n {name}', f'Epoch: {epoch}', f'Version: {version}', f'Release: {release}', 'AutoReq: no',
             f"Summary: {fields['Description'].replace('%', '%%')}"]
    if not isa:
        lines.append('BuildArch: noarch')
    lines += [f'Requires: {needed}' for needed in depends(fields, by_name) if needed in names]
    lines += [f'Requires: {needed}' for needed in EXTRA_REQUIRES.get(name, [])]
    virtual = [alias for alias, owner in by_name.items() if owner == name and alias != name and alias not in names and '/' not in alias]
    lines += [f'Provides: {alias}' for alias in virtual]
    for alias in fedora.get(name, []):
        if alias != name and alias not in names:
            lines += [f'Provides: {alias} = {full}'] + ([f'Provides: {alias}%{{?_isa}} = {full}'] if isa else [])
    lines += [f'Provides: {provided}' for provided in EXTRA_PROVIDES.get(name, [])]
    lines += [f'Provides: {module}' for module in sorted(set(perl_modules(paths)))]
    # Debian's /bin is a link, so what asks for /bin/sed means /usr/bin/sed.
    if fields.get('Essential') == 'yes':
        lines += [f"Provides: {path.replace('/usr', '', 1)}" for path in paths if re.match(r'^/usr/s?bin/[\w.+-]+$', path)]
    lines += [f'%description -n {name}', f"{fields['Description'].replace('%', '%%')} (Debian {fields['Version']}).",
              f'%files -n {name} -f {os.environ["WORK"]}/files/{name}', '']
    return '\n'.join(lines)


def main(recipe, work):
    os.environ['WORK'] = work
    packages = installed_packages()
    by_name = providers(packages)
    tiers = {'root': [], 'image': [], 'repo': []}
    for tier, *names in read_lines(f'{recipe}/packages'):
        tiers[tier] += [by_name[name] for name in names]
    names = closure(sum(tiers.values(), []), packages, by_name)
    fedora = {}
    for alias, name in read_lines(f'{recipe}/fedora-names'):
        if name not in names:
            sys.exit(f'fedora-names: {alias} is provided by {name}, which is no package here')
        fedora.setdefault(name, []).append(alias)

    owner = own_files(names)
    paths = {name: [] for name in names}
    for path, owners in sorted(owner.items()):
        for name in owners:
            paths[name].append(path)

    for folder in ('files', 'tiers'):
        os.makedirs(f'{work}/{folder}', exist_ok=True)
    for name in names:
        with open(f'{work}/files/{name}', 'w') as listing:
            for path in paths[name]:
                config = '%config(noreplace) ' if path.startswith('/etc/') and not os.path.islink(path) else ''
                listing.write(('%dir ' if is_folder(path) else config) + escape(path) + '\n')
            if not paths[name]:
                listing.write('%dir /usr\n')
    with open(f'{work}/tree.list', 'w') as tree:
        tree.write('\0'.join(path.lstrip('/') for path in sorted(owner)) + '\0')
    for tier in ('root', 'image'):
        with open(f'{work}/tiers/{tier}', 'w') as listing:
            listing.write('\n'.join(sorted(tiers[tier])) + '\n')
    head = open(f'{recipe}/minidistro.spec.in').read()
    with open(f'{work}/minidistro.spec', 'w') as spec:
        spec.write(head + '\n' + '\n'.join(subpackage(n, packages[n], names, by_name, fedora, paths[n]) for n in sorted(names)))
    print(f'minidistro: {len(names)} packages, {len(owner)} files')


main(*sys.argv[1:])
