/** A config text that cannot be used; `|` in it marks the place that must be told. */
export interface BrokenConfig {
  readonly text: string;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

function settings(inner: string): string {
  return `{\n  "plugins": {\n    "socket-server": {\n      "settings": {\n        ${inner}\n      }\n    }\n  }\n}\n`;
}

function plugin(inner: string): string {
  return `{\n  // plugins\n  "plugins": {\n    "socket-server": { ${inner} }\n  }\n}\n`;
}

const syntax: readonly BrokenConfig[] = [
  { text: '|', message: /empty/, hint: /\{\}/ },
  { text: '|   \n\n', message: /empty/ },
  { text: '// nothing but a comment\n|', message: /a value is expected/ },
  { text: '{\n  "dataDir": "a"\n  |"log": {}\n}', message: /a comma is missing/ },
  { text: '{\n  "dataDir" |"a"\n}', message: /a colon is expected/ },
  { text: '{\n  |dataDir: "a"\n}', message: /neither a key nor a value/, hint: /double quotes/ },
  { text: "{\n  |'dataDir': 'a'\n}", message: /neither/, hint: /use double quotes/ },
  { text: '{\n  "dataDir": |"a\n}', message: /no closing quote/ },
  { text: '{\n  "dataDir": |"C:\\data"\n}', message: /escape/, hint: /backslash/ },
  { text: '{\n  "dataDir": |"\\u12"\n}', message: /hexadecimal/ },
  {
    text: '{\n  "plugins": {\n    "workspace": { "enabled": |True }\n  }\n}',
    message: /neither/,
    hint: /small letters/,
  },
  { text: '{\n  "plugins": {\n    "workspace": { "enabled": |yes }\n  }\n}', message: /neither/ },
  { text: '{\n  "dataDir": |}', message: /a value is expected/ },
  { text: '{\n  "dataDir": "a"|', message: /closing \}/ },
  { text: '{\n  "pluginDirs": ["a"\n|', message: /closing \]/ },
  { text: '{\n  "dataDir": "a"\n}\n|}', message: /should end before/ },
  { text: '{}\n|{}', message: /should end before/ },
  { text: '{\n  |/* never closed\n}', message: /never ends/ },
  { text: '{|,}', message: /expected/ },
  { text: '{\n  "pluginDirs": ["a" |"b"]\n}', message: /a comma is missing/ },
  { text: settings('"port": 0|1'), message: /a comma is missing/ },
  { text: settings('"beat": |.5'), message: /neither/, hint: /0\.5/ },
  { text: settings('"port": |0x10').replace('|0x10', '0|x10'), message: /comma|neither/ },
  { text: '\n\n|[]', message: /one JSON object/ },
  { text: '|"text"', message: /one JSON object/ },
  { text: '|null', message: /one JSON object/ },
];

const keys: readonly BrokenConfig[] = [
  { text: '{\n  "dataDir": "a",\n  |"dataDir": "b"\n}', message: /stands here twice/, hint: /line 2/ },
  { text: settings('"port": 1, |"port": 2'), message: /"port" stands here twice/ },
  { text: '{\n  |"__proto__": {}\n}', message: /__proto__ cannot be used/ },
  { text: '{\n  "plugins": { |"constructor": {} }\n}', message: /constructor cannot/ },
  { text: plugin('|"prototype": 1'), message: /prototype cannot/ },
  { text: settings('|"then": 1'), message: /then cannot/ },
  { text: settings('"labels": { |"toJSON": "x" }'), message: /toJSON cannot/ },
  { text: settings('"modes": [{ |"__proto__": 1 }]'), message: /__proto__ cannot/ },
];

