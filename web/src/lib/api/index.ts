export { api, call, newIdempotencyKey } from './client';
export { ApiError, asApiError, errorText } from './error';
export type * from './types';
