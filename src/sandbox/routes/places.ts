/** Handlers that are not the generic ones, by the place that they answer. */
import type { Handler } from '../call.ts';
import type { Method } from '../contract.ts';

/** A method and a path template with its parameters unnamed. */
type Place = `${Method} /${string}`;

export type Routes = Readonly<Record<Place, Handler>>;
