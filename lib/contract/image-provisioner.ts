import { z } from 'zod';
import { callHeader, expectedAction } from './call-header.ts';
import { customNamePattern, imageReferencePattern, imageTiers } from './image-reference.ts';

/** Asks what can be provisioned, what is, and how much may be. */
const catalogRequestSchema = z.strictObject({ action: z.literal('catalog'), ...callHeader });

/** `images`: entitled, named as people write them; `repos`: provisioned already, at most `limit` of them. */
const catalogResponseSchema = z.strictObject({
  success: z.literal(true),
  images: z.array(z.strictObject({ name: z.string().min(1), tier: z.enum(imageTiers) })),
  repos: z.array(z.strictObject({ id: z.string().min(1), name: z.string().min(1) })),
  limit: z.int().positive(),
});

/** Asks for a repository in the organisation, filled from the image. */
const provisionRequestSchema = z.strictObject({
  action: z.literal('provision'),
  ...callHeader,
  image: z.string().regex(imageReferencePattern, {
    error: 'expected an image and its tag in lower case, as "python:latest-dev"',
  }),
  custom_name: z
    .string()
    .regex(customNamePattern, {
      error: 'expected 1 to 128 lower-case letters, digits or hyphens, as "python-ml-pipeline"',
    })
    .optional(),
});

/** The repository, and what `docker pull` takes, as `cgr.dev/your-org/python-ml-pipeline:latest-dev`. */
const provisionResponseSchema = z.strictObject({
  success: z.literal(true),
  repo_id: z.string().min(1),
  name: z.string().min(1),
  pull_string: z.string().min(1),
});

/** What the image provisioner does, by action. `reading`: the action changes nothing. */
export const imageProvisionerActions = {
  catalog: { request: catalogRequestSchema, response: catalogResponseSchema, reading: true },
  provision: { request: provisionRequestSchema, response: provisionResponseSchema, reading: false },
} as const;

/** Any call of the image provisioner. */
export const imageProvisionerRequestSchema = z.discriminatedUnion(
  'action',
  [catalogRequestSchema, provisionRequestSchema],
  { error: expectedAction('catalog', 'provision') },
);
