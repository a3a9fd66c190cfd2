import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Widget } from '@/lib/api';
import { useEvent } from '@/lib/realtime';
import { OWN_ACCENT } from '../../../widget/app/colour';

const WIDGETS = ['widgets'];

export type Need = Widget['fields']['name'];

/** What the form holds: lists as people type them. */
export interface WidgetDraft {
  name: string;
  active: boolean;
  /** One a line. */
  origins: string;
  theme: Widget['theme'];
  texts: Widget['texts'];
  fields: Widget['fields'];
  departments: string[];
}

const noTexts = { title: '', greeting: '', offline: '' };

export function draftOf(widget: Widget | null): WidgetDraft {
  if (!widget) {
    return {
      name: '',
      active: true,
      origins: '',
      theme: { accent: OWN_ACCENT, position: 'end', dark: 'auto' },
      texts: { en: noTexts, ar: noTexts },
      fields: { name: 'required', email: 'required', phone: 'off', department: 'off' },
      departments: [],
    };
  }
  const { name, active, origins, theme, texts, fields, departments } = widget;
  return {
    name,
    active,
    origins: origins.join('\n'),
    theme,
    texts,
    fields,
    departments: departments.map(({ code }) => code).sort(),
  };
}

/** Addresses are typed with spaces, empty lines and whole pages behind them. */
export function originsOf(typed: string): string[] {
  return typed
    .split(/[\s,،]+/)
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(https?:\/\/[^/]+)\/.*$/i, '$1'));
}

export function bodyOf(draft: WidgetDraft) {
  return { ...draft, name: draft.name.trim(), origins: originsOf(draft.origins) };
}

export function useWidgets() {
  const cache = useQueryClient();
  useEvent('chat_widget:changed', () => void cache.invalidateQueries({ queryKey: WIDGETS }));
  return useQuery({
    queryKey: WIDGETS,
    queryFn: async () => (await call(api.GET('/api/settings/widgets'))).widgets,
  });
}

function useChanging<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: WIDGETS }),
  });
}

const pathOf = (id: number) => ({ path: { id: String(id) } });

/** Makes one where there is none; the answer then has its secret. */
export function useSaveWidget(widget: Widget | null) {
  return useChanging(async (draft: WidgetDraft) => {
    const body = bodyOf(draft);
    if (!widget) return (await call(api.POST('/api/settings/widgets', { body }))).widget;
    const { id, version } = widget;
    const change = { params: pathOf(id), body: { ...body, version } };
    return (await call(api.PUT('/api/settings/widgets/{id}', change))).widget;
  });
}

export function useRemoveWidget() {
  return useChanging((id: number) =>
    call(api.DELETE('/api/settings/widgets/{id}', { params: pathOf(id) })),
  );
}

export function useNewSecret() {
  return useChanging(
    async ({ id, version }: Widget) =>
      (
        await call(
          api.POST('/api/settings/widgets/{id}/secret', {
            params: pathOf(id),
            body: { version },
          }),
        )
      ).widget,
  );
}
