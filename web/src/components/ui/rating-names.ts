import { useTranslation } from 'react-i18next';

/** What one to five stars say. */
export function useRatingNames(): string[] {
  const { t } = useTranslation('common');
  return [1, 2, 3, 4, 5].map((score) => t(`rating.${score}`));
}
