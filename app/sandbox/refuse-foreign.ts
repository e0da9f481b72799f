import type { MiddlewareHandler } from 'hono';

/** Whether a request that changes something comes from another site's page: browsers say so. */
const isForeign = (site: string | undefined): boolean =>
  !['same-origin', 'none', undefined].includes(site);

/** Turns away what would change something and comes from another site's page. */
export const refuseForeign: MiddlewareHandler = async (context, next) => {
  const isLooking = ['GET', 'HEAD'].includes(context.req.method);
  return !isLooking && isForeign(context.req.header('Sec-Fetch-Site'))
    ? context.text('This request comes from another site.', 403)
    : next();
};
