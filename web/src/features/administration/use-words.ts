import { useTranslation } from 'react-i18next';

/** Words of ours for what a newer server may know and this page not: then its own name stands. */
export function useWords() {
  const { t, i18n } = useTranslation('administration');
  const said = (key: string, otherwise: string) =>
    i18n.exists(`administration:${key}`) ? t(key) : otherwise;
  return {
    permission: (name: string) => said(`permission.${name}`, name),
    group: (id: string) => said(`permission_group.${id}`, id),
    event: (type: string, about?: string) => said(`event.${type.replace(':', '_')}`, about ?? type),
    role: (code: string, name: string) => {
      const key = `admin:role.${code}`;
      return i18n.exists(key) ? t(key) : name;
    },
  };
}
