/** A project was made or changed: people may push to it. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { learnProject } from '../store/projects.js';

/** That it was deleted may have been heard before. */
export function onProjectChanged(db: DataSource): Handler<'project.changed'> {
  return handleOnce<'project.changed'>(db, async (tx, _say, { project }) => {
    await learnProject(tx, project);
    return done;
  });
}
