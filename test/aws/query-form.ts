import { AwsFault } from './aws-fault.ts';

/** The parameters of a request in the Query protocol, as `Filters.Filter.1.Name=…`. */
export interface QueryForm {
  /** The value of that parameter; undefined where it is absent. */
  get(name: string): string | undefined;
  /** The same, refused where it is absent. */
  need(name: string): string;
  /** The members of a list, as forms of their own: `members('Tags.Tag')` has `Key` and `Value`. */
  members(prefix: string): readonly QueryForm[];
  /** The members of a list of plain values. */
  values(prefix: string): readonly string[];
}

const indexesOf = (fields: ReadonlyMap<string, string>, prefix: string): readonly number[] => {
  const found = new Set<number>();
  for (const name of fields.keys()) {
    const rest = name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : '';
    const index = /^(\d+)(?:\.|$)/.exec(rest)?.[1];
    if (index !== undefined) {
      found.add(Number(index));
    }
  }
  return [...found].toSorted((one, other) => one - other);
};

const toForm = (fields: ReadonlyMap<string, string>): QueryForm => {
  const members = (prefix: string): readonly QueryForm[] =>
    indexesOf(fields, prefix).map((index) => {
      const start = `${prefix}.${index}.`;
      return toForm(
        new Map(
          [...fields].flatMap(([name, value]) =>
            name.startsWith(start) ? [[name.slice(start.length), value] as const] : [],
          ),
        ),
      );
    });
  return {
    get: (name) => fields.get(name),
    need: (name) => {
      const value = fields.get(name);
      if (value === undefined || value === '') {
        throw new AwsFault('MissingParameter', `The request must contain the parameter ${name}`);
      }
      return value;
    },
    members,
    values: (prefix) =>
      indexesOf(fields, prefix).flatMap((index) => fields.get(`${prefix}.${index}`) ?? []),
  };
};

/**
 * Reads a body in the Query protocol. A parameter that is not among `allowed` (indexes written as `N`) is refused, where AWS would
 * often pass over it in silence: a misspelt one must not go unnoticed.
 */
export const readQueryForm = (body: string, allowed: readonly string[]): QueryForm => {
  const fields = new Map(new URLSearchParams(body));
  for (const name of fields.keys()) {
    const general = name.replaceAll(/\.\d+(?=\.|$)/g, '.N');
    if (general !== 'Action' && general !== 'Version' && !allowed.includes(general)) {
      throw new AwsFault('UnknownParameter', `The parameter ${name} is not recognized`);
    }
  }
  return toForm(fields);
};
