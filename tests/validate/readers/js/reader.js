"use strict";
// Reads YAML files with js-yaml (YAML 1.2) and prints one line of JSON a file, a list of its documents.
const fs = require("fs");
const yaml = require("js-yaml");

// What JSON would write as something else shows as an object of its own.
function shown(value) {
  if (value instanceof Date) return { "!date": value.toISOString() };
  if (value instanceof Uint8Array) return { "!binary": value.length };
  if (typeof value === "number" && !Number.isFinite(value)) return { "!number": String(value) };
  if (Array.isArray(value)) return value.map(shown);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shown(v)]));
  }
  return value === undefined ? null : value;
}

for (const path of process.argv.slice(2)) {
  const documents = yaml.loadAll(fs.readFileSync(path, "utf8"));
  console.log(JSON.stringify(documents.map(shown)));
}
