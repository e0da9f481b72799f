import type { ImageTier } from '../../../lib/contract/image-reference.ts';
import type { CatalogImage } from '../../../lib/image/registry.ts';

/** Repositories of Chainguard's public directory with two or three of their tags each, by tier. */
const byTier = {
  APPLICATION: [
    'python:latest',
    'python:latest-dev',
    'python:3.13-dev',
    'node:latest',
    'node:latest-dev',
    'node:22-dev',
    'nginx:latest',
    'nginx:latest-dev',
    'postgres:latest',
    'postgres:17',
    'redis:latest',
    'redis:latest-dev',
    'valkey:latest',
    'mariadb:latest',
    'mongodb:latest',
    'rabbitmq:latest',
    'kafka:latest',
    'haproxy:latest',
    'traefik:latest',
    'envoy:latest',
    'prometheus:latest',
    'grafana:latest',
    'keycloak:latest',
    'vault:latest',
    'memcached:latest',
  ],
  BASE: [
    'chainguard-base:latest',
    'wolfi-base:latest',
    'static:latest',
    'glibc-dynamic:latest',
    'glibc-dynamic:latest-dev',
    'busybox:latest',
  ],
  FIPS: ['python-fips:latest', 'node-fips:latest', 'nginx-fips:latest', 'postgres-fips:latest'],
  AI: ['pytorch:latest', 'pytorch:latest-dev', 'tensorflow:latest', 'jupyterlab:latest'],
  DEVTOOLS: [
    'go:latest',
    'go:latest-dev',
    'deno:latest',
    'bun:latest',
    'rust:latest-dev',
    'jdk:latest-dev',
    'jre:latest',
    'git:latest',
    'kubectl:latest',
    'helm:latest',
  ],
  COMMERCIAL: ['gitlab-runner:latest'],
  UNKNOWN: ['hello-quartermaster:latest'],
} as const satisfies Record<ImageTier, readonly string[]>;

const imagesOf = (tier: ImageTier): readonly CatalogImage[] =>
  byTier[tier].map((name) => ({ name, tier }));

/** What the sandbox's organisation may provision: about fifty images of every tier. */
export const catalogImages: readonly CatalogImage[] = [
  ...imagesOf('APPLICATION'),
  ...imagesOf('BASE'),
  ...imagesOf('FIPS'),
  ...imagesOf('AI'),
  ...imagesOf('DEVTOOLS'),
  ...imagesOf('COMMERCIAL'),
  ...imagesOf('UNKNOWN'),
];
