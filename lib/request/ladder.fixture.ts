import { askFor, createWorld, openShop, quiet, type Shop, type World } from './workflow.fixture.ts';

/** In milliseconds. */
export const hour = 3_600_000;

/** When requests are reminded of, escalated and given up, as the daemon has it where nothing else is configured. */
export const ladder = { reminder: 4 * hour, escalation: 24 * hour, expiry: 72 * hour };

/** Starts a process of the workflow in which requests wait no longer than that. */
export const open = (world: World = createWorld(), history: Shop['ledger']['history'] = []): Shop =>
  openShop({ world, history, ladder });

/** A process in which Dana's request for a lamp, `req-thing1`, waits for approval. */
export const waiting = async (shop: Shop = open()): Promise<Shop> => {
  await askFor(shop, 'lamp');
  await quiet(shop);
  return shop;
};

/** What the first message of this kind says about that request, as it stands now. */
export const textOf = (shop: Shop, kind: string): string | undefined =>
  [...shop.board.messages].find(([key]) => key.startsWith(`req-thing1/${kind}`))?.[1];
