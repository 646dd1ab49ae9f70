// Merges the messages of all features into compiled catalogs, one a language and area, with the type of their ids.
// `messages.LANGUAGE.json` belongs to the area that comes with every page, `messages.work.LANGUAGE.json` to that of the
// pages behind the sign-in, `messages.demand.LANGUAGE.json` to those of them that are about demands, `messages.advising.LANGUAGE.json` to those about
// advisors and their cases, `messages.prices.LANGUAGE.json` to what was agreed elsewhere.
// Fails if the languages differ in ids or placeholders, if English has Han characters, or if a value of an enum of the
// schema that has labels at all has none.
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { buildSchema } from 'graphql';
import fs from 'node:fs';
import path from 'node:path';

const LOCALES = ['zh-CN', 'en'];
/** Ids whose text is the same in every language: the name of a language, a brand. */
const IN_OWN_SCRIPT = /^(language\.|brand\.)/;
const OUT = 'src/i18n/gen';

const AREAS = ['shell', 'work', 'demand', 'advising', 'prices'];

const problems = [];
const catalogs = Object.fromEntries(LOCALES.map((locale) => [locale, {}]));
/** In which area each id is. */
const areaOf = {};
for (const file of files('src').filter((file) => /\/messages\.[\w.-]+\.json$/.test(file))) {
  const [, area = 'shell', locale] = file.match(/messages(?:\.(\w+))?\.([\w-]+)\.json$/);
  if (!catalogs[locale] || !AREAS.includes(area)) problems.push(`${file}: unknown language or area`);
  else
    for (const [id, text] of Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')))) {
      if (id in catalogs[locale]) problems.push(`${file}: ${id} is there twice`);
      catalogs[locale][id] = text;
      if (id in areaOf && areaOf[id] !== area) problems.push(`${file}: ${id} is in two areas`);
      areaOf[id] = area;
    }
}

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? files(name) : [name];
  });
}

function placeholders(ast, found = new Set()) {
  for (const node of ast) {
    if (node.type !== TYPE.literal && node.type !== TYPE.pound)
      found.add((node.type === TYPE.tag ? '<' : '') + node.value);
    if (node.type === TYPE.plural && !node.options.other) problems.push(`plural of ${node.value} without other`);
    for (const option of Object.values(node.options ?? {})) placeholders(option.value, found);
    if (node.children) placeholders(node.children, found);
  }
  return found;
}

const ids = [...new Set(LOCALES.flatMap((locale) => Object.keys(catalogs[locale])))].sort();
const compiled = Object.fromEntries(LOCALES.map((locale) => [locale, {}]));
for (const id of ids) {
  const sets = LOCALES.map((locale) => {
    const text = catalogs[locale][id];
    if (!text?.trim()) return (problems.push(`${locale}: ${id} is missing`), undefined);
    try {
      compiled[locale][id] = parse(text);
    } catch (error) {
      return (problems.push(`${locale}: ${id}: ${error.message}`), undefined);
    }
    return [...placeholders(compiled[locale][id])].sort().join(' ');
  });
  if (sets.every((set) => set !== undefined) && new Set(sets).size > 1)
    problems.push(`${id}: placeholders differ: ${sets.join(' | ')}`);
  if (!IN_OWN_SCRIPT.test(id) && /\p{Script=Han}/u.test(catalogs.en[id] ?? ''))
    problems.push(`en: ${id} has Han characters`);
}

// Labels of enums: `enum.Type.VALUE`, all values or none.
const types = buildSchema(fs.readFileSync('../schema/api.graphql', 'utf8')).getTypeMap();
const labeled = new Set(ids.filter((id) => id.startsWith('enum.')).map((id) => id.split('.')[1]));
for (const name of labeled) {
  const values = types[name]?.getValues?.().map((value) => value.name);
  if (!values) problems.push(`enum.${name}: the schema has no such enum`);
  for (const value of values ?? [])
    if (!ids.includes(`enum.${name}.${value}`)) problems.push(`enum.${name}.${value} has no label`);
  for (const id of ids.filter((id) => id.startsWith(`enum.${name}.`))) {
    if (!values?.includes(id.split('.')[2])) problems.push(`${id}: the schema has no such value`);
  }
}

// Ids that nothing uses. An id that is put together in code is named by its prefix followed by a dollar.
const source = files('src')
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('/gen/') && !file.includes('/gql/'))
  .map((file) => fs.readFileSync(file, 'utf8'))
  .join('\n');
for (const id of ids) {
  const prefix = id.slice(0, id.lastIndexOf('.') + 1);
  if (
    !id.startsWith('enum.') &&
    !source.includes(`'${id}'`) &&
    !source.includes(`"${id}"`) &&
    !source.includes('`' + prefix + '$')
  )
    problems.push(`${id} is used nowhere`);
}

if (problems.length) {
  for (const problem of problems) console.error(`i18n: ${problem}`);
  process.exit(1);
}
fs.mkdirSync(OUT, { recursive: true });
for (const area of AREAS)
  for (const locale of LOCALES) {
    const own = Object.entries(compiled[locale]).filter(([id]) => areaOf[id] === area);
    fs.writeFileSync(`${OUT}/${area}.${locale}.json`, JSON.stringify(Object.fromEntries(own)));
  }
fs.writeFileSync(`${OUT}/ids.ts`, `export type MessageId =\n${ids.map((id) => `  | '${id}'`).join('\n')};\n`);
console.log(`i18n: ${ids.length} ids in ${LOCALES.length} languages`);
