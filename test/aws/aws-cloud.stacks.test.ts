import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AcmeAccount, addStack, devTags, openAcmeAccount } from './acme-account.ts';

const isDone = { ok: true, value: undefined };
const name = 'acme-dev-app';
const snapshotId = 'chatops-dev-acme-dev-db-202601050900';

const resource = (type: string, logicalId: string, physicalId = logicalId.toLowerCase()) => ({
  type,
  logicalId,
  physicalId,
  status: 'CREATE_COMPLETE',
});

describe('the stacks of an environment in AWS', () => {
  let acme: AcmeAccount;

  beforeEach(async () => {
    acme = await openAcmeAccount();
  });
  afterEach(async () => {
    await acme.close();
  });

  const remove = (operationId = 'op-abc123') =>
    acme.cloud.send('dev', { do: 'delete-stack', stack: name, operationId });
  const create = (snapshots: Record<string, string> = {}, operationId = 'op-abc123') =>
    acme.cloud.send('dev', { do: 'create-stack', stack: name, operationId, snapshots });
  const theStack = async () => (await acme.look()).stacks[0];

  it('show an absent one as ABSENT, and a deleted one too', async () => {
    const absent = {
      name,
      status: 'ABSENT',
      resourceTypes: [],
      terminationProtected: false,
      databases: ['acme-dev-db'],
    };
    expect(await theStack()).toEqual(absent);
    addStack(acme, name, { status: 'DELETE_COMPLETE' });
    expect(await theStack()).toEqual(absent);
    expect(await remove()).toMatchObject({ ok: false, error: { kind: 'gone' } });
  });

  it('show the types of all pages and of nested stacks, each once', async () => {
    const inner = addStack(acme, 'nested', {
      resources: [resource('AWS::S3::Bucket', 'B'), resource('AWS::IAM::Role', 'R')],
    });
    addStack(acme, name, {
      resources: [
        resource('AWS::ECS::Service', 'S1'),
        resource('AWS::ECS::Service', 'S2'),
        resource('AWS::EC2::NatGateway', 'Nat'),
        resource('AWS::CloudFormation::Stack', 'Nested', inner.id),
        { ...resource('AWS::KMS::Key', 'Old'), status: 'DELETE_COMPLETE' },
      ],
    });

    expect((await theStack())?.resourceTypes).toEqual([
      'AWS::CloudFormation::Stack',
      'AWS::EC2::NatGateway',
      'AWS::ECS::Service',
      'AWS::IAM::Role',
      'AWS::S3::Bucket',
    ]);
  });

  it('are not deleted without the tag, nor with termination protection, nor while they change', async () => {
    const stack = addStack(acme, name, { tags: { Environment: 'qa' } });
    expect(await remove()).toEqual({
      ok: false,
      error: {
        kind: 'refused',
        reason: 'acme-dev-app is not touched: it has no tag Environment=dev',
      },
    });
    expect((await theStack())?.exempt).toBe('it has no tag Environment=dev');
    stack.tags = { ...devTags };
    expect(await theStack()).not.toHaveProperty('exempt');
    stack.isProtected = true;
    expect((await theStack())?.terminationProtected).toBe(true);
    expect(await remove()).toMatchObject({ ok: false, error: { kind: 'refused' } });
    stack.isProtected = false;
    stack.status = 'UPDATE_IN_PROGRESS';
    expect(await remove()).toMatchObject({ ok: false, error: { kind: 'wait' } });

    expect(acme.aws.requests).not.toContain('cloudformation DeleteStack');
  });

  it('wait where a change begins between the look and the deletion', async () => {
    const stack = addStack(acme, name);
    acme.aws.faults.before('DeleteStack', () => {
      stack.status = 'UPDATE_IN_PROGRESS';
    });

    expect(await remove()).toMatchObject({ ok: false, error: { kind: 'wait' } });
    expect(stack.status).toBe('UPDATE_IN_PROGRESS');
  });

  it('refuse where protection is switched on between the look and the deletion', async () => {
    const stack = addStack(acme, name);
    acme.aws.faults.before('DeleteStack', () => {
      stack.isProtected = true;
    });

    expect(await remove()).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(stack.status).toBe('CREATE_COMPLETE');
  });

  it('are deleted once for each operation, under a token of their own', async () => {
    const stack = addStack(acme, name);

    expect(await remove()).toEqual(isDone);
    expect(await remove()).toEqual(isDone);
    expect([...stack.tokens]).toEqual(['op-abc123-acme-dev-app']);
    expect(stack.events.map(({ status }) => status)).toEqual(['DELETE_IN_PROGRESS']);
    acme.pass(3_600);

    expect((await theStack())?.status).toBe('ABSENT');
  });

  it('say which resource could not be deleted, and are deleted again for another operation', async () => {
    const stack = addStack(acme, name, {
      resources: [resource('AWS::EC2::NatGateway', 'Nat')],
      stuck: { logicalId: 'Nat', reason: 'it is in use' },
    });
    await remove();
    acme.pass(3_600);

    expect(await theStack()).toMatchObject({
      status: 'DELETE_FAILED',
      statusReason: 'Nat: it is in use',
    });
    expect(await remove()).toEqual(isDone);
    expect(stack.status).toBe('DELETE_FAILED');
    stack.stuck = undefined;
    expect(await remove('op-def456')).toEqual(isDone);
    acme.pass(3_600);
    expect((await theStack())?.status).toBe('ABSENT');
  });

  it('are created with the parameters, the snapshots, the tags and the token of their operation', async () => {
    acme.aws.model.snapshots.push({
      id: snapshotId,
      kind: 'instance',
      database: 'acme-dev-db',
      status: 'available',
      createdAt: 0,
      type: 'manual',
      tags: {},
    });

    expect(await create({ 'acme-dev-db': snapshotId })).toEqual(isDone);
    expect(await create({ 'acme-dev-db': snapshotId })).toEqual(isDone);
    acme.pass(3_600);

    expect(acme.aws.model.stacks).toHaveLength(1);
    expect(acme.aws.model.stacks[0]).toMatchObject({
      status: 'CREATE_COMPLETE',
      parameters: { Size: 'small', DbSnapshot: snapshotId },
      tags: { Environment: 'dev', 'chatops:operation': 'op-abc123' },
    });
    expect([...(acme.aws.model.stacks[0]?.tokens ?? [])]).toEqual(['op-abc123-acme-dev-app']);
    expect((await acme.look()).databases).toMatchObject([{ id: 'acme-dev-db' }]);
  });

  it('count as created where one of the name is there already', async () => {
    addStack(acme, name);

    expect(await create()).toEqual(isDone);
    expect(acme.aws.model.stacks).toHaveLength(1);
  });

  it('tell why a creation was rolled back', async () => {
    await create({ 'acme-dev-db': 'no-such-snapshot' });
    acme.pass(3_600);

    expect(await theStack()).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
      statusReason: 'acme-dev-db: DBSnapshot not found: no-such-snapshot',
    });
  });

  it('are not created with a template that cannot be read, nor with a snapshot that has no parameter', async () => {
    acme.aws.model.templates.clear();

    expect(await create()).toMatchObject({ ok: false, error: { kind: 'refused' } });
    for (const id of ['acme-dev-aurora', 'constructor']) {
      expect(await create({ [id]: snapshotId })).toEqual({
        ok: false,
        error: { kind: 'refused', reason: `acme-dev-app has no parameter for a snapshot of ${id}` },
      });
    }
    expect(acme.aws.model.stacks).toEqual([]);
  });
});
