/** A repo-publisher that holds what builders delivered, and carries out each request once. */
import type { Body } from '@kopr/proto';
import type { Bus } from './bus.js';
import type { Clock } from './clock.js';
import type { Dice } from './dice.js';

type Order = Body<'publish.requested'>;

/** Its intake, and what it did. */
export interface Publisher {
  /** A builder puts its manifest; answers its digest. */
  deliver(task: string, attempt: number): string;
  /** Orders in the order in which they were carried out. */
  readonly published: readonly Order[];
  /** Orders for what the intake does not hold. */
  readonly unheld: readonly Order[];
  open(): readonly string[];
}

/** Opens it with an empty intake. */
export function openPublisher(clock: Clock, bus: Bus, dice: Dice): Publisher {
  const intake = new Map<string, string>();
  const orders = new Map<string, 'at work' | 'done'>();
  const [published, unheld]: [Order[], Order[]] = [[], []];
  const answer = ({ request, project, chroot, build, task, attempt }: Order): void => {
    const path = `${project.owner}/${project.dirname}/${chroot}`;
    const packages = [{ name: 'hello', epoch: null, version: '1.0', release: '1', arch: 'x86_64' }];
    bus.say('repo-publisher', 'repo.published', {
      request,
      project,
      chroot,
      build,
      task,
      attempt,
      packages,
      path,
      revision: 1,
    });
  };
  const carryOut = (order: Order): void => {
    orders.set(order.request, 'done');
    published.push(order);
    answer(order);
  };
  bus.listen('repo-publisher', {
    'publish.requested': (order) => {
      if (intake.get(`${order.task} ${order.attempt}`) !== order.manifest) unheld.push(order);
      const known = orders.get(order.request);
      if (known === 'done') answer(order);
      if (known !== undefined) return;
      orders.set(order.request, 'at work');
      clock.after(dice.between(500, 20_000), () => carryOut(order));
    },
  });
  return {
    published,
    unheld,
    deliver: (task, attempt) => {
      const digest = Buffer.from(`${task} ${attempt}`).toString('hex').padEnd(64, '0');
      intake.set(`${task} ${attempt}`, digest);
      return digest;
    },
    open: () => [...orders].filter(([, how]) => how !== 'done').map(([request]) => request),
  };
}
