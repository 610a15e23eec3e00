/** Acceptance: whatever goes wrong with a source, its stage and cause stand in API, page and mail. */
import { expect } from 'chai';
import { packager, type Build, type Packager } from '../kit/client.js';
import { serveGit, type GitRepository, type GitServer } from '../kit/git-server.js';
import { mailsAbout } from '../kit/mail.js';
import { madeBySrpmMakefile, sourceOf, submit, textSpec } from '../kit/sources.js';
import { CHROOT, FRONTEND, until } from '../kit/stack.js';

describe('a source that cannot be made', function () {
  this.timeout(300_000);
  let ines: Packager;
  let server: GitServer;
  let repository: GitRepository;

  before(async () => {
    ines = await packager('ines');
    await ines.project('failing');
    server = await serveGit();
    repository = await server.repository('package.git', madeBySrpmMakefile('package'));
  });
  after(() => server.close());

  const scm = (fields: object) => submit(ines, 'failing', 'scm', { source_build_method: 'make_srpm', ...fields });
  const script = (text: string) => submit(ines, 'failing', 'custom', { script: text, script_chroot: CHROOT });

  const cases: {
    title: string;
    submit: () => Promise<Build>;
    stages: readonly string[];
    failType: string;
    reason: RegExp;
  }[] = [
    {
      title: 'a repository that is not there',
      submit: () => scm({ clone_url: `${server.url}/nothing.git` }),
      stages: ['resolve', 'clone'],
      failType: 'git_clone_failed',
      reason: /nothing\.git/,
    },
    {
      title: 'a branch that is not there',
      submit: () => scm({ clone_url: repository.url, committish: 'no-such-branch' }),
      stages: ['checkout'],
      failType: 'git_checkout_error',
      reason: /no-such-branch/,
    },
    {
      title: 'a commit that is not there',
      submit: () => scm({ clone_url: repository.url, committish: 'a'.repeat(40) }),
      stages: ['checkout'],
      failType: 'git_checkout_error',
      reason: /aaaaaaa/,
    },
    {
      title: 'a subdirectory that is not there',
      submit: () => scm({ clone_url: repository.url, subdirectory: 'no/such/folder' }),
      stages: ['subdirectory'],
      failType: 'git_wrong_directory',
      reason: /no\/such\/folder/,
    },
    {
      title: 'a Makefile that fails',
      submit: async () => {
        const broken = await server.repository('broken.git', {
          '.copr/Makefile': 'srpm:\n\t@echo the telling line >&2; exit 7\n',
        });
        return scm({ clone_url: broken.url });
      },
      stages: ['srpm-build'],
      failType: 'srpm_build_error',
      reason: /telling line|make/,
    },
    {
      title: 'a script that makes no spec',
      submit: () => script('echo hello >hello.txt'),
      stages: ['srpm-build'],
      failType: 'srpm_build_error',
      reason: /spec/,
    },
    {
      title: 'a lone spec that is not there',
      submit: () => ines.fromUrl('failing', `${server.url}/no-such.spec`),
      stages: ['download'],
      failType: 'srpm_download_failed',
      reason: /404/,
    },
    {
      title: 'a lone spec whose source is not there',
      submit: () => {
        server.files['/sourceless.spec'] = Buffer.from(textSpec('sourceless', `${server.url}/no-such.txt`));
        return ines.fromUrl('failing', `${server.url}/sourceless.spec`);
      },
      stages: ['srpm-build', 'download'],
      failType: 'srpm_build_error|srpm_download_failed',
      reason: /404|no-such\.txt/,
    },
    {
      title: 'text posing as an SRPM',
      submit: () => {
        server.files['/text-1-1.src.rpm'] = Buffer.from('not a package\n'.repeat(99));
        return ines.fromUrl('failing', `${server.url}/text-1-1.src.rpm`);
      },
      stages: ['query', 'unpack'],
      failType: 'srpm_query_failed|srpm_import_failed',
      reason: /RPM/,
    },
  ];

  for (const { title, submit: begin, stages, failType, reason } of cases) {
    it(`is told by stage and cause: ${title}`, async () => {
      const { id } = await begin();
      const end = await ines.ended(id);
      expect(end.state).to.equal('failed');
      const facts = await sourceOf(ines, id);
      expect(stages, facts.reason ?? '').to.include(facts.stage);
      expect(facts.fail_type).to.match(new RegExp(`^(${failType})$`));
      expect(facts.reason).to.match(reason);
      expect(String(end.kopr_reason)).to.match(reason);
      expect(await (await fetch(`${FRONTEND}/coprs/ines/failing/build/${id}/`)).text()).to.match(reason);
      const [mail] = await until('a mail about the build', 30_000, async () => {
        const found = await mailsAbout(id);
        return found.length > 0 && found;
      });
      expect(mail?.text).to.match(reason);
    });
  }

  it('is stopped when somebody cancels it, and its slot is free again', async () => {
    const { id } = await script('sleep 600');
    await ines.reaches(id, ['running', 'starting']);
    await until('the source task runs', 60_000, async () => (await sourceOf(ines, id)).state === 'running');
    await ines.send('PUT', `/build/cancel/${id}`, {});
    expect((await ines.ended(id)).state).to.equal('canceled');
    const next = await scm({ clone_url: repository.url });
    expect((await ines.ended(next.id)).state).to.equal('succeeded');
  });
});
