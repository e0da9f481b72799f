import { hashOf } from '../kernel/canonical-json.ts';
import type { RequestId } from '../kernel/ids.ts';

const idLength = 12;

/**
 * The id under which everything about a thing is told that nobody requested, in the shape of a request's. `names` is JSON that names the
 * thing: the id is the same in every process, so that the noticeboard, which remembers what it has shown, tells nothing twice.
 */
export const noticeIdFrom = (names: unknown): RequestId => {
  const hash = BigInt(`0x${hashOf(names)}`);
  return `req-${(hash % 36n ** BigInt(idLength)).toString(36).padStart(idLength, '0')}`;
};
