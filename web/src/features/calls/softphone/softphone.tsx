import { createPortal } from 'react-dom';
import { PhoneButton } from './components/phone-button';
import { PhoneDock } from './components/phone-dock';
import { usePhoneKeys } from './use-phone-keys';
import { usePhoneLine } from './use-phone-line';

/** The phone in the page: a button in the bar, and its calls over whatever page is open. */
export default function Softphone() {
  usePhoneLine();
  usePhoneKeys();
  return (
    <>
      <PhoneButton />
      {createPortal(<PhoneDock />, document.body)}
    </>
  );
}
