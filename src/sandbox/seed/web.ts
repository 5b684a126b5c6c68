/** The messengers of Harbour Bank. */
import { addTo, idOf, refTo } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { FLOWS, WEB_CONFIGURATIONS, WEB_DEPLOYMENTS } from '../paths.ts';
import { versionsPath } from '../web.ts';

/** Adds configurations with what was published of them, and two deployments. */
export function addWeb(state: OrgState): void {
  const colour = (primaryColor: string): JsonObject => ({ messenger: { styles: { primaryColor } } });
  addConfiguration(state, 'Bank messenger', colour('#123456'), colour('#14305c'));
  addConfiguration(state, 'Help pages', { cobrowse: { enabled: true, channels: ['Webmessaging'] } });
  const pinned = (name: string, version: string) => ({ ...refTo(WEB_CONFIGURATIONS, name), version });
  addTo(state, WEB_DEPLOYMENTS, {
    name: 'harbour.example',
    configuration: pinned('Bank messenger', '2'),
    allowedDomains: ['harbour.example', 'www.harbour.example'],
    flow: refTo(FLOWS, 'Web messages'),
    'x-future': { region: 'au' },
  });
  addTo(state, WEB_DEPLOYMENTS, {
    name: 'Branch kiosks',
    configuration: pinned('Bank messenger', '1'),
    allowAllDomains: true,
  });
}

/** A configuration of which these were published, one after the other. */
function addConfiguration(state: OrgState, name: string, ...contents: JsonObject[]): void {
  const id = idOf(WEB_CONFIGURATIONS, name);
  for (const [index, content] of contents.entries()) {
    const { id: _, published: __, ...filled } = addTo(state, WEB_CONFIGURATIONS, { name, ...content });
    addTo(state, versionsPath(id), { ...filled, id: String(index + 1) });
    const { dateModified: ___, dateCreated: ____, ...published } = filled;
    addTo(state, WEB_CONFIGURATIONS, { name, ...content, published });
  }
}
