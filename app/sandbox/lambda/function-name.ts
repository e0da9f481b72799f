/** Where the sandbox's functions live: an account and a region that nobody has. */
const arnPrefix = 'arn:aws:lambda:us-east-1:000000000000:function:';

const namePattern =
  /^(?:(?:\d{12}:)?function:)?([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

/** The full ARN of a function of the sandbox. */
export const arnOf = (name: string): string => `${arnPrefix}${name}`;

/**
 * The bare name in any form that Invoke's FunctionName may have (a name, a partial or a full ARN, each with or without
 * a qualifier), or undefined where it is none or names another account or region.
 */
export const bareNameOf = (functionName: string): string | undefined => {
  const local = functionName.startsWith(arnPrefix)
    ? functionName.slice(arnPrefix.length)
    : functionName;
  return namePattern.exec(local)?.[1];
};
