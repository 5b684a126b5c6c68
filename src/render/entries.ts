import { Document, isMap, visit } from 'yaml';
import type { LiveEntry } from '../plan/entry.ts';
import { visible } from './style.ts';

/** Live objects as a changeset file: it validates, and simulating it finds nothing to change. */
export function renderEntries(name: string, entries: readonly LiveEntry[]): string {
  const document = new Document({
    name,
    changes: entries.map(({ type, name: own, in: parent, set }) => ({
      type,
      ...(parent === undefined ? {} : { in: parent }),
      ...(own === '' ? {} : { name: own }),
      ...(Object.keys(set).length > 0 ? { set } : {}),
    })),
  });
  const changes = document.get('changes', true);
  visit(document, {
    Seq: (_, node) => {
      if (node !== changes) return undefined;
      for (const [index, item] of node.items.entries()) {
        const remarks = entries[index]?.remarks ?? [];
        if (!isMap(item)) continue;
        item.spaceBefore = index > 0;
        if (remarks.length > 0)
          item.commentBefore = remarks.map((remark) => ` ${visible(remark)}`).join('\n');
      }
      return visit.BREAK;
    },
  });
  return document.toString({ lineWidth: 0 });
}
