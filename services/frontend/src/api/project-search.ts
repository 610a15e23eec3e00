/** API v3: finding projects. */
import { refuse } from '../domain/refusal.js';
import { plainText, readSearch, type Search } from '../domain/search.js';
import { searchProjects } from '../store/project-search.js';
import type { Call, Endpoint } from './endpoint.js';
import { requiredLine } from './fields.js';
import { pageAsked, pageOf } from './pages.js';
import { PROJECT_COLUMNS, projectList } from './projects.js';
import { listOf } from './schemas/common.js';
import { badPage } from './schemas/errors.js';
import { exampleProject, projectAnswer } from './schemas/project.js';

const TOO_SHORT = 'Search string must have at least 3 characters';
const MIN_CHARS = 3;
/** Longer searches find nothing more. */
const MAX_CHARS = 200;

/** The order that is asked for is only echoed: what is found comes newest first, as in Copr. */
function search(call: Call) {
  const page = pageOf(call.query, 'copr', Object.keys(PROJECT_COLUMNS));
  const search = searchIn(call);
  return projectList(call, page, (slice) => searchProjects(call.deps.db.manager, search, slice));
}

/** What is asked is short enough to be meant, and words are long enough to tell projects apart. */
function searchIn({ query }: Call): Search {
  const asked = query['query'] ?? refuse('invalid', 'Missing argument query');
  if (asked.length > MAX_CHARS) refuse('invalid', `Search string must have at most ${MAX_CHARS} characters`);
  const search = readSearch(asked);
  if (asked !== '' && !asked.includes('/') && plainText(asked).length < MIN_CHARS) refuse('invalid', TOO_SHORT);
  return search;
}

export const PROJECT_SEARCH: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project/search',
    about: 'Projects by words, newest first. `owner/name` finds parts of both, also of projects that are not listed.',
    login: false,
    docs: {
      query: pageAsked.extend({
        query: requiredLine({ about: 'words, or parts of owner and name', example: 'hello' }),
      }),
      answer: listOf(projectAnswer),
      example: { items: [exampleProject], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } },
      errors: [
        { status: 400, when: 'There is nothing to search for.', error: 'Missing argument query' },
        { status: 400, when: 'The words are too short.', error: TOO_SHORT },
        badPage,
      ],
    },
    run: search,
  },
];
