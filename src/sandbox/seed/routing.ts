/** The routing of Harbour Bank as tables. */

export const SKILL_NAMES: readonly string[] = [
  ...[
    'English',
    'French',
    'Spanish',
    'German',
    'Italian',
    'Mandarin',
    'Arabic',
    'Vietnamese',
    'Hindi',
    'Greek',
  ],
  ...['Cards', 'Cards fraud', 'Chargebacks', 'Rewards', 'Merchant terminals', 'Card activation'],
  ...['Home loans', 'Car loans', 'Personal loans', 'Savings', 'Term deposits', 'Insurance', 'Travel money'],
  ...['Complaints', 'Retention', 'Hardship', 'Escalation', 'Bereavement', 'Vulnerable customers'],
  ...['Online banking', 'Mobile app', 'Password help', 'Web messaging', 'E-mail writing', 'Social media'],
  ...['Wealth', 'Trusts', 'Foreign exchange', 'Estates', 'Night work'],
];

export const DELETED_SKILL = 'Telex';

/** Wrap-up codes by division; `*` is all divisions. */
export const CODE_ROWS: readonly (readonly [string, readonly string[]])[] = [
  [
    '*',
    [
      ...[
        'Misc',
        'Wrong number',
        'Call dropped',
        'Call back later',
        'Transferred',
        'No answer',
        'Silent call',
      ],
      ...['Language barrier', 'Test call', 'Voicemail left', 'Resolved', 'Not resolved', 'Follow-up booked'],
    ],
  ],
  [
    'Cards',
    [
      ...['Card activated', 'Card replaced', 'Card cancelled', 'PIN reset', 'Limit raised', 'Limit lowered'],
      ...[
        'Fee refunded',
        'Reward redeemed',
        'Travel notice',
        'Fraud suspected',
        'Fraud ruled out',
        'Chargeback started',
      ],
      ...['Chargeback closed', 'Terminal fault', 'Terminal ordered', 'Statement sent'],
    ],
  ],
  [
    'Private Clients',
    [
      ...['Adviser meeting', 'Portfolio question', 'Trust amended', 'Estate opened', 'Estate closed'],
      ...['Currency order', 'Large transfer', 'Referral made'],
    ],
  ],
  [
    'Home',
    [
      ...[
        'Account opened',
        'Account closed',
        'Balance question',
        'Payment stopped',
        'Payment traced',
        'Direct debit set up',
      ],
      ...[
        'Direct debit ended',
        'Address changed',
        'Name changed',
        'Password reset',
        'App problem',
        'Website problem',
      ],
      ...[
        'Loan enquiry',
        'Loan application',
        'Loan repaid',
        'Rate question',
        'Hardship request',
        'Complaint opened',
      ],
      ...[
        'Complaint closed',
        'Praise received',
        'Product sold',
        'Offer declined',
        'Customer kept',
        'Customer lost',
      ],
      ...[
        'Insurance claim',
        'Insurance quote',
        'Savings goal',
        'Deposit matured',
        'Deposit renewed',
        'Branch appointment',
      ],
      ...['Document sent', 'Document received', 'Sold to other bank'],
    ],
  ],
];

/** Queue, division, members (a start among the users and a count), number of wrap-up codes. */
export const QUEUE_ROWS: readonly (readonly [string, string, number, number, number])[] = [
  ['Cards Activation', 'Cards', 10, 12, 6],
  ['Cards Lost and Stolen', 'Cards', 14, 22, 8],
  ['Cards Rewards', 'Cards', 30, 9, 5],
  ['Chargebacks', 'Cards', 42, 11, 7],
  ['Fraud Watch', 'Cards', 50, 14, 9],
  ['Merchant Services', 'Cards', 64, 10, 6],
  ['Estates', 'Private Clients', 72, 4, 4],
  ['Foreign Exchange', 'Private Clients', 76, 6, 4],
  ['Trusts', 'Private Clients', 82, 5, 4],
  ['Branch Support', 'Home', 88, 8, 5],
  ['Callbacks', 'Home', 96, 12, 6],
  ['Car Loans', 'Home', 3, 9, 8],
  ['Complaints', 'Home', 12, 7, 9],
  ['E-mail Inbox', 'Home', 19, 10, 6],
  ['Escalations', 'Home', 29, 5, 7],
  ['General Overflow', 'Home', 34, 25, 10],
  ['Hardship', 'Home', 59, 6, 5],
  ['Home Loans', 'Home', 65, 15, 9],
  ['Insurance', 'Home', 80, 8, 6],
  ['New Accounts', 'Home', 88, 13, 8],
  ['Old billing', 'Home', 101, 12, 7],
  ['Password Help', 'Home', 7, 16, 4],
  ['Retention', 'Home', 23, 8, 8],
  ['Savings', 'Home', 31, 11, 7],
  ['Support DE', 'Home', 42, 6, 6],
  ['Support ES', 'Home', 48, 9, 6],
  ['Support FR', 'Home', 57, 7, 6],
  ['Term Deposits', 'Home', 64, 5, 6],
  ['Travel Money', 'Home', 69, 7, 5],
  ['Web Messaging', 'Home', 76, 14, 6],
];

/** Skill group, division, skill it asks for, lowest proficiency. */
export const SKILL_GROUP_ROWS: readonly (readonly [string, string, string, number])[] = [
  ['Card specialists', 'Cards', 'Cards', 4],
  ['Fraud specialists', 'Cards', 'Cards fraud', 3],
  ['Spanish speakers', 'Home', 'Spanish', 2],
  ['French speakers', 'Home', 'French', 2],
  ['Loan experts', 'Home', 'Home loans', 4],
  ['Wealth advisers', 'Private Clients', 'Wealth', 3],
];
