import { useState } from 'preact/hooks';
import { ApiError } from '../api';
import type { TextKey } from '../i18n';
import { useSurroundings } from './context';
import { StarIcon } from './icons';

const scores = [1, 2, 3, 4, 5] as const;

/** Asked once, when an agent's chat is over. */
export function Rating() {
  const { chat, t } = useSurroundings();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const send = async () => {
    setBusy(true);
    setFailure('');
    try {
      await chat.rate(score, comment.trim());
    } catch (error) {
      setFailure((error instanceof ApiError && error.message) || t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        if (score > 0 && !busy) void send();
      }}
    >
      <fieldset>
        <legend>{t('rate_title')}</legend>
        <div class="stars" data-score={score}>
          {scores.map((value) => (
            <label key={value} class={value <= score ? 'on' : ''}>
              <input
                type="radio"
                name="score"
                value={value}
                checked={score === value}
                aria-label={t(`rate_${value}` as TextKey)}
                onChange={() => setScore(value)}
              />
              <StarIcon />
            </label>
          ))}
        </div>
      </fieldset>
      {score > 0 && (
        <>
          <textarea
            rows={2}
            dir="auto"
            maxLength={1_000}
            aria-label={t('rate_comment')}
            placeholder={t('rate_comment')}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="primary" aria-disabled={busy}>
            {t('rate_send')}
          </button>
        </>
      )}
      {failure && (
        <p class="wrong" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}
