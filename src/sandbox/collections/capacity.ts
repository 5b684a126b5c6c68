/** Utilization labels, and the addresses that numbers for text messages are bought for. */

import { LABELS, SMS_ADDRESSES } from '../paths.ts';
import { acceptSmsAddress, CREATED_SMS_ADDRESS } from '../sms-addresses.ts';
import { CREATED_LABEL, checkLabel, guardLabel } from '../utilization.ts';
import type { Collection } from './collection.ts';
import { name, wildcard } from './filters.ts';
import { always, LOOKUP } from './rows.ts';

export const CAPACITY: readonly Collection[] = [
  {
    ...LOOKUP,
    path: LABELS,
    entity: 'UtilizationLabel',
    filters: { name: name(wildcard) },
    references: {},
    division: 'none',
    unique: { field: 'name', clash: always },
    created: CREATED_LABEL,
    unready: ({ newLabelUtilization }) => newLabelUtilization === 'conflictOnce',
    check: checkLabel,
    guard: guardLabel,
  },
  {
    ...LOOKUP,
    path: SMS_ADDRESSES,
    entity: 'SmsAddress',
    filters: {},
    references: {},
    division: 'none',
    created: CREATED_SMS_ADDRESS,
    accept: acceptSmsAddress,
  },
];
