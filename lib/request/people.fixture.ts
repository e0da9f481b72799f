import type { Person } from '../identity/directory.ts';
import {
  approversGroup,
  createIdentify,
  type Identify,
  type Principal,
} from '../identity/principal.ts';
import { Fault } from '../kernel/errors.ts';
import type { PrincipalId } from '../kernel/ids.ts';

const member = (name: string): Person => ({
  id: `slack:U${name.toUpperCase()}`,
  kind: 'member',
  username: name,
  displayName: `${name} of the tests`,
  email: `${name}@example.com`,
});

/** People of the tests: Dana asks, Alice, Amir and Aoki approve. */
export const dana = member('dana');
export const alice = member('alice');
export const amir = member('amir');
export const aoki = member('aoki');

/** A workspace in which people lose rights and leave. */
export interface Town {
  readonly identify: Identify;
  /** Who may approve, to be changed at will. */
  readonly approvers: Set<PrincipalId>;
  /** Who is there, to be changed at will. */
  readonly people: Map<PrincipalId, Person>;
  /** How many more questions the directory leaves without an answer. */
  failures: number;
}

/** A town of all people above. */
export const createTown = (): Town => {
  const people = new Map<PrincipalId, Person>(
    [dana, alice, amir, aoki].map((each) => [each.id, each]),
  );
  const approvers = new Set<PrincipalId>([alice.id, amir.id, aoki.id]);
  const find = async (id: PrincipalId): Promise<Person | undefined> => {
    if (town.failures > 0) {
      town.failures -= 1;
      throw new Fault('DIRECTORY_UNAVAILABLE', 'Slack says ratelimited for token xoxb-fake');
    }
    return people.get(id);
  };
  const identify = createIdentify({ find }, async () => ({
    groups: new Map([[approversGroup, approvers]]),
    teams: new Map(),
  }));
  const town: Town = { identify, approvers, people, failures: 0 };
  return town;
};

/** Somebody as the house knows them, without asking. */
export const principalOf = (person: Person, ...groups: readonly string[]): Principal => ({
  ...person,
  groups,
  teams: [],
});
