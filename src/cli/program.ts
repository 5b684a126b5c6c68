import { Command, CommanderError } from 'commander';
import { type ExitCode, exitCodeMeanings, exitCodes } from '../exit-codes.ts';
import { jsonDocument } from '../render/json-document.ts';
import { toolVersion } from '../version.ts';
import { BUDGET } from './budget.ts';
import { type GlobalOptions, runCommand } from './command.ts';
import { type Io, processIo } from './io.ts';

/** Runs the command line. Returns the exit code. */
export async function main(words: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const asJson = words.includes('--json');
  const program = newProgram(io, asJson, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    if (asJson) io.out(usageJson(words, error));
    return exitCodes.usage;
  }
  return exitCode;
}

function usageJson(words: readonly string[], error: CommanderError): string {
  const isValue = (index: number): boolean => words[index - 1] === '-C' || words[index - 1] === '--store';
  const command = words.find((word, index) => !word.startsWith('-') && !isValue(index)) ?? '';
  const message = error.message.replace(/^error: /, '');
  const diagnostic = { severity: 'error' as const, code: 'usage', message, hint: 'changeset help' };
  return `${JSON.stringify(jsonDocument(command, exitCodes.usage, [diagnostic], null), null, 2)}\n`;
}

function newProgram(io: Io, asJson: boolean, end: (code: ExitCode) => void): Command {
  const program = new Command('changeset')
    .description('Change a Genesys Cloud contact centre safely: simulate, apply, roll back.')
    .version(toolVersion(), '-V, --version')
    .option('-C <dir>', 'the project folder, with changesets/ and mappings/')
    .option('--store <dir>', 'where plans and deployments are kept')
    .option('--json', 'print one JSON document')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('changeset help  lists the commands.')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: asJson ? () => {} : io.err });
  const run: Run = (name, work, viewOf) => async (command) => {
    end(await runCommand(name, command.optsWithGlobals<GlobalOptions>(), io, work, viewOf));
  };
  addFileCommands(program, run);
  addPlanCommands(program, run, io);
  addResume(program, run, io);
  addRehearse(program, run, io);
  addDoctor(program, run, io);
  addUnlock(program, run, io);
  addRecordCommands(program, run);
  addOrgCommands(program, run);
  addSandboxCommands(program, run, io);
  addHelp(program, run);
  for (const command of program.commands) sayWhereHelpIs(command, command.name());
  return program;
}

function sayWhereHelpIs(command: Command, words: string): void {
  command.showHelpAfterError(`changeset help ${words}  says what belongs there.`);
  for (const inner of command.commands) sayWhereHelpIs(inner, `${words} ${inner.name()}`);
}

type RunParameters = Parameters<typeof runCommand>;
type Run = (
  name: string,
  work: RunParameters[3],
  viewOf?: RunParameters[4],
) => (command: Command) => Promise<void>;

function addFileCommands(program: Command, run: Run): void {
  program
    .command('validate')
    .description('check changeset and mapping files; sends nothing')
    .argument('[files...]', 'changesets or mappings; all of the project when none is named')
    .action(async (files: string[], _options, command: Command) => {
      const { validateCommand } = await import('./validate.ts');
      await run('validate', (project) => validateCommand(project, files))(command);
    });
  program
    .command('types')
    .description('list the types of objects, or say what an entry of one may hold')
    .argument('[type]')
    .action(async (type: string | undefined, _options, command: Command) => {
      const { typesCommand } = await import('./types.ts');
      await run('types', async () => typesCommand(type))(command);
    });
  program
    .command('schema')
    .description('print a JSON Schema: changeset, mapping, plan, events, or a type')
    .argument('[name]', 'changeset, mapping, plan, events or a type', 'changeset')
    .action(async (name: string, _options, command: Command) => {
      const { schemaCommand } = await import('./schema.ts');
      await run('schema', async () => schemaCommand(name))(command);
    });
}

const EVENTS = ['--events <file>', 'write what happens as it happens, one JSON object a line'] as const;
const LOCK_TIMEOUT = ['--lock-timeout <time>', 'wait so long for another run to end: 90s, 10m, 1h'] as const;

