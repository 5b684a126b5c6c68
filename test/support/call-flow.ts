/** An inbound call flow as Architect exports it, that greets and hands over to a queue. */
export function callFlow(name: string, greeting: string, queue: string): string {
  return `inboundCall:
  name: ${name}
  division: Home
  startUpRef: "/inboundCall/menus/menu[Main_1]"
  defaultLanguage: en-us
  initialGreeting:
    tts: ${greeting}
  menus:
    - menu:
        name: Main
        refId: Main_1
        choices:
          - menuTransferToAcd:
              name: Agent
              targetQueue:
                lit:
                  name: ${queue}
`;
}

/** The same that transfers to other flows as well. */
export function callingFlow(name: string, queue: string, flows: readonly string[]): string {
  const transfers = flows.map(
    (flow, index) => `          - menuTransferToFlow:
              name: Transfer ${index}
              targetFlow:
                name: ${flow}
`,
  );
  return callFlow(name, 'Welcome', queue) + transfers.join('');
}
