/** The places of Harbour Bank, and who works where for whom. */
import { addTo, idOf, refTo } from '../build.ts';
import { acceptLocation } from '../locations.ts';
import type { OrgState } from '../model.ts';
import { LOCATIONS, USERS } from '../paths.ts';
import { KNOWN, some } from './people.ts';

/** Location, the one it is inside of, street, city, state, postcode, emergency number. */
const LOCATION_ROWS: readonly (readonly [
  string,
  string | null,
  string,
  string,
  string,
  string,
  string | null,
])[] = [
  ['Sydney Head Office', null, '1 Harbour Street', 'Sydney', 'NSW', '2000', '+61255500100'],
  ['Sydney Level 4', 'Sydney Head Office', '1 Harbour Street', 'Sydney', 'NSW', '2000', null],
  ['Sydney Level 5', 'Sydney Head Office', '1 Harbour Street', 'Sydney', 'NSW', '2000', null],
  ['Brisbane Contact Centre', null, '20 Wharf Road', 'Brisbane', 'QLD', '4000', '+61755500100'],
  ['Melbourne Branch', null, '300 Collins Street', 'Melbourne', 'VIC', '3000', null],
  ['Perth Branch', null, '7 Swan Terrace', 'Perth', 'WA', '6000', null],
];

/** A location that was given up. */
const DELETED_LOCATION = 'Hobart Kiosk';

/** Adds locations, and what users have of their work place: location, manager, certificates, profile. */
export function addPlaces(state: OrgState): void {
  for (const [name, parent, street1, city, region, zipcode, number] of LOCATION_ROWS) {
    const emergency = number === null ? {} : { emergencyNumber: { number, type: 'default' } };
    const address = { street1, city, state: region, zipcode, country: 'AU', countryName: 'Australia' };
    const path = parent === null ? [] : [idOf(LOCATIONS, parent)];
    addTo(state, LOCATIONS, { name, path, address, version: 2, ...acceptLocation(emergency) });
  }
  addTo(state, LOCATIONS, { name: DELETED_LOCATION, path: [], state: 'deleted', version: 3 });
  addWorkPlaces(state);
}

function addWorkPlaces(state: OrgState): void {
  const users = state.collections[USERS] ?? {};
  const manager = refTo(USERS, KNOWN[9] ?? '');
  some(0, 12).forEach((email, index) => {
    const user = users[idOf(USERS, email)];
    if (!user) return;
    const place = LOCATION_ROWS[index % LOCATION_ROWS.length]?.[0] ?? '';
    const location = { ...refTo(LOCATIONS, place), notes: `Desk ${index + 1}` };
    const number = `+612555012${String(index).padStart(2, '0')}`;
    user.manager = manager;
    user.locations = [location];
    user.certifications = index % 2 === 0 ? ['Responsible lending'] : [];
    user.profileSkills = ['Mentoring', 'Coffee'].slice(index % 2);
    user.addresses = [
      { address: number, mediaType: 'PHONE', type: 'WORK' },
      { extension: String(4100 + index), mediaType: 'PHONE', type: 'WORK2' },
    ];
  });
}
