import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { canChooseSpeaker, closeStream, micStateOf, openMicrophone } from '../audio';
import { type ChosenDevices, chooseDevice, setPhone, usePhone } from '../store';
import { phone } from '../use-phone-line';
import { LevelBar } from './level-bar';

/* Stands for whatever the system uses: a choice cannot be empty. */
const SYSTEM = 'system';

function useDeviceList(): MediaDeviceInfo[] {
  const mic = usePhone((state) => state.mic);
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come with the permission
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    const read = () =>
      void media.enumerateDevices().then(setDevices, () => {
        // Without the list the system's own devices are used.
      });
    read();
    media.addEventListener('devicechange', read);
    return () => media.removeEventListener('devicechange', read);
  }, [mic]);
  return devices;
}

/** Which microphone hears, where others are heard, and where it rings; and a try of the first. */
export function DeviceChoice() {
  const { t } = useTranslation('softphone');
  const devices = useDeviceList();
  const [trial, setTrial] = useState<MediaStream | null>(null);
  const microphone = usePhone((state) => state.devices.microphone);
  useEffect(() => () => closeStream(trial), [trial]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another microphone ends the try
  useEffect(() => setTrial(null), [microphone]);
  async function tryIt() {
    try {
      setTrial(await openMicrophone(microphone));
      setPhone({ mic: 'granted' });
    } catch (error) {
      setPhone({ mic: micStateOf(error) });
    }
  }
  return (
    <details className="text-sm">
      <summary className="cursor-pointer py-1 font-semibold">{t('devices.title')}</summary>
      <div className="flex flex-col gap-2 pt-1">
        <DeviceSelect use="microphone" kind="audioinput" devices={devices} />
        {trial ? (
          <LevelBar stream={trial} />
        ) : (
          <Button onClick={() => void tryIt()}>{t('devices.try')}</Button>
        )}
        {canChooseSpeaker() ? (
          <>
            <DeviceSelect use="speaker" kind="audiooutput" devices={devices} />
            <DeviceSelect use="ring" kind="audiooutput" devices={devices} />
          </>
        ) : (
          <p className="text-xs text-ink-3">{t('devices.system_only')}</p>
        )}
      </div>
    </details>
  );
}

interface DeviceSelectProps {
  use: keyof ChosenDevices;
  kind: MediaDeviceKind;
  devices: MediaDeviceInfo[];
}

function DeviceSelect({ use, kind, devices }: DeviceSelectProps) {
  const { t } = useTranslation('softphone');
  const chosen = usePhone((state) => state.devices[use]);
  const fitting = devices.filter((device) => device.kind === kind && device.deviceId !== '');
  const isThere = fitting.some(({ deviceId }) => deviceId === chosen);
  return (
    <Field label={t(`devices.${use}`)}>
      {(control) => (
        <Select
          {...control}
          value={isThere ? chosen : SYSTEM}
          onChange={(value) => {
            chooseDevice({ [use]: value === SYSTEM ? '' : value });
            void phone()?.applyDevices();
          }}
          options={[
            { value: SYSTEM, label: t('devices.system') },
            ...fitting
              .filter(({ deviceId }) => deviceId !== 'default')
              .map(({ deviceId, label }, index) => ({
                value: deviceId,
                label: label || t('devices.unnamed', { number: index + 1 }),
              })),
          ]}
        />
      )}
    </Field>
  );
}
