import type { Person } from '../identity/directory.ts';
import {
  approversGroup,
  createIdentify,
  escalationGroup,
  type Identify,
  type Memberships,
  type Principal,
} from '../identity/principal.ts';
import { Fault } from '../kernel/errors.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import { breakGlassGroup } from '../operation/freeze.ts';

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

/** Oscar is asked when they do not answer; Eve works elsewhere. */
export const oscar = member('oscar');
export const eve = member('eve');

/** A workspace in which people lose rights and leave. */
export interface Town {
  readonly identify: Identify;
  readonly memberships: () => Promise<Memberships>;
  /** Who may approve, to be changed at will. */
  readonly approvers: Set<PrincipalId>;
  /** Who is asked when approvers do not answer, and who may break the glass; to be changed at will. */
  readonly others: Set<PrincipalId>;
  readonly breakers: Set<PrincipalId>;
  /** Who is there, to be changed at will. */
  readonly people: Map<PrincipalId, Person>;
  /** How many more questions the directory leaves without an answer. */
  failures: number;
}

/** A town of all people above. */
export const createTown = (): Town => {
  const people = new Map<PrincipalId, Person>(
    [dana, alice, amir, aoki, oscar, eve].map((each) => [each.id, each]),
  );
  const approvers = new Set<PrincipalId>([alice.id, amir.id, aoki.id]);
  const find = async (id: PrincipalId): Promise<Person | undefined> => {
    if (town.failures > 0) {
      town.failures -= 1;
      throw new Fault('DIRECTORY_UNAVAILABLE', 'Slack says ratelimited for token xoxb-fake');
    }
    return people.get(id);
  };
  const others = new Set<PrincipalId>([oscar.id]);
  const breakers = new Set<PrincipalId>([dana.id]);
  const memberships = async (): Promise<Memberships> => ({
    groups: new Map([
      [approversGroup, approvers],
      [escalationGroup, others],
      [breakGlassGroup, breakers],
    ]),
    teams: new Map(),
  });
  const identify = createIdentify({ find }, memberships);
  const town: Town = { identify, memberships, approvers, others, breakers, people, failures: 0 };
  return town;
};

/** Somebody as the house knows them, without asking. */
export const principalOf = (person: Person, ...groups: readonly string[]): Principal => ({
  ...person,
  groups,
  teams: [],
});
