/** Everything that can be read without a token, once with each kind of question: for the plans of what is asked for it. */
import { PROJECT_COLUMNS } from '../../services/frontend/src/api/projects.js';
import { PACKAGE_ORDERS } from '../../services/frontend/src/store/packages.js';
import { nameOf } from './seed.js';

const { owner, name } = nameOf(1);
const { owner: smallOwner, name: smallName, release } = nameOf(2);
const big = `ownername=${owner}&projectname=${name}`;
const inOrder = (path: string, columns: readonly string[]) =>
  columns.flatMap((column) => ['ASC', 'DESC'].map((direction) => `${path}&order=${column}&order_type=${direction}`));

/** The API's addresses. */
const API = [
  `/project?${big}`,
  ...inOrder('/project/list?limit=100&offset=500', Object.keys(PROJECT_COLUMNS)),
  ...inOrder(`/project/list?ownername=${owner}`, Object.keys(PROJECT_COLUMNS)),
  '/project/list',
  '/project/search?query=theme123',
  '/project/search?query=package1234',
  '/project/search?query=ser1/ject1',
  '/project/search?query=',
  `/build/list?${big}&limit=100&offset=5000`,
  `/build/list?${big}&limit=100&packagename=libpackage10`,
  ...['succeeded', 'failed', 'running'].map((state) => `/build/list?${big}&limit=100&offset=100&status=${state}`),
  `/build/list?${big}&limit=1000`,
  '/build/1000',
  '/build/source-chroot/1000',
  '/build/source-build-config/1000',
  '/build/built-packages/1000',
  '/build-chroot/list?build_id=1000',
  '/build-chroot?build_id=1000&chrootname=fedora-43-x86_64',
  ...inOrder(
    `/package/list?${big}&limit=100&offset=2000&with_latest_build=True&with_latest_succeeded_build=True`,
    PACKAGE_ORDERS,
  ),
  `/package?${big}&packagename=libpackage10&with_latest_build=True`,
  `/monitor?${big}`,
  `/monitor?${big}&project_dirname=${name}:custom:next&additional_fields[]=url_build_log`,
  '/mock-chroots/list',
  `/project-chroot?${big}&chrootname=fedora-43-x86_64`,
  `/project-chroot/build-config?${big}&chrootname=fedora-43-x86_64`,
  `/project/permissions/can_build_in/user2/${owner}/${name}`,
  `/rpmrepo/${owner}/${name}/fedora-42/`,
  `/rpmrepo/${nameOf(3).owner}/${nameOf(3).name}/fedora-42/`,
].map((path) => `/api_3${path}`);

const OTHERS = [
  `/coprs/${smallOwner}/${smallName}/repo/${release}/x.repo`,
  `/coprs/${owner}/${name}:custom:next/repo/fedora-43/x.repo`,
  '/',
  '/coprs/',
  '/coprs/?q=theme123&page=1',
  '/coprs/?page=20',
  '/builds/',
  '/builds/?page=40',
  `/coprs/${owner}/`,
  `/coprs/${owner}/${name}/`,
  `/coprs/${owner}/${name}/builds/`,
  `/coprs/${owner}/${name}/builds/?page=100`,
  `/coprs/${owner}/${name}/build/1000/`,
  `/coprs/${owner}/${name}/packages/`,
  `/coprs/${owner}/${name}/packages/?page=20`,
  `/coprs/${owner}/${name}/package/libpackage10/`,
  `/coprs/${owner}/${name}/package/libpackage10/?page=2`,
  '/coprs/build/1000',
];

/** All of them. */
export const PLAN_PATHS: readonly string[] = [...API, ...OTHERS];
