import { openDesk } from './support/desk.ts';
import { lookAtViews } from './support/views.ts';

lookAtViews(openDesk(), 'en');
