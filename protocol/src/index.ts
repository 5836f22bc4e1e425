export * from './ass.ts';
export * from './backoff.ts';
export * from './close-codes.ts';
export * from './codec.ts';
export * from './comment.ts';
export * from './limits.ts';
export * from './messages.ts';
export * from './text.ts';
