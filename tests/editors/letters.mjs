// Prints the letters of corpus.py as VS Code's engine sees them; NODE_PATH holds vscode-textmate and
// vscode-oniguruma.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_PATH, "x.js"));
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");
const wasm = path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm");
const file = "editors/vscode/syntaxes/rcstack.tmLanguage.json";

// the innermost scope decides; the first prefix that fits
const letters = [
	["invalid", "x"],
	["punctuation.section.embedded", "i"],
	["comment", "c"],
	["constant.numeric", "n"],
	["keyword.other.unit", "n"],
	["constant.other", "w"],
	["constant.character.escape", "s"],
	["string", "s"],
	["keyword.operator.symbol", "o"],
	["punctuation", "o"],
	["keyword", "k"],
	["constant.language", "k"],
	["entity", "w"],
	["support", "w"],
	["variable", "w"],
];

function letter(scopes) {
	const found = letters.find(([prefix]) => scopes.at(-1).startsWith(prefix));
	return found ? found[1] : " ";
}

await oniguruma.loadWASM(fs.readFileSync(wasm).buffer);
const registry = new textmate.Registry({
	onigLib: Promise.resolve({
		createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
		createOnigString: (text) => new oniguruma.OnigString(text),
	}),
	loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(file, "utf8"), file),
});
const grammar = await registry.loadGrammar("source.rcstack");

for (const source of process.argv.slice(2)) {
	console.log(`== ${source}`);
	let state = textmate.INITIAL;
	for (const line of fs.readFileSync(source, "utf8").replace(/\ufeff/g, "").split(/\r?\n/)) {
		const result = grammar.tokenizeLine(line, state);
		state = result.ruleStack;
		const row = result.tokens.map((t) => letter(t.scopes).repeat(t.endIndex - t.startIndex)).join("");
		console.log(row.slice(0, line.length));
	}
}
