/** Small packages in source form. */

/** A spec without sources. */
export function spec(own: Readonly<Record<string, string>> = {}): string {
  const tags = { Name: 'hello', Version: '1.0', Release: '1%{?dist}', Summary: 'A greeting', License: '0BSD', ...own };
  const head = Object.entries(tags).map(([tag, value]) => `${tag}: ${value}`);
  return [...head, 'BuildArch: noarch', '%description', 'Greets.', '%files', ''].join('\n');
}

export const GIT_FILES = { 'hello.spec': spec({ Source0: 'greeting.txt' }), 'greeting.txt': 'Hello\n' };

/** A Makefile as packagers write it for make_srpm. */
export const MAKEFILE = `srpm:
	rpmbuild -bs --define "_sourcedir $(CURDIR)" --define "_srcrpmdir $(outdir)" $(spec)
`;

/** The same files with another version. */
export function packageFiles(version: string): typeof GIT_FILES {
  return { ...GIT_FILES, 'hello.spec': spec({ Version: version, Source0: 'greeting.txt' }) };
}

/** As tito wants a repository. */
export const TITO_FILES = {
  'hello.spec': spec({ Source0: '%{name}-%{version}.tar.gz' }).replace('%files', '%prep\n%setup -q\n%files'),
  'greeting.txt': 'Hello\n',
  '.tito/tito.props': '[buildconfig]\nbuilder = tito.builder.Builder\ntagger = tito.tagger.VersionTagger\n',
  '.tito/packages/hello': '1.0-1 ./\n',
};