const structure: readonly BrokenConfig[] = [
  { text: '{\n  |"plugin": {}\n}', message: /no "plugin"/, hint: /"plugins"/ },
  { text: '{ |"pluginDir": [] }', message: /no "pluginDir"/, hint: /"pluginDirs"/ },
  { text: '{ |"data_dir": "x" }', message: /no "data_dir"/, hint: /"dataDir"/ },
  { text: '{ |"zzzzzz": 1 }', message: /no "zzzzzz"/, hint: /known: / },
  { text: '{ "dataDir": |7 }', message: /dataDir must be string/, hint: /in double quotes/ },
  { text: '{ "dataDir": |"" }', message: /dataDir must NOT have fewer/ },
  { text: '{ "dataDir": |null }', message: /must be string/ },
  { text: '{ "pluginDirs": |"plugins" }', message: /pluginDirs must be array/ },
  { text: '{ "pluginDirs": ["a", |4] }', message: /pluginDirs\.1 must be string/ },
  { text: '{ "log": |"debug" }', message: /log must be object/ },
  { text: '{ "log": { "level": |"warning" } }', message: /must be one of/, hint: /"warn"/ },
  { text: '{ "log": { "level": |"INFO" } }', message: /must be one of/, hint: /"info"/ },
  { text: '{ "log": { "format": |"prety" } }', message: /must be one of/, hint: /"pretty"/ },
  { text: '{ "log": { |"levle": "info" } }', message: /no "levle"/, hint: /"level"/ },
  { text: '{ "$schema": |1 }', message: /must be string/ },
  { text: '{ "plugins": |[] }', message: /plugins must be object/ },
  { text: '{ "plugins": { "workspace": |true } }', message: /plugins\.workspace must be object/ },
  { text: plugin('|"enable": true'), message: /no "enable"/, hint: /"enabled"/ },
  { text: plugin('|"port": 1'), message: /no "port"/ },
  { text: plugin('"enabled": |"true"'), message: /enabled must be boolean/, hint: /without quotes/ },
  { text: plugin('"enabled": |1'), message: /enabled must be boolean/ },
  { text: plugin('"settings": |[]'), message: /must be object/ },
];

const values: readonly BrokenConfig[] = [
  {
    text: '{ "plugins": { |"socketserver": {} } }',
    message: /no plugin "socketserver"/,
    hint: /"socket-server"/,
  },
  { text: '{ "plugins": { |"socket_server": {} } }', message: /no plugin/, hint: /"socket-server"/ },
  { text: '{ "plugins": { |"worksapce": {} } }', message: /no plugin/, hint: /"workspace"/ },
  { text: settings('|"prot": 1'), message: /socket-server has no "prot"/, hint: /"port"/ },
  {
    text: settings('"port": |"12306"'),
    message: /socket-server\.port must be integer/,
    hint: /without quotes/,
  },
  { text: settings('"port": |1.5'), message: /must be integer/ },
  { text: settings('"port": |-1'), message: /must be >= 0/ },
  { text: settings('"port": |65536'), message: /must be <= 65535/ },
  { text: settings('"host": |true'), message: /must be string/ },
  { text: settings('"beat": |0'), message: /must be > 0/ },
  { text: settings('"policy": |"data_only"'), message: /must be one of/, hint: /"data-only"/ },
  { text: settings('"modes": ["safe", |"fats"]'), message: /must be one of/, hint: /"fast"/ },
  { text: settings('"limits": |5'), message: /limits must be object/ },
  { text: settings('"limits": { |"client": 5 }'), message: /limits has no "client"/, hint: /"clients"/ },
  { text: settings('"labels": { "a": |1 }'), message: /labels\.a must be string/ },
  { text: settings('"token": |"abc"'), message: /must NOT have fewer than 4/ },
  {
    text: '{ "plugins": { "workspace": { "settings": { |"histroy": 3 } } } }',
    message: /no "histroy"/,
    hint: /"history"/,
  },
  { text: '{ "plugins": { "workspace": { "settings": { "keep": |"no" } } } }', message: /must be boolean/ },
  { text: '{ "plugins": { "averager": { "settings": { |"x": 1 } } } }', message: /averager has no "x"/ },
];

/** One fault each, from broken syntax to a bad value of a plugin's setting. */
export const BROKEN_CONFIGS: readonly BrokenConfig[] = [...syntax, ...keys, ...structure, ...values];
