// Tokenises texts with a TextMate grammar as editors do, and compares every token with what ScopeMesh's own parser says.
// Usage: node grammar.mjs GRAMMAR CASES
// CASES holds one text a line: {"text": …, "tokens": [{"start": …, "length": …, "role": …}, …]}. Prints one JSON object:
// how many tokens were compared, of which roles, and those that differ.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const [grammarFile, casesFile] = process.argv.slice(2);
const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
    createOnigString: text => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile),
});
const grammar = await registry.loadGrammar('source.scope');

// The scope that each role has in the grammar.
const roles = [
  ['comment', 'Comment'],
  ['keyword.operator.word', 'Keyword'],
  ['keyword.operator', 'Operator'],
  ['keyword.control', 'Keyword'],
  ['constant.language', 'Keyword'],
  ['variable.other.let', 'LetName'],
  ['string.quoted.double.rule-name', 'RuleName'],
  ['string.quoted.double.test-name', 'TestName'],
  ['support.type.property-name', 'Key'],
  ['constant.other.label-value', 'Value'],
  ['entity.name.type', 'ObjectName'],
  ['punctuation', 'Punctuation'],
];
const roleOf = scopes => roles.find(([prefix]) => scopes.at(-1).startsWith(prefix))?.[1] ?? 'Unknown';

// Every character's role.
function tokenise(text) {
  const found = new Array(text.length).fill('Unknown');
  let state = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line.replace(/\r?\n$/, ''), state);
    state = ruleStack;
    for (const token of tokens)
      found.fill(roleOf(token.scopes), offset + token.startIndex, Math.min(offset + token.endIndex, offset + line.length));
    offset += line.length;
  }
  return found;
}

const compared = {};
const differences = [];
for (const line of readFileSync(casesFile, 'utf8').split('\n').filter(Boolean)) {
  const { text, tokens } = JSON.parse(line);
  const found = tokenise(text);
  for (const { start, length, role } of tokens) {
    const actual = new Set(found.slice(start, start + length));
    compared[role] = (compared[role] ?? 0) + 1;
    if (actual.size !== 1 || !actual.has(role))
      differences.push({ around: text.slice(Math.max(0, start - 60), start + 60), token: text.slice(start, start + length), role, grammar: [...actual] });
  }
}
console.log(JSON.stringify({ compared, differences: differences.slice(0, 5), count: differences.length }));
