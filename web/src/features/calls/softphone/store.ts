import { create } from 'zustand';
import { readLocal, writeLocal } from '@/lib/storage/local';
import type { LineState, MicState, PhoneCall } from './model';

const WANTED_KEY = 'hatif.phone.wanted';
const DEVICES_KEY = 'hatif.phone.devices';

/** Ids of the browser's devices; empty means whatever the system uses. */
export interface ChosenDevices {
  microphone: string;
  speaker: string;
  ring: string;
}

const noDevices: ChosenDevices = { microphone: '', speaker: '', ring: '' };

interface PhoneStore {
  /** Does the person want the phone on this device? */
  wanted: boolean;
  line: LineState;
  /** What the server or the PBX says about a line that does not stand. */
  message: string | null;
  extension: string | null;
  calls: PhoneCall[];
  mic: MicState;
  /** The browser lets nothing sound before the page was pressed. */
  silenced: boolean;
  /** Another tab is in a call and keeps the phone. */
  kept: boolean;
  devices: ChosenDevices;
  panelOpen: boolean;
}

export const usePhone = create<PhoneStore>()(() => ({
  wanted: readLocal<boolean>(WANTED_KEY, false),
  line: 'off',
  message: null,
  extension: null,
  calls: [],
  mic: 'unknown',
  silenced: false,
  kept: false,
  devices: { ...noDevices, ...readLocal<Partial<ChosenDevices>>(DEVICES_KEY, {}) },
  panelOpen: false,
}));

export const setPhone = usePhone.setState;

export function setWanted(wanted: boolean): void {
  writeLocal(WANTED_KEY, wanted);
  setPhone({ wanted });
}

export function chooseDevice(change: Partial<ChosenDevices>): void {
  const devices = { ...usePhone.getState().devices, ...change };
  writeLocal(DEVICES_KEY, devices);
  setPhone({ devices });
}

export function setPanelOpen(panelOpen: boolean): void {
  setPhone({ panelOpen });
}