function addPlanCommands(program: Command, run: Run, io: Io): void {
  program
    .command('simulate')
    .alias('plan')
    .description('show field by field what a changeset would change; writes nothing')
    .argument('<environment>', 'the mapping to use')
    .argument('<file>', 'the changeset file')
    .option('--full', 'all fields of what is created')
    .option('--markdown', 'for a change ticket or a pull request')
    .option('--detailed-exitcode', 'exit with 2 when there is something to change')
    .option(...BUDGET)
    .action(async (environment: string, file: string, options, command: Command) => {
      const { simulateCommand } = await import('./simulate.ts');
      await run('simulate', (project) => simulateCommand(project, environment, file, options, io))(command);
    });
  program
    .command('apply')
    .description('carry out the plan simulated last, or one that is named')
    .argument('[environment]', 'the environment, or the ID of a plan')
    .argument('[file]', 'simulate this changeset first and apply it at once')
    .option('--plan <id>', 'the plan to apply')
    .option('--yes', 'do not ask')
    .option('--on-failure <what>', 'stop, or rollback: undo at once what was done', 'stop')
    .option(...BUDGET)
    .option(...LOCK_TIMEOUT)
    .option(...EVENTS)
    .action(async (environment: string | undefined, file: string | undefined, _options, command: Command) => {
      const { applyCommand, applyFailure } = await import('./apply.ts');
      await run(
        'apply',
        (project) => applyCommand(project, { ...command.optsWithGlobals(), environment, file }, io),
        applyFailure(io),
      )(command);
    });
  program
    .command('rollback')
    .alias('undo')
    .description('undo what a deployment did, unless somebody changed it since')
    .argument('<deployment>')
    .option('--simulate', 'show what would be done; writes nothing')
    .option('--on-conflict <what>', 'keep what others changed since, or force it back', 'stop')
    .option(...LOCK_TIMEOUT)
    .option('--yes', 'do not ask')
    .option(...BUDGET)
    .option(...EVENTS)
    .action(async (deployment: string, _options, command: Command) => {
      const { rollbackCommand, rollbackFailure } = await import('./rollback.ts');
      await run(
        'rollback',
        (project) => rollbackCommand(project, deployment, command.optsWithGlobals(), io),
        rollbackFailure(io),
      )(command);
    });
}

function addResume(program: Command, run: Run, io: Io): void {
  program
    .command('resume')
    .summary('go on with a deployment that was interrupted or stopped')
    .description(
      'Go on with a deployment that was interrupted or stopped. What became of calls without an answer is looked up in the org first.',
    )
    .argument('<deployment>')
    .option(...LOCK_TIMEOUT)
    .option('--yes', 'do not ask')
    .option(...BUDGET)
    .option(...EVENTS)
    .action(async (deployment: string, _options, command: Command) => {
      const { resumeCommand } = await import('./resume.ts');
      const { applyFailure } = await import('./apply.ts');
      await run(
        'resume',
        (project) => resumeCommand(project, deployment, command.optsWithGlobals(), io),
        applyFailure(io),
      )(command);
    });
}

function addRehearse(program: Command, run: Run, io: Io): void {
  program
    .command('rehearse')
    .summary('apply and roll back on a copy of the org in memory, with faults; writes nothing')
    .argument('<environment>', 'the mapping to use')
    .argument('<file>', 'the changeset file')
    .option(...BUDGET)
    .action(async (environment: string, file: string, options, command: Command) => {
      const { rehearseCommand } = await import('./rehearse.ts');
      await run('rehearse', (project) => rehearseCommand(project, environment, file, options, io))(command);
    });
}

function addDoctor(program: Command, run: Run, io: Io): void {
  program
    .command('doctor')
    .description('check mapping, credentials, org, clock, store and rights of an environment; writes nothing')
    .argument('<environment>', 'the mapping to use')
    .action(async (environment: string, _options, command: Command) => {
      const { doctorCommand } = await import('./doctor.ts');
      const { json = false } = command.optsWithGlobals<GlobalOptions>();
      await run('doctor', (project) => doctorCommand(project, environment, json, io))(command);
    });
}

