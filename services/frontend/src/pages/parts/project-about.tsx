/** What a project's owner says about it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { webUrl } from '../links.js';
import type { ProjectView } from '../page-data.js';

/** Nothing when nothing was said. */
export function ProjectAbout({ project }: { project: ProjectView }): JSX.Element | null {
  const { description, instructions } = project;
  const homepage = webUrl(project.homepage);
  if (description === '' && instructions === '' && homepage === undefined && !project.contact) return null;
  return (
    <Card title="About">
      {description !== '' && <p class="kopr-prose">{description}</p>}
      {instructions !== '' && (
        <>
          <h3 class="kopr-subtitle">Instructions</h3>
          <p class="kopr-prose">{instructions}</p>
        </>
      )}
      {(homepage !== undefined || project.contact) && (
        <dl class="kopr-facts">
          {homepage !== undefined && (
            <Fact term="Homepage">
              {
                <a href={homepage} rel="nofollow noopener">
                  {homepage}
                </a>
              }
            </Fact>
          )}
          {project.contact && <Fact term="Contact">{<Contact contact={project.contact} />}</Fact>}
        </dl>
      )}
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: JSX.Element }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** People give a web address, a mail address or some words. */
function Contact({ contact }: { contact: string }): JSX.Element {
  const url = webUrl(contact);
  return url === undefined ? (
    <>{contact}</>
  ) : (
    <a href={url} rel="nofollow noopener">
      {contact}
    </a>
  );
}
