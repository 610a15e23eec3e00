/** Projects one below the other. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { counted } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { projectPath } from '../links.js';
import type { ProjectLine } from '../page-data.js';
import { Ago } from './moment.js';

/** A first line of a description is enough to choose by. */
const DESCRIPTION_CHARS = 160;

/** Name, first words of the description, chroots and age of each. */
export function ProjectList({ projects }: { projects: readonly ProjectLine[] }): JSX.Element {
  return (
    <ul class="kopr-projects">
      {projects.map((project) => (
        <li key={`${project.owner}/${project.name}`}>
          <a class="kopr-projects__name" href={projectPath(project)}>
            {project.owner}/<b>{project.name}</b>
          </a>
          {project.description !== '' && <p>{firstWords(project.description)}</p>}
          <p class="kopr-faint">
            {counted(project.chroots.length, 'chroot')} · made <Ago time={project.createdAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function firstWords(text: string): string {
  const [line = ''] = text.trim().split('\n');
  if (line.length <= DESCRIPTION_CHARS) return line;
  return `${line.slice(0, DESCRIPTION_CHARS).replace(/\s+\S*$/, '')} …`;
}
