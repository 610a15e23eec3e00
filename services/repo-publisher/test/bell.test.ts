import { createBell } from '../src/intake/bell.js';

describe('the bell of a task', () => {
  it('loses no ring between two looks', async () => {
    const bell = createBell();
    const ear = bell.listen('42');
    bell.ring('42');
    await ear.next(60_000);
    const later = ear.next(60_000);
    bell.ring('43');
    bell.ring('42');
    await later;
    ear.close();
  });
});
