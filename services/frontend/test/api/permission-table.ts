/**
 * Who may write what. A number is the status of the answer. `builder` and `admin` have that permission in the project,
 * `owner` has a project, `member` is of the group that has one, `root` is an admin of the instance. To a project of the
 * group the owner of another is a stranger, and so is the member to a personal one.
 */
const TABLE = `
                                                        anonymous stranger builder admin   owner member root
POST   /api-token                                       401       200      200     200     200   200    200

POST   /project/add/:owner                              401       403      403     403     200   200    200
PUT    /project/edit/:owner/:project                    401       403      403     200     200   200    200
DELETE /project/delete/:owner/:project                  401       400      400     403     200   200    200
POST   /project/fork/:owner/:project                    401       200      200     200     200   200    200
PUT    /project/regenerate-repos/:owner/:project        401       403      403     200     200   200    200
POST   /webhook/generate/:owner/:project                401       403      403     200     200   200    200
PUT    /webhook/settings/:owner/:project                401       403      403     200     200   200    200
PUT    /webhook/status-token/:owner/:project            401       403      403     200     200   200    200
DELETE /webhook/status-token/:owner/:project            401       403      403     200     200   200    200
POST   /webhook/test/:owner/:project                    401       403      403     200     200   200    200
POST   /webhook/redeliver/:owner/:project/:delivery     401       403      403     200     200   200    200
PUT    /project/permissions/set/:owner/:project         401       403      403     200     200   200    200
POST   /project/permissions/set/:owner/:project         401       403      403     200     200   200    200
PUT    /project/permissions/request/:owner/:project     401       200      400     200     400   200    200
PUT    /project-chroot/edit/:owner/:project/:chroot     401       403      403     200     200   200    200

POST   /build/check-before-build                        401       403      200     200     200   200    200
POST   /build/create/url                                401       403      200     200     200   200    200
POST   /build/create/upload                             401       403      200     200     200   200    200
POST   /build/create/scm                                401       403      200     200     200   200    200
POST   /build/create/distgit                            401       403      200     200     200   200    200
POST   /build/create/pypi                               401       403      200     200     200   200    200
POST   /build/create/rubygems                           401       403      200     200     200   200    200
POST   /build/create/custom                             401       403      200     200     200   200    200
POST   /build/retry-import/:id                          401       403      200     200     200   200    200
POST   /build/resubmit/:id                              401       403      200     200     200   200    200
PUT    /build/cancel/:id                                401       403      200     200     200   200    200
DELETE /build/delete/:id                                401       403      403     200     200   200    200
DELETE /build/delete/list                               401       400      400     200     200   200    200

POST   /package/add/:owner/:project/:name/:type         401       403      403     200     200   200    200
POST   /package/edit/:owner/:project/:name/:type        401       403      403     200     200   200    200
POST   /package/edit/:owner/:project/:name              401       403      403     200     200   200    200
PUT    /package/reset                                   401       403      403     200     200   200    200
DELETE /package/delete                                  401       403      403     200     200   200    200
POST   /package/build                                   401       403      200     200     200   200    200
PUT    /package/secret/:owner/:project/:name            401       403      403     200     200   200    200
POST   /package/secret/:owner/:project/:name            401       403      403     200     200   200    200
DELETE /package/secret/:owner/:project/:name            401       403      403     200     200   200    200
`;

export type Kind = 'personal' | 'group';

/** One write, and what each of them is answered, by kind of project. */
export interface Right {
  readonly verb: string;
  readonly path: string;
  expected(who: string, kind: Kind): number;
}

const [HEAD = '', ...LINES] = TABLE.split('\n').filter((line) => line.trim() !== '');

const HAS_NOTHING: Readonly<Record<Kind, string>> = { personal: 'member', group: 'owner' };

/** Those who ask, in the table's order. */
export const WHO: readonly string[] = HEAD.trim().split(/\s+/);

/** The table's lines. */
export const RIGHTS: readonly Right[] = LINES.map((line) => {
  const [verb = '', path = '', ...cells] = line.trim().split(/\s+/);
  const expected = (who: string, kind: Kind) =>
    Number(cells[WHO.indexOf(who === HAS_NOTHING[kind] ? 'stranger' : who)]);
  return { verb, path, expected };
});
