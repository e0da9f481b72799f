import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { ask } from './asking.ts';
import { cardSaying, desiredTasks } from './controlling.ts';
import { buildTown, general, type Town } from './town.ts';

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

/** Types a full teardown, and waits until its form shows the plan. */
const openTeardown = async (person: Person, environment = 'dev') => {
  await person.types(general, `/infra teardown ${environment} --level=full`);
  return town.workspace.until(
    () => (person.modal?.text.includes('Planning') === false ? person.modal : undefined),
    { what: 'the plan' },
  );
};

describe('a full teardown', () => {
  it('is confirmed by typing the name under what is destroyed, and spinup brings it back', async () => {
    await town.start();

    const form = await openTeardown(town.dana);

    expect(form.title).toBe('Confirm Teardown');
    expect(form.text).toContain(
      '⚠️ You are about to perform a FULL teardown of the `dev` environment.',
    );
    expect(form.text).toContain('• RDS instances (data preserved in snapshots)');
    expect(form.text).toContain('Critical resources (VPC, S3, Secrets, IAM) will be preserved.');
    expect(form.text).toContain("Type 'dev' to confirm");
    expect(await town.dana.submits({ confirm: 'staging' })).not.toBe('closed');
    expect(town.orchestrator.cloud.sent).toEqual([]);

    expect(await town.dana.submits({ confirm: 'dev' })).toBe('closed');
    const down = await cardSaying(town, 'TEARDOWN - DEV', 'completed');
    expect(down.text).toContain('Snapshots taken: 1');
    expect(await desiredTasks(town, 'dev')).toEqual([]);

    await ask(town, town.dana, '/infra spinup dev');
    await cardSaying(town, 'SPINUP - DEV', 'completed');
    expect(await desiredTasks(town, 'dev')).toEqual([2, 1]);
  });

  it('of an environment that has changed since is planned and asked again', async () => {
    await town.start();
    await openTeardown(town.dana);
    town.orchestrator.cloud.world.setService('dev', 'newcomer', { desired: 1 });

    await town.dana.submits({ confirm: 'dev' });

    const again = await town.workspace.until(
      () => (town.dana.modal?.text.includes('has changed') === true ? town.dana.modal : undefined),
      { what: 'the form with the new plan' },
    );
    expect(again.text).toContain('newcomer');
    expect(town.orchestrator.cloud.sent).toEqual([]);
  });

  it('that cannot be planned says why in the place of the form', async () => {
    await town.start();
    town.orchestrator.cloud.switches.unavailable = true;

    const form = await openTeardown(town.dana);

    expect(form.text).toContain('Error: The cloud did not answer');
  });
});
