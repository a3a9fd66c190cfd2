import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { readLocal, writeLocal } from '@/lib/storage/local';

const COMPANY_KEY = 'hatif.company';
const WORKSTATION_KEY = 'hatif.workstation';

function useRemembered(parameter: string | null, key: string) {
  return useState(() => {
    if (parameter) writeLocal(key, parameter);
    return parameter ?? readLocal(key, '');
  });
}

/**
 * Which company and which desk this browser belongs to: from the link that IT set up
 * (`?company=gulf&workstation=WS-001`), remembered for the next day.
 */
export function useLoginPlace() {
  const [parameters] = useSearchParams();
  const [company, setCompany] = useRemembered(parameters.get('company'), COMPANY_KEY);
  const [workstation] = useRemembered(parameters.get('workstation'), WORKSTATION_KEY);
  return {
    company,
    workstation,
    setCompany: (code: string) => {
      setCompany(code);
      writeLocal(COMPANY_KEY, code);
    },
  };
}
