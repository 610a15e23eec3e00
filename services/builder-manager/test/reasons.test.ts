/** Reasons for packagers, from the output of real tools. */
import { expect } from 'chai';
import { dependencyReason, refusedArch, rpmbuildReason } from '../builder/domain/reasons.js';

const lines = (text: string): string[] => text.split('\n');

// rpm 4.20 and GNU make on Minidistro, shortened.
const COMPILE_ERROR = lines(`+ cd /builddir/build/BUILD/hello-1.0
+ /usr/bin/make -O -j2
hello.c: In function 'main':
hello.c:3:5: error: expected ';' before 'return'
make: *** [<builtin>: hello] Error 1
error: Bad exit status from /var/tmp/rpm-tmp.cZcCnv (%build)

RPM build errors:
    Bad exit status from /var/tmp/rpm-tmp.cZcCnv (%build)`);
const STATIC = lines(`error: Failed build dependencies:
\tfoo-devel >= 2 is needed by hello-1.0-1.x86_64
\tpkgconfig(bar) is needed by hello-1.0-1.x86_64`);
const DNF4 = lines(`Last metadata expiration check: 0:00:01 ago.
No matching package to install: 'foo-devel >= 2'
Not all dependencies satisfied
Error: Some packages could not be found.`);
const DNF5 = lines(`Updating and loading repositories:
Failed to resolve the transaction:
No match for argument: foo-devel >= 2`);
const UNREACHABLE = lines(`Errors during downloading metadata for repository 'copr_base':
  - Curl error (7): Couldn't connect to server for http://results/repodata/repomd.xml
Error: Failed to download metadata for repo 'copr_base': Cannot download repomd.xml`);

describe('reasons', () => {
  it('name the section and the compiler’s words', () => {
    expect(rpmbuildReason(COMPILE_ERROR)).to.equal(
      "%build failed: hello.c:3:5: error: expected ';' before 'return'; make: *** [<builtin>: hello] Error 1",
    );
  });
  it('name what is missing, as rpmbuild says it', () => {
    expect(rpmbuildReason(STATIC)).to.equal('missing BuildRequires: foo-devel >= 2, pkgconfig(bar)');
  });
  it('name what is missing, as dnf 4 and dnf 5 say it', () => {
    expect(dependencyReason(DNF4)).to.equal('missing BuildRequires: foo-devel >= 2');
    expect(dependencyReason(DNF5)).to.equal('missing BuildRequires: foo-devel >= 2');
  });
  it('tell a repository that does not answer from a package that is missing', () => {
    expect(dependencyReason(UNREACHABLE)).to.match(
      /^build dependencies could not be installed: .*Cannot download repomd\.xml$/,
    );
  });
  it('tell what the guard met where dnf saw but its proxy, and not where packages are missing', () => {
    const trouble = { refused: undefined, unreachable: 'x.org cannot be reached: ECONNREFUSED' };
    expect(dependencyReason(UNREACHABLE, trouble)).to.equal(
      'build dependencies could not be installed: x.org cannot be reached: ECONNREFUSED',
    );
    expect(dependencyReason(UNREACHABLE, { ...trouble, refused: 'x is private' })).to.match(/: x is private$/);
    expect(dependencyReason(DNF4, trouble)).to.equal('missing BuildRequires: foo-devel >= 2');
  });
  it('quote the last line when nothing looks like an error', () => {
    expect(rpmbuildReason(['one', 'two', ''])).to.equal('rpmbuild failed: two');
    expect(rpmbuildReason([''])).to.equal('rpmbuild failed: no output');
  });
  it('see an architecture that rpm refuses', () => {
    expect(refusedArch(['error: Architecture is not included: x86_64'])).to.match(/not included/);
    expect(refusedArch(COMPILE_ERROR)).to.equal(undefined);
  });
  it('fit into a message', () => {
    expect(rpmbuildReason([`error: ${'x'.repeat(5000)}`])).to.have.length(2000);
  });
});
