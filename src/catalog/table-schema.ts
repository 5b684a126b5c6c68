import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import type { Complaint } from './vocabulary.ts';

/** What a column of a data table can be. Source: platform-wide, the types that Architect offers; 2026-07. */
export const COLUMN_TYPES = ['string', 'integer', 'number', 'boolean'] as const;

/** The columns of a table by name, `key` among them. */
export type Columns = Readonly<Record<string, JsonObject>>;

const KEY = 'key';
const COLUMNS: Pointer = '/schema/properties';
/** What every schema says, where nothing else is said. */
const FRAME: JsonObject = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  additionalProperties: false,
  required: [KEY],
};

/** The columns that a schema has. */
export function columnsIn(schema: Json | undefined): Columns {
  const columns = isObject(schema) ? get(schema, 'properties') : undefined;
  if (!isObject(columns)) return {};
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => isObject(column))) as Columns;
}

/** Whether a value is of a column's type. */
export function isOf(type: Json | undefined, value: Json): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === type;
}

/** The schema with what goes without saying, and what Genesys Cloud would refuse of it. */
export function schemaAsKept(
  after: Json | undefined,
  before: Json | undefined,
): { readonly schema: JsonObject; readonly complaints: readonly Complaint[] } {
  if (isObject(after) && equal(after, before)) return { schema: after, complaints: [] };
  const said = isObject(after) ? after : {};
  const old = columnsIn(before);
  const framed = isObject(before) ? said : { ...FRAME, ...said };
  // With or without the # it is the same draft.
  const isDraft = String(get(said, '$schema')).replace(/#$/, '') === String(FRAME['$schema']).slice(0, -1);
  const draft = isObject(before) ? get(before, '$schema') : undefined;
  const properties = columnsFilled(get(said, 'properties'), old);
  const schema = { ...framed, ...(isDraft && draft !== undefined ? { $schema: draft } : {}), properties };
  return { schema, complaints: [...frameComplaints(framed), ...columnComplaints(properties, old)] };
}

/** New columns say their ID, label and place themselves. */
function columnsFilled(said: Json | undefined, old: Columns): JsonObject {
  const all = isObject(said) ? said : {};
  const columns = Object.hasOwn(all, KEY) || Object.hasOwn(old, KEY) ? all : { [KEY]: {}, ...all };
  let last = Math.max(-1, ...Object.values(columns).map(orderOf));
  return objectOf(
    Object.entries(columns).map(([name, column]) => {
      if (!isObject(column) || Object.hasOwn(old, name)) return [name, column];
      const isPlaced = get(column, 'displayOrder') !== undefined;
      if (!isPlaced) last += 1;
      const own = name === KEY ? { type: 'string', title: KEY } : { title: name };
      return [name, { $id: `/properties/${name}`, displayOrder: last, ...own, ...column }];
    }),
  );
}

function orderOf(column: Json): number {
  const order = isObject(column) ? get(column, 'displayOrder') : undefined;
  return typeof order === 'number' ? order : -1;
}

function frameComplaints(schema: JsonObject): Complaint[] {
  const required = get(schema, 'required');
  const isKeyed = isArray(required) && required.includes(KEY);
  const fixed = ['type', 'additionalProperties'].filter(
    (word) => !equal(get(schema, word) ?? null, FRAME[word] ?? null),
  );
  return [
    ...fixed.map((word) => ({
      path: `/schema/${word}`,
      message: `The ${word} of a data table's schema is always ${JSON.stringify(FRAME[word])}.`,
      hint: `Leave  ${word}  out.`,
    })),
    ...(isKeyed
      ? []
      : [
          {
            path: '/schema/required',
            message: 'Every row of a data table has a key: it must be required.',
            hint: 'Leave  required  out, or write  required: [key]',
          },
        ]),
  ];
}

function columnComplaints(columns: JsonObject, old: Columns): Complaint[] {
  const gone = Object.keys(old).filter((name) => !Object.hasOwn(columns, name));
  return [
    ...gone.map((name) => ({
      path: COLUMNS + pointer(name),
      message:
        name === KEY
          ? 'The key of a data table cannot be taken out.'
          : `The column "${name}" cannot be taken out: Genesys Cloud never removes a column.`,
      hint:
        name === KEY
          ? `Leave  ${KEY}  as it is.`
          : `Leave it, and use it no more; or make another data table with the columns and rows that you want, and delete this one.`,
    })),
    ...Object.entries(columns).flatMap(([name, column]) => oneColumn(name, column, old[name])),
  ];
}

function oneColumn(name: string, column: Json, old: JsonObject | undefined): Complaint[] {
  const path = COLUMNS + pointer(name);
  if (!isObject(column)) {
    const message = `The column "${name}" must say its type.`;
    return [{ path, message, hint: `Write  ${name}: { type: ${COLUMN_TYPES.join(' or ')} }` }];
  }
  const type = get(column, 'type') ?? null;
  const was = old && (get(old, 'type') ?? null);
  if (name === KEY && type !== 'string') {
    const message = `The key of a data table is always of type string, not ${JSON.stringify(type)}.`;
    return [{ path: `${path}/type`, message, hint: `Leave its  type  out.` }];
  }
  if (was !== undefined && !equal(was, type)) {
    const message = `The column "${name}" is of type ${String(was)}, and cannot become ${String(type)}: Genesys Cloud never changes the type of a column.`;
    const hint = `Add a column under another name, and write the rows' values there.`;
    return [{ path: `${path}/type`, message, hint }];
  }
  if (!(COLUMN_TYPES as readonly Json[]).includes(type)) {
    const hint = `Write one of: ${COLUMN_TYPES.join(', ')}`;
    if (type === null) return [{ path, message: `The column "${name}" must say its type.`, hint }];
    const message = `A column of a data table cannot be of type ${JSON.stringify(type)}.`;
    return [{ path: `${path}/type`, message, hint }];
  }
  return detailComplaints(name, column, type);
}

function detailComplaints(name: string, column: JsonObject, type: Json): Complaint[] {
  const path = COLUMNS + pointer(name);
  const title = get(column, 'title');
  const standard = get(column, 'default');
  const order = get(column, 'displayOrder');
  const wrong: Complaint[] = [];
  if (title !== undefined && typeof title !== 'string') {
    wrong.push({ path: `${path}/title`, message: `The title of the column "${name}" must be a text.` });
  }
  if (name === KEY && typeof title === 'string' && /[/\\]/.test(title)) {
    const message = `The title of the key cannot have a / or a \\: ${JSON.stringify(title)}.`;
    wrong.push({ path: `${path}/title`, message });
  }
  if (order !== undefined && !Number.isSafeInteger(order)) {
    const message = `The displayOrder of the column "${name}" must be a whole number.`;
    wrong.push({ path: `${path}/displayOrder`, message });
  }
  if (standard !== undefined && !isOf(type, standard)) {
    const message = `The default of the column "${name}" must be of its type, ${String(type)}; it is ${JSON.stringify(standard)}.`;
    wrong.push({ path: `${path}/default`, message });
  }
  return wrong;
}
