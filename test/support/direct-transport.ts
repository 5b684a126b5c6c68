export { transportTo as directTransport } from '../../src/deploy/rehearsal-network.ts';
