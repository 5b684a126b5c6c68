import * as fc from 'fast-check';

/** The same worlds for every change: a new one is looked for on purpose, with another PROPERTY_SEED. */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 42) });
