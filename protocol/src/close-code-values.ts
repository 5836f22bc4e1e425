/** The close codes as names of their own, so that a script carries only those it asks for. Read them as `CLOSE.…`. */

export const goingAway = 1001;
export const restart = 1012;
export const malformed = 4400;
export const notAuthenticated = 4401;
export const notAllowed = 4403;
export const noSuchEndpoint = 4404;
export const versionGone = 4410;
export const internal = 4500;
export const overloaded = 4503;
export const tooSlow = 4508;
export const tooManyConnections = 4529;
