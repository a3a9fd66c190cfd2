import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call, type Extension, type PbxLinkAnswer } from '../api';
import { useEvent } from '../realtime';
import { replaceRow } from './live';

const EXTENSIONS = ['telephony', 'extensions'];
const LINK = ['telephony', 'link'];

export function useExtensions() {
  return useQuery({
    queryKey: EXTENSIONS,
    queryFn: async () => (await call(api.GET('/api/extensions'))).data,
  });
}

const linkQuery = {
  queryKey: LINK,
  queryFn: () => call(api.GET('/api/pbx')),
};

export function usePbxLink() {
  return useQuery({ ...linkQuery, select: (answer) => answer.link });
}

/** When the link last did not stand, and what became of the calls. */
export function usePbxOutage() {
  return useQuery({ ...linkQuery, select: (answer) => answer.last_outage });
}

/** What phones do, and who is there, reaches the rows in their places. */
export function usePhonesLive() {
  const cache = useQueryClient();
  const put = ({ extension }: { extension: Extension }) =>
    cache.setQueryData<Extension[]>(EXTENSIONS, (rows) => replaceRow(rows, extension));
  useEvent('extension:status_changed', put);
  useEvent('extension:updated', put);
  useEvent('extension:created', () => void cache.invalidateQueries({ queryKey: EXTENSIONS }));
  useEvent('extension:removed', ({ id }) =>
    cache.setQueryData<Extension[]>(EXTENSIONS, (rows) => rows?.filter((row) => row.id !== id)),
  );
  useEvent('agent:status_changed', ({ id, presence, since }) =>
    cache.setQueryData<Extension[]>(EXTENSIONS, (rows) =>
      rows?.map((row) => (row.agent_id === id ? { ...row, presence, presence_since: since } : row)),
    ),
  );
  useEvent('pbx:changed', ({ pbx }) => {
    cache.setQueryData<PbxLinkAnswer>(LINK, (before) => before && { ...before, link: pbx });
    void cache.invalidateQueries({ queryKey: LINK });
  });
}
