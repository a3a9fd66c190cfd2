import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { asApiError, errorText, type ManagedUser, type ManagedUserChoices } from '@/lib/api';
import { bodyOf, draftOf, useAddPerson, useChangePerson, usePerson } from '../people-api';
import { DisableDialog } from './disable-dialog';
import { NewPasswordDialog } from './new-password-dialog';
import { PersonForm } from './person-form';
import { PersonState } from './person-words';
import { TemporaryPassword } from './temporary-password';

interface PersonDrawerProps {
  /** Null makes a new one. */
  id: number | null;
  choices: ManagedUserChoices;
  onClose: () => void;
}

export function PersonDrawer({ id, choices, onClose }: PersonDrawerProps) {
  const { t } = useTranslation('admin');
  const person = usePerson(id);
  if (id === null) return <NewPerson choices={choices} onClose={onClose} />;
  if (person.data) {
    return <KnownPerson user={person.data} choices={choices} onClose={onClose} />;
  }
  return (
    <Drawer open title={t('users.title')} onClose={onClose}>
      {person.isError ? (
        <ErrorState
          title={t('person.failed')}
          error={person.error}
          onRetry={() => void person.refetch()}
        />
      ) : (
        <SkeletonRows rows={6} rowClassName="h-12" />
      )}
    </Drawer>
  );
}

interface NewPersonProps {
  choices: ManagedUserChoices;
  onClose: () => void;
}

function NewPerson({ choices, onClose }: NewPersonProps) {
  const { t } = useTranslation(['admin', 'common']);
  const [draft, setDraft] = useState(() => draftOf(null));
  const add = useAddPerson();
  const problem = add.error ? asApiError(add.error) : null;
  if (add.data?.temporary_password) {
    const { user, temporary_password } = add.data;
    return <TemporaryPassword name={user.name} password={temporary_password} onClose={onClose} />;
  }
  return (
    <Drawer
      open
      keeps
      title={t('person.new_title')}
      onClose={onClose}
      footer={
        <>
          <Button className="ms-auto" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button variant="primary" busy={add.isPending} onClick={() => add.mutate(draft)}>
            {t('common:save')}
          </Button>
        </>
      }
    >
      <PersonForm
        user={null}
        draft={draft}
        choices={choices}
        problem={problem}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
    </Drawer>
  );
}

interface KnownPersonProps extends NewPersonProps {
  user: ManagedUser;
}

function KnownPerson({ user, choices, onClose }: KnownPersonProps) {
  const { t } = useTranslation(['admin', 'common']);
  // The version that the form began with: what others change meanwhile is not overwritten.
  const [base, setBase] = useState(user);
  const [draft, setDraft] = useState(() => draftOf(user));
  const [asking, setAsking] = useState<'disable' | 'password' | null>(null);
  const change = useChangePerson();
  const problem = change.error ? asApiError(change.error) : null;
  const active = user.status === 'active';
  async function save() {
    try {
      await change.mutateAsync({ user: base, change: bodyOf(draft) });
      toast.success(t('person.saved', { name: draft.name }));
      onClose();
    } catch {
      // Shown in the form, from the state of the mutation.
    }
  }
  async function enable() {
    try {
      const answer = await change.mutateAsync({ user, change: { status: 'active' } });
      setBase(answer.user);
      toast.success(t('person.enabled_done', { name: user.name }));
    } catch {
      // As above.
    }
  }
  return (
    <Drawer
      open
      keeps
      title={<bdi>{user.name}</bdi>}
      header={<PersonState user={user} />}
      onClose={onClose}
      footer={
        <>
          <Button icon={KeyRound} onClick={() => setAsking('password')}>
            {t('person.password')}
          </Button>
          {active ? (
            <Button variant="danger" onClick={() => setAsking('disable')}>
              {t('person.disable')}
            </Button>
          ) : (
            <Button busy={change.isPending} onClick={() => void enable()}>
              {t('person.enable')}
            </Button>
          )}
          <Button
            variant="primary"
            className="ms-auto"
            busy={change.isPending}
            onClick={() => void save()}
          >
            {t('common:save')}
          </Button>
        </>
      }
    >
      <PersonForm
        user={user}
        draft={draft}
        choices={choices}
        problem={problem}
        onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
      />
      {problem?.status === 409 && (
        <div className="px-4 pb-4">
          <Notice tone="danger" alert>
            {errorText(problem)}
          </Notice>
        </div>
      )}
      {asking === 'disable' && (
        <DisableDialog user={user} onClose={() => setAsking(null)} onDone={onClose} />
      )}
      {asking === 'password' && (
        <NewPasswordDialog user={user} onClose={() => setAsking(null)} onDone={onClose} />
      )}
    </Drawer>
  );
}
