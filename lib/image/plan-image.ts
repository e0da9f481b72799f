import { suggest } from '../command/suggest.ts';
import type { ResponseOf } from '../contract/function-call.ts';
import { type ImageTier, splitImageReference } from '../contract/image-reference.ts';
import type { Principal } from '../identity/principal.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { type Planned, type Refusal, refuse } from '../operation/operation.ts';

/** What the organisation may have and has. */
export type ImageCatalogue = ResponseOf<'image-provisioner', 'catalog'>;

/** An image request, checked for its form. */
export interface ImageWish {
  readonly image: string;
  readonly justification: string;
  readonly name?: string;
  readonly team?: string;
}

/** What the rules of the house need to know. */
export interface ImageRules {
  /** Teams whose requests need no approval. */
  readonly autoApproveTeams: ReadonlySet<string>;
  /** As `your-org` in `cgr.dev/your-org/python`; undefined where the daemon was not told. */
  readonly organisation: string | undefined;
}

/** The value of `team` for somebody who is in none. */
const noTeam = 'none';

const chooseTeam = ({ team }: ImageWish, { teams }: Principal): Result<string, Refusal> => {
  const own = teams.length === 0 ? 'you are in no team' : `your teams: ${teams.join(', ')}`;
  if (team !== undefined) {
    return teams.includes(team)
      ? succeed(team)
      : fail({
          code: 'INVALID_REQUEST',
          message: `You are not in the team '${team}' (${own}). Leave --team out, or name a team of yours.`,
        });
  }
  return teams.length > 1
    ? fail({
        code: 'INVALID_REQUEST',
        message: `You are in several teams, so please say for which one: add --team (${own}).`,
      })
    : succeed(teams[0] ?? noTeam);
};

/** The tier of an image, found by its whole name or by a catalogue entry that stands for all tags of it; undefined: it is not allowed. */
export const tierOf = (
  image: string,
  { images }: Pick<ImageCatalogue, 'images'>,
): ImageTier | undefined => {
  const { repository } = splitImageReference(image);
  return (
    images.find(({ name }) => name === image) ?? images.find(({ name }) => name === repository)
  )?.tier;
};

/** Names that are near, or that are the same image with another tag; at most five. */
const nearNames = (image: string, { images }: ImageCatalogue): readonly string[] => {
  const names = images.map(({ name }) => name);
  const { repository } = splitImageReference(image);
  const repositories = [...new Set(names.map((name) => splitImageReference(name).repository))];
  const nearest = repositories.includes(repository)
    ? repository
    : suggest(repository, repositories);
  const family = names.filter((name) => splitImageReference(name).repository === nearest);
  const near = suggest(image, names);
  return [...new Set([...(near === undefined ? [] : [near]), ...family])].slice(0, 5);
};

const notInCatalogue = (image: string, catalogue: ImageCatalogue): Planned => {
  const near = nearNames(image, catalogue);
  return refuse(
    'IMAGE_NOT_IN_CATALOG',
    `Image not found in catalog: ${image}. `,
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : 'See https://images.chainguard.dev for the images that there are.',
  );
};

const alreadyThere = (wish: ImageWish, target: string, { organisation }: ImageRules): Planned => {
  if (wish.name !== undefined) {
    return refuse(
      'ALREADY_PROVISIONED',
      `The name ${target} is taken. Please choose another --name.`,
    );
  }
  const { tag } = splitImageReference(wish.image);
  const pull =
    organisation === undefined
      ? undefined
      : `cgr.dev/${organisation}/${target}${tag === undefined ? '' : `:${tag}`}`;
  return refuse(
    'ALREADY_PROVISIONED',
    `Image already provisioned: ${wish.image}. `,
    pull === undefined ? 'You can pull it now.' : `You can pull it now: ${pull}`,
  );
};

const isOfCatalogue = (name: string, { images }: ImageCatalogue): boolean =>
  images.some((each) => splitImageReference(each.name).repository === name);

const foreignName = (name: string): Planned =>
  refuse(
    'INVALID_REQUEST',
    `The catalogue has an image ${name} of its own, which people would take yours for. Please choose another --name.`,
  );

const limitReached = ({ repos, limit }: ImageCatalogue): Planned =>
  refuse(
    'ORG_LIMIT_REACHED',
    `Organization limit reached (${repos.length}/${limit}). Unused images must be removed first: chainctl images repos list --parent=<ORG_ID>, then chainctl images repo delete <REPO_ID>.`,
  );

/** Checks an image request against the catalogue, in the order in which a person would want to know. Pure. */
export const planImage = (
  wish: ImageWish,
  principal: Principal,
  catalogue: ImageCatalogue,
  rules: ImageRules,
): Planned => {
  const team = chooseTeam(wish, principal);
  if (!team.ok) {
    return { kind: 'refused', refusal: team.error };
  }
  const tier = tierOf(wish.image, catalogue);
  if (tier === undefined) {
    return notInCatalogue(wish.image, catalogue);
  }
  const { repository } = splitImageReference(wish.image);
  const target = wish.name ?? repository;
  if (target !== repository && isOfCatalogue(target, catalogue)) {
    return foreignName(target);
  }
  if (catalogue.repos.some(({ name }) => name === target)) {
    return alreadyThere(wish, target, rules);
  }
  if (catalogue.repos.length >= catalogue.limit) {
    return limitReached(catalogue);
  }
  const { image, justification, name } = wish;
  const named = name === undefined ? {} : { name };
  return {
    kind: 'planned',
    plan: {
      effects: [{ operation: 'image:provision', target, source: image, tier, ...named }],
      resource: {
        type: 'Image',
        id: image,
        attributes: {
          tier,
          autoApproved:
            principal.teams.includes(team.value) && rules.autoApproveTeams.has(team.value),
          requester: { type: 'Principal', id: principal.id },
        },
      },
      facts: { image, justification, team: team.value, tier, ...named },
      // Whoever joins a second team meanwhile has asked for the first.
      ...(team.value === noTeam ? {} : { settled: { team: team.value } }),
    },
  };
};
