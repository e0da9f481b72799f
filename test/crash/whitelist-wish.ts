import { approvals, type Town } from '../daemon/town.ts';
import type { Keeper } from './keeper.ts';
import { insist } from './people.ts';

/** An address that is let in, and expires while the daemon is dead. */
export interface WhitelistWish {
  readonly kind: 'whitelist';
  /** Of its own, as `8.8.4.1`. */
  readonly address: string;
}

/** How long the address is let in, and how long after that somebody looks. */
const ttlMinutes = 5;
const later = (ttlMinutes + 1) * 60_000;

const linesAbout = (town: Town, address: string) =>
  town.alice.reads(approvals).filter(({ text }) => text.includes(`${address}/32`));

/** Adds the address, lets its time pass, kills the daemon, and waits until the next one says that it has expired. */
export const playWhitelistWish = async (
  town: Town,
  keeper: Keeper,
  skip: (by: number) => void,
  { address }: WhitelistWish,
): Promise<void> => {
  await insist(keeper, town.dana, `/infra whitelist add ${address} --ttl=${ttlMinutes}m`);
  const isIn = async (): Promise<boolean> =>
    (await town.whitelist.store.find('dev', `${address}/32`)) !== undefined;
  for (let count = 0; count < 200 && !(await isIn()); count += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  skip(later);
  await keeper.kill();
  await town.workspace.until(() => linesAbout(town, address).length > 0, {
    within: 20_000,
    what: `the end of ${address}`,
  });
};

/** What contradicts itself about the addresses: each expiry is told once, and nobody is let in any more. */
export const findExpiryContradictions = async (
  town: Town,
  addresses: readonly string[],
): Promise<readonly string[]> => {
  const groups = await town.whitelist.groups.describe('dev');
  const rules = groups.ok ? groups.value.flatMap((group) => group.rules) : [];
  return addresses.flatMap((address) => [
    ...(linesAbout(town, address).length === 1
      ? []
      : [`the expiry of ${address} was told ${linesAbout(town, address).length} times`]),
    ...(rules.some((rule) => rule.address === `${address}/32`)
      ? [`${address} is still let in`]
      : []),
  ]);
};
