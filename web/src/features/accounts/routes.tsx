import type { RouteObject } from 'react-router';

export const signInRoutes: RouteObject[] = [];
export const accountRoutes: RouteObject[] = [];
