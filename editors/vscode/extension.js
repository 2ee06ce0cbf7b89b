// Starts `scopemesh scope lsp` and leaves the rest to it.
'use strict';

const { commands, window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

async function start() {
  const settings = workspace.getConfiguration('scopemesh');
  const command = settings.get('path') || 'scopemesh';
  const mesh = settings.get('mesh') || undefined;
  client = new LanguageClient(
    'scopemesh',
    'ScopeMesh',
    { command, args: ['scope', 'lsp'] },
    { documentSelector: [{ language: 'scope' }], initializationOptions: { mesh } });
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`The language server \`${command} scope lsp\` does not start (${error.message}). Set \`scopemesh.path\` to the executable.`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // One that never started has nothing to stop.
  if (running?.isRunning()) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async context => {
  context.subscriptions.push(
    commands.registerCommand('scopemesh.restart', restart),
    workspace.onDidChangeConfiguration(event => event.affectsConfiguration('scopemesh') && restart()));
  await start();
};

exports.deactivate = stop;