function addUnlock(program: Command, run: Run, io: Io): void {
  program
    .command('unlock')
    .description('take a lock away whose run is dead')
    .argument('<environment>', 'the mapping to use')
    .argument('<lock>', 'the ID of the lock, as the refused run names it')
    .option('--yes', 'do not ask')
    .action(async (environment: string, lockId: string, options, command: Command) => {
      const { unlockCommand } = await import('./unlock.ts');
      await run('unlock', (project) => unlockCommand(project, environment, lockId, options, io))(command);
    });
}

function addRecordCommands(program: Command, run: Run): void {
  program
    .command('deployments')
    .description('list the deployments, the newest first')
    .argument('[environment]')
    .action(async (environment: string | undefined, _options, command: Command) => {
      const { deploymentsCommand } = await import('./deployments.ts');
      await run('deployments', (project) => deploymentsCommand(project, environment))(command);
    });
  program
    .command('show')
    .description('show a plan or a deployment')
    .argument('<id>', 'a plan (P-…) or a deployment')
    .option('--full', 'all fields of what is created')
    .option('--markdown', 'for a change ticket or a pull request')
    .action(async (id: string, options, command: Command) => {
      const { showCommand } = await import('./show.ts');
      await run('show', (project) => showCommand(project, id, options))(command);
    });
}

function addOrgCommands(program: Command, run: Run): void {
  program
    .command('get')
    .description('print live objects as entries of a changeset')
    .argument('<environment>', 'the mapping to use')
    .argument('<type>', 'a type, as  changeset types  lists them')
    .argument('[names...]', 'all of the type when none is named')
    .action(async (environment: string, type: string, names: string[], _options, command: Command) => {
      const { getCommand } = await import('./get.ts');
      await run('get', (project) => getCommand(project, environment, type, names))(command);
    });
}

function addSandboxCommands(program: Command, run: Run, io: Io): void {
  const sandbox = program.command('sandbox').description('an org inside this machine').helpCommand(false);
  sandbox
    .command('serve')
    .description('serve a sandbox org until Ctrl-C')
    .option('--port <n>', 'the port to listen on', '0')
    .option('--faults <file>', 'what goes wrong on purpose, in YAML or JSON')
    .action(async (options, command: Command) => {
      const { serveCommand } = await import('./sandbox.ts');
      await run('sandbox serve', (project) =>
        serveCommand(project, options, command.optsWithGlobals<GlobalOptions>(), io),
      )(command);
    });
  sandbox
    .command('reset')
    .description('forget what was changed in the sandbox orgs of the project')
    .action(async (_options, command: Command) => {
      const { resetCommand } = await import('./sandbox.ts');
      await run('sandbox reset', (project) => resetCommand(project))(command);
    });
}

function addHelp(program: Command, run: Run): void {
  program
    .command('help')
    .description('help for a command, or: exit-codes')
    .argument('[topic...]', 'the words of a command')
    .action(async (topic: string[], _options, command: Command) => {
      if (topic.join(' ') === 'exit-codes') {
        await run('help exit-codes', async () => exitCodesHelp())(command);
        return;
      }
      const known = topic.reduce<Command | undefined>(inner, program);
      if (!known) {
        const message = `error: there is no help for '${topic.join(' ')}'`;
        program.error(message, { code: 'commander.unknownCommand' });
      }
      known?.outputHelp();
    });
}

function inner(command: Command | undefined, word: string): Command | undefined {
  return command?.commands.find((other) => other.name() === word || other.aliases().includes(word));
}

function exitCodesHelp() {
  const codes = [...exitCodeMeanings];
  return {
    text: codes.map(([code, meaning]) => `${String(code).padStart(4)}  ${meaning}\n`).join(''),
    json: { exitCodes: Object.fromEntries(codes.map(([code, meaning]) => [String(code), meaning])) },
  };
}
